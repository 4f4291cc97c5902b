"""`door`: the one door in its set form, and the price of a single move.

The door is called directly, past the stages: the moved projects get no Version, as nothing here
reads one.
"""

from collections.abc import Callable, Sequence
from functools import partial

from accounts.models import Unit
from bench.measuring import measured, peak_mib, percentiles, server_facts, timed_each, together
from bench.people import Desk, staffed
from bench.results import Figures, Result
from bench.synthetic import SEED, titles
from foundation import clock
from projects.models import Project
from projects.states import ProjectStatus, Source
from records.actors import Actor
from records.workflow import begin_all, move, move_all

SINGLE_MOVES = 200
_MOST_LOOPED = 500  # its rate does not depend on their number; 20,000 would take minutes


def run(size: int) -> Result:
    singles, looped = min(SINGLE_MOVES, size), min(_MOST_LOOPED, size)
    desk = staffed("SC")
    steps = _set_form(size, desk)
    ours = together(steps, size) | _single_moves(singles, desk) | {"peak_mib": peak_mib()}
    peers = {
        "save-loop": _loop(looped, desk),
        "django-simple": _plain_saves(singles),
    }
    set_rate, loop_rate = steps["move_all"]["rows_per_s"], peers["save-loop"]["rows_per_s"]
    return Result(
        params={
            "rows": size,
            "looped_rows": looped,
            "single_moves": singles,
            "seed": SEED,
            "compared": {"save-loop": "rows_per_s of move_all", "django-simple": "p50_ms"},
            **server_facts(),
        },
        ours=ours,
        peers=peers,
        ratios={
            "save-loop": set_rate / loop_rate,
            "django-simple": peers["django-simple"]["p50_ms"] / ours["p50_ms"],
        },
    )


def _set_form(size: int, desk: Desk) -> dict[str, Figures]:
    steps: dict[str, Figures] = {}
    drafts = _drafts(size, desk.unit)
    with measured(size) as steps["begin_all"]:
        begin_all(drafts, "open", by=desk.clerk)
    waiting = Project.objects.filter(status=ProjectStatus.DRAFT)
    with measured(size) as steps["move_all"]:
        move_all(waiting, "submit", by=desk.clerk, write=partial(_date, by=desk.clerk))
    return steps


def _single_moves(count: int, desk: Desk) -> Figures:
    """Each in a transaction of its own, as a click is."""
    filed = _filed(count)
    return percentiles(timed_each(partial(move, p, "accept", by=desk.lead) for p in filed))


def _loop(count: int, desk: Desk) -> Figures:
    """The verb of our `move_all`, on fresh drafts, one by one through the same door."""
    drafts = _drafts(count, desk.unit)
    begin_all(drafts, "open", by=desk.clerk)
    with measured(count) as figures:
        for draft in drafts:
            move(draft, "submit", by=desk.clerk, write=_date_one(desk.clerk))
    return figures


def _plain_saves(count: int) -> Figures:
    """What a portal without a door does: no lock, no rule, no trail."""
    filed = _filed(count)

    def accept(project: Project) -> None:
        project.status = ProjectStatus.ACCEPTED
        project.save()

    return percentiles(timed_each(partial(accept, project) for project in filed))


def _drafts(count: int, unit: Unit) -> list[Project]:
    facts = {"source": Source.IMPORT, "unit": unit, "custodian_id": unit.organisation_id}
    return [Project(title=title, **facts) for title in titles(count)]


def _filed(count: int) -> Sequence[Project]:
    return list(Project.objects.filter(status=ProjectStatus.SUBMITTED).order_by("pk")[:count])


def _date(rows: Sequence[Project], *, by: Actor) -> None:
    now = clock.now()
    for row in rows:
        row.submitted_at = now
        row.submitted_by_id = by.user_id


def _date_one(by: Actor) -> Callable[[Project], None]:
    return lambda row: _date([row], by=by)
