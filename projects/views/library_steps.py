"""What may be decided about a text before it is shown, about custody and consent, and about a
service; as `steps`, of which the desks make their buttons."""

from django.db import transaction

from accounts.states import ConsentGround
from projects import claiming, entitlements, intake, library, proofreading
from projects.forms import library as own_forms
from projects.models import Claim, Project, Proofreading, Version
from projects.states import ProjectStatus
from projects.views.steps import Step
from records.actors import Actor


@transaction.atomic
def _read(project: Project, *, by: Actor, number: int, note: str) -> Proofreading:
    version = Version.objects.filter(project=project, number=number).first()
    return proofreading.read_version(version or Version(project=project), by=by, note=note)


def _is_listed(project: Project) -> bool:
    return project.status == ProjectStatus.LISTED


def _may_be_unread(project: Project) -> bool:
    return project.status != ProjectStatus.LISTED


def _is_shown(project: Project) -> bool:
    return project.may_be_shown


def _is_not_shown_by_own_word(project: Project) -> bool:
    consent = project.display_consent
    return not project.may_be_shown or bool(consent and consent.ground == ConsentGround.MANDATE)


def _has_contact(project: Project) -> bool:
    """One who has not been asked yet."""
    named = project.contact_name and project.contact_email
    return bool(named) and not project.claims.all() and project.holder_id is None


def _asked(claim: Claim) -> str:
    """Not whether the portal knew the address, nor under what name."""
    return f"已把“{claim}”的认领邀请发出，对方确认后成果归其本人"


READ = Step(
    "read",
    "center_project_read",
    _read,
    lambda done: f"已{done.get_step_display()}“{done.version.project}”第 {done.version.number} 版",
    own_forms.ReadForm,
    hint="从头到尾核对过再点：文字、数据、图片、不该公开的内容。",
    begins=lambda project: Proofreading(version=Version(project=project)),
)
UNDO_READING = Step(
    "undo",
    "center_reading_undo",
    proofreading.undo,
    lambda done: f"已撤销{done.get_step_display()}，要重新审读",
    own_forms.UndoForm,
    tone="quiet",
    needs=_may_be_unread,
)
CONFIRM = Step(
    "confirm",
    "my_project_confirm",
    library.confirm_valid,
    lambda project: f"已确认“{project}”的信息仍然有效",
    hint="逐项看过、没有变化再点。有变化的请更正。",
    needs=_is_listed,
)
CONFIRM_AT_UNIT = Step(
    "confirm",
    "unit_project_confirm",
    library.confirm_valid,
    CONFIRM.done,
    hint=CONFIRM.hint,
    needs=_is_listed,
)
SHOW = Step(
    "show",
    "my_project_show",
    intake.show,
    lambda project: f"已同意公开展示“{project}”",
    hint="不含联系方式，随时可以撤回。",
    needs=_is_not_shown_by_own_word,
)
HIDE = Step(
    "hide",
    "my_project_hide",
    intake.hide,
    lambda project: f"“{project}”不再公开展示",
    hint="马上不再公开，编号和入库不变。",
    tone="danger",
    needs=_is_shown,
)
TAKE_OVER = Step(
    "take_over",
    "unit_project_take_over",
    claiming.take_over,
    lambda project: f"“{project}”已由本单位代管，原来的机构已收到通知",
    own_forms.TakeOverForm,
    hint="收回后由本单位维护和回应意向，原来的机构不再看到。",
)
INVITE_CONTACT = Step(
    "invite",
    "unit_project_invite_contact",
    claiming.invite_contact,
    _asked,
    hint="发到信息表里联系人的邮箱。",
    begins=lambda project: Claim(project=project),
    needs=_has_contact,
    title="邀请联系人认领",
)
VOID_SERVICE = Step(
    "void",
    "service_void",
    entitlements.void,
    lambda service: f"“{service}”已作废，不再计数",
    own_forms.VoidForm,
    tone="danger",
)
