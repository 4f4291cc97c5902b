"""What coaching is made of, for tests."""

import io
from datetime import timedelta

from accounts.models import Unit
from foundation import clock
from foundation.refs import new_ref
from foundation.uploads import Purpose
from records.filing import file_document
from records.workflow import begin
from roadshows.decks import file_deck
from roadshows.models import Person, Room
from roadshows.rehearsing import Run, note_rehearsal
from roadshows.remarking import say_remark
from roadshows.sessions import Plan, plan_session
from roadshows.states import DeckKind, SessionKind
from tests.factories import make_clerk
from tests.projects.attaching_files import pdf


def make_person(name="许衡", unit="SC", user=None):
    row = Person(unit=Unit.objects.get(abbr=unit), name=name, employer="天府创投", user=user)
    return begin(row, "note", by=make_clerk(unit))


def make_room(name="一号厅", unit="SC"):
    return Room.objects.create(unit=Unit.objects.get(abbr=unit), venue="科创中心", name=name)


def tomorrow(hour=9, minute=0):
    day = clock.now().astimezone(clock.SHANGHAI) + timedelta(days=1)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def plan_of(people, projects, **changes):
    usual = {
        "kind": SessionKind.DIAGNOSIS,
        "title": "商业计划书一对一",
        "starts_at": tomorrow(9),
        "ends_at": tomorrow(11),
        "link": "https://meeting.example.cn/1",
        "people": people,
        "projects": projects,
    }
    return Plan(**(usual | changes))


def make_session(people, projects, *, by=None, unit="SC", **changes):
    plan = plan_of(people, projects, **changes)
    return plan_session(Unit.objects.get(abbr=unit), plan, by=by or make_clerk(unit))


def make_deck(project, by, kind="plan", data=None, name="商业计划书.pdf"):
    stream = io.BytesIO(data or pdf())
    document = file_document(name, stream, purpose=Purpose.DOCUMENT, by=by)
    return file_deck(project, DeckKind(kind), document, by=by)


def make_remark(deck, by=None, text="第 3 页写清楚样片测过多久"):
    return say_remark(deck, text, by=by or make_clerk(deck.project.unit_id))


def make_rehearsal(project, by, talk=470, questions=200):
    return note_rehearsal(project, Run(new_ref(), talk, questions, 480, 300), by=by)
