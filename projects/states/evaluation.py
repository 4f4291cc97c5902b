"""专业评价: agencies say what a project in the library is worth, by the rubric of the year."""

from enum import nonmember

from django.db import models

from records.states import NOTHING, Transition


class EvaluationStatus(models.TextChoices):
    OPEN = "open", "评价中"
    DISPUTED = "disputed", "分歧大，待复议"
    DONE = "done", "评价完成"
    VOID = "void", "评价作废"

    # One of them at most a project and year.
    current = nonmember(("open", "disputed", "done"))
    # Opinions are still to come.
    running = nonmember(("open", "disputed"))


class OpinionStatus(models.TextChoices):
    TAKEN = "taken", "评价中"
    FILED = "filed", "已提交"
    GIVEN_UP = "given_up", "已放弃"

    standing = nonmember(("taken", "filed"))


E, P = EvaluationStatus, OpinionStatus

#                 verb         from         to           staff         public
EVALUATION_TRANSITIONS = (
    Transition("open", NOTHING, E.OPEN, "开始专业评价", "开始专业评价"),
    Transition("conclude", E.OPEN, E.DONE, "评价完成", "专业评价完成"),
    Transition("dispute", E.OPEN, E.DISPUTED, "进入复议", "专业评价进入复议"),
    Transition("conclude", E.DISPUTED, E.DONE, "复议完成", "专业评价复议完成"),
    Transition("reopen", E.DONE, E.OPEN, "重新评价", "专业评价重新进行"),
    *(Transition("void", one, E.VOID, "评价作废", "专业评价作废") for one in E.current),
)
OPINION_TRANSITIONS = (
    Transition("take", NOTHING, P.TAKEN, "承接评价", "承接评价"),
    Transition("file", P.TAKEN, P.FILED, "提交评价", "提交评价"),
    Transition("reopen", P.FILED, P.TAKEN, "退回重评", "退回重评"),
    Transition("give_up", P.TAKEN, P.GIVEN_UP, "放弃评价", "放弃评价"),
    Transition("release", P.TAKEN, P.GIVEN_UP, "收回任务", "收回评价任务"),
)
