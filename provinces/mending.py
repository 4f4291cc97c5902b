"""退回补正: what of a returned plan is the unit's again; all else is put back as it was handed
in."""

from collections.abc import Container, Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import TextChoices

from foundation.errors import Problem, refuse_if
from foundation.typed import Page, Typed
from provinces.columns.fields import label_of
from provinces.columns.reading import typed_in
from provinces.columns.sections import EVENTS, Section, sections_in, sections_of
from provinces.models import FormalCheck, PlanDraft, PlanEvent, PlanVersion, WorkPlan
from provinces.queries import events_of, standing_return
from records.actors import Actor
from records.workflow import move_all

_BY_RETURN = "return"  # as the name of a page: pages that are open learn of it as of any other


class MendingProblem(TextChoices):
    SHUT = "plan_not_reopened", "“{expected}”不在退回补正的范围内，不能改"
    SLOTS = (
        "mending_slots",
        "报送的 {expected} 场，名额只剩 {found} 场。请先准予增加场次，或把“增减场次”列入补正",
    )


def reopened_sections(returned: FormalCheck, sections: Iterable[Section]) -> tuple[Section, ...]:
    """Of the sections of a plan, those to be mended: what was named, and where 增减场次 was, those
    of roadshows that were not handed in."""
    handed_in = {one.name for one in sections_in(returned.submission.version.content)}
    return tuple(one for one in sections if _is_open(one.name, returned.sections, handed_in))


def shut_problems(plan: WorkPlan, names: Iterable[str]) -> list[Problem]:
    """Of a plan that was returned, only what is to be mended may be typed."""
    returned = standing_return(plan)
    if returned is None:
        return []
    sections = reopened_sections(returned, sections_of(events_of(plan)))
    is_open = {name for section in sections for name in section.names}
    shut = [name for name in names if name not in is_open]
    return [Problem(MendingProblem.SHUT, name, expected=label_of(name)) for name in shut]


def shut_events_problems(plan: WorkPlan) -> list[Problem]:
    returned = standing_return(plan)
    if returned is None or EVENTS in returned.sections:
        return []
    return [Problem(MendingProblem.SHUT, expected="增减场次")]


@transaction.atomic
def reset(plan: WorkPlan, version: PlanVersion, *, keep: Container[str], by: Actor) -> None:
    """What was typed, and which roadshows are asked for in which order, as it was in `version`, but
    for the sections to keep: whoever may mend one of them hands nothing else in. The plan is locked
    by whoever calls. Raises Refused (422) where slots were taken away meanwhile."""
    refs = [str(event["ref"]) for event in version.content["events"]]
    is_changed = EVENTS not in keep and _reset_events(plan, refs, by)
    draft, _ = PlanDraft.objects.select_for_update().get_or_create(plan=plan)
    changes = _to_put_back(draft, version, _kept_names(plan, version, keep))
    if changes or is_changed:
        draft.put(changes, Page(name=_BY_RETURN), by.person_id)
        draft.save()


def _is_open(name: str, named: Container[str], handed_in: Container[str]) -> bool:
    return name in named or (EVENTS in named and name not in handed_in)


def _kept_names(plan: WorkPlan, version: PlanVersion, keep: Container[str]) -> set[str]:
    handed_in = {one.name for one in sections_in(version.content)}
    sections = (*sections_of(events_of(plan)), *sections_in(version.content))
    kept = (one for one in sections if _is_open(one.name, keep, handed_in))
    return {name for section in kept for name in section.names}


def _to_put_back(
    draft: PlanDraft, version: PlanVersion, kept: Container[str]
) -> Mapping[str, tuple[Typed, Typed]]:
    """Each name with what stands there and what stood there then."""
    names = [name for name in {*draft.typed, *version.typed} if name not in kept]
    now, then = typed_in(draft, names), typed_in(PlanDraft(typed=version.typed), names)
    return {name: (now[name], then[name]) for name in names if now[name] != then[name]}


def _reset_events(plan: WorkPlan, refs: Sequence[str], by: Actor) -> bool:
    """Returns whether anything was another than in `refs`."""

    def drop(rows: Sequence[PlanEvent]) -> None:
        for row in rows:
            row.number = None

    standing = plan.events.filter(number__isnull=False)
    dropped = move_all(standing.exclude(ref__in=refs), "reset", by=by, write=drop)
    numbers = _numbers_for(plan, refs)

    def restore(rows: Sequence[PlanEvent]) -> None:
        for row in rows:
            row.number = numbers[row.ref]

    gone = plan.events.filter(number=None, ref__in=refs)
    restored = move_all(gone, "reset", by=by, write=restore)
    return bool(dropped.rows or restored.rows)


def _numbers_for(plan: WorkPlan, refs: Sequence[str]) -> dict[str, int]:
    """A slot for each, those given up in the lowest free one that keeps their order, which is the
    order they are printed in."""
    used = dict(plan.events.filter(number__isnull=False).values_list("ref", "number"))
    slots = set(plan.slots.values_list("number", flat=True))
    free = sorted(slots - set(used.values()))
    numbers, last = {}, 0
    for ref in refs:
        number = used.get(ref) or next((one for one in free if one > last), 0)
        if not number:
            told = {"expected": str(len(refs)), "found": str(len(slots))}
            refuse_if([Problem(MendingProblem.SLOTS, "sections", **told)])
        numbers[ref] = last = number
    return numbers
