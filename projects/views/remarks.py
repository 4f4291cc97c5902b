"""What stands beside each column of a project at a desk: where its reader says what is to be
mended, and what was said of it with the last return."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus

from django.urls import reverse

from accounts.states import Role
from foundation.difference import Line
from projects.columns.told import ATTACHMENTS, REMARKABLE, label_told
from projects.content import content_of, mode_names
from projects.models import FieldRemark, Project
from projects.queries import last_sent_on, noted_on, to_mend_on
from projects.rules import is_waiting, may_edit, may_note_remarks, pending_correction
from projects.states import CorrectionStatus, ProjectStatus
from projects.views.differing import column_line
from projects.views.mending import address_of, is_changed
from projects.views.sections import Content, Item, sections_of
from projects.views.standing import FormPage
from records.actors import Actor


@dataclass(frozen=True, slots=True)
class TriedRemark:
    """One that was refused, with what was typed."""

    column: str
    typed: str
    fault: str
    status: HTTPStatus


@dataclass(frozen=True, slots=True)
class Box:
    """Where a remark on one column is written; `noted` is what stands there unsent."""

    column: str
    label: str
    url: str
    noted: FieldRemark | None = None
    is_own: bool = False
    tried: TriedRemark | None = None

    @property
    def text(self) -> str:
        if self.tried:
            return self.tried.typed
        return self.noted.text if self.noted else ""

    @property
    def meets_another(self) -> bool:
        """Somebody else wrote while its reader did."""
        return bool(self.tried and self.noted and self.noted.text != self.tried.typed)


@dataclass(frozen=True, slots=True)
class Said:
    """A remark that was sent; `changed` is how its column differs since, `is_open` where nobody
    can tell yet."""

    remark: FieldRemark
    label: str
    url: str
    changed: Line | None = None
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    item: Item
    box: Box | None = None
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A section; of what was left empty, that beside which something stands, and the others."""

    title: str
    rows: list[Beside]
    blanks: list[Beside]
    missing: list[str]


def parts_of(content: Content) -> list[Part]:
    """Where nobody says anything beside it."""
    return [
        Part(section.title, [Beside(item) for item in section.items], [], section.missing)
        for section in sections_of(content)
    ]


@dataclass(frozen=True)
class Remarks:
    """All of them on one page."""

    project: Project
    desk: str
    by: Actor
    may_note: bool
    said: Sequence[Said] = ()
    tried: TriedRemark | None = None
    noted_on: Mapping[str, FieldRemark] = field(default_factory=dict)  # by column

    @property
    def may_send(self) -> bool:
        return self.may_note and self.by.role != Role.UNIT_CLERK

    @cached_property
    def noted(self) -> list[Box]:
        """In the order of the sheet."""
        return [self.box(column) for column in REMARKABLE if column in self.noted_on]

    @property
    def mended(self) -> int:
        return sum(1 for one in self.said if one.changed)

    @property
    def returned_version(self) -> int:
        return self.said[0].remark.version.number if self.said else 0

    @cached_property
    def title(self) -> Beside:
        return self._beside(Item("title", ""))

    @cached_property
    def attachments(self) -> Beside:
        return self._beside(Item(ATTACHMENTS, ""))

    def box(self, column: str) -> Box:
        noted = self.noted_on.get(column)
        is_own = noted is not None and noted.said_by_id == self.by.user_id
        tried = self.tried if self.tried and self.tried.column == column else None
        url = reverse(f"{self.desk}_project_remark", args=[self.project.ref, column])
        return Box(column, label_told(column), url, noted, is_own, tried)

    def parts_of(self, content: Content) -> list[Part]:
        return [
            self._part(section.title, section.items, section.blank)
            for section in sections_of(content)
        ]

    def _part(self, title: str, items: list[Item], blank: list[Item]) -> Part:
        blanks = [self._beside(item) for item in blank]
        told = [one for one in blanks if one.box or one.said]
        missing = [one.item.label for one in blanks if not (one.box or one.said)]
        return Part(title, [self._beside(item) for item in items], told, missing)

    def _beside(self, item: Item) -> Beside:
        is_tried = self.tried is not None and self.tried.column == item.name
        has_box = item.name in REMARKABLE and (self.may_note or is_tried)
        return Beside(item, self.box(item.name) if has_box else None, self._said_of.get(item.name))

    @cached_property
    def _said_of(self) -> Mapping[str, Said]:
        return {one.remark.column: one for one in self.said}


def remarks_at(
    desk: str, project: Project, content: Content, by: Actor, tried: TriedRemark | None = None
) -> Remarks:
    """Of a project read `for_detail`; `content` is what the page shows of it."""
    may_note = desk != "my" and may_note_remarks(by, project)
    noted = {one.column: one for one in noted_on([project])} if may_note or tried else {}
    said = _said(desk, project, content, by)
    return Remarks(project, desk, by, may_note=may_note, said=said, tried=tried, noted_on=noted)


def _said(desk: str, project: Project, content: Content, by: Actor) -> list[Said]:
    """What was answered, beside what waits now; what is still to be mended, with the way there for
    who mends it."""
    if is_waiting(project):
        return [_answered(remark, content) for remark in last_sent_on(project)]
    asked = to_mend_on(project) if _came_back(project) else []
    if not asked or desk != "unit" or not may_edit(by, project):
        return [Said(one, label_told(one.column), _anchor(one), is_open=True) for one in asked]
    standing = content_of(project, mode_names([project]))
    page = FormPage(reverse("unit_project_edit", args=[project.ref]))
    return [_answered(one, standing, address_of(page, one.column)) for one in asked]


def _came_back(project: Project) -> bool:
    correction = pending_correction(project)
    if correction is not None:
        return correction.status == CorrectionStatus.RETURNED
    return project.status == ProjectStatus.RETURNED


def _answered(remark: FieldRemark, content: Content, url: str = "") -> Said:
    label, then = label_told(remark.column), remark.version.content
    differs = is_changed(remark, content)
    line = column_line(label, then, content, remark.column) if differs else None
    return Said(remark, label, url or _anchor(remark), line)


def _anchor(remark: FieldRemark) -> str:
    return f"#column-{remark.column}"
