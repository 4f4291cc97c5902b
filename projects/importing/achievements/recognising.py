"""Which project of the unit a row is, and what of it would change."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from accounts.models import Organisation
from projects.importing.holders import same_holder
from projects.models import ImportRow, Project
from projects.models.sheet import COLUMNS
from projects.states import Outcome, ProjectStatus

# A draft that was given up is nobody's any more.
OWN = """
own as (
  select p.id, p.source_key, p.rights, p.title,
         coalesce(nullif(o.code, ''), o.name, '') || '|' || p.title as same_name
  from projects_project p left join accounts_organisation o on o.id = p.organisation_id
  where p.unit_id = %(unit)s and not (p.status = 'withdrawn' and p.code is null)
)
"""
BY_RIGHT = """
with {own},
numbered as (
  select own.id, own.source_key, own.title,
         regexp_replace(one ->> 'number', '^ZL', '') as number
  from own, jsonb_array_elements(own.rights) one where one ->> 'number' <> ''
),
asked as (
  select r.id, r.number, r.values ->> 'title' as title, unnest(r.rights) as one
  from projects_importrow r
  where r.run_id = %(run)s and r.outcome = %(new)s and r.item is null
    and r.line >= %(data_from)s
),
found as (
  select a.id, bool_or(n.title = a.title) as is_same,
         coalesce(min(n.id) filter (where n.title = a.title), min(n.id)) as item
  from asked a join numbered n on n.number = a.one and (a.number = '' or n.source_key = '')
  group by a.id
)
update projects_importrow r
set item = case when r.wish = %(new)s then null else f.item end,
    outcome = case when f.is_same or r.wish <> '' then r.outcome else %(duplicate)s end
from found f where f.id = r.id
"""


def projects_of(items: Iterable[int | None]) -> Mapping[int | None, Project]:
    return Project.objects.select_related("organisation").in_bulk(list(filter(None, items)))


def outcomes(rows: Sequence[ImportRow]) -> list[Outcome]:
    projects = projects_of(row.item for row in rows)
    return [_outcome(row, projects[row.item]) for row in rows]


def _outcome(row: ImportRow, project: Project) -> Outcome:
    if not changes_of(row, project):
        return Outcome.SAME
    is_open = project.status in ProjectStatus.editable and project.holder_id is None
    return Outcome.UPDATE if is_open else Outcome.FILED


def changes_of(row: ImportRow, project: Project) -> dict[str, Any]:
    """By column, what the row says otherwise than the project; an empty cell says nothing."""
    changes = {
        name: value
        for name, value in row.values.items()
        if name in COLUMNS and value != plain_value(project, name)
    }
    # One of the two takes the other's place.
    if "price" in changes and project.price_open:
        changes["price_open"] = False
    if "price_open" in changes and project.price is not None:
        changes["price"] = None
    if row.number and not project.source_key:
        changes["source_key"] = row.number
    if same_holder(row.values) not in ("", _holder(project.organisation)):
        changes["organisation"] = same_holder(row.values)
    return changes


def plain_value(project: Project, name: str) -> Any:
    """As a row's `values` hold it."""
    value = getattr(project, "field_id" if name == "field" else name)
    return str(value) if isinstance(value, Decimal) else value


def _holder(organisation: Organisation | None) -> str:
    return (organisation.code or organisation.name) if organisation else ""
