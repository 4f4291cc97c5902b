"""What is there already: rows of the file that say the same, and projects of the unit.

Recognised by the unit's own number; where one of the two has none, by organisation and name; else
by the number of a right. Two numbers of the unit's own are two projects.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection, models

from accounts.models import Organisation
from foundation.sql import update_rows
from projects.importing.checking import data_rows
from projects.importing.holders import same_holder
from projects.models import ImportRow, ImportRun, Project
from projects.models.sheet import COLUMNS
from projects.states import Outcome, ProjectStatus

_PIECE = 1_000
_FACTS = {
    "new": Outcome.NEW.value,
    "bad": Outcome.BAD.value,
    "skip": Outcome.SKIP.value,
    "duplicate": Outcome.DUPLICATE.value,
}
# A draft that was given up is nobody's any more.
_OWN = """
own as (
  select p.id, p.source_key, p.rights, p.title,
         coalesce(nullif(o.code, ''), o.name, '') || '|' || p.title as same_name
  from projects_project p left join accounts_organisation o on o.id = p.organisation_id
  where p.unit_id = %(unit)s and not (p.status = 'withdrawn' and p.code is null)
)
"""
# A row that stands as it should is not written again: one cell was corrected, of ten thousand rows.
_AFRESH = """
update projects_importrow r
set same_as = null, project_id = null, outcome = f.outcome
from (
  select id, case when wish = %(skip)s then %(skip)s
                  when problems <> '[]' then %(bad)s else %(new)s end as outcome
  from projects_importrow where run_id = %(run)s and line >= %(data_from)s
) f
where f.id = r.id
  and (r.same_as is not null or r.project_id is not null or r.outcome <> f.outcome)
"""
# The first of several rows of the file stands. By windows: a join of the file with itself would
# be planned without knowing how many rows it has.
_TWICE = """
with good as (
  select id, line, number,
         case when number <> '' then min(line) over (partition by number) end as of_number,
         min(line) over (partition by same_name) as of_name,
         min(line) filter (where number = '') over (partition by same_name) as of_nameless
  from projects_importrow
  where run_id = %(run)s and line >= %(data_from)s and outcome = %(new)s
),
first_of as (
  select id, line, of_number < line as is_numbered,
         least(of_number, case when number = '' then of_name else of_nameless end) as first
  from good
)
update projects_importrow r
set same_as = f.first,
    outcome = case when r.wish = %(new)s and f.is_numbered is not true then %(new)s
                   else %(duplicate)s end
from first_of f where f.id = r.id and f.first < f.line
"""
_BY_NUMBER = f"""
with {_OWN}
update projects_importrow r set project_id = own.id from own
where r.run_id = %(run)s and r.outcome = %(new)s and r.line >= %(data_from)s
  and r.number <> '' and own.source_key = r.number
"""  # noqa: S608 -- a text of ours
_BY_NAME = f"""
with {_OWN},
found as (
  select r.id, min(own.id) as project from projects_importrow r
  join own on own.same_name = r.same_name and (r.number = '' or own.source_key = '')
  where r.run_id = %(run)s and r.outcome = %(new)s and r.project_id is null
    and r.line >= %(data_from)s
  group by r.id
)
update projects_importrow r set project_id = f.project from found f where f.id = r.id
"""  # noqa: S608 -- as above
_BY_RIGHT = f"""
with {_OWN},
numbered as (
  select own.id, own.source_key, own.title,
         regexp_replace(one ->> 'number', '^ZL', '') as number
  from own, jsonb_array_elements(own.rights) one where one ->> 'number' <> ''
),
asked as (
  select r.id, r.number, r.values ->> 'title' as title, unnest(r.rights) as one
  from projects_importrow r
  where r.run_id = %(run)s and r.outcome = %(new)s and r.project_id is null
    and r.line >= %(data_from)s
),
found as (
  select a.id, bool_or(n.title = a.title) as is_same,
         coalesce(min(n.id) filter (where n.title = a.title), min(n.id)) as project
  from asked a join numbered n on n.number = a.one and (a.number = '' or n.source_key = '')
  group by a.id
)
update projects_importrow r
set project_id = case when r.wish = %(new)s then null else f.project end,
    outcome = case when f.is_same or r.wish <> '' then r.outcome else %(duplicate)s end
from found f where f.id = r.id
"""  # noqa: S608 -- as above
# However they were recognised: a project is changed by one row of a file, the first.
_ONCE = """
with claimed as (
  select id, line, min(line) over (partition by project_id) as first from projects_importrow
  where run_id = %(run)s and line >= %(data_from)s and outcome = %(new)s
    and project_id is not null
)
update projects_importrow r set project_id = null, same_as = c.first, outcome = %(duplicate)s
from claimed c where c.id = r.id and c.first < c.line
"""


def recognise(run: ImportRun) -> None:
    """The outcome of every row, and the run's counts; in a fixed number of statements, and one
    for each piece of rows that are there already."""
    facts: dict[str, Any] = {
        **_FACTS,
        "run": run.pk,
        "unit": run.unit_id,
        "data_from": run.data_from,
    }
    with connection.cursor() as cursor:
        # Of rows written in this transaction the planner knows nothing; loops over them never end.
        cursor.execute("set local enable_nestloop = off")
        for statement in (_AFRESH, _TWICE, _BY_NUMBER, _BY_NAME, _BY_RIGHT, _ONCE):
            cursor.execute(statement, facts)
        cursor.execute("set local enable_nestloop = on")
    _compare(run)
    run.counts = count_outcomes(run)


def count_outcomes(run: ImportRun) -> dict[str, int]:
    rows = data_rows(run).order_by().values_list("outcome").annotate(models.Count("pk"))
    return dict(rows)


def _compare(run: ImportRun) -> None:
    """With the projects that some rows are: what of them would change."""
    waiting = data_rows(run).filter(outcome=Outcome.NEW, project__isnull=False)
    after = 0
    while rows := list(waiting.filter(line__gt=after)[:_PIECE]):
        after = rows[-1].line
        projects = projects_by_id(rows)
        for row in rows:
            row.outcome = _outcome(row, projects[row.project_id])
        update_rows(rows, ["outcome"])


def projects_by_id(rows: Sequence[ImportRow]) -> Mapping[int | None, Project]:
    found = Project.objects.select_related("organisation")
    return found.in_bulk([row.project_id for row in rows])


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
