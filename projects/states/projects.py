"""The achievement's way, from draft to library. Read this table first."""

from enum import nonmember

from django.db import models

from records.states import EXISTS, NOTHING, Transition


class ProjectStatus(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待初审"
    RETURNED = "returned", "退回修改"
    ACCEPTED = "accepted", "初审通过，待入库"
    LISTED = "listed", "已入库"
    DECLINED = "declined", "未通过"
    WITHDRAWN = "withdrawn", "已撤下"

    # Its holder's alone until it is submitted; given up before that it stays so.
    private = nonmember(("draft", "withdrawn"))
    # Open for editing.
    editable = nonmember(("draft", "returned"))
    # A code was given at listing, and is never given to another.
    coded = nonmember(("listed", "withdrawn"))
    # Others work on it: its unit may hand it over, its holder may consent to its display.
    underway = nonmember(("submitted", "returned", "accepted", "listed"))


class Source(models.TextChoices):
    """Who filed it."""

    SELF = "self", "持有人填报"
    UNIT = "unit", "推荐单位代填"
    AGENCY = "agency", "受托机构代填"
    IMPORT = "import", "批量导入"


class Verdict(models.TextChoices):
    PASS = "pass", "符合"
    FAIL = "fail", "不符合"
    PERSON = "person", "需人工核验"


S = ProjectStatus


def _in_each(states: tuple[str, ...], verb: str, staff: str, public: str) -> tuple[Transition, ...]:
    """A move that leaves the state as it is."""
    return tuple(Transition(verb, state, state, staff, public) for state in states)


#                 verb         from         to           staff         public
PROJECT_TRANSITIONS = (
    Transition("open", NOTHING, S.DRAFT, "新建", "新建"),
    *_in_each(S.editable, "save", "保存草稿", "保存草稿"),
    Transition("submit", S.DRAFT, S.SUBMITTED, "提交初审", "提交初审"),
    Transition("submit", S.RETURNED, S.SUBMITTED, "重新提交", "修改后重新提交"),
    Transition("take_back", S.SUBMITTED, S.DRAFT, "撤回提交", "持有人撤回提交"),
    Transition("accept", S.SUBMITTED, S.ACCEPTED, "通过初审", "初审通过"),
    Transition("return", S.SUBMITTED, S.RETURNED, "退回修改", "退回修改"),
    Transition("return", S.ACCEPTED, S.RETURNED, "退回修改", "入库前退回修改"),
    Transition("decline", S.SUBMITTED, S.DECLINED, "不予通过", "初审未通过"),
    Transition("list", S.ACCEPTED, S.LISTED, "入库", "入库"),
    Transition("withdraw", S.LISTED, S.WITHDRAWN, "撤下", "从项目库撤下"),
    Transition("restore", S.WITHDRAWN, S.LISTED, "恢复入库", "恢复入库"),
    Transition("discard", S.DRAFT, S.WITHDRAWN, "放弃草稿", "放弃草稿"),
    Transition("discard", S.RETURNED, S.WITHDRAWN, "放弃填报", "持有人放弃填报"),
    Transition("resume", S.WITHDRAWN, S.DRAFT, "恢复草稿", "恢复草稿"),
    Transition("undo", S.DRAFT, S.WITHDRAWN, "撤销导入", "撤销导入"),
    *_in_each(S.underway, "hand_over", "转交其他单位", "转交其他推荐单位"),
    Transition("correct", S.LISTED, S.LISTED, "更正生效", "更正生效"),
    *_in_each(S.underway, "remind", "催办", "收到催办"),
    Transition("confirm", S.LISTED, S.LISTED, "确认信息仍然有效", "确认信息仍然有效"),
    *_in_each(tuple(S.values), "take_over", "收回代管", "由推荐单位收回代管"),
    *_in_each(tuple(S.values), "hold", "认领", "由持有人认领"),
    *_in_each(S.underway, "show", "同意公开展示", "持有人同意公开展示"),
    *_in_each(S.underway, "hide", "不再公开展示", "持有人撤回公开展示"),
    *_in_each(tuple(S.values), "forget", "抹去联系信息", "抹去联系信息"),
    *_in_each(tuple(S.values), "adopt", "信息表升级", "信息表升级"),
)

VERSION_TRANSITIONS = (Transition("freeze", NOTHING, EXISTS, "定稿", "定稿"),)
