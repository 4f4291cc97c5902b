"""What a correction changes, column by column: before and after, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

from foundation.difference import Side, compare
from projects.columns.fields import label_of
from projects.content import PUBLIC, content_of, mode_names
from projects.models import Correction
from projects.models.sheet import PERSONAL
from projects.queries import as_edited, standing_version, version_before
from projects.rules import may_correct
from projects.states import CorrectionStatus
from projects.views.sections import Content, item_of, text_of
from records.actors import Actor

_WHOSE = ("organisation", "organisation_code", "organisation_kind")
_LABELS = {"organisation": "持有单位", "organisation_kind": "持有单位性质"}


@dataclass(frozen=True, slots=True)
class Change:
    """One column on both sides."""

    label: str
    left: Side
    right: Side


@dataclass(frozen=True, slots=True)
class Changes:
    """`after` is a version's content or, to who is at it, the working copy's; None where it is not
    for the reader yet. `people` are labels of changed columns that no version holds. `one` and
    `other` are the numbers of the versions, where it is one."""

    after: Content | None = None
    lines: tuple[Change, ...] = ()
    people: tuple[str, ...] = ()
    one: int = 0
    other: int = 0


def changes_of(correction: Correction, by: Actor) -> Changes:
    """Of what was proposed last; while it is worked on, to others than who does so nothing but
    what came back to them."""
    is_worked_on = correction.status in CorrectionStatus.editable
    if is_worked_on and may_correct(by, correction):
        return _of_working_copy(correction)
    version = correction.version
    if version is None or correction.status == CorrectionStatus.OPEN:
        return Changes()
    before = version_before(version)
    lines = tuple(_lines(before.content, version.content)) if before else ()
    people = _people_in(correction)
    return Changes(version.content, lines, people, before.number if before else 0, version.number)


def _of_working_copy(correction: Correction) -> Changes:
    project, people = correction.project, _people_in(correction)
    before = standing_version(project)
    edited = as_edited(project)
    content = content_of(edited, mode_names([edited]))
    lines = tuple(_lines(before.content, content)) if before else ()
    return Changes(content, lines, people)


def _people_in(correction: Correction) -> tuple[str, ...]:
    """Nothing once it has ended: then it is not kept."""
    sheet, project = correction.sheet, correction.project
    changed = [n for n in PERSONAL if n in sheet and sheet[n] != getattr(project, n)]
    return tuple(label_of(name) for name in changed)


def _lines(left: Content, right: Content) -> Iterator[Change]:
    """Only those that differ."""
    names = (*PUBLIC, *_WHOSE)
    for name in names:
        before, after = text_of(left, name), text_of(right, name)
        if before != after:
            label = _LABELS.get(name, item_of(left, name).label)
            yield Change(label, *compare(before, after))
    before, after = _files_in(left), _files_in(right)
    if before != after:
        yield Change("附件", *compare(before, after))


def _files_in(content: Content) -> str:
    return "\n".join(
        f"{one['name']}（{one['kind_label']}，{one['visibility_label']}）；"
        for one in content.get("attachments", ())
    )
