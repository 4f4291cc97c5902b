"""One row in each audited table of this room."""

from datetime import timedelta

from accounts.cycles import current_cycle, open_cycle
from foundation import clock
from records.workflow import begin
from roadshows.casting import Noted, note_person
from roadshows.models import Deck, Rehearsal, Release, Remark, Roadshow, Session
from roadshows.opening import follow_decisions
from roadshows.publishing import publish_calendar
from tests.factories import make_holder, make_lead, make_project, make_staff
from tests.provinces.deciding import final
from tests.records.test_filing import file_pdf
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
    release_and_coach(row)
    return row


def release_and_coach(row: Roadshow) -> None:
    by, holder = make_lead("SC"), make_holder()
    project = make_project("listed", holder)
    note_person(row.unit, Noted("赵老师", "岷江创投", "合伙人"), by=by)
    one = {"roadshow": row, "number": 1, "content": {"items": []}, "released_by": by.user}
    begin(Release(**one), "release", by=by)
    begins = clock.now() + timedelta(days=3)
    times = {"starts_at": begins, "ends_at": begins + timedelta(hours=2)}
    session = Session(unit=row.unit, roadshow=row, kind="training", title="路演培训", **times)
    begin(session, "plan", by=by)
    document = file_pdf(holder)
    deck = Deck(project=project, kind="deck", number=1, document=document, filed_by=holder.user)
    begin(deck, "file", by=holder)
    remark = Remark(deck=deck, session=session, text="先说客户是谁", said_by=by.user)
    begin(remark, "say", by=by)
    seconds = {"talk": 470, "questions": 280, "talk_limit": 480, "questions_limit": 300}
    begin(Rehearsal(project=project, **seconds, noted_by=holder.user), "note", by=holder)
