"""What the cast is asked about of the calendar: GD's is placed and not published; of two searches
one has ended, the other waits for a worker."""

from records.working import carry_out
from roadshows.models import CalendarVersion
from roadshows.solving import begin_solving
from tests.roadshows.making import placed, workdays


def try_calendar(cast):
    """Each object by the word the table uses."""
    centre, cycle = cast.actors["centre"], cast.preparing.cycle
    cast.calendar_year = {"year": cycle.year}
    cast.calendar_version = CalendarVersion.objects.get()
    cast.calendar_placed = placed(cast.preparing, workdays(2)[1], by=centre)
    cast.solved = begin_solving(cycle.season, by=centre)
    carry_out("roadshows.solving", cast.solved.pk)
    cast.solving = begin_solving(cycle.season, by=centre)
