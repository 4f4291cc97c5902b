from django.db import models

from records.states import NOTHING, Transition


class ParcelStatus(models.TextChoices):
    PACKED = "packed", "已打包"
    SENT = "sent", "已寄出"
    RECEIVED = "received", "已签收"
    LOST = "lost", "已丢失"


S = ParcelStatus
TRANSITIONS = (
    Transition("pack", NOTHING, S.PACKED, "打包", "打包"),
    Transition("relabel", S.PACKED, S.PACKED, "改标签", "改标签"),
    Transition("send", S.PACKED, S.SENT, "寄出", "寄出"),
    Transition("receive", S.SENT, S.RECEIVED, "签收", "签收"),
    Transition("lose", S.SENT, S.LOST, "报失", "报失"),
    Transition("find", S.LOST, S.SENT, "找回", "找回"),
    Transition("erase", S.RECEIVED, S.RECEIVED, "抹去", "抹去"),
)
