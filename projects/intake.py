"""征集: a project is opened, worked on as a draft, and submitted as a frozen Version."""

from collections.abc import Callable, Iterable, Sequence
from http import HTTPStatus
from typing import Any, cast

from django.db import transaction
from django.db.models import Field, Q, QuerySet, TextChoices

from accounts.consenting import give_consent, withdraw_consent
from accounts.models import Organisation
from accounts.states import ConsentPurpose, Role
from foundation import clock
from foundation.errors import Problem, Refused
from projects.attaching import remove_unfiled
from projects.columns.rights import check_right
from projects.columns.steps import NEEDED
from projects.columns.together import SECRET
from projects.conditions import RULE_SET
from projects.content import bring_what_hangs_on, content_of, mode_names, sha256_of
from projects.disclosing import revoke_all_of
from projects.eligibility import judge
from projects.likening import keep_likeness
from projects.models import Correction, Project, Reading, Version
from projects.models.sheet import COLUMNS, PERSONAL, TITLE_LENGTH
from projects.queries import custody_of, lay_over, sheet_of
from projects.queueing import keep_queue_rows
from projects.remarking import drop_remarks_elsewhere
from projects.rules import may_edit, pending_correction
from projects.states import ProjectStatus, Source
from projects.vocabulary import Level, Secrecy
from records.actors import Actor
from records.keys import destroy_key
from records.retracting import lateness
from records.states import MoveProblem
from records.workflow import Moved, begin, begin_all, move, move_all

EMPTIED = "持有人已注销的草稿"
_SUMMARY_LEAST = 200
# Who raises money says how much.
_FUNDED = {"financing", "equity"}


class IntakeProblem(TextChoices):
    """What a submission may lack. Imported rows are excused: a person looks at them."""

    MISSING = "missing", "请填写“{expected}”"
    SHORT = "short", "“项目简介”至少 {expected} 字，现在 {found} 字"
    SECRET = "secret", SECRET
    UNWILLING = "unwilling", "通知要求持有人或委托人愿意参加路演，请确认后选择“是”"
    TOO_LATE = "too_late", "提交已超过 {expected} 分钟，不能撤回。要修改，请联系推荐单位退回"
    HANDED = "handed", "推荐单位已经转交，不能撤回。要修改，请联系现在的推荐单位退回"


def open_draft(
    fields: dict[str, Any],
    *,
    by: Actor,
    source: Source = Source.SELF,
    custodian: Organisation | None = None,
) -> Project:
    """A new draft: the person's own, or in the custody of those who file it. `fields` are cleaned
    columns of Project, the unit's too. Raises Refused."""
    project = Project(**fields, source=source, custodian=custodian)
    if source == Source.AGENCY:
        project.collected_by = custodian
    if source == Source.SELF:
        project.holder_id = by.user_id
    return begin(project, "open", by=by)


@transaction.atomic
def save_draft(
    project: Project, fields: dict[str, Any], *, by: Actor, shown: bool | None = None
) -> Project:
    """Write the draft however incomplete. `shown` gives or withdraws the holder's consent to
    public display; None leaves it as it is. Of a project in the library its pending correction is
    written; consents are no part of it. Raises Refused."""
    if project.status == ProjectStatus.LISTED:
        return _save_correction(project, fields, by)

    def write(row: Project) -> None:
        for name, value in fields.items():
            setattr(row, name, value)
        if shown is not None:
            _set_consent(row, by, shown=shown)

    return move(project, "save", by=by, write=write)


def _save_correction(project: Project, fields: dict[str, Any], by: Actor) -> Project:
    """Without one the door says so: nothing in the library is written by saving."""
    locked = Project.objects.select_for_update().get(pk=project.pk)
    correction = pending_correction(locked)
    if correction is None:
        return move(project, "save", by=by)

    def write(row: Correction) -> None:
        edited = lay_over(locked, row.sheet)
        for name, value in fields.items():
            setattr(edited, name, value)
        row.sheet = sheet_of(edited)

    move(correction, "save", by=by, write=write)
    return locked


def _set_consent(row: Project, by: Actor, *, shown: bool) -> None:
    """Only the holder's own word is given or taken back here; it takes the place of a mandate
    given by somebody else, on which other projects may rest."""
    own = row.display_consent is not None and row.display_consent.given_by_id == by.user_id
    if shown and not (own and row.may_be_shown):
        row.display_consent = give_consent(ConsentPurpose.DISPLAY, by=by)
    if not shown and row.display_consent is not None:
        if own and row.may_be_shown:
            withdraw_consent(row.display_consent, by=by)
        row.display_consent = None


