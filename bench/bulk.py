"""`bulk`: one order to accept many, from the page before it to its last project.

Every project was filed for its holder by the unit's clerk, who is told of each: a message a
project is kept and rung. The work is carried out here as a worker would, on one core.
"""

import math
from functools import partial

from bench.measuring import measured, peak_mib, percentiles, server_facts, timed_each, together
from bench.people import Desk, staffed
from bench.results import Figures, Result
from bench.synthetic import SEED, titles
from projects import bulk
from projects.intake import submit_all
from projects.models import BulkItem, BulkOrder, Project
from projects.screening import accept
from projects.states import BulkOutcome, ProjectStatus, Source
from records import working
from records.models import Message
from records.workflow import begin_all
from tests.factories import make_institute, project_fields

_MOST_LOOPED = 500  # its rate does not depend on their number; 5,000 would take minutes
_PLAIN_BATCH = 500


def run(size: int) -> Result:
    """`size` projects accepted by one order; as many more, at most 500, one by one."""
    desk, looped = staffed("SC"), min(_MOST_LOOPED, size)
    _file(size + looped, desk)
    waiting = Project.objects.filter(status=ProjectStatus.SUBMITTED).order_by("pk")
    chosen = Project.objects.filter(pk__in=list(waiting.values_list("pk", flat=True)[:size]))
    ours = _ordered(chosen, size, desk) | {"peak_mib": peak_mib()}
    peers = {"one-by-one": _one_by_one(looped, desk), "bulk_update": _bulk_updated(size)}
    rates = {name: peer["rows_per_s"] for name, peer in peers.items()}
    return Result(
        params={
            "projects": size,
            "looped": looped,
            "piece": bulk.PIECE,
            "seed": SEED,
            "compared": "rows_per_s of carry_out",
            **server_facts(),
        },
        ours=ours,
        peers=peers,
        ratios={name: ours["steps"]["carry_out"]["rows_per_s"] / r for name, r in rates.items()},
    )


def _file(count: int, desk: Desk) -> None:
    """Whole sheets, handed in; nobody is told of that here."""
    common = project_fields(unit=desk.unit, organisation=make_institute(), filer="unit")
    facts = {"source": Source.UNIT, "custodian_id": desk.unit.organisation_id}
    drafts = [Project(**common | {"title": title}, **facts) for title in titles(count)]
    begin_all(drafts, "open", by=desk.clerk)
    of_unit = Project.objects.filter(status=ProjectStatus.DRAFT)
    submit_all(of_unit.select_related("field", "organisation"), by=desk.clerk)


def _ordered(chosen: object, size: int, desk: Desk) -> Figures:
    verb = bulk.verb_named("accept", "unit")
    steps: dict[str, Figures] = {}
    with measured(size) as steps["preview"]:
        shown = bulk.preview(verb, chosen, by=desk.lead)
    with measured(size) as steps["order"]:
        order = bulk.order(verb, chosen, by=desk.lead, wishes={}, seen=shown.seen)
    told = Message.objects.count()
    with measured(size) as steps["carry_out"]:
        working.carry_out(BulkOrder._meta.label_lower, order.pk)
    return together(steps, size) | {
        "pieces": math.ceil(size / bulk.PIECE),
        "accepted": _count(order, BulkOutcome.DONE),
        "refused": _count(order, BulkOutcome.REFUSED),
        "messages": Message.objects.count() - told,
    }


def _count(order: BulkOrder, outcome: BulkOutcome) -> int:
    return BulkItem.objects.filter(order=order, outcome=outcome).count()


def _one_by_one(count: int, desk: Desk) -> Figures:
    """The same stage, a click a project."""
    waiting = list(Project.objects.filter(status=ProjectStatus.SUBMITTED).order_by("pk")[:count])
    times = timed_each(partial(accept, project, by=desk.lead) for project in waiting)
    return percentiles(times) | {"rows_per_s": count / sum(times) * 1000}


def _bulk_updated(count: int) -> Figures:
    """What a portal without a door does: no lock, no rule, no trail, nobody told."""
    with measured(count) as figures:
        rows = list(Project.objects.filter(status=ProjectStatus.ACCEPTED).order_by("pk")[:count])
        for row in rows:
            row.status, row.accepted_by_id = ProjectStatus.SUBMITTED, None
        Project.objects.bulk_update(rows, ["status", "accepted_by"], batch_size=_PLAIN_BATCH)
    return figures
