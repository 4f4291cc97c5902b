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
from roadshows.states import RoadshowStatus


class DatingProblem(TextChoices):
    NOT_YOURS = "dating_not_yours", "排期由火炬中心办理"
    STALE = (
        "dating_stale",
        "{found}刚被别人改到{expected}，你这一步没有保存。请看看最新的排期再改",
    )
    NO_DAY = "dating_no_day", "先排好日子才能固定"
    PINNED = "dating_pinned", "{found}的日期已固定，先取消固定再移动"
    PAST = "dating_past", "不能排到今天或更早"
    OVER = "dating_over", "{found}已经举办或到了日子，不能再改期"


@transaction.atomic
def place(placement: Placement, day: date | None, *, seen: int, by: Actor) -> Placement:
    """Give it a day, or none. Raises Refused: not the centre's (403); moved meanwhile (409);
    pinned, over, not ahead (422)."""
    row = _locked(placement, seen, by)
    problems = [Problem(DatingProblem.PINNED, found=str(row.roadshow))] if row.is_pinned else []
    if day is not None and day <= clock.today():
        problems.append(Problem(DatingProblem.PAST, "day"))
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
    """Days found by the solver, by code: those moved, and those left alone because somebody moved
    or pinned them since they were `seen`."""
    require_centre(by)
    named = Placement.objects.filter(
        roadshow__code__in=days, roadshow__status__in=RoadshowStatus.ahead
    )
    locked = named.select_related("roadshow").select_for_update(of=("self",)).order_by("pk")
    moved, left = [], []
    for row in locked:
        day = days[row.roadshow.code]
        if row.day == day:
            continue
        if row.is_pinned or row.revision != seen.get(row.roadshow.code):
            left.append(row)
        else:
            moved.append(_keep(row, by, day=day))
    return moved, left


def _locked(placement: Placement, seen: int, by: Actor) -> Placement:
    require_centre(by)
    rows = Placement.objects.select_related("roadshow").select_for_update(of=("self",))
    row = rows.get(pk=placement.pk)
    if row.revision != seen:
        found = clock.short_day(row.day) if row.day else "待排"
        problem = Problem(DatingProblem.STALE, expected=found, found=str(row.roadshow))
        raise Refused([problem], status=HTTPStatus.CONFLICT)
    is_over = row.roadshow.status not in RoadshowStatus.ahead or (
        row.roadshow.day is not None and row.roadshow.day <= clock.today()
    )
    refuse_if([Problem(DatingProblem.OVER, found=str(row.roadshow))] if is_over else [])
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
