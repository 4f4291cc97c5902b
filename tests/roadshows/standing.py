"""One row in each audited table of this room."""

from datetime import timedelta

from accounts.cycles import current_cycle, open_cycle
from foundation import clock
from records.workflow import begin, move
from roadshows.casting import Noted, note_person
from roadshows.models import Deck, Rehearsal, Release, Remark, Roadshow, Session
from roadshows.opening import follow_decisions
from roadshows.publishing import publish_calendar
from roadshows.states import ItemKind
from tests.factories import make_holder, make_lead, make_project, make_staff
from tests.provinces.deciding import final
from tests.records.filed import file_pdf
from tests.roadshows.making import placed, season, workdays


def coached_roadshow() -> Roadshow:
    """SC's of last year, dated and released; a session, a deck with a remark, a rehearsal."""
    lead = make_staff("centre_lead")
    cycle = open_cycle(current_cycle().year - 1, issuer="科技部火炬中心", by=lead)
    with clock.shift(timedelta(days=-365)):
        final("SC")
    follow_decisions()
    season(cycle)
    row = Roadshow.objects.get(cycle=cycle)
    placed(row, workdays(1)[0])
    publish_calendar(cycle.season, by=lead)
    row.refresh_from_db()
    release_and_coach(row)
    return row


def released(row, *items, by=None) -> Release:
    """As `programme.content_of` has it, on the roadshow's day."""
    by, day = by or make_lead("SC"), row.day.isoformat()
    for one in items:
        one["starts"], one["ends"] = (f"{day}T{one[name]}:00+08:00" for name in ("starts", "ends"))
    content = {
        "day": day,
        "begins": min(one["starts"] for one in items),
        "ends": max(one["ends"] for one in items),
        "place": row.place,
        "room": "",
        "items": list(items),
    }
    move(row, "release", by=by, write=_shown_anew)
    number = row.releases.count() + 1
    release = Release(roadshow=row, number=number, content=content, released_by=by.user)
    return begin(release, "release", by=by)


def item(starts, ends, kind="pitch", title="", **rest):
    is_pitch = kind == "pitch"
    usual = {
        "ref": f"I{starts.replace(':', '')}",
        "kind": kind,
        "kind_label": str(ItemKind(kind).label),
        "title": title or "面向车规的碳化硅栅极驱动芯片",
        "project": "P2345" if is_pitch else "",
        "code": "T2026-SC-0001" if is_pitch else "",
        "organisation": "岷江器件研究所" if is_pitch else "",
        "field": "新一代信息技术产业" if is_pitch else "",
        "trl": 7 if is_pitch else None,
        "modes": ["许可"] if is_pitch else [],
        "starts": starts,
        "ends": ends,
        "talk": 8,
        "questions": 5 if is_pitch else 0,
        "room": "",
        "room_ref": "",
        "people": [],
    }
    return usual | rest


def _shown_anew(row):
    row.sequence, row.changed_at = row.sequence + 1, clock.now()


def release_and_coach(row: Roadshow) -> None:
    by, holder = make_lead("SC"), make_holder()
    project = make_project("listed", holder)
    note_person(row.unit, Noted("赵老师", "岷江创投", "合伙人"), by=by)
    released(row, item("14:00", "14:13", "pitch", project.title), by=by)
    begins = clock.now() + timedelta(days=3)
    times = {"starts_at": begins, "ends_at": begins + timedelta(hours=2)}
    session = Session(unit=row.unit, roadshow=row, kind="training", title="路演培训", **times)
    begin(session, "plan", by=by)
    document = file_pdf(holder)
    deck = Deck(project=project, kind="deck", number=1, document=document, filed_by=holder.user)
    begin(deck, "file", by=holder)
    remark = Remark(deck=deck, text="先说客户是谁", said_by=by.user)
    begin(remark, "say", by=by)
    seconds = {"talk": 470, "questions": 280, "talk_limit": 480, "questions_limit": 300}
    begin(Rehearsal(project=project, **seconds, noted_by=holder.user), "note", by=holder)
