"""Our side of the bench `import`: what a worker does, from the inspection of the file on."""

import itertools
import time
from collections import Counter
from pathlib import Path

from accounts.acting import actor_for
from accounts.models import Membership
from accounts.states import Role
from bench.results import Figures
from projects.importing.carrying import carry_through
from projects.importing.ordering import PURPOSE, open_run, order_taking
from projects.models import ImportRow
from projects.states import Outcome
from records.filing import file_document

_MANDATE = "基准测试用授权"


def run(path: Path, *, abbr: str) -> Figures:
    clerk = actor_for(Membership.objects.get(unit=abbr, role=Role.UNIT_CLERK))
    moments = [time.perf_counter()]
    with path.open("rb") as stream:
        document = file_document(path.name, stream, purpose=PURPOSE, by=clerk)
    moments.append(time.perf_counter())
    run = carry_through(open_run(document, by=clerk))
    moments.append(time.perf_counter())
    order_taking(run, only_whole=False, mandate=_MANDATE, by=clerk)
    carry_through(run)
    moments.append(time.perf_counter())
    names = ("inspect", "read_and_check", "take")
    spans = (after - before for before, after in itertools.pairwise(moments))
    rows = ImportRow.objects.filter(run=run).exclude(problems=[]).values_list("problems", flat=True)
    problems = Counter(one["told"] for row in rows.iterator() for one in row)
    return {
        "steps": dict(zip(names, spans, strict=True)),
        "taken": run.counts.get(Outcome.NEW, 0),
        "problems": dict(problems),
    }
