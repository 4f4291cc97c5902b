"""What each desk may do about a correction, and with a project that may be corrected."""

from projects import correcting
from projects.forms import decisions as forms
from projects.forms.corrections import CorrectionForm
from projects.models import Correction, Project
from projects.rules import pending_correction
from projects.states import ProjectStatus
from projects.views.steps import Step


def _may_begin(project: Project) -> bool:
    return project.status == ProjectStatus.LISTED and pending_correction(project) is None


def _begin(url_name: str) -> Step:
    return Step(
        "begin",
        url_name,
        correcting.begin_correction,
        lambda _: "可以改了，改好后点“提交更正”",
        CorrectionForm,
        hint="改的时候成果照常展示。推荐单位通过以后，公开的内容才换成新的。",
        begins=lambda project: Correction(project=project),
        needs=_may_begin,
    )


BEGIN = {"my": _begin("my_project_correct"), "unit": _begin("unit_project_correct")}

ACCEPT = Step(
    "accept",
    "unit_correction_accept",
    correcting.accept,
    lambda done: f"“{done}”的更正已生效，公开展示、检索和匹配都已换成新的内容",
    hint="通过后马上生效，公开的内容随即更换。",
    tone="torch",
)
RETURN = Step(
    "return",
    "unit_correction_return",
    correcting.send_back,
    lambda done: f"“{done}”的更正已退回修改，对方要在 {done.due_on} 前改好",
    forms.ReturnForm,
)
DECLINE = Step(
    "decline",
    "unit_correction_decline",
    correcting.decline,
    lambda done: f"“{done}”的更正未通过，公开的内容不变，对方会看到理由",
    forms.ReasonForm,
    hint="这一次更正就此结束，公开的内容不变。还能改好的，请退回修改。",
    tone="danger",
)


def _take_back(url_name: str) -> Step:
    return Step(
        "take_back",
        url_name,
        correcting.take_back,
        lambda _: "已撤回更正的提交，可以接着改",
        hint="推荐单位办理以前都可以撤回。",
    )


TAKE_BACK = {desk: _take_back(f"{desk}_correction_take_back") for desk in ("my", "unit")}
# Asked for in a dialogue of its own.
GIVE_UP = {
    desk: Step(
        "withdraw",
        f"{desk}_correction_withdraw",
        correcting.withdraw,
        lambda done: f"已放弃对“{done}”的更正，内容还是更正前的",
    )
    for desk in ("my", "unit")
}
DECIDING = {"my": (), "unit": (ACCEPT, RETURN, DECLINE), "center": ()}
