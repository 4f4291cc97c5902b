"""Typing: what people type is kept at every pause, merged by field, and never overwritten unseen.

Nothing here is audited; `projects.forms.taking` takes what was typed into the project. The row of
the project is locked before its draft is, so that nothing is typed into what is being submitted.
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any, NewType

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextChoices

from foundation import clock
from foundation.errors import Problem, Refused
from foundation.typed import Page, Typed
from projects.models import Correction, Draft, Project, Saved
from projects.models.draft import SITTING
from projects.queries import as_edited, for_sheet
from projects.rules import is_open, may_edit
from projects.states import CorrectionStatus, ProjectStatus
from records.actors import Actor

# A row held until the transaction ends, as it stands.
Locked = NewType("Locked", Project)
Show = Callable[[Project | None, Collection[str]], dict[str, Typed]]

IDLE = timedelta(minutes=30)
# How long the history of somebody's typing is kept: a cycle's time for filing and mending.
KEPT = timedelta(days=180)
_IDLE_BATCH = 200
# In one statement, for it runs at every pause of everybody: the draft, and the history of whoever
# types. What was there before a sitting stays what was there before.
_KEEP = """
with moment as (select ztc_now() as at),
kept as (
  update projects_draft
  set revision = %(revision)s, typed = %(typed)s::jsonb, stamps = %(stamps)s::jsonb, saved_at = at
  from moment
  where id = %(draft)s
),
goes_on as (
  update projects_saved s
  set saved_at = at,
      changes = s.changes || (
        select jsonb_object_agg(
          key, jsonb_build_array(coalesce(s.changes -> key -> 0, value -> 0), value -> 1)
        )
        from jsonb_each(%(changes)s::jsonb)
      )
  from moment
  where s.id = (
    select id from projects_saved
    where draft_id = %(draft)s and by_id = %(by)s and saved_at > at - %(sitting)s
    order by saved_at desc, id desc limit 1
  )
  returning s.id
),
begun as (
  insert into projects_saved (draft_id, by_id, began_at, saved_at, changes)
  select %(draft)s, %(by)s, at, at, %(changes)s::jsonb from moment
  where not exists (select from goes_on)
)
select at from moment
"""


class DraftProblem(TextChoices):
    CLOSED = "closed", "这项成果现在不能修改：{found}。你刚输入的内容还留在这一页，可以复制出来"


@dataclass(frozen=True)
class Kept:
    """The draft as it stands; the names not kept as others had changed them; and the names not
    sent that others have changed since `base`."""

    draft: Draft
    clashes: frozenset[str] = frozenset()
    newer: frozenset[str] = frozenset()


def draft_of(project: Project | None, by: Actor) -> Draft | None:
    """Beside the project; or what `by` began at this desk and is no project yet."""
    return _drafts_of(project, by).select_related("project").first()


@transaction.atomic
def keep_typed(
    project: Project | None,
    typed: Mapping[str, Typed],
    *,
    show: Show,
    page: Page,
    by: Actor,
) -> Kept:
    """Keep each name by itself. `show` says what is stored of names, as it would be typed.

    Raises Refused: 403 not theirs, 409 not open for editing any more.
    """
    row = _lock(project) if project else None
    return keep_locked(row, typed, show=show, page=page, by=by)


def keep_locked(
    project: Locked | None,
    typed: Mapping[str, Typed],
    *,
    show: Show,
    page: Page,
    by: Actor,
) -> Kept:
    """As `keep_typed`, in the transaction of whoever has locked it."""
    draft = _draft_in(project, by)
    there = {**show(draft.project, typed), **draft.typed}
    meeting = draft.meet(typed, there, page)
    if meeting.changes:
        _write(draft, meeting.changes, page, by)
    return Kept(draft, meeting.clashes, meeting.newer)


def lock_draft(project: Project) -> Draft | None:
    """With the project as it stands, locked as well."""
    row = _lock(project)
    draft = Draft.objects.select_for_update().filter(project=row).first()
    if draft is not None:
        draft.project = row
    return draft


def drop_taken(draft: Draft, names: Collection[str]) -> None:
    """They are in the audited row now; their stamps stay, so that older pages notice."""
    draft.typed = {name: text for name, text in draft.typed.items() if name not in names}
    draft.taken_at = clock.now()
    draft.save(update_fields=["typed", "taken_at"])


def give_draft(project: Project, *, by: Actor) -> None:
    """What was begun has become a project: its draft and its history go with it."""
    begun = _drafts_of(None, by).select_for_update().first()
    if begun is not None:
        begun.project, begun.author, begun.unit, begun.typed = project, None, None, {}
        begun.save()


def drop_begun(*, by: Actor) -> None:
    """Start over: what was begun at this desk and is no project yet is given up."""
    _drafts_of(None, by).delete()


def drop_waiting(project: Project) -> None:
    """A correction begins or has ended: nothing typed before is taken into what comes after."""
    Draft.objects.filter(project=project).exclude(typed={}).update(typed={})


def forget_typed(user_id: int) -> None:
    """A person leaves: nothing of what they typed into their own sheets is left."""
    Draft.objects.filter(project__holder=user_id).delete()
    Draft.objects.filter(author=user_id).delete()
    Saved.objects.filter(by=user_id).delete()


def idle_drafts() -> QuerySet[Draft]:
    """Nobody has typed for half an hour, and what was typed still waits."""
    corrected = Correction.objects.filter(
        project=OuterRef("project"), status__in=CorrectionStatus.editable
    )
    waiting = Draft.objects.exclude(typed={}).filter(
        Q(project__status__in=ProjectStatus.editable) | Exists(corrected),
        Q(taken_at=None) | Q(taken_at__lt=F("saved_at")),
        saved_at__lt=clock.Now() - IDLE,
    )
    return waiting.select_related("project").order_by("saved_at")[:_IDLE_BATCH]


def forget_old_saves() -> int:
    return Saved.objects.filter(saved_at__lt=clock.Now() - KEPT).delete()[0]


def own_saves(draft: Draft, by: Actor) -> QuerySet[Saved]:
    """The newest first."""
    return draft.saves.filter(by=by.user_id).order_by("-saved_at", "-pk")


def _drafts_of(project: Project | None, by: Actor) -> QuerySet[Draft]:
    if project is not None:
        return Draft.objects.filter(project=project)
    return Draft.objects.filter(project=None, author=by.user_id, unit=_desk_of(by))


def _desk_of(by: Actor) -> str | None:
    return by.unit or None


def _lock(project: Project) -> Locked:
    """As it stands now. What is pending of it is asked only then: it changes under this lock."""
    rows = for_sheet(Project.objects.select_for_update(of=("self",)))
    return Locked(as_edited(rows.get(pk=project.pk)))


def _draft_in(project: Locked | None, by: Actor) -> Draft:
    """Locked as well."""
    if project is None:
        made, _ = Draft.objects.get_or_create(
            project=None, author_id=by.person_id, unit_id=_desk_of(by)
        )
        return Draft.objects.select_for_update().get(pk=made.pk)
    _refuse_unless_open(project, by)
    draft, _ = Draft.objects.select_for_update().get_or_create(project=project)
    draft.project = project
    return draft


def _refuse_unless_open(project: Project, by: Actor) -> None:
    problem = Problem(DraftProblem.CLOSED, found=project.get_status_display())
    if not may_edit(by, project):
        raise Refused([problem], status=HTTPStatus.FORBIDDEN)
    if not is_open(project):
        raise Refused([problem], status=HTTPStatus.CONFLICT)


def _write(draft: Draft, changes: dict[str, tuple[Typed, Typed]], page: Page, by: Actor) -> None:
    draft.put(changes, page, by.person_id)
    facts: dict[str, Any] = {
        "draft": draft.pk,
        "revision": draft.revision,
        "typed": json.dumps(draft.typed),
        "stamps": json.dumps(draft.stamps),
        "by": by.person_id,
        "sitting": SITTING,
        "changes": json.dumps(changes),
    }
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, facts)
        (draft.saved_at,) = cursor.fetchone()
