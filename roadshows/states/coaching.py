"""辅导: sessions, business plans and decks with what was said of them and done about it,
rehearsals (notice 五(二)4)."""

from enum import nonmember

from django.db import models

from records.states import EXISTS, NOTHING, Transition


class SessionKind(models.TextChoices):
    DIAGNOSIS = "diagnosis", "商业计划书诊断"
    TRAINING = "training", "集中培训"
    REHEARSAL = "rehearsal", "预路演、彩排"
    OTHER = "other", "其他辅导"


class SessionStatus(models.TextChoices):
    PLANNED = "planned", "已安排"
    HELD = "held", "已完成"
    CANCELLED = "cancelled", "已取消"


class DeckKind(models.TextChoices):
    PLAN = "plan", "商业计划书"
    DECK = "deck", "路演 PPT"
    ONE_PAGER = "one_pager", "一页纸"


class RemarkStatus(models.TextChoices):
    OPEN = "open", "待改"
    DONE = "done", "已改"
    KEPT = "kept", "说明后保留"
    WITHDRAWN = "withdrawn", "已撤回"
    FORGOTTEN = "forgotten", "已抹去"

    answered = nonmember(("done", "kept"))


class Readiness(models.TextChoices):
    """What a project needs before it stands on a stage; each is worked out, none is ticked."""

    PLAN = "plan", "有商业计划书"
    DECK = "deck", "有路演 PPT"
    REMARKS = "remarks", "辅导意见都已处理"
    REHEARSED = "rehearsed", "彩排过，没有超时"
    SPEAKER = "speaker", "定了讲者"
    SHOWN = "shown", "成果在公开展示"

    @property
    def short(self) -> str:
        """Where many stand in one row."""
        return {
            "plan": "商业计划书",
            "deck": "路演 PPT",
            "remarks": "答复意见",
            "rehearsed": "彩排",
            "speaker": "讲者",
            "shown": "公开展示",
        }[self.value]


S, M = SessionStatus, RemarkStatus
SESSION_TRANSITIONS = (
    Transition("plan", NOTHING, S.PLANNED, "安排辅导", "安排辅导"),
    Transition("change", S.PLANNED, S.PLANNED, "修改安排", "修改安排"),
    Transition("hold", S.PLANNED, S.HELD, "登记完成", "已完成"),
    Transition("cancel", S.PLANNED, S.CANCELLED, "取消辅导", "取消辅导"),
    Transition("forget", S.HELD, S.HELD, "抹去小结", "小结已抹去"),
)
DECK_TRANSITIONS = (Transition("file", NOTHING, EXISTS, "上传", "上传"),)
REMARK_TRANSITIONS = (
    Transition("say", NOTHING, M.OPEN, "提出意见", "提出意见"),
    Transition("withdraw", M.OPEN, M.WITHDRAWN, "撤回意见", "撤回意见"),
    Transition("mend", M.OPEN, M.DONE, "标为已改", "已改"),
    Transition("keep", M.OPEN, M.KEPT, "说明后保留", "说明后保留"),
    Transition("reopen", M.DONE, M.OPEN, "还要改", "还要改"),
    Transition("reopen", M.KEPT, M.OPEN, "还要改", "还要改"),
    *(
        Transition("forget", status, M.FORGOTTEN, "抹去", "已抹去")
        for status in (M.OPEN, M.DONE, M.KEPT, M.WITHDRAWN)
    ),
)
REHEARSAL_TRANSITIONS = (
    Transition("note", NOTHING, EXISTS, "记下彩排", "彩排"),
    Transition("forget", EXISTS, EXISTS, "抹去小结", "小结已抹去"),
)
