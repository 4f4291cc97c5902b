"""What each desk may decide about a project, and about what hangs on it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model

from projects import (
    claiming,
    entitlements,
    handover,
    library,
    recommendation,
    screening,
    urging,
)
from projects.forms import decisions as forms
from projects.forms.library import ServiceForm
from projects.models import Claim, Project, Recommendation, Service
from projects.queries import is_recommended, is_told_of
from projects.states import ProjectStatus


@dataclass(frozen=True, slots=True)
class Step:
    """One decision. `begins` makes the record whose rule is asked, where the step makes one;
    `needs` says of which projects it makes sense; `done` says what has happened; `tone` is the
    look of its button; `title` is said on it where the verb alone does not tell it from others."""

    verb: str
    url_name: str
    order: Callable[..., Any]
    done: Callable[[Any], str]
    form: type[forms.DecisionForm] = forms.PlainForm
    hint: str = ""
    tone: str = "line"
    begins: Callable[[Project], Model] | None = None
    needs: Callable[[Project], bool] = bool
    title: str = ""
    leads_to: str = ""  # a list, where the project may be out of sight afterwards


def _is_listed(project: Project) -> bool:
    return project.status == ProjectStatus.LISTED


def _is_to_be_recommended(project: Project) -> bool:
    return _is_listed(project) and not is_recommended(project)


def _accepted(project: Project) -> str:
    """Where the cycle says so, the portal has listed it at once."""
    if project.code:
        return f"“{project}”已通过初审并入库，编号 {project.code}"
    return f"“{project}”已通过初审，等待火炬中心入库"


def _returned(project: Project) -> str:
    return f"“{project}”已退回修改，持有人要在 {project.due_on} 前改好"


ACCEPT = Step(
    "accept",
    "unit_project_accept",
    screening.accept,
    _accepted,
    hint="六项条件核对无误再点。通过后由火炬中心入库。",
    tone="torch",
)
RETURN = Step("return", "unit_project_return", screening.send_back, _returned, forms.ReturnForm)
DECLINE = Step(
    "decline",
    "unit_project_decline",
    screening.decline,
    lambda project: f"“{project}”未通过初审，持有人会看到理由",
    forms.ReasonForm,
    hint="不能再改。还能补正的，请退回修改。",
    tone="danger",
)
HAND_OVER = Step(
    "hand_over",
    "unit_project_hand_over",
    handover.hand_over,
    lambda project: f"“{project}”已转交{project.unit}，双方都有记录",
    forms.HandOverForm,
    hint="转交后由对方办理，本单位不再看到。",
    leads_to="unit_projects",
)
LIST = Step(
    "list",
    "center_project_list",
    library.list_project,
    lambda project: f"已入库，编号 {project.code}",
    hint="入库时给出编号；持有人同意的随即公开展示。",
    tone="torch",
)
RETURN_ACCEPTED = Step(
    "return", "center_project_return", screening.send_back, _returned, forms.ReturnForm
)
WITHDRAW = Step(
    "withdraw",
    "center_project_withdraw",
    library.withdraw,
    lambda project: f"“{project}”已撤下，不再公开展示，编号保留",
    forms.ReasonForm,
    hint="随即从公开页面撤下，推荐一并撤回。",
    tone="danger",
)
RESTORE = Step(
    "restore",
    "center_project_restore",
    library.restore,
    lambda project: f"“{project}”已恢复入库，编号 {project.code}",
    forms.ReasonForm,
)
RECOMMEND = Step(
    "recommend",
    "unit_project_recommend",
    recommendation.recommend,
    lambda made: f"已推荐“{made}”，可以排进路演",
    forms.RecommendForm,
    tone="torch",
    begins=lambda project: Recommendation(project=project, unit_id=project.unit_id),
    needs=_is_to_be_recommended,
)
WITHDRAW_RECOMMENDATION = Step(
    "withdraw",
    "unit_recommendation_withdraw",
    recommendation.withdraw_recommendation,
    lambda made: f"已撤回对“{made}”的推荐",
    forms.ReasonForm,
)
NOTE_AT_UNIT = Step(
    "note",
    "unit_project_note",
    entitlements.note_service,
    lambda made: f"已登记：{made}",
    ServiceForm,
    begins=lambda project: Service(project=project),
    needs=_is_listed,
)
NOTE_AT_CENTRE = Step(
    "note",
    "center_project_note",
    entitlements.note_service,
    lambda made: f"已登记：{made}",
    ServiceForm,
    begins=lambda project: Service(project=project),
    needs=_is_listed,
)
REMIND_AT_UNIT = Step(
    "remind",
    "unit_project_remind",
    urging.remind,
    lambda project: f"已催办“{project}”，对方会收到消息",
    forms.RemindForm,
    hint="对方收到消息，打开就能办。一天只催一次。",
    needs=is_told_of,
)
REMIND_AT_CENTRE = replace(REMIND_AT_UNIT, url_name="center_project_remind")
INVITE = Step(
    "invite",
    "unit_project_invite",
    claiming.invite_holder,
    lambda claim: f"已把“{claim}”的认领邀请发出，对方确认后成果归其本人",
    forms.InviteForm,
    hint="由持有人认领后，表里的内容由本人维护。",
    begins=lambda project: Claim(project=project),
)
CONFIRM_CLAIM = Step(
    "confirm",
    "unit_claim_confirm",
    claiming.confirm,
    lambda claim: f"“{claim}”已由{claim.claimant}认领",
    hint="先向持有单位核实是本人。",
)
DECLINE_CLAIM = Step(
    "decline",
    "unit_claim_decline",
    claiming.decline,
    lambda claim: f"没有确认{claim.claimant}的认领，对方会看到理由",
    forms.ClaimReasonForm,
    tone="danger",
)
GIVE_UP_CLAIM = Step(
    "give_up",
    "unit_claim_give_up",
    claiming.give_up,
    lambda claim: f"已撤回对“{claim}”的邀请",
    tone="danger",
)


@dataclass(frozen=True, slots=True)
class Desk:
    """The steps of a desk, by what they are about."""

    deciding: tuple[Step, ...] = ()
    recommending: tuple[Step, ...] = ()
    serving: tuple[Step, ...] = ()
    inviting: tuple[Step, ...] = ()
    on_recommendation: tuple[Step, ...] = ()
    on_claim: tuple[Step, ...] = ()


DESKS = {
    "my": Desk(),
    "unit": Desk(
        deciding=(ACCEPT, RETURN, DECLINE, REMIND_AT_UNIT, HAND_OVER),
        recommending=(RECOMMEND,),
        serving=(NOTE_AT_UNIT,),
        inviting=(INVITE,),
        on_recommendation=(WITHDRAW_RECOMMENDATION,),
        on_claim=(CONFIRM_CLAIM, DECLINE_CLAIM, GIVE_UP_CLAIM),
    ),
    "center": Desk(
        deciding=(LIST, RETURN_ACCEPTED, REMIND_AT_CENTRE, WITHDRAW, RESTORE),
        serving=(NOTE_AT_CENTRE,),
    ),
}
