"""A roadshow, from the host decision that is final to the day after it; and what there is to do
for it. Read this table first.

Its day is set by a published national calendar (`states/calendar.py`), its agenda by a release
(`states/programme.py`).
"""

from enum import nonmember

from django.db import models

from records.states import NOTHING, Transition


class RoadshowStatus(models.TextChoices):
    PREPARING = "preparing", "筹备中"
    DATED = "dated", "已定档"
    HELD = "held", "已举办"
    CANCELLED = "cancelled", "已取消"

    # Its people may still arrange it.
    ahead = nonmember(("preparing", "dated"))


class Party(models.TextChoices):
    """Who runs a roadshow together (notice 三); each does its part of the tasks."""

    HOST = "host", "推荐单位"
    CENTRE = "centre", "火炬中心"
    EXCHANGE = "exchange", "深交所"

    @property
    def desk(self) -> str:
        """The path at which its people work on roadshows."""
        paths = {
            "host": "unit/roadshows",
            "centre": "center/roadshows",
            "exchange": "exchange/events",
        }
        return paths[self.value]


class DutyStatus(models.TextChoices):
    """Of one task. That its day is over is no status."""

    OPEN = "open", "待办"
    DONE = "done", "已完成"
    WAIVED = "waived", "不适用"


class When(models.TextChoices):
    """Which roadshows the public lists."""

    COMING = "", "即将举办"
    GONE = "past", "往期"


class SeasonStatus(models.TextChoices):
    """The settings of a year's roadshows have one state."""

    SET = "set", "已设定"


R, D = RoadshowStatus, DutyStatus

ROADSHOW_TRANSITIONS = (
    Transition("open", NOTHING, R.PREPARING, "立项", "立项"),
    Transition("arrange", R.PREPARING, R.PREPARING, "修改活动信息", "修改活动信息"),
    Transition("arrange", R.DATED, R.DATED, "修改活动信息", "修改活动信息"),
    Transition("schedule", R.PREPARING, R.DATED, "定档", "定档"),
    Transition("schedule", R.DATED, R.DATED, "改期", "改期"),
    Transition("unschedule", R.DATED, R.PREPARING, "撤下日期", "日期待定"),
    Transition("space", R.DATED, R.DATED, "按新的间隔占位", "已定档"),
    Transition("space", R.HELD, R.HELD, "按新的间隔占位", "已举办"),
    Transition("release", R.DATED, R.DATED, "发布议程", "发布议程"),
    Transition("close", R.DATED, R.HELD, "登记已举办", "已举办"),
    Transition("cancel", R.PREPARING, R.CANCELLED, "取消", "取消"),
    Transition("cancel", R.DATED, R.CANCELLED, "取消", "取消"),
)
DUTY_TRANSITIONS = (
    Transition("add", NOTHING, D.OPEN, "列入任务", "列入任务"),
    Transition("change", D.OPEN, D.OPEN, "修改任务", "修改任务"),
    Transition("remind", D.OPEN, D.OPEN, "提醒到期", "提醒到期"),
    Transition("finish", D.OPEN, D.DONE, "完成", "完成"),
    Transition("waive", D.OPEN, D.WAIVED, "标为不适用", "标为不适用"),
    Transition("reopen", D.DONE, D.OPEN, "重新打开", "重新打开"),
    Transition("reopen", D.WAIVED, D.OPEN, "重新打开", "重新打开"),
)
SEASON_TRANSITIONS = (
    Transition("set", NOTHING, SeasonStatus.SET, "设定路演季", "设定路演季"),
    Transition("change", SeasonStatus.SET, SeasonStatus.SET, "修改路演季", "修改路演季"),
)
