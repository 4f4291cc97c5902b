"""Taking what was typed into the audited row: each name that can be read, the others stay typed."""

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from typing import Any

import structlog
from django.db import transaction

from accounts.acting import choices_of
from accounts.models import Organisation, User
from accounts.queries import place_in
from accounts.registering import register_organisation
from foundation.typed import Typed
from projects.columns.steps import MANDATE, SHOWN, STATED, STEPS
from projects.drafting import drop_taken, give_draft, idle_drafts, lock_draft
from projects.forms.sheet import StepForm, together_with
from projects.intake import give_mandate, open_at_desk, save_draft
from projects.models import Draft, Project
from projects.rules import may_edit
from records.actors import Actor

log = structlog.get_logger(__name__)


def read_sheets(
    project: Project | None, typed: Mapping[str, Typed], *, on_behalf: bool
) -> list[StepForm]:
    """What was typed, looked at step by step; only the names typed and those that go with them."""
    names = together_with(typed)
    sheets = []
    for step in STEPS:
        if names.intersection(step.names).intersection(typed):
            here = {name: text for name, text in typed.items() if name in step.names}
            sheets.append(StepForm(step, project, here, on_behalf=on_behalf, only=names))
    return sheets


def overlaid(project: Project, sheets: Sequence[StepForm]) -> Project:
    """The project as it would stand if all that can be read were taken; nothing is written."""
    standing = copy(project)
    for sheet in sheets:
        names = set(sheet.names) - sheet.faulty
        for column, value in sheet.columns(names).items():
            setattr(standing, column, value)
        if names.issuperset(STATED):
            standing.organisation = _organisation_stated(sheet)
    return standing


@transaction.atomic
def take_typed(project: Project, *, by: Actor, only_own: bool = False) -> Project:
    """Write what can be read, in the name of `by`: all of it, or what they typed themselves.
    Raises Refused as `save_draft` does."""
    draft = lock_draft(project)
    if draft is None or draft.project is None:
        return project
    names = draft.names_by(by.user_id) if only_own else [*draft.typed]
    if not names:
        return project
    typed = {name: draft.typed[name] for name in names}
    sheets = read_sheets(draft.project, typed, on_behalf=draft.project.holder_id is None)
    unread = {name for sheet in sheets for name in sheet.faulty}
    taken = set(names) - unread
    written = _write(draft.project, sheets, taken, by)
    drop_taken(draft, taken)
    return written


@transaction.atomic
def open_typed(sheet: StepForm, *, by: Actor) -> Project:
    """A first step that can be read becomes a project. Raises Refused."""
    project = open_at_desk(sheet.columns(sheet.names), by=by)
    give_draft(project, by=by)
    return project


def take_idle() -> int:
    """What was typed and left half an hour ago is taken in the names of those who typed it."""
    drafts = list(idle_drafts())
    for draft in drafts:
        for author in {stamp[1] for name, stamp in draft.stamps.items() if name in draft.typed}:
            _take_for(draft, author)
    return len(drafts)


def _take_for(draft: Draft, author: int) -> None:
    """As the role in which they may still edit it; who may not any more is passed over."""
    project = draft.project
    actors = [choice.actor for choice in choices_of(User.objects.get(pk=author))]
    by = next((actor for actor in actors if project and may_edit(actor, project)), None)
    if project is None or by is None:
        return
    try:
        take_typed(project, by=by, only_own=True)
    except Exception:
        log.exception("idle_draft_not_taken", project=project.ref)


def _write(
    project: Project, sheets: Sequence[StepForm], taken: Collection[str], by: Actor
) -> Project:
    fields: dict[str, Any] = {}
    shown: bool | None = None
    for sheet in sheets:
        fields |= sheet.columns(taken)
        if set(STATED).intersection(taken, sheet.names):
            fields["organisation"] = _organisation(sheet, by)
        if SHOWN in taken and sheet.shown is not None:
            shown = sheet.shown
        if MANDATE in taken and sheet.mandate:
            project = _take_mandate(project, sheet.mandate, by)
        elif MANDATE in taken:
            shown = False
    fields = {name: value for name, value in fields.items() if getattr(project, name) != value}
    if not fields and shown is None:
        return project
    return save_draft(project, fields, by=by, shown=shown)


def _take_mandate(project: Project, mandate: str, by: Actor) -> Project:
    consent = project.display_consent
    if consent and consent.mandate == mandate:
        return project
    return give_mandate(project, mandate, by=by)


def _organisation(sheet: StepForm, by: Actor) -> Organisation | None:
    if sheet.stated is None:
        return None
    name, code, kind = sheet.stated
    return register_organisation(name, code, kind, by=by)


def _organisation_stated(sheet: StepForm) -> Organisation | None:
    if sheet.stated is None:
        return None
    name, code, kind = sheet.stated
    return Organisation(name=name, code=code, kind=kind, place=place_in(code))
