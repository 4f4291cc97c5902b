"""What is matched with what, and how far a run over everything is."""

from enum import nonmember

from django.db import models


class Sort(models.TextChoices):
    """The sides of a comparison. A project's postings are told by kind, so there are three; those
    of a posting are its `kind`."""

    DEMAND = "demand", "需求"
    OFFER = "offer", "要素供给"
    PROJECT = "project", "成果"

    of_postings = nonmember(("demand", "offer"))


class Why(models.TextChoices):
    """Why a record is looked at again."""

    SAID = "said", "内容有变"
    FEEDBACK = "feedback", "有新反馈"


class RunStage(models.TextChoices):
    RUNNING = "running", "正在匹配"
    DONE = "done", "已完成"
    STOPPED = "stopped", "没有完成"

    over = nonmember(("done", "stopped"))
