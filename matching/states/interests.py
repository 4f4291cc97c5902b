"""意向: what somebody tells the holder of an achievement. Read this table first."""

from django.db import models

from records.states import NOTHING, Transition


class InterestKind(models.TextChoices):
    LEARN = "learn", "想先了解"
    LICENCE = "licence", "许可或受让技术"
    JOINT = "joint", "合作开发或中试"
    INVEST = "invest", "投资入股"
    TRIAL = "trial", "采购或试用"
    SUPPORT = "support", "提供场地、政策或服务"


class InterestStatus(models.TextChoices):
    SENT = "sent", "已送达"
    TAKEN_BACK = "taken_back", "已撤回"


S = InterestStatus

INTEREST_TRANSITIONS = (
    Transition("send", NOTHING, S.SENT, "提交意向", "提交意向"),
    Transition("take_back", S.SENT, S.TAKEN_BACK, "撤回意向", "撤回意向"),
    Transition("forget", S.SENT, S.SENT, "抹去留言", "抹去留言"),
    Transition("forget", S.TAKEN_BACK, S.TAKEN_BACK, "抹去留言", "抹去留言"),
)
