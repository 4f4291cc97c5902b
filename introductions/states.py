"""对接: what two people who agreed to talk do together. Read these tables first."""

from enum import nonmember

from django.db import models

from records.states import NOTHING, Transition


class IntroductionStatus(models.TextChoices):
    OPEN = "open", "对接中"
    FINISHED = "finished", "已结束"


class TalkStage(models.TextChoices):
    """How far they have come."""

    CONTACT = "contact", "初步沟通"
    DILIGENCE = "diligence", "尽调评估"
    NEGOTIATION = "negotiation", "商务谈判"
    SIGNING = "signing", "准备签约"


class TalkOutcome(models.TextChoices):
    SIGNED = "signed", "已达成合作"
    LATER = "later", "以后再谈"
    NONE = "none", "没有谈成"


class SeatRole(models.TextChoices):
    """The two whom the introduction is of, and who accompanies them."""

    ASKER = "asker", "提出方"
    ANSWERER = "answerer", "答复方"
    AGENT = "agent", "技术经理人"
    COORDINATOR = "coordinator", "深交所协调人"

    of_parties = nonmember(("asker", "answerer"))


class SeatStatus(models.TextChoices):
    PROPOSED = "proposed", "等双方同意"
    JOINED = "joined", "已加入"
    REFUSED = "refused", "未同意"
    LEFT = "left", "已退出"

    # They hold a place at the table.
    there = nonmember(("proposed", "joined"))


class LineStatus(models.TextChoices):
    SAID = "said", "已发出"
    TAKEN_BACK = "taken_back", "已撤回"


class AppointmentStatus(models.TextChoices):
    PROPOSED = "proposed", "待确认"
    AGREED = "agreed", "已约定"
    DECLINED = "declined", "对方没空"
    CANCELLED = "cancelled", "已取消"

    alive = nonmember(("proposed", "agreed"))


N, T, L, A = IntroductionStatus, SeatStatus, LineStatus, AppointmentStatus

#                 verb         from         to           staff        public
INTRODUCTION_TRANSITIONS = (
    Transition("begin", NOTHING, N.OPEN, "双方对接", "双方对接"),
    Transition("plan", N.OPEN, N.OPEN, "更新进展", "更新进展"),
    Transition("finish", N.OPEN, N.FINISHED, "结束对接", "结束对接"),
    Transition("reopen", N.FINISHED, N.OPEN, "继续对接", "继续对接"),
    *(Transition("forget", status, status, "抹去说明", "抹去说明") for status in N),
)
SEAT_TRANSITIONS = (
    Transition("sit", NOTHING, T.JOINED, "加入对接", "加入对接"),
    Transition("propose", NOTHING, T.PROPOSED, "提议陪同", "提议陪同"),
    Transition("agree", T.PROPOSED, T.PROPOSED, "同意陪同", "同意陪同"),
    Transition("admit", T.PROPOSED, T.JOINED, "双方同意陪同", "加入陪同"),
    Transition("refuse", T.PROPOSED, T.REFUSED, "不同意陪同", "未同意陪同"),
    Transition("leave", T.PROPOSED, T.LEFT, "退出", "退出"),
    Transition("leave", T.JOINED, T.LEFT, "退出", "退出"),
)
LINE_TRANSITIONS = (
    Transition("say", NOTHING, L.SAID, "留言", "留言"),
    Transition("take_back", L.SAID, L.TAKEN_BACK, "撤回留言", "撤回留言"),
    *(Transition("forget", status, status, "抹去留言", "抹去留言") for status in L),
)
APPOINTMENT_TRANSITIONS = (
    Transition("propose", NOTHING, A.PROPOSED, "提议时间", "提议时间"),
    Transition("agree", A.PROPOSED, A.AGREED, "确认时间", "确认时间"),
    Transition("decline", A.PROPOSED, A.DECLINED, "没空", "对方没空"),
    *(Transition("cancel", status, A.CANCELLED, "取消约见", "取消约见") for status in A.alive),
    *(Transition("forget", status, status, "抹去地点", "抹去地点") for status in A),
)
