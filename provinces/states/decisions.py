"""审定, 承办, 公示 with objections, letters; and matters raised meanwhile."""

from enum import nonmember

from django.db import models

from records.states import EXISTS, NOTHING, Transition


class ApprovalVerdict(models.TextChoices):
    """审定."""

    APPROVED = "approved", "审定通过"
    DENIED = "denied", "不予审定"


class ApprovalStatus(models.TextChoices):
    STANDING = "standing", "有效"
    REVERSED = "reversed", "已更正"


class HostVerdict(models.TextChoices):
    """承办 of one roadshow."""

    HOST = "host", "承办"
    RESERVE = "reserve", "候补"
    NO = "no", "不承办"


class HostDecisionStatus(models.TextChoices):
    PROPOSED = "proposed", "待决定"
    WITHDRAWN = "withdrawn", "已撤回"
    REFUSED = "refused", "未同意"
    DECIDED = "decided", "已决定"
    FINAL = "final", "已生效"
    REVERSED = "reversed", "已更正"

    # One of an event.
    current = nonmember(("proposed", "decided", "final"))
    undecided = nonmember(("proposed", "withdrawn"))
    decided_on = nonmember(("refused", "decided", "final"))


class DisplayStatus(models.TextChoices):
    """公示. That its days are over is no status: it is final when somebody has made it so."""

    OPEN = "open", "公示中"
    FINAL = "final", "已生效"


class ObjectionStatus(models.TextChoices):
    FILED = "filed", "待答复"
    UPHELD = "upheld", "已答复，成立"
    REJECTED = "rejected", "已答复，不成立"
    WITHDRAWN = "withdrawn", "已撤回"

    answered = nonmember(("upheld", "rejected"))


class MatterStatus(models.TextChoices):
    """重大问题. That its date is over is no status."""

    RAISED = "raised", "待答复"
    ANSWERED = "answered", "已答复"
    WITHDRAWN = "withdrawn", "已撤回"


L = ApprovalStatus
APPROVAL_TRANSITIONS = (
    Transition("decide", NOTHING, L.STANDING, "审定", "审定"),
    Transition("reopen", L.STANDING, L.REVERSED, "更正审定", "更正审定"),
)

H = HostDecisionStatus
HOST_DECISION_TRANSITIONS = (
    Transition("propose", NOTHING, H.PROPOSED, "拟定承办", "拟定承办"),
    Transition("withdraw", H.PROPOSED, H.WITHDRAWN, "撤回拟定", "撤回拟定"),
    Transition("decide", H.PROPOSED, H.DECIDED, "同意", "决定承办"),
    Transition("refuse", H.PROPOSED, H.REFUSED, "不同意", "未同意"),
    Transition("show", H.DECIDED, H.DECIDED, "列入公示", "列入公示"),
    Transition("settle", H.DECIDED, H.FINAL, "生效", "生效"),
    Transition("reopen", H.PROPOSED, H.REVERSED, "更正", "更正"),
    Transition("reopen", H.DECIDED, H.REVERSED, "更正", "更正"),
    Transition("reopen", H.FINAL, H.REVERSED, "更正", "更正"),
)

D = DisplayStatus
DISPLAY_TRANSITIONS = (
    Transition("open", NOTHING, D.OPEN, "开始公示", "开始公示"),
    Transition("settle", D.OPEN, D.FINAL, "公示生效", "公示生效"),
)

B = ObjectionStatus
OBJECTION_TRANSITIONS = (
    Transition("file", NOTHING, B.FILED, "提出异议", "提出异议"),
    Transition("withdraw", B.FILED, B.WITHDRAWN, "撤回异议", "撤回异议"),
    Transition("uphold", B.FILED, B.UPHELD, "异议成立", "异议成立"),
    Transition("reject", B.FILED, B.REJECTED, "异议不成立", "异议不成立"),
)

RESULT_LETTER_TRANSITIONS = (Transition("issue", NOTHING, EXISTS, "发结果函", "收到结果函"),)

M = MatterStatus
MATTER_TRANSITIONS = (
    Transition("raise", NOTHING, M.RAISED, "提出重大问题", "提出重大问题"),
    Transition("defer", M.RAISED, M.RAISED, "改答复期限", "改答复期限"),
    Transition("withdraw", M.RAISED, M.WITHDRAWN, "撤回", "撤回"),
    Transition("answer", M.RAISED, M.ANSWERED, "答复", "答复"),
)
