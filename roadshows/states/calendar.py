"""The national calendar: days are tried in a working copy and published as a version."""

from enum import nonmember

from django.db import models

from records.states import EXISTS, NOTHING, Transition


class Verdict(models.TextChoices):
    """What the solver found."""

    SEARCHING = "searching", "正在排"
    OPTIMAL = "optimal", "最优"
    FEASIBLE = "feasible", "可以用，也许还能更好"
    INFEASIBLE = "infeasible", "排不下"
    UNKNOWN = "unknown", "时间内没有找到排法"

    with_days = nonmember(("optimal", "feasible"))


class SolvingUse(models.TextChoices):
    """What became of the days it found."""

    OPEN = "open", "待采用"
    TAKEN = "taken", "已采用"
    LEFT = "left", "未采用"


class RuleKind(models.TextChoices):
    """Hard rules of the calendar; each clash and each conflict names one."""

    SEASON = "season", "排期起止"
    WORKDAY = "workday", "工作日"
    BLOCKED = "blocked", "不排的日子"
    TEAMS = "teams", "直播团队"
    UNIT = "unit", "同一单位"
    REGION = "region", "同一大区"
    THEME = "theme", "同一主题"
    PIN = "pin", "固定的日期"


CALENDAR_VERSION_TRANSITIONS = (Transition("publish", NOTHING, EXISTS, "发布排期", "发布排期"),)
