"""初审: what a unit says of single columns, and what it orders for many projects at once."""

from django.db import models

from records.states import NOTHING, Transition


class FieldRemarkStatus(models.TextChoices):
    """Noted while reading, and the unit's alone until it is sent with the return."""

    NOTED = "noted", "未发出"
    SENT = "sent", "已发出"
    DROPPED = "dropped", "已删除"


class BulkOutcome(models.TextChoices):
    """What became of one project of an order for many."""

    WAITING = "waiting", "等待办理"
    DONE = "done", "已办理"
    REFUSED = "refused", "没有办理"


F = FieldRemarkStatus

#                 verb      from       to         staff           public
FIELD_REMARK_TRANSITIONS = (
    Transition("note", NOTHING, F.NOTED, "写逐项意见", "写逐项意见"),
    Transition("change", F.NOTED, F.NOTED, "改逐项意见", "改逐项意见"),
    Transition("drop", F.NOTED, F.DROPPED, "删逐项意见", "删逐项意见"),
    Transition("send", F.NOTED, F.SENT, "发出逐项意见", "收到逐项意见"),
)
