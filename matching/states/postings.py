"""供需信息: a demand or an offer, from a draft to the day it ends. Read this table first.

What is said in one is typed (`PostingDraft`), handed in as a version, and looked at by somebody
else; the posting itself shows the version that was accepted last.
"""

from enum import nonmember

from django.db import models

from records.states import NOTHING, Transition


class PostingKind(models.TextChoices):
    DEMAND = "demand", "需求"
    OFFER = "offer", "要素供给"


class Category(models.TextChoices):
    """What is wanted or brought: 项目、平台、人才、资金全要素 (notice 一)."""

    TECHNOLOGY = "technology", "技术"
    MONEY = "money", "资金"
    PEOPLE = "people", "人才"
    PLACE = "place", "场地"
    SCENE = "scene", "应用场景"
    POLICY = "policy", "政策"
    PILOT = "pilot", "中试平台"

    of_demand = nonmember(("technology", "money", "people", "place", "scene"))
    of_offer = nonmember(("policy", "place", "pilot", "money", "people", "scene"))


class Reach(models.TextChoices):
    """Who reads it (保密程度), from wide to narrow. Nobody but its own people and those who look
    after it ever reads whose an anonymous one is."""

    PUBLIC = "public", "公开"
    MEMBERS = "members", "登录可见"
    ANONYMOUS = "anonymous", "公开，不显示单位名称"

    named = nonmember(("public", "members"))


class PostingStatus(models.TextChoices):
    DRAFT = "draft", "未发布"
    PUBLISHED = "published", "已发布"
    EXPIRED = "expired", "已到期"
    CLOSED = "closed", "已结束"
    REMOVED = "removed", "已下架"
    DROPPED = "dropped", "已放弃"

    # Its own people may type into it and hand it in.
    editable = nonmember(("draft", "published", "expired"))
    # It has been accepted once, and has a code.
    coded = nonmember(("published", "expired", "closed", "removed"))


class VersionStatus(models.TextChoices):
    SUBMITTED = "submitted", "待审核"
    TAKEN_BACK = "taken_back", "已撤回"
    RETURNED = "returned", "退回修改"
    ACCEPTED = "accepted", "审核通过"


P, V = PostingStatus, VersionStatus

POSTING_TRANSITIONS = (
    Transition("open", NOTHING, P.DRAFT, "新建", "新建"),
    Transition("number", P.DRAFT, P.DRAFT, "登记本单位编号", "登记编号"),
    Transition("publish", P.DRAFT, P.PUBLISHED, "发布", "发布"),
    Transition("amend", P.PUBLISHED, P.PUBLISHED, "更新", "更新"),
    Transition("amend", P.EXPIRED, P.PUBLISHED, "更新并重新发布", "更新"),
    Transition("renew", P.PUBLISHED, P.PUBLISHED, "延期", "延期"),
    Transition("renew", P.EXPIRED, P.PUBLISHED, "重新发布", "重新发布"),
    Transition("warn", P.PUBLISHED, P.PUBLISHED, "提醒到期", "提醒到期"),
    Transition("expire", P.PUBLISHED, P.EXPIRED, "到期", "到期"),
    Transition("close", P.PUBLISHED, P.CLOSED, "结束", "结束"),
    Transition("close", P.EXPIRED, P.CLOSED, "结束", "结束"),
    Transition("reopen", P.CLOSED, P.PUBLISHED, "恢复发布", "恢复发布"),
    Transition("remove", P.PUBLISHED, P.REMOVED, "下架", "下架"),
    Transition("remove", P.EXPIRED, P.REMOVED, "下架", "下架"),
    Transition("restore", P.REMOVED, P.PUBLISHED, "恢复上架", "恢复上架"),
    Transition("drop", P.DRAFT, P.DROPPED, "放弃", "放弃"),
    Transition("resume", P.DROPPED, P.DRAFT, "恢复草稿", "恢复草稿"),
    *(Transition("forget", status, status, "抹去联系人", "抹去联系人") for status in P),
)
POSTING_VERSION_TRANSITIONS = (
    Transition("submit", NOTHING, V.SUBMITTED, "提交审核", "提交审核"),
    Transition("take_back", V.SUBMITTED, V.TAKEN_BACK, "撤回", "撤回"),
    Transition("return", V.SUBMITTED, V.RETURNED, "退回修改", "退回修改"),
    Transition("accept", V.SUBMITTED, V.ACCEPTED, "审核通过", "审核通过"),
)


class PostingOrder(models.TextChoices):
    RELEVANCE = "relevance", "按相关度"
    NEWEST = "newest", "最近发布"
    ENDING = "ending", "快到期的在前"
