"""专家评审: rounds, who reviews what, and what they gave."""

from enum import nonmember

from django.db import models

from records.states import NOTHING, Transition


class ExpertStatus(models.TextChoices):
    STANDING = "standing", "可分派"
    RESTING = "resting", "暂不分派"


class TieStatus(models.TextChoices):
    STANDING = "standing", "回避"
    LIFTED = "lifted", "已解除"


class Ground(models.TextChoices):
    """Why an expert reviews nothing of a unit; the SQL function `provinces_grounds` finds them."""

    HOME = "home", "所在地区"
    OFFICE = "office", "在该单位任职，或办过它的方案"
    AGENT = "agent", "所在机构受该单位委托"
    HOST = "host", "所在机构由该单位选定承办"
    TIE = "tie", "申报回避"


class RoundKind(models.TextChoices):
    FIRST = "first", "初评"
    SECOND = "second", "复议"


class RoundStatus(models.TextChoices):
    OPEN = "open", "评审中"
    CLOSED = "closed", "已结束"


class RoundPlanStatus(models.TextChoices):
    ENTERED = "entered", "参评"
    LEFT = "left", "已撤出"


class AssignmentStatus(models.TextChoices):
    ASSIGNED = "assigned", "待评分"
    FILED = "filed", "已评分"
    DECLINED = "declined", "专家已谢绝"
    REPLACED = "replaced", "已改派"

    # One of a plan and expert.
    standing = nonmember(("assigned", "filed"))
    given_up = nonmember(("declined", "replaced"))


class ScoreStatus(models.TextChoices):
    STANDING = "standing", "有效"
    REOPENED = "reopened", "不再计入"


N = ExpertStatus
EXPERT_TRANSITIONS = (
    Transition("enter", NOTHING, N.STANDING, "登记专家资料", "登记专家资料"),
    Transition("change", N.STANDING, N.STANDING, "更改专家资料", "更改专家资料"),
    Transition("change", N.RESTING, N.RESTING, "更改专家资料", "更改专家资料"),
    Transition("declare", N.STANDING, N.STANDING, "确认回避申报", "确认回避申报"),
    Transition("declare", N.RESTING, N.RESTING, "确认回避申报", "确认回避申报"),
    Transition("rest", N.STANDING, N.RESTING, "暂不分派", "暂不分派"),
    Transition("return", N.RESTING, N.STANDING, "恢复分派", "恢复分派"),
    Transition("forget", N.STANDING, N.RESTING, "注销后清除资料", "注销后清除资料"),
    Transition("forget", N.RESTING, N.RESTING, "注销后清除资料", "注销后清除资料"),
)

T = TieStatus
TIE_TRANSITIONS = (
    Transition("declare", NOTHING, T.STANDING, "申报回避", "申报回避"),
    Transition("lift", T.STANDING, T.LIFTED, "解除回避", "解除回避"),
    Transition("forget", T.STANDING, T.STANDING, "注销后清除说明", "注销后清除说明"),
    Transition("forget", T.LIFTED, T.LIFTED, "注销后清除说明", "注销后清除说明"),
)

R = RoundStatus
ROUND_TRANSITIONS = (
    Transition("open", NOTHING, R.OPEN, "开始一轮评审", "开始评审"),
    Transition("change", R.OPEN, R.OPEN, "更改评审设置", "更改评审设置"),
    Transition("close", R.OPEN, R.CLOSED, "结束评分", "评分结束"),
    Transition("reopen", R.CLOSED, R.OPEN, "重新开放评分", "重新开放评分"),
    Transition("release", R.CLOSED, R.CLOSED, "反馈意见", "反馈意见"),
)

E = RoundPlanStatus
ROUND_PLAN_TRANSITIONS = (
    Transition("enter", NOTHING, E.ENTERED, "列入评审", "列入评审"),
    Transition("leave", E.ENTERED, E.LEFT, "撤出评审", "撤出评审"),
)

G = AssignmentStatus
ASSIGNMENT_TRANSITIONS = (
    Transition("assign", NOTHING, G.ASSIGNED, "分派专家", "收到评审任务"),
    Transition("decline", G.ASSIGNED, G.DECLINED, "谢绝评审", "谢绝评审"),
    Transition("remind", G.ASSIGNED, G.ASSIGNED, "催办评审", "催办评审"),
    Transition("leave", G.ASSIGNED, G.DECLINED, "专家已注销", "专家已注销"),
    Transition("forget", G.DECLINED, G.DECLINED, "注销后清除理由", "注销后清除理由"),
    Transition("replace", G.ASSIGNED, G.REPLACED, "改派", "评审任务已改派"),
    Transition("file", G.ASSIGNED, G.FILED, "提交评分", "提交评分"),
    Transition("abstain", G.ASSIGNED, G.REPLACED, "回避", "回避"),
    Transition("abstain", G.FILED, G.REPLACED, "回避", "回避"),
    Transition("reopen", G.FILED, G.ASSIGNED, "退回重评", "评分退回重评"),
)

Q = ScoreStatus
SCORE_TRANSITIONS = (
    Transition("file", NOTHING, Q.STANDING, "提交评分", "提交评分"),
    Transition("reopen", Q.STANDING, Q.REOPENED, "退回重评", "评分退回重评"),
    Transition("abstain", Q.STANDING, Q.REOPENED, "因回避不计", "因回避不计"),
)
