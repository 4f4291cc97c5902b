"""活动信息: what a roadshow says of itself, and the rooms of its host."""

from collections.abc import Sequence
from dataclasses import dataclass, fields as fields_of
from http import HTTPStatus

from django.db import transaction
from django.db.models import TextChoices

from accounts.models import Unit
from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from projects.content import sha256_of
from records.actors import Actor
from records.workflow import move, move_all
from roadshows.cutting import cut_texts
from roadshows.models import Booking, Item, Roadshow, Room, Session
from roadshows.posters import order_anew
from roadshows.rules import is_of_unit, may_run
from roadshows.seeing import refuse_overwriting, seen_of_room
from roadshows.states import RoadshowStatus

# What others saw of it: a change is told by the number of the calendar's entry.
_SHOWN = ("title", "host", "place", "room", "about", "mode")
# What its day was found for.
_OF_THE_DAY = {"mode": "形式", "theme": "主题", "is_broadcast": "直播"}


class ArrangingProblem(TextChoices):
    STALE = (
        "roadshow_stale",
        "活动信息刚被别人改过，你这次没有保存。下面列出了现在的内容，核对后再保存一次",
    )
    DAY_STANDS = "roadshow_day_stands", "日期已发布，{expected}不能改。要改，请火炬中心先撤下日期"
    ROOM_NOT_ITS_OWN = "roadshow_room", "主会场要选推荐单位的会场"


class RoomProblem(TextChoices):
    NOT_YOURS = "room_not_yours", "会场由它的单位管理"
    TWICE = "room_twice", "这个场馆里已经有同名的会场"
    IN_USE = "room_in_use", "“{found}”已排在路演、议程或辅导里，不能删除"


@dataclass(frozen=True)
class Facts:
    """By the columns of Roadshow."""

    title: str
    theme: str
    fields: list[str]
    mode: str
    is_broadcast: bool
    host: str
    place: str
    room: Room | None
    about: str


@dataclass(frozen=True)
class Place:
    """By the columns of Room."""

    venue: str
    name: str
    seats: int | None
    tables: int


def facts_of(roadshow: Roadshow) -> Facts:
    return Facts(**{one.name: getattr(roadshow, one.name) for one in fields_of(Facts)})


def seen_of(roadshow: Roadshow) -> str:
    """A digest of its facts and its day: whoever changes them says which they saw."""
    facts = vars(facts_of(roadshow))
    day = roadshow.day.isoformat() if roadshow.day else ""
    return sha256_of({**facts, "room": roadshow.room_id, "day": day})


@transaction.atomic
def arrange(roadshow: Roadshow, facts: Facts, *, seen: str, by: Actor) -> Roadshow:
    """Nothing happens where nothing changed. Raises Refused: not its people's (403); over, or
    changed meanwhile (409); mode, theme or broadcast of a published day, a room of others (422)."""
    row = Roadshow.objects.select_for_update(no_key=True).get(pk=roadshow.pk)
    is_same = facts_of(row) == facts and row.status in RoadshowStatus.ahead
    if is_same and may_run(by, row):
        return row

    def write(row: Roadshow) -> None:
        if seen_of(row) != seen:
            raise Refused([Problem(ArrangingProblem.STALE)], status=HTTPStatus.CONFLICT)
        refuse_if(_problems(row, facts))
        changed = _changed(row, facts)
        for name in changed:
            setattr(row, name, getattr(facts, name))
        if row.sequence is not None and not changed.isdisjoint(_SHOWN):
            _count_up([row])

    moved = move(roadshow, "arrange", by=by, write=write)
    cut_texts([moved])
    order_anew([moved])
    return moved


def _count_up(rows: Sequence[Roadshow]) -> None:
    for row in rows:
        row.sequence, row.changed_at = (row.sequence or 0) + 1, clock.now()


def _changed(row: Roadshow, facts: Facts) -> set[str]:
    return {name for name, value in vars(facts).items() if getattr(row, name) != value}


def _problems(row: Roadshow, facts: Facts) -> list[Problem]:
    changed = _changed(row, facts) if row.day else set()
    problems = [
        Problem(ArrangingProblem.DAY_STANDS, name, expected=label)
        for name, label in _OF_THE_DAY.items()
        if name in changed
    ]
    if facts.room is not None and facts.room.unit_id != row.unit_id:
        problems.append(Problem(ArrangingProblem.ROOM_NOT_ITS_OWN, "room"))
    return problems


@transaction.atomic
def add_room(unit: Unit, place: Place, *, by: Actor) -> Room:
    """Raises Refused: not this unit's (403); one of that name there (422)."""
    _require_own(unit.pk, by)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    _refuse_twice(unit.pk, place)
    return Room.objects.create(unit=unit, **vars(place))


@transaction.atomic
def change_room(room: Room, place: Place, *, seen: str, by: Actor) -> Room:
    """What was released keeps the name it said; of a published roadshow whose main room it is,
    others saw a change. Raises Refused as `add_room`; changed meanwhile (409)."""
    _require_own(room.unit_id, by)
    Unit.objects.select_for_update(no_key=True).get(pk=room.unit_id)
    _refuse_twice(room.unit_id, place, but=room)
    room.refresh_from_db(fields=list(vars(place)))
    name_before, before = str(room), seen_of_room(room)
    for name, value in vars(place).items():
        setattr(room, name, value)
    refuse_overwriting(before, seen_of_room(room), seen=seen)
    room.save(update_fields=list(vars(place)))
    if str(room) != name_before:
        shown = Roadshow.objects.filter(room=room, sequence__isnull=False)
        ahead = shown.filter(status__in=RoadshowStatus.ahead).select_related("unit")
        cut_texts(move_all(ahead, "arrange", by=by, write=_count_up).rows)
    return room


@transaction.atomic
def remove_room(room: Room, *, by: Actor) -> None:
    """Raises Refused: not this unit's (403); something stands in it (422)."""
    _require_own(room.unit_id, by)
    row = Room.objects.select_for_update().get(pk=room.pk)
    refuse_if([Problem(RoomProblem.IN_USE, found=str(row))] if _is_used(row) else [])
    row.delete()


def _is_used(room: Room) -> bool:
    users = (Roadshow, Item, Session, Booking)
    return any(model.objects.filter(room=room).exists() for model in users)


def _require_own(unit: str, by: Actor) -> None:
    if not is_of_unit(by, unit):
        raise Refused([Problem(RoomProblem.NOT_YOURS)], status=HTTPStatus.FORBIDDEN)


def _refuse_twice(unit: str, place: Place, but: Room | None = None) -> None:
    same = Room.objects.filter(unit=unit, venue=place.venue, name=place.name)
    is_taken = any(room != but for room in same)
    refuse_if([Problem(RoomProblem.TWICE, "name")] if is_taken else [])
