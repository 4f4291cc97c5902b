"""The achievement's way, from draft to library. Read this table first."""

from enum import nonmember

from django.db import models

from records.states import EXISTS, NOTHING, Transition


class ProjectStatus(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待初审"
    ACCEPTED = "accepted", "初审通过，待入库"
    LISTED = "listed", "已入库"

    # A Version exists and is what the desks read.
    filed = nonmember(("submitted", "accepted", "listed"))


class Source(models.TextChoices):
    """Who filed it."""

    SELF = "self", "持有人填报"
    IMPORT = "import", "批量导入"


class Verdict(models.TextChoices):
    PASS = "pass", "符合"
    FAIL = "fail", "不符合"
    PERSON = "person", "需人工核验"


S = ProjectStatus

#                 verb       from         to           staff        public
PROJECT_TRANSITIONS = (
    Transition("open", NOTHING, S.DRAFT, "新建", "新建"),
    Transition("save", S.DRAFT, S.DRAFT, "保存草稿", "保存草稿"),
    Transition("submit", S.DRAFT, S.SUBMITTED, "提交初审", "提交初审"),
    Transition("accept", S.SUBMITTED, S.ACCEPTED, "通过初审", "初审通过"),
    Transition("list", S.ACCEPTED, S.LISTED, "入库", "入库"),
    Transition("show", S.SUBMITTED, S.SUBMITTED, "同意公开展示", "持有人同意公开展示"),
    Transition("show", S.ACCEPTED, S.ACCEPTED, "同意公开展示", "持有人同意公开展示"),
    Transition("show", S.LISTED, S.LISTED, "同意公开展示", "持有人同意公开展示"),
)

VERSION_TRANSITIONS = (Transition("freeze", NOTHING, EXISTS, "定稿", "定稿"),)
