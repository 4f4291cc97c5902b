"""Roles, kinds and grounds: the words other rooms decide by."""

from enum import nonmember

from django.db import models

from records.states import EXISTS, NOTHING, Transition


class Role(models.TextChoices):
    """What a membership lets a person act as (docs/glossary.md)."""

    HOLDER = "holder", "成果持有人"
    AGENCY = "agency", "技术转移机构"
    UNIT_CLERK = "unit_clerk", "推荐单位经办"
    UNIT_LEAD = "unit_lead", "推荐单位审核"
    EXPERT = "expert", "评审专家"
    CENTRE = "centre", "火炬中心"
    CENTRE_LEAD = "centre_lead", "火炬中心负责人"
    EXCHANGE = "exchange", "深交所"
    PARTNER = "partner", "园区与服务机构"
    INVESTOR = "investor", "投资机构"
    ENTERPRISE = "enterprise", "企业"
    SECURITY = "security", "安全管理员"
    AUDITOR = "auditor", "审计管理员"
    ADMIN = "admin", "系统管理员"

    of_unit = nonmember(("unit_clerk", "unit_lead"))
    of_centre = nonmember(("centre", "centre_lead"))
    # 三员: exclude one another and all business roles (GB/T 22239, 权限分离)
    of_control = nonmember(("security", "auditor", "admin"))


class OrganisationKind(models.TextChoices):
    ACADEMIC = "academic", "高校院所"
    ENTERPRISE = "enterprise", "企业"
    INVESTOR = "investor", "投资机构"
    SERVICE = "service", "服务机构"
    PARK = "park", "园区、高新区"
    GOVERNMENT = "government", "政府"


class UnitKind(models.TextChoices):
    PROVINCE = "province", "省、自治区、直辖市"
    SEPARATELY_PLANNED = "separately_planned", "计划单列市"
    XPCC = "xpcc", "新疆生产建设兵团"


class ConsentPurpose(models.TextChoices):
    DISPLAY = "display", "在直通车平台公开展示"


class ConsentGround(models.TextChoices):
    """On what ground something personal or proprietary may be shown (PIPL 13, 25)."""

    PERSON = "person", "本人同意"
    MANDATE = "mandate", "授权文件"


MEMBERSHIP_TRANSITIONS = (Transition("grant", NOTHING, EXISTS, "授予身份", "获得身份"),)
ORGANISATION_TRANSITIONS = (Transition("register", NOTHING, EXISTS, "登记机构", "登记机构"),)
CONSENT_TRANSITIONS = (
    Transition("give", NOTHING, EXISTS, "同意", "同意"),
    Transition("withdraw", EXISTS, EXISTS, "撤回同意", "撤回同意"),
)
