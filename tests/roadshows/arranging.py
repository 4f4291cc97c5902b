"""Agendas arranged through the door, for tests of this room."""

from datetime import time

from roadshows.casting import Noted, note_person
from roadshows.models import Item, Room
from roadshows.programme import Terms, add_item, change_item, line_up
from roadshows.releasing import preview_of, release
from tests.factories import make_clerk

OPENING = Terms(talk=8, kind="opening", title="致辞")


def revision(roadshow):
    roadshow.programme.refresh_from_db()
    return roadshow.programme.revision


def lined_up(roadshow, projects, by=None):
    return line_up(roadshow, projects, seen=revision(roadshow), by=by or clerk_of(roadshow))


def added(roadshow, by=None, **changes):
    terms = Terms(**{**vars(OPENING), **changes})
    return add_item(roadshow, terms, seen=revision(roadshow), by=by or clerk_of(roadshow))


def changed(item, by=None, **changes):
    row = Item.objects.get(pk=item.pk)
    names = ("talk", "questions", "buffer", "title", "fixed_at", "room")
    people = {one.person: one.part for one in row.appearances.all()}
    now = {**{name: getattr(row, name) for name in names}, "people": people}
    terms = Terms(**now | changes)
    roadshow = row.programme.roadshow
    return change_item(row, terms, seen=row.revision, by=by or clerk_of(roadshow))


def released(roadshow, by=None, **rest):
    roadshow.refresh_from_db()
    order = {"seen": preview_of(roadshow).seen, **rest}
    return release(roadshow, by=by or clerk_of(roadshow), **order)


def noted(roadshow, name="赵老师", user=None):
    who = Noted(name, "岷江创投", user=user)
    return note_person(roadshow.unit, who, by=clerk_of(roadshow))


def room_of(roadshow, name="一号厅"):
    return Room.objects.create(unit=roadshow.unit, venue="天府会议中心", name=name)


def clerk_of(roadshow):
    return make_clerk(roadshow.unit_id)


def titles(roadshow):
    rows = roadshow.programme.items.filter(place__isnull=False).order_by("place")
    return [str(row) for row in rows]


def at(text):
    return time.fromisoformat(text)
