"""What is there already: rows of the file that say the same, and records of the unit.

Recognised by the unit's own number; where one of the two has none, by organisation and name; else
as the subject says. Two numbers of the unit's own are two records.
"""

from typing import Any

from django.db import connection, models

from foundation.sql import update_rows
from projects.importing.checking import data_rows
from projects.importing.subjects import Subject, subject_of
from projects.models import ImportRun
from projects.states import Outcome

_PIECE = 1_000
_FACTS = {
    "new": Outcome.NEW.value,
    "bad": Outcome.BAD.value,
    "skip": Outcome.SKIP.value,
    "duplicate": Outcome.DUPLICATE.value,
}
# A row that stands as it should is not written again: one cell was corrected, of ten thousand rows.
_AFRESH = """
update projects_importrow r
set same_as = null, item = null, outcome = f.outcome
from (
  select id, case when wish = %(skip)s then %(skip)s
                  when problems <> '[]' then %(bad)s else %(new)s end as outcome
  from projects_importrow where run_id = %(run)s and line >= %(data_from)s
) f
where f.id = r.id
  and (r.same_as is not null or r.item is not null or r.outcome <> f.outcome)
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
# `{own}` is what the unit has of the subject.
_BY_NUMBER = """
with {own}
update projects_importrow r set item = own.id from own
where r.run_id = %(run)s and r.outcome = %(new)s and r.line >= %(data_from)s
  and r.number <> '' and own.source_key = r.number
"""
_BY_NAME = """
with {own},
found as (
  select r.id, min(own.id) as item from projects_importrow r
  join own on own.same_name = r.same_name and (r.number = '' or own.source_key = '')
  where r.run_id = %(run)s and r.outcome = %(new)s and r.item is null
    and r.line >= %(data_from)s
  group by r.id
)
update projects_importrow r set item = f.item from found f where f.id = r.id
"""
# However they were recognised: a record is changed by one row of a file, the first.
_ONCE = """
with claimed as (
  select id, line, min(line) over (partition by item) as first from projects_importrow
  where run_id = %(run)s and line >= %(data_from)s and outcome = %(new)s
    and item is not null
)
update projects_importrow r set item = null, same_as = c.first, outcome = %(duplicate)s
from claimed c where c.id = r.id and c.first < c.line
"""


def recognise(run: ImportRun) -> None:
    """The outcome of every row, and the run's counts; in a fixed number of statements, and one
    for each piece of rows that are there already."""
    subject = subject_of(run)
    facts: dict[str, Any] = {
        **_FACTS,
        "run": run.pk,
        "unit": run.unit_id,
        "data_from": run.data_from,
        **subject.facts,
    }
    with connection.cursor() as cursor:
        # Of rows written in this transaction the planner knows nothing; loops over them never end.
        cursor.execute("set local enable_nestloop = off")
        for statement in (_AFRESH, _TWICE, _BY_NUMBER, _BY_NAME, *subject.own_ways, _ONCE):
            cursor.execute(statement.replace("{own}", subject.own), facts)
        cursor.execute("set local enable_nestloop = on")
    _compare(run, subject)
    run.counts = count_outcomes(run)


def count_outcomes(run: ImportRun) -> dict[str, int]:
    rows = data_rows(run).order_by().values_list("outcome").annotate(models.Count("pk"))
    return dict(rows)


def _compare(run: ImportRun, subject: Subject) -> None:
    """With the records that some rows are: what of them would change."""
    waiting = data_rows(run).filter(outcome=Outcome.NEW, item__isnull=False)
    after = 0
    while rows := list(waiting.filter(line__gt=after)[:_PIECE]):
        after = rows[-1].line
        for row, outcome in zip(rows, subject.outcomes(rows), strict=True):
            row.outcome = outcome
        update_rows(rows, ["outcome"])
