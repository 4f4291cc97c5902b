"""What people say to what the portal suggests, and what becomes of an offer. Read first."""

from django.db import models

from records.states import NOTHING, Transition


class Side(models.TextChoices):
    """From which side of a suggestion somebody speaks."""

    POSTING = "posting", "供需方"
    PROJECT = "project", "成果方"


class Verdict(models.TextChoices):
    ACCEPT = "accept", "合适，想进一步谈"
    DECLINE = "decline", "不合适"
    LATER = "later", "稍后再看"


class DeclineReason(models.TextChoices):
    """为什么不合适."""

    DIRECTION = "direction", "方向不对"
    INDICATORS = "indicators", "指标不够"
    MATURITY = "maturity", "还不成熟"
    PRICE = "price", "价格"
    MODE = "mode", "合作方式"
    REGION = "region", "地区太远"
    KNOWN = "known", "已经联系过"
    OTHER = "other", "其他"


class FeedbackStatus(models.TextChoices):
    GIVEN = "given", "已反馈"
    TAKEN_BACK = "taken_back", "已撤回"


class TakeUpStatus(models.TextChoices):
    """An offer that a project asks for, and gets: then it is a service of the project."""

    ASKED = "asked", "已申请"
    GIVEN = "given", "已落实"
    DECLINED = "declined", "未落实"
    TAKEN_BACK = "taken_back", "已撤回"


F, T = FeedbackStatus, TakeUpStatus

FEEDBACK_TRANSITIONS = (
    Transition("give", NOTHING, F.GIVEN, "反馈", "反馈"),
    Transition("change", F.GIVEN, F.GIVEN, "改反馈", "改反馈"),
    Transition("take_back", F.GIVEN, F.TAKEN_BACK, "撤回反馈", "撤回反馈"),
    *(Transition("forget", status, status, "抹去说明", "抹去说明") for status in F),
)
TAKE_UP_TRANSITIONS = (
    Transition("ask", NOTHING, T.ASKED, "申请", "申请"),
    Transition("take_back", T.ASKED, T.TAKEN_BACK, "撤回申请", "撤回申请"),
    Transition("give", T.ASKED, T.GIVEN, "落实", "落实"),
    Transition("decline", T.ASKED, T.DECLINED, "不能落实", "不能落实"),
    *(Transition("forget", status, status, "抹去说明", "抹去说明") for status in T),
)
