"""成果 from a spreadsheet: drafts in the custody of the unit."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from foundation.validators.ip import same_right
from projects.columns.resource import SHEET
from projects.importing.achievements.inviting import invitable
from projects.importing.achievements.recognising import BY_RIGHT, OWN, outcomes
from projects.importing.achievements.taking import ProjectTaker
from projects.importing.achievements.undoing import gone_on_with, taken_projects, undo_projects
from projects.importing.subjects import Subject
from projects.models import ImportRow, ImportRun, Project
from projects.queries import drafts_of_unit
from projects.states import Outcome
from records.actors import Actor


class ProjectSubject(Subject):
    key = "project"
    label = "成果"
    layout = SHEET
    shown = ("title", "organisation", "field", "trl", "modes")
    desk, drafts = "unit_projects", "?state=draft"
    own = OWN
    own_ways = (BY_RIGHT,)
    asks_mandate = True

    def rights_in(self, values: Mapping[str, Any]) -> Sequence[str]:
        rights = (right["number"] for right in values.get("rights", ()) if right["number"])
        return sorted({same_right(number) for number in rights})

    def names_of(self, items: Iterable[int]) -> Mapping[int, str]:
        return dict(Project.objects.filter(pk__in=list(items)).values_list("pk", "title"))

    def outcomes(self, rows: Sequence[ImportRow]) -> Sequence[Outcome]:
        return outcomes(rows)

    def taker(self, run: ImportRun, *, by: Actor) -> ProjectTaker:
        return ProjectTaker(run, by)

    def count_gone_on(self, run: ImportRun) -> int:
        return gone_on_with(run).count()

    def lock(self, run: ImportRun) -> None:
        list(taken_projects(run).select_for_update().order_by("pk").values_list("pk"))

    def undo(self, run: ImportRun, *, by: Actor, note: str) -> None:
        undo_projects(run, by=by, note=note)

    def drafts_of(self, unit: str, most: int) -> Iterable[Project]:
        return drafts_of_unit(unit)[:most]

    def count_invitable(self, run: ImportRun, *, by: Actor) -> int:
        return invitable(run, by=by).count()
