"""What the cast is asked about of roadshows: SC's has a published day, GD's has none yet. They are
of the year before last, so that the calls of later years stay as they are."""

from datetime import timedelta

from accounts.cycles import current_cycle, open_cycle
from foundation import clock
from roadshows.opening import follow_decisions
from roadshows.publishing import publish_calendar
from roadshows.remarking import mend
from tests.provinces.deciding import final
from tests.roadshows.coaching import (
    make_deck,
    make_person,
    make_rehearsal,
    make_remark,
    make_room,
    make_session,
)
from tests.roadshows.making import placed, roadshows, season, workdays

YEARS = 2


def run_roadshows(cast):
    """Each object by the word the table uses."""
    year = current_cycle().year - YEARS
    cycle = open_cycle(year, issuer="科技部火炬中心", by=cast.actors["centre_lead"])
    with clock.shift(timedelta(days=-365 * YEARS)):
        final("SC", "GD")
    follow_decisions()
    season(cycle)
    cast.preparing, cast.roadshow = roadshows()
    placed(cast.roadshow, workdays(1)[0], by=cast.actors["centre"])
    publish_calendar(cycle.season, by=cast.actors["centre_lead"])
    cast.roadshow.refresh_from_db()


def coach_projects(cast):
    """SC coaches the first holder's listed project: a session ahead, a deck with an open remark and
    one that was answered."""
    holder, clerk = cast.actors["holder"], cast.actors["clerk"]
    cast.session = make_session([make_person()], [cast.listed], by=clerk, room=make_room())
    cast.deck = make_deck(cast.listed, holder)
    cast.remark = make_remark(cast.deck, clerk)
    cast.remark_done = mend(make_remark(cast.deck, clerk), "改在第 3 页", by=holder)
    make_rehearsal(cast.listed, holder)
    cast.deck_to_come = {"ref": cast.listed.ref, "kind": "deck"}