def give_mandate(project: Project, mandate: str, *, by: Actor) -> Project:
    """委托书: those who file for another name the document that lets it be shown."""

    def write(row: Project) -> None:
        consent = give_consent(ConsentPurpose.DISPLAY, by=by, mandate=mandate)
        row.display_consent = consent

    return move(project, "save", by=by, write=write)


# What is said of truth, of consent and of when somebody has time is said of one project alone.
_NOT_COPIED = ("rights_declared", "truthful", "willing", "attendance_note", "publications")
_COPY = "（副本）"


def open_at_desk(fields: dict[str, Any], *, by: Actor) -> Project:
    """A holder's own; or for others, in the unit and the custody `by` acts for. Raises Refused."""
    if by.role == Role.HOLDER:
        return open_draft(fields, by=by)
    source, custodian = custody_of(by)
    return open_draft({**fields, "unit_id": by.unit}, by=by, source=source, custodian=custodian)


def open_like(project: Project, *, by: Actor) -> Project:
    """A new draft with the content of another that `by` fills in: the person's own, or in the
    custody of those who file for others. Raises Refused (403)."""
    if not may_edit(by, project):
        raise Refused(
            [Problem(MoveProblem.NOT_YOURS, expected="以此为模板新建")], status=HTTPStatus.FORBIDDEN
        )
    copied = {name: getattr(project, name) for name in COLUMNS if name not in _NOT_COPIED}
    title = project.title.removesuffix(_COPY)[: TITLE_LENGTH - len(_COPY)] + _COPY
    own = {"unit_id": project.unit_id, "organisation_id": project.organisation_id, "title": title}
    return open_at_desk(copied | own, by=by)


def discard(project: Project, *, by: Actor) -> Project:
    """A draft is given up; it can be taken up again. The number its unit gave it is free for
    another import."""

    def write(row: Project) -> None:
        row.source_key = ""

    return move(project, "discard", by=by, write=write)


def resume(project: Project, *, by: Actor) -> Project:
    def write(row: Project) -> None:
        row.submitted_at = row.submitted_by_id = row.due_on = None

    return move(project, "resume", by=by, write=write)


def show(project: Project, *, by: Actor) -> Project:
    """The holder's consent to public display, given after the submission or given again."""

    def write(row: Project) -> None:
        _set_consent(row, by, shown=True)

    return move(project, "show", by=by, write=write)


def hide(project: Project, *, by: Actor) -> Project:
    """The holder does not want it shown any more, on whatever ground it was."""

    def write(row: Project) -> None:
        _set_consent(row, by, shown=False)

    return move(project, "hide", by=by, write=write)


@transaction.atomic
def empty_own(*, by: Actor) -> None:
    """A person leaves: nothing of what they had not submitted is left in the rows, and of what
    they had, neither names nor ways to reach anybody (PIPL 47)."""
    nothing = {name: _nothing(name) for name in COLUMNS}
    own = Project.objects.filter(holder=by.user_id).order_by("pk")
    Reading.objects.filter(Q(reader=by.user_id) | Q(project__in=own)).delete()
    for draft in own.filter(status__in=ProjectStatus.editable, submitted_at=None):
        fields = {**nothing, "title": EMPTIED, "organisation": None}
        save_draft(draft, fields, by=by, shown=False)
        remove_unfiled(draft, by=by)
    for project in own:
        revoke_all_of(project, by=by)
        move(project, "forget", by=by, write=_forget)
        destroy_key(f"project:{project.pk}")


def _forget(row: Project) -> None:
    for name in PERSONAL:
        setattr(row, name, _nothing(name))


def _nothing(name: str) -> Any:
    column = cast("Field[Any, Any]", Project._meta.get_field(name))
    return None if column.null else column.get_default()


def submit(project: Project, *, by: Actor) -> Project:
    """Freeze a Version with its verdicts and hand the project to its unit.

    Raises Refused (422) naming every column that a submission needs and does not have.
    """

    def write(row: Project) -> None:
        _submit_rows([row], by)

    return move(project, "submit", by=by, write=write)


