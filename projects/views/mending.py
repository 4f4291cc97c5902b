"""What a return asked for, column by column, beside the sheet it is mended in."""

from dataclasses import dataclass
from typing import Any, Protocol

from projects.columns.steps import STEPS, Step
from projects.columns.told import ATTACHMENTS, label_told
from projects.models import FieldRemark, Project
from projects.queries import to_mend_on
from projects.states import ProjectStatus
from projects.views.differing import told_of
from projects.views.sections import Content


class Page(Protocol):
    def at_step(self, step: Step) -> str: ...

    def at_field(self, column: str) -> str: ...


@dataclass(frozen=True, slots=True)
class ToMend:
    """One remark, the way to its field, and whether that says something else by now."""

    column: str
    label: str
    text: str
    url: str
    is_changed: bool


def to_mend_of(project: Project | None, content: Content, page: Page) -> list[ToMend]:
    """Of a sheet that came back; `content` is what it says as it is typed now."""
    came_back = (ProjectStatus.RETURNED, ProjectStatus.LISTED)
    if project is None or project.status not in came_back:
        return []
    return [
        ToMend(
            remark.column,
            label_told(remark.column),
            remark.text,
            address_of(page, remark.column),
            is_changed(remark, content),
        )
        for remark in to_mend_on(project)
    ]


def beside_parts(parts: Any, to_mend: list[ToMend]) -> list[tuple[Any, ToMend | None]]:
    """Fields and tables of a step, each with what was said of it."""
    by_column = {one.column: one for one in to_mend}
    return [(part, by_column.get(part.name)) for part in parts]


def address_of(page: Page, column: str) -> str:
    if column == ATTACHMENTS:
        return f"{page.at_step(STEPS[-1])}#attachments"
    return page.at_field(column)


def is_changed(remark: FieldRemark, content: Content) -> bool:
    """Whether its column says something else than in the version it was said of."""
    then = told_of(remark.version.content, remark.column)
    return then != told_of(content, remark.column)
