"""重复认定: two units have filed what may be one achievement."""

from django.db import models

from records.states import NOTHING, Transition


class RulingStatus(models.TextChoices):
    ASKED = "asked", "已请推荐单位处理"
    DIFFERENT = "different", "不是重复"
    LIFTED = "lifted", "已重新列出"


R = RulingStatus

#                 verb       from         to           staff               public
RULING_TRANSITIONS = (
    Transition("ask", NOTHING, R.ASKED, "请推荐单位处理", "请推荐单位处理疑似重复"),
    Transition("ask", R.ASKED, R.ASKED, "再请推荐单位处理", "再请推荐单位处理疑似重复"),
    Transition("ask", R.LIFTED, R.ASKED, "请推荐单位处理", "请推荐单位处理疑似重复"),
    Transition("dismiss", NOTHING, R.DIFFERENT, "不是重复", "认定不是重复"),
    Transition("dismiss", R.ASKED, R.DIFFERENT, "不是重复", "认定不是重复"),
    Transition("dismiss", R.LIFTED, R.DIFFERENT, "不是重复", "认定不是重复"),
    Transition("lift", R.DIFFERENT, R.LIFTED, "重新列出", "重新列为疑似重复"),
)
