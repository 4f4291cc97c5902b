"""What the cast is asked about of roadshows: SC's has a published day, GD's has none yet. They are
of the year before last, so that the calls of later years stay as they are."""

from datetime import timedelta

from accounts.cycles import current_cycle, open_cycle
from foundation import clock
from roadshows.arranging import Place, add_room
from roadshows.casting import Noted, note_person
from roadshows.opening import follow_decisions
from roadshows.publishing import publish_calendar
from roadshows.remarking import mend
from roadshows.tasking import finish_duty
from roadshows.views.desks import DESKS
from tests.matrix.calendar_cast import try_calendar
from tests.matrix.programme_cast import arrange_programme
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
    try_calendar(cast)
    _name_addresses(cast)
    note_people(cast)
    arrange_programme(cast, YEARS)


def _name_addresses(cast):
    """SC's roadshow and a task of it at each desk; GD's at the units'."""
    desks = {"host": "unit/roadshows", "centre": "center/roadshows", "exchange": "exchange/events"}
    cast.duty = cast.roadshow.duties.get(key="lineup")
    cast.duty_done = finish_duty(cast.roadshow.duties.get(key="plan"), by=cast.actors["lead"])
    for name, path in desks.items():
        one = {"desk": DESKS[path], "ref": cast.roadshow.ref}
        setattr(cast, f"at_{name}", one)
        setattr(cast, f"duty_at_{name}", {**one, "duty": cast.duty.ref})
        setattr(cast, f"done_at_{name}", {**one, "duty": cast.duty_done.ref})
    cast.preparing_at_host = {"desk": DESKS[desks["host"]], "ref": cast.preparing.ref}
    place = Place("成都国际会议中心", "一层报告厅", 300, 12)
    cast.room = add_room(cast.roadshow.unit, place, by=cast.actors["lead"])


def note_people(cast):
    """Of SC: a coach without an account."""
    who = Noted("赵老师", "岷江创业投资管理有限公司", "合伙人")
    cast.person = note_person(cast.roadshow.unit, who, by=cast.actors["clerk"])
    cast.agenda_paper = {"ref": cast.roadshow.ref, "size": "a4"}
    cast.no_paper = {"ref": cast.preparing.ref, "size": "a4"}


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
