"""议程的工作本: what is lined up, in which order, who stands in it. Nobody outside sees it until it
is released. Whoever changes it says which revision they saw, so that no change is lost."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from http import HTTPStatus

from django.db import transaction
from django.db.models import Q, TextChoices

from foundation.errors import Problem, Refused, refuse_if
from projects.models import Project
from records.actors import Actor
from roadshows.models import Appearance, Item, Person, Programme, Roadshow, Room
from roadshows.models.programme import QUESTIONS, TALK
from roadshows.queries.programme import faults_of
from roadshows.rules import may_run
from roadshows.states import ItemKind, Part, RoadshowStatus

MOST_ITEMS = 200  # those taken out with them


class ProgrammeProblem(TextChoices):
    NOT_YOURS = "programme_not_yours", "议程由推荐单位和火炬中心安排"
    OVER = "programme_over", "路演{found}，议程不能再改"
    STALE = (
        "programme_stale",
        "议程刚被别人改过，你这一步没有保存。请看看最新的议程，再做一次",
    )
    UNSEEN = "programme_unseen", "这一步没有办成。请在最新的议程上再做一次"
    STALE_ITEM = (
        "programme_stale_item",
        "这一项刚被别人改过。你填的还在，请对照现在的内容，改好再保存",
    )
    NOT_STANDING = "programme_not_standing", "“{found}”{expected}，不能列入议程"
    NOBODY = "programme_nobody", "先勾选要列入的项目"
    NO_TITLE = "programme_no_title", "请写这一项的名称"
    OUT = "programme_out", "“{found}”已经撤出，放回以后再改"
    IN = "programme_in", "“{found}”已在议程里"
    FOREIGN = "programme_foreign", "“{found}”不是推荐单位登记的，请另选"
    MANY = (
        "programme_many",
        "议程连同撤出的最多 {expected} 项。可以把撤出的放回，改成要添加的",
    )


@dataclass(frozen=True)
class Terms:
    """By the columns of Item; a pitch has no `title` and keeps its kind. `people` are those who
    stand in it."""

    talk: int
    questions: int = 0
    buffer: int = 0
    kind: str = ""
    title: str = ""
    fixed_at: time | None = None
    room: Room | None = None
    people: Mapping[Person, Part] = field(default_factory=dict)


@transaction.atomic
def line_up(
    roadshow: Roadshow, projects: Collection[Project], *, seen: int, by: Actor
) -> list[Item]:
    """At the end, in the order given, each once; one that stands there already stays where it is,
    one that was taken out comes back as it was. Raises Refused: not theirs (403); over, or changed
    meanwhile (409); one that may not stand, more than there may be (422)."""
    row = _locked(roadshow, by, seen)
    projects = list({project.pk: project for project in projects}.values())
    faults = faults_of(row.roadshow, [project.pk for project in projects])
    refuse_if(
        [
            Problem(ProgrammeProblem.NOT_STANDING, expected=faults[one.pk], found=str(one))
            for one in projects
            if one.pk in faults
        ]
        or ([] if projects else [Problem(ProgrammeProblem.NOBODY)])
    )
    there = _items(row)
    before = {one.project_id: one for one in row.items.filter(project__isnull=False)}
    standing = {one.project_id for one in there}
    added = [
        before.get(project.pk) or _pitch(row, project)
        for project in projects
        if project.pk not in standing
    ]
    _arrange(row, [*there, *added])
    return added


@transaction.atomic
def add_item(roadshow: Roadshow, terms: Terms, *, seen: int, by: Actor) -> Item:
    """Anything but a pitch, at the end. Raises Refused as `line_up`."""
    row = _locked(roadshow, by, seen)
    item = Item(programme=row, kind=terms.kind)
    refuse_if(_problems(item, terms, row))
    _set(item, terms)
    _arrange(row, [*_items(row), item])
    _set_people(item, terms.people)
    return item


@transaction.atomic
def change_item(item: Item, terms: Terms, *, seen: int, by: Actor) -> Item:
    """`seen` is the item's own revision. Raises Refused: not theirs (403); over, or changed
    meanwhile (409); taken out, no title, a room or a person of another unit (422)."""
    programme = _locked(item.programme.roadshow, by)
    row = Item.objects.select_related("project").select_for_update(of=("self",)).get(pk=item.pk)
    if row.revision != seen:
        raise Refused([Problem(ProgrammeProblem.STALE_ITEM)], status=HTTPStatus.CONFLICT)
    out = [Problem(ProgrammeProblem.OUT, found=str(row))] if row.place is None else []
    refuse_if([*out, *_problems(row, terms, programme)])
    _set(row, terms)
    row.revision += 1
    row.save()
    _set_people(row, terms.people)
    return row


@transaction.atomic
def move_item(item: Item, to: int, *, seen: int, by: Actor) -> Item:
    """To the place `to`, counted from 1; beyond either end is the end. Raises Refused as
    `line_up`."""

    def arrange(items: list[Item], row: Item) -> list[Item]:
        rest = [one for one in items if one != row]
        at = max(0, min(to - 1, len(rest)))
        return [*rest[:at], row, *rest[at:]]

    return _rearrange(item, arrange, seen=seen, by=by)


@transaction.atomic
def take_out(item: Item, *, seen: int, by: Actor) -> Item:
    """`put_back` puts it where it was. Raises Refused as `line_up`."""

    def arrange(items: list[Item], row: Item) -> list[Item]:
        row.was_at, row.place = row.place, None
        row.save()
        return [one for one in items if one != row]

    return _rearrange(item, arrange, seen=seen, by=by)


@transaction.atomic
def put_back(item: Item, *, seen: int, by: Actor) -> Item:
    """Raises Refused as `line_up`; 422 where it is there already."""
    row = _locked(item.programme.roadshow, by, seen)
    back = Item.objects.select_related("project").get(pk=item.pk)
    same = Q(project=back.project_id) if back.project_id else Q(pk=back.pk)
    is_there = row.items.filter(same, place__isnull=False).exists()
    refuse_if([Problem(ProgrammeProblem.IN, found=str(back))] if is_there else [])
    items = _items(row)
    at = min((back.was_at or len(items) + 1) - 1, len(items))
    _arrange(row, [*items[:at], back, *items[at:]])
    return back


@transaction.atomic
def begin_at(roadshow: Roadshow, begins: time, *, seen: int, by: Actor) -> Programme:
    """When the first item begins. Raises Refused as `line_up`."""
    row = _locked(roadshow, by, seen)
    row.begins = begins
    row.revision += 1
    row.save()
    return row


def _locked(roadshow: Roadshow, by: Actor, seen: int | None = None) -> Programme:
    if not may_run(by, roadshow):
        raise Refused([Problem(ProgrammeProblem.NOT_YOURS)], status=HTTPStatus.FORBIDDEN)
    rows = Programme.objects.select_related("roadshow").select_for_update(of=("self",))
    row = rows.get(pk=roadshow.pk)
    if row.roadshow.status not in RoadshowStatus.ahead:
        found = row.roadshow.get_status_display()
        raise Refused([Problem(ProgrammeProblem.OVER, found=found)])
    if seen is not None and row.revision != seen:
        raise Refused([Problem(ProgrammeProblem.STALE)])
    return row


def _items(programme: Programme) -> list[Item]:
    return list(programme.items.filter(place__isnull=False).order_by("place"))


def _rearrange(
    item: Item, arrange: Callable[[list[Item], Item], list[Item]], *, seen: int, by: Actor
) -> Item:
    programme = _locked(item.programme.roadshow, by, seen)
    items = _items(programme)
    row = next((one for one in items if one == item), None)
    if row is None:
        raise Refused([Problem(ProgrammeProblem.STALE)])
    _arrange(programme, arrange(items, row))
    return row


def _arrange(programme: Programme, items: Sequence[Item]) -> None:
    """From 1 on, without a gap."""
    new = [item for item in items if item.pk is None]
    many = [Problem(ProgrammeProblem.MANY, expected=str(MOST_ITEMS))]
    refuse_if(many if new and programme.items.count() + len(new) > MOST_ITEMS else [])
    for place, item in enumerate(items, start=1):
        item.place = place
    Item.objects.bulk_create(new)
    Item.objects.bulk_update([item for item in items if item.pk], ["place"])
    programme.revision += 1
    programme.save()


def _pitch(programme: Programme, project: Project) -> Item:
    return Item(
        programme=programme,
        kind=ItemKind.PITCH,
        project=project,
        talk=TALK,
        questions=QUESTIONS,
    )


def _problems(item: Item, terms: Terms, programme: Programme) -> list[Problem]:
    host = programme.roadshow.unit_id
    foreign = [one for one in (terms.room, *terms.people) if one and one.unit_id != host]
    found = [Problem(ProgrammeProblem.FOREIGN, found=str(one)) for one in foreign]
    if item.kind != ItemKind.PITCH and not terms.title:
        found.append(Problem(ProgrammeProblem.NO_TITLE, "title"))
    return found


def _set(item: Item, terms: Terms) -> None:
    if item.kind != ItemKind.PITCH:
        item.title = terms.title
        item.kind = terms.kind or item.kind
    item.talk, item.questions, item.buffer = terms.talk, terms.questions, terms.buffer
    item.fixed_at, item.room = terms.fixed_at, terms.room


def _set_people(item: Item, people: Mapping[Person, Part]) -> None:
    item.appearances.all().delete()
    Appearance.objects.bulk_create(
        Appearance(item=item, person=person, part=part) for person, part in people.items()
    )
