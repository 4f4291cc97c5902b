"""Words of the trail: a transition, the states of work, what may be wrong with a move."""

from dataclasses import dataclass
from enum import nonmember

from django.db import models

# A record without a life of its own (a Version, a Consent) has one state: it exists.
EXISTS = ""
# Source of the transitions that make a record.
NOTHING = None
# Domain of the addresses of those who left: nothing is ever delivered there (RFC 6761).
NOWHERE = "erased.invalid"


@dataclass(frozen=True, slots=True)
class Transition:
    """One legal move: who reads the table sees the whole procedure."""

    verb: str
    source: str | None
    target: str
    staff_label: str
    public_label: str


class WorkState(models.TextChoices):
    """States of a row that a worker carries out."""

    WAITING = "waiting", "等待处理"
    DONE = "done", "已完成"
    FAILED = "failed", "没有完成"

    ended = nonmember(("done", "failed"))


class UploadStage(models.TextChoices):
    """How far a file has come in."""

    RECEIVING = "receiving", "没有传完"
    CHECKING = "checking", "正在检查"
    KEPT = "kept", "已保存"
    REFUSED = "refused", "没有通过检查"
    FAILED = "failed", "没有检查完"


class MoveProblem(models.TextChoices):
    """Why the door stayed shut."""

    NOT_FROM_HERE = "not_from_here", "现在的状态是“{found}”，不能这样办理。请刷新页面，看看最新进展"
    NOT_YOURS = "not_yours", "你现在的身份不能办理“{expected}”。请换一个身份，或联系负责的人"
    GONE = "gone", "这条记录已经不在了。请回到列表刷新"
    UNKNOWN_VERB = "unknown_verb", "没有“{found}”这一步"
