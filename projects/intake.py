"""征集: a project is opened, worked on as a draft, and submitted as a frozen Version."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from accounts.consenting import give_consent, withdraw_consent
from accounts.models import Membership, Mode, Organisation
from accounts.states import ConsentPurpose, Role
from foundation import clock
from foundation.errors import Problem
from foundation.validators import check_ip_number
from projects.eligibility import RULE_SET, judge
from projects.models import Project, Version
from projects.states import ProjectStatus, Source
from records.actors import Actor
from records.workflow import Moved, begin, begin_all, move, move_all

TITLE_LENGTH = 200
EMPTIED = "持有人已注销的草稿"


class IntakeProblem(TextChoices):
    """What a submission may lack. Imported rows are excused: a person looks at them."""

    MISSING = "missing", "请填写“{expected}”"


NEEDED = {
    "title": "成果名称",
    "summary": "项目简介",
    "organisation": "持有单位",
    "field": "战新领域",
    "trl": "技术成熟度",
    "modes": "转化方式",
}


@transaction.atomic
def open_draft(
    fields: dict[str, Any],
    *,
    by: Actor,
    organisation: Organisation | None,
    shown: bool,
) -> Project:
    """A new draft of the person's own. `fields` are cleaned columns of Project, the unit's too.

    With `shown` the holder's consent to public display is recorded. Raises Refused.
    """
    project = Project(**fields, organisation=organisation, holder_id=by.user_id, source=Source.SELF)
    if shown:
        project.display_consent = give_consent(ConsentPurpose.DISPLAY, by=by)
    return begin(project, "open", by=by)


@transaction.atomic
def save_draft(
    project: Project,
    fields: dict[str, Any],
    *,
    by: Actor,
    organisation: Organisation | None,
    shown: bool,
) -> Project:
    """Write the draft however incomplete. Raises Refused."""

    def write(row: Project) -> None:
        for name, value in fields.items():
            setattr(row, name, value)
        row.organisation = organisation
        if shown and not row.may_be_shown:
            row.display_consent = give_consent(ConsentPurpose.DISPLAY, by=by)
        if not shown and row.display_consent is not None:
            withdraw_consent(row.display_consent, by=by)
            row.display_consent = None

    return move(project, "save", by=by, write=write)


def show(project: Project, *, by: Actor) -> Project:
    """The holder's consent to public display, given after the submission or given again."""

    def write(row: Project) -> None:
        if not row.may_be_shown:
            row.display_consent = give_consent(ConsentPurpose.DISPLAY, by=by)

    return move(project, "show", by=by, write=write)


def empty_drafts(*, by: Actor) -> None:
    """Nothing of what the person had not submitted is left in the rows."""
    own = Project.objects.filter(holder=by.user_id, status=ProjectStatus.DRAFT)
    nothing: dict[str, Any] = {
        "summary": "",
        "field": None,
        "trl": None,
        "patent_no": "",
        "modes": [],
    }
    for draft in own.order_by("pk"):
        save_draft(draft, {"title": EMPTIED, **nothing}, by=by, organisation=None, shown=False)


def submit(project: Project, *, by: Actor) -> Project:
    """Freeze a Version with its verdicts and hand the project to its unit.

    Raises Refused (422) naming every field that a submission needs and does not have.
    """

    def write(row: Project) -> None:
        _submit_rows([row], by)

    return move(project, "submit", by=by, write=write)


def submit_all(projects: QuerySet[Project], *, by: Actor) -> Moved:
    """The set form of `submit`, for imports; nobody is told of each single one."""

    def write(rows: Sequence[Project]) -> None:
        _submit_rows(rows, by)

    return move_all(projects, "submit", by=by, write=write)


def problems_of(project: Project) -> list[Problem]:
    """What keeps this project from being submitted; an imported one is never kept."""
    if project.source != Source.SELF:
        return []
    missing = [name for name in NEEDED if not _has(project, name)]
    problems = [Problem(IntakeProblem.MISSING, name, expected=NEEDED[name]) for name in missing]
    if project.patent_no:
        year = clock.year_in_shanghai(clock.now())
        problems += check_ip_number(project.patent_no, this_year=year).errors
    return problems


def _has(project: Project, name: str) -> bool:
    return getattr(project, name) not in (None, "", [])


def _submit_rows(rows: Sequence[Project], by: Actor) -> None:
    now = clock.now()
    for row in rows:
        row.submitted_at = now
        row.submitted_by_id = by.user_id
    freeze_versions(rows, by=by)


def freeze_versions(projects: Sequence[Project], *, by: Actor) -> None:
    """One Version each, numbered on from the last; contents and verdicts as they are now."""
    last = _last_numbers(projects)
    mode_names = dict(Mode.objects.values_list("code", "name"))
    year = clock.year_in_shanghai(clock.now())
    versions = []
    for project in projects:
        content = content_of(project, mode_names)
        versions.append(
            Version(
                project=project,
                number=last.get(project.pk, 0) + 1,
                content=content,
                sha256=sha256_of(content),
                verdicts=judge({**content, "year": year}),
                rule_set=RULE_SET,
            )
        )
    begin_all(versions, "freeze", by=by)


def _last_numbers(projects: Sequence[Project]) -> dict[int, int]:
    versions = Version.objects.filter(project__in=projects).order_by("project_id", "number")
    return dict(versions.values_list("project_id", "number"))


def content_of(project: Project, mode_names: dict[str, str]) -> dict[str, Any]:
    """Everything others will read, names resolved: a Version must not change with a taxonomy."""
    return {
        "title": project.title,
        "summary": project.summary,
        "field": project.field_id or "",
        "field_name": project.field.name if project.field else "",
        "trl": project.trl,
        "patent_no": project.patent_no,
        "modes": list(project.modes),
        "mode_names": [mode_names[code] for code in project.modes if code in mode_names],
        "organisation": project.organisation.name if project.organisation else "",
        "organisation_code": project.organisation.code if project.organisation else "",
        "unit": project.unit_id,
    }


def sha256_of(content: dict[str, Any]) -> str:
    """Of the canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def screeners_of(project: Project) -> Iterable[int]:
    """The leads of its unit; an import is not told of row by row."""
    if project.source != Source.SELF:
        return []
    leads = Membership.objects.filter(unit=project.unit_id, role=Role.UNIT_LEAD).valid_now()
    return leads.values_list("user_id", flat=True)
