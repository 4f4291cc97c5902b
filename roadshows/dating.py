"""试排: days in the working copy of the calendar. Nobody outside sees them until a version is
published; whoever moves a roadshow says which revision they saw, so that no move is lost."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus

from django.db import transaction
from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from records.actors import Actor
from roadshows.models import Placement
from roadshows.rules import is_of_centre
from roadshows.seasons import years_near


class DatingProblem(TextChoices):
    NOT_YOURS = "dating_not_yours", "排期由火炬中心办理"
    STALE = (
        "dating_stale",
        "{found}刚被别人改到{expected}，你这一步没有保存。请看看最新的排期再改",
    )
    NO_DAY = "dating_no_day", "先排好日子才能固定"
    GONE = "dating_gone", "{found}已经取消，不用再排"
    PINNED = "dating_pinned", "{found}的日期已固定，先取消固定再移动"
    PAST = "dating_past", "不能排到今天或更早，请选明天或以后的日子"
    FAR = "dating_far", "离 {expected} 年度太远，请检查年份"
    OVER = "dating_over", "{found}已经举办或到了日子，不能再改期；办不成的，请在它的页面取消"


@transaction.atomic
def place(placement: Placement, day: date | None, *, seen: int, by: Actor) -> Placement:
    """Give it a day, or none. Raises Refused: not the centre's (403); moved meanwhile (409);
    pinned, over, not ahead, far from its year (422)."""
    row = _locked(placement, seen, by)
    problems = [Problem(DatingProblem.PINNED, found=str(row.roadshow))] if row.is_pinned else []
    if day is not None and day <= clock.today():
        problems.append(Problem(DatingProblem.PAST, "day"))
    cycle = row.roadshow.cycle
    if day is not None and day.year not in years_near(cycle):
        problems.append(Problem(DatingProblem.FAR, "day", expected=str(cycle.year)))
    refuse_if(problems)
    return _keep(row, by, day=day)


@transaction.atomic
def pin(placement: Placement, *, is_pinned: bool, seen: int, by: Actor) -> Placement:
    """Raises Refused as `place`."""
    row = _locked(placement, seen, by)
    refuse_if([Problem(DatingProblem.NO_DAY)] if is_pinned and row.day is None else [])
    return _keep(row, by, is_pinned=is_pinned)


@transaction.atomic
def take_days(
    days: Mapping[str, date], seen: Mapping[str, int], *, by: Actor
) -> tuple[list[Placement], list[Placement]]:
    """Days found by the solver, by code: those moved, and those that `is_left` alone."""
    require_centre(by)
    named = Placement.objects.filter(roadshow__code__in=days)
    locked = named.select_related("roadshow").select_for_update(of=("self",)).order_by("pk")
    moved, left, today = [], [], clock.today()
    for row in locked:
        day = days[row.roadshow.code]
        if row.stands(today) == day:
            continue
        if is_left(row, day, seen, today):
            left.append(row)
        else:
            moved.append(_keep(row, by, day=day))
    return moved, left


def is_left(row: Placement, day: date, seen: Mapping[str, int], today: date) -> bool:
    """Whether a day that was found is not taken: somebody moved or pinned the roadshow since it was
    `seen`, its own day has come, or that day has."""
    is_late = row.roadshow.is_behind(today) or day <= today
    return is_late or row.is_pinned or row.revision != seen.get(row.roadshow.code)


def _locked(placement: Placement, seen: int, by: Actor) -> Placement:
    require_centre(by)
    rows = Placement.objects.select_related("roadshow__cycle").select_for_update(of=("self",))
    row = rows.filter(pk=placement.pk).first()
    if row is None:
        raise Refused([Problem(DatingProblem.GONE, found=str(placement.roadshow))])
    if row.revision != seen:
        found = clock.short_day(row.day) if row.day else "待排"
        problem = Problem(DatingProblem.STALE, expected=found, found=str(row.roadshow))
        raise Refused([problem], status=HTTPStatus.CONFLICT)
    over = [Problem(DatingProblem.OVER, found=str(row.roadshow))]
    refuse_if(over if row.roadshow.is_behind(clock.today()) else [])
    return row


def require_centre(by: Actor) -> None:
    """Raises Refused (403)."""
    if not is_of_centre(by, None):
        raise Refused([Problem(DatingProblem.NOT_YOURS)], status=HTTPStatus.FORBIDDEN)


def _keep(row: Placement, by: Actor, **values: date | bool | None) -> Placement:
    for name, value in values.items():
        setattr(row, name, value)
    row.revision += 1
    row.moved_by_id, row.moved_at = by.person_id, clock.now()
    row.save()
    return row
