"""信息更正: a project in the library says something else from the moment its unit accepts it."""

from enum import nonmember

from django.db import models

from records.states import NOTHING, Transition


class CorrectionStatus(models.TextChoices):
    OPEN = "open", "更正中"
    PROPOSED = "proposed", "更正待审"
    RETURNED = "returned", "更正退回修改"
    ACCEPTED = "accepted", "更正已生效"
    DECLINED = "declined", "更正未通过"
    WITHDRAWN = "withdrawn", "更正已撤回"

    # The sheet is open for editing although its project is in the library.
    editable = nonmember(("open", "returned"))
    # One of them at most a project; what readers read does not change as long as it is.
    pending = nonmember(("open", "proposed", "returned"))


C = CorrectionStatus

#                 verb         from         to           staff         public
CORRECTION_TRANSITIONS = (
    Transition("begin", NOTHING, C.OPEN, "更正信息", "开始更正信息"),
    Transition("save", C.OPEN, C.OPEN, "保存更正", "保存更正"),
    Transition("save", C.RETURNED, C.RETURNED, "保存更正", "保存更正"),
    Transition("propose", C.OPEN, C.PROPOSED, "提交更正", "提交更正"),
    Transition("propose", C.RETURNED, C.PROPOSED, "重新提交更正", "修改后重新提交更正"),
    Transition("take_back", C.PROPOSED, C.OPEN, "撤回更正的提交", "撤回更正的提交"),
    Transition("accept", C.PROPOSED, C.ACCEPTED, "通过更正", "更正生效"),
    Transition("return", C.PROPOSED, C.RETURNED, "退回修改", "更正退回修改"),
    Transition("decline", C.PROPOSED, C.DECLINED, "不予通过", "更正未通过"),
    Transition("withdraw", C.OPEN, C.WITHDRAWN, "放弃更正", "放弃更正"),
    Transition("withdraw", C.PROPOSED, C.WITHDRAWN, "放弃更正", "放弃更正"),
    Transition("withdraw", C.RETURNED, C.WITHDRAWN, "放弃更正", "放弃更正"),
)