def submit_all(projects: QuerySet[Project], *, by: Actor) -> Moved:
    """The set form of `submit`, for imports; nobody is told of each single one."""

    def write(rows: Sequence[Project]) -> None:
        _submit_rows(rows, by)

    return move_all(projects, "submit", by=by, write=write)


def take_back(project: Project, *, by: Actor) -> Project:
    """Within ten minutes, and as long as nobody has acted on it. Raises Refused (422)."""

    def write(row: Project) -> None:
        row.submitted_at = row.submitted_by_id = None

    return move(project, "take_back", by=by, write=write)


def taking_back_problems(project: Project) -> list[Problem]:
    filed = project.submitted_at
    if filed is None:
        return []
    if project.handed_at is not None and project.handed_at > filed:
        return [Problem(IntakeProblem.HANDED)]
    return lateness(filed, IntakeProblem.TOO_LATE)


def problems_of(project: Project) -> list[Problem]:
    """What keeps this project from being submitted; an imported one is kept only if secret."""
    if project.source == Source.IMPORT:
        return list(_secrecy(project))
    missing = [name for name in (*NEEDED, *_needed_here(project)) if not _has(project, name)]
    return [
        *(_lacks(name) for name in missing),
        *(problem for check in _CHECKS for problem in check(project)),
    ]


def _needed_here(project: Project) -> Iterable[str]:
    """What other answers make necessary."""
    if project.level not in ("", Level.UNRATED):
        yield "level_basis"
    if _FUNDED & set(project.modes):
        yield "funding"
    if not project.price_open:
        yield "price"


def _has(project: Project, name: str) -> bool:
    value = getattr(project, name)
    return value not in (None, "", []) and (value is not False or name == "willing")


def _lacks(name: str) -> Problem:
    column = cast("Field[Any, Any]", Project._meta.get_field(name))
    return Problem(IntakeProblem.MISSING, name, expected=str(column.verbose_name))


def _brevity(project: Project) -> Iterable[Problem]:
    length = len(project.summary)
    if 0 < length < _SUMMARY_LEAST:
        found, least = str(length), str(_SUMMARY_LEAST)
        yield Problem(IntakeProblem.SHORT, "summary", expected=least, found=found)


def _secrecy(project: Project) -> Iterable[Problem]:
    if project.secrecy == Secrecy.SECRET:
        yield Problem(IntakeProblem.SECRET, "secrecy")


def _willingness(project: Project) -> Iterable[Problem]:
    if project.willing is False:
        yield Problem(IntakeProblem.UNWILLING, "willing", clause="五(一)6")


def _numbers(project: Project) -> Iterable[Problem]:
    numbered = [row for row in project.rights if row["number"]]
    year = clock.year_in_shanghai(clock.now()) if numbered else 0
    for row in numbered:
        for problem in check_right(row, this_year=year).errors:
            yield Problem(problem.code, "rights", "五(一)4", problem.expected, problem.found)


_CHECKS: tuple[Callable[[Project], Iterable[Problem]], ...] = (
    *(_brevity, _secrecy, _willingness, _numbers),
)


def _submit_rows(rows: Sequence[Project], by: Actor) -> None:
    now = clock.now()
    for row in rows:
        row.submitted_at, row.submitted_by_id = now, by.user_id
        row.accepted_by_id = row.due_on = None
    drop_remarks_elsewhere(rows)
    index_standing(freeze_versions(rows, by=by))


def freeze_versions(
    projects: Sequence[Project], *, by: Actor, is_correction: bool = False
) -> list[Version]:
    """One Version each, numbered on from the last; contents and verdicts as they are now."""
    last = _last_numbers(projects)
    modes, year = mode_names(projects), clock.year_in_shanghai(clock.now())
    bring_what_hangs_on(projects)
    versions = []
    for project in projects:
        content = content_of(project, modes)
        versions.append(
            Version(
                project=project,
                is_correction=is_correction,
                number=last.get(project.pk, 0) + 1,
                content=content,
                sha256=sha256_of(content),
                verdicts=judge(content, this_year=year),
                rule_set=RULE_SET,
            )
        )
    begin_all(versions, "freeze", by=by)
    return versions


def _last_numbers(projects: Sequence[Project]) -> dict[int, int]:
    newest = Version.objects.filter(project__in=projects).newest()
    return dict(newest.values_list("project_id", "number"))


def index_standing(versions: Sequence[Version]) -> None:
    """From now on these are what desks narrow by and duplicates are found by."""
    keep_likeness(versions)
    keep_queue_rows(versions)
