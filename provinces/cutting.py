"""What the public reads of notices, cut for search by the transaction that publishes it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from accounts.models import Cycle
from foundation.search.cutting import Part, vector
from foundation.sql import lock_rows
from provinces.models import Display, HostCall, NoticeText
from provinces.states import NoticeKind

_CUT = ["title", "issuer", "text", "dated_at", "head", "search"]


def cut_call(cycle: Cycle) -> None:
    """The call of a year, from now on as it says; its row is locked."""
    _keep([_of_call(cycle)])


def cut_host_call(call: HostCall) -> None:
    _keep([_of_host_call(call)])


def cut_results(cycle: Cycle) -> None:
    """All that was shown of a year's decisions, as it was shown first; the year's row is locked."""
    displays = Display.objects.filter(cycle=cycle).order_by("-number")
    _keep([_of_results(cycle, list(displays))])


@transaction.atomic
def rebuild_texts() -> int:
    """Cut all of them anew. Returns their number."""
    cycles = list(lock_rows(Cycle.objects.prefetch_related("displays")))
    calls = lock_rows(HostCall.objects.select_related("plan__unit"))
    rows = [
        *(_of_call(cycle) for cycle in cycles if cycle.opens_at),
        *map(_of_host_call, calls),
        *(_of_results(cycle, shown) for cycle in cycles if (shown := list(cycle.displays.all()))),
    ]
    NoticeText.objects.all().delete()
    _keep(rows)
    return len(rows)


def _keep(rows: Sequence[NoticeText]) -> None:
    NoticeText.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["kind", "name"], update_fields=_CUT
    )


def _of_call(cycle: Cycle) -> NoticeText:
    facts = {"title": cycle.call_title, "issuer": cycle.issuer, "dated_at": cycle.opens_at}
    lines = [*cycle.call_text.splitlines(), *cycle.themes]
    numbers = [Part(cycle.call_number, "B", is_number=True)]
    return _cut(NoticeKind.CALL, str(cycle.year), facts, lines, numbers)


def _of_host_call(call: HostCall) -> NoticeText:
    facts = {"title": call.title, "issuer": call.plan.unit.name, "dated_at": call.opened_at}
    return _cut(NoticeKind.HOSTS, call.ref, facts, call.text.splitlines())


def _of_results(cycle: Cycle, displays: Sequence[Display]) -> NoticeText:
    """The newest comes first."""
    facts = {
        "title": f"{cycle.year} 年度路演承办公示和结果",
        "issuer": cycle.issuer,
        "dated_at": displays[0].opened_at,
    }
    shown = [line for display in displays for line in display.content]
    lines = ["{unit}{event}“{title}”：{verdict}".format_map(line) for line in shown]
    units = [Part(name, "B", is_name=True) for name in sorted({line["unit"] for line in shown})]
    return _cut(NoticeKind.RESULTS, str(cycle.year), facts, lines, units)


def _cut(
    kind: NoticeKind,
    name: str,
    facts: dict[str, Any],
    lines: Iterable[str],
    names: Sequence[Part] = (),
) -> NoticeText:
    told = [line for line in lines if line.strip()]
    head = [Part(facts["title"], "A"), Part(facts["issuer"], "B", is_name=True), *names]
    return NoticeText(
        kind=kind,
        name=name,
        **facts,
        text="\n".join(told),
        head=vector(head),
        search=vector([*head, *map(Part, told)]),
    )
