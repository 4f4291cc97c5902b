"""What the cast is asked about of roadshows: SC's has a published day, GD's has none yet. They are
of the year before last, so that the calls of later years stay as they are."""

from datetime import timedelta

from accounts.cycles import current_cycle, open_cycle
from foundation import clock
from roadshows.opening import follow_decisions
from roadshows.publishing import publish_calendar
from tests.matrix.calendar_cast import try_calendar
from tests.provinces.deciding import final
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
