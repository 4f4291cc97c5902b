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
    # Work of the state waits for them: who leaves hands them over first.
    of_office = nonmember(
        (
            *("unit_clerk", "unit_lead", "centre", "centre_lead", "exchange"),
            *("security", "auditor", "admin"),
        )
    )
    # Whose desks may be kept to known networks (settings.STAFF_NETWORKS).
    of_staff = nonmember(("centre", "centre_lead", "exchange", "security", "auditor", "admin"))
    # What a registered person may ask for; the rest is by invitation or by the operator's command.
    by_application = nonmember(
        ("enterprise", "partner", "investor", "agency", "unit_clerk", "unit_lead", "exchange")
    )
    # Who decides or watches must prove it is them by more than a password.
    need_second_factor = nonmember(
        (
            *("unit_clerk", "unit_lead", "centre", "centre_lead", "exchange"),
            *("security", "auditor", "admin"),
        )
    )
    # Whose membership names the unit that answers for it.
    with_unit = nonmember(("unit_clerk", "unit_lead", "agency"))


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


class UserStatus(models.TextChoices):
    ACTIVE = "active", "正常"
    DORMANT = "dormant", "长期未登录，已停用"
    SUSPENDED = "suspended", "已停用"
    ERASED = "erased", "已注销"


class MembershipStatus(models.TextChoices):
    WISHED = "wished", "待验证邮箱"
    REQUESTED = "requested", "待批准"
    INVITED = "invited", "待接受邀请"
    GRANTED = "granted", "有效"
    DECLINED = "declined", "未批准"
    WITHDRAWN = "withdrawn", "已撤回"
    ENDED = "ended", "已终止"

    # One of each kind a person: asked for, offered or held.
    open = nonmember(("wished", "requested", "invited", "granted"))
    # Whoever answers for it may see how to reach the person; an invitation alone gives no right.
    known = nonmember(("requested", "granted"))


class Scope(models.TextChoices):
    """What a unit may delegate to an agency (notice 五(三)1)."""

    COLLECT = "collect", "征集填报"
    EVALUATE = "evaluate", "专业评价"
    COACH = "coach", "路演辅导"


class MailRhythm(models.TextChoices):
    AT_ONCE = "at_once", "每条消息都发邮件"
    DAILY = "daily", "每天汇总一封"
    NEVER = "never", "不发邮件，只在站内看"


class ConsentPurpose(models.TextChoices):
    DISPLAY = "display", "在直通车平台公开展示"
    FEED = "feed", "提供给深交所和科融通"
    PRIVACY = "privacy", "按隐私政策处理个人信息"


class ConsentGround(models.TextChoices):
    """On what ground something personal or proprietary may be shown (PIPL 13, 25)."""

    PERSON = "person", "本人同意"
    MANDATE = "mandate", "授权文件"


U, M = UserStatus, MembershipStatus

#                 verb         from         to           staff        public
USER_TRANSITIONS = (
    Transition("register", NOTHING, U.ACTIVE, "注册", "注册"),
    Transition("adopt", U.ACTIVE, U.ACTIVE, "补记旧账号", "补记旧账号"),
    Transition("correct", U.ACTIVE, U.ACTIVE, "更正资料", "更正资料"),
    Transition("reveal", U.ACTIVE, U.ACTIVE, "查看联系方式", "查看联系方式"),
    Transition("warn", U.ACTIVE, U.ACTIVE, "提醒即将停用", "提醒即将停用"),
    Transition("rest", U.ACTIVE, U.DORMANT, "长期未登录停用", "长期未登录停用"),
    Transition("suspend", U.ACTIVE, U.SUSPENDED, "停用账号", "停用账号"),
    Transition("reopen", U.DORMANT, U.ACTIVE, "恢复账号", "恢复账号"),
    Transition("reopen", U.SUSPENDED, U.ACTIVE, "恢复账号", "恢复账号"),
    Transition("erase", U.ACTIVE, U.ERASED, "注销账号", "注销账号"),
)
MEMBERSHIP_TRANSITIONS = (
    Transition("grant", NOTHING, M.GRANTED, "授予身份", "获得身份"),
    Transition("wish", NOTHING, M.WISHED, "注册时申请身份", "注册时申请身份"),
    Transition("apply", NOTHING, M.REQUESTED, "申请身份", "申请身份"),
    Transition("apply", M.WISHED, M.REQUESTED, "申请身份", "申请身份"),
    Transition("invite", NOTHING, M.INVITED, "邀请", "收到邀请"),
    Transition("approve", M.REQUESTED, M.GRANTED, "批准", "获得身份"),
    Transition("decline", M.REQUESTED, M.DECLINED, "不批准", "未获批准"),
    Transition("withdraw", M.REQUESTED, M.WITHDRAWN, "撤回申请", "撤回申请"),
    Transition("withdraw", M.WISHED, M.WITHDRAWN, "撤回申请", "撤回申请"),
    Transition("accept", M.INVITED, M.GRANTED, "接受邀请", "接受邀请"),
    Transition("turn_down", M.INVITED, M.DECLINED, "谢绝邀请", "谢绝邀请"),
    Transition("end", M.INVITED, M.ENDED, "收回邀请", "邀请已收回"),
    Transition("end", M.GRANTED, M.ENDED, "终止身份", "身份终止"),
    Transition("forget", M.DECLINED, M.DECLINED, "抹去申请说明", "抹去申请说明"),
    Transition("forget", M.WITHDRAWN, M.WITHDRAWN, "抹去申请说明", "抹去申请说明"),
    Transition("forget", M.ENDED, M.ENDED, "抹去申请说明", "抹去申请说明"),
)
ORGANISATION_TRANSITIONS = (
    Transition("register", NOTHING, EXISTS, "登记机构", "登记机构"),
    Transition("correct", EXISTS, EXISTS, "更正机构信息", "更正机构信息"),
)
DELEGATION_TRANSITIONS = (
    Transition("delegate", NOTHING, EXISTS, "委托", "获得委托"),
    Transition("revoke", EXISTS, EXISTS, "撤销委托", "委托被撤销"),
)
CONSENT_TRANSITIONS = (
    Transition("give", NOTHING, EXISTS, "同意", "同意"),
    Transition("withdraw", EXISTS, EXISTS, "撤回同意", "撤回同意"),
)
CYCLE_TRANSITIONS = (
    Transition("open", NOTHING, EXISTS, "新建年度", "新建年度"),
    Transition("change", EXISTS, EXISTS, "更改年度设置", "更改年度设置"),
    Transition("call", EXISTS, EXISTS, "发布申报通知", "发布申报通知"),
)
