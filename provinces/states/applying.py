"""Who would host: a unit's own call in its area."""

from enum import nonmember

from django.db import models

from records.states import NOTHING, Transition


class PartyRole(models.TextChoices):
    ORGANISER = "organiser", "主办"
    HOST = "host", "承办"
    CO_HOST = "co_host", "协办"
    SUPPORT = "support", "支撑"

    # What a unit's own call asks for.
    by_application = nonmember(("host", "co_host"))


class HostCallStatus(models.TextChoices):
    """A unit asks in its area who would host. That its time is over is no status."""

    OPEN = "open", "征集中"
    CLOSED = "closed", "已结束"


class HostApplicationStatus(models.TextChoices):
    APPLIED = "applied", "已申请"
    PICKED = "picked", "已选定"
    DECLINED = "declined", "未选定"
    WITHDRAWN = "withdrawn", "已撤回"

    # One of an organisation, role and call.
    standing = nonmember(("applied", "picked"))
    decided = nonmember(("picked", "declined"))
    # What a unit gets to see.
    for_unit = nonmember(("applied", "picked", "declined"))


C = HostCallStatus
HOST_CALL_TRANSITIONS = (
    Transition("open", NOTHING, C.OPEN, "发布征集", "发布征集"),
    Transition("change", C.OPEN, C.OPEN, "更改征集", "更改征集"),
    Transition("close", C.OPEN, C.CLOSED, "结束征集", "结束征集"),
)

A = HostApplicationStatus
HOST_APPLICATION_TRANSITIONS = (
    Transition("apply", NOTHING, A.APPLIED, "申请承办", "申请承办"),
    Transition("withdraw", A.APPLIED, A.WITHDRAWN, "撤回申请", "撤回申请"),
    Transition("pick", A.APPLIED, A.PICKED, "选定", "选定"),
    Transition("pick", A.DECLINED, A.PICKED, "改为选定", "选定"),
    Transition("decline", A.APPLIED, A.DECLINED, "不选", "未选定"),
    Transition("decline", A.PICKED, A.DECLINED, "改为不选", "未选定"),
    *(
        Transition("reveal", status, status, "查看联系方式", "查看联系方式")
        for status in (A.APPLIED, A.PICKED, A.DECLINED)
    ),
    *(Transition("forget", status, status, "抹去联系人", "抹去联系人") for status in A),
)
