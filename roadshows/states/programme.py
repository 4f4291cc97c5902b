"""议程: arranged in a working copy that only its unit and the centre see, then released."""

from django.db import models

from records.states import EXISTS, NOTHING, Transition


class ItemKind(models.TextChoices):
    """What there is on the agenda of a roadshow."""

    OPENING = "opening", "致辞"
    POLICY = "policy", "政策与园区推介"
    PITCH = "pitch", "项目路演"
    COMMENT = "comment", "点评"
    DEMAND = "demand", "需求发布"
    SIGNING = "signing", "签约授牌"
    MEETING = "meeting", "一对一洽谈"
    BREAK = "break", "茶歇"
    OTHER = "other", "其他"


class Part(models.TextChoices):
    """What a person does in an item."""

    SPEAKER = "speaker", "讲者"
    CHAIR = "chair", "主持"
    COMMENTATOR = "commentator", "点评嘉宾"


class PersonStatus(models.TextChoices):
    KNOWN = "known", "可选"
    FORGOTTEN = "forgotten", "已抹去"


class PaperSize(models.TextChoices):
    A4 = "a4", "A4"
    A3 = "a3", "A3"


P = PersonStatus
PERSON_TRANSITIONS = (
    Transition("note", NOTHING, P.KNOWN, "登记人员", "登记人员"),
    Transition("change", P.KNOWN, P.KNOWN, "修改人员", "修改人员"),
    Transition("forget", P.KNOWN, P.FORGOTTEN, "抹去姓名", "抹去姓名"),
)
RELEASE_TRANSITIONS = (Transition("release", NOTHING, EXISTS, "发布议程", "发布议程"),)
