"""The matrix for people of roadshows, calendars and papers. `person` is of SC; `roadshow` has a day
and a released agenda, `preparing` has neither."""

from roadshows.seeing import seen_of_person
from tests.matrix.rows import LOGIN, MOVED, post, public, row

_UNITS = {"visitor": LOGIN, "units": 200, "rest": 403}
_OWN = {"visitor": LOGIN, "unit_other": 404, "rest": 403}
_ZHAO = {"name": "赵老师", "employer": "岷江创投"}
_SEEN = {**_ZHAO, "seen": lambda cast: seen_of_person(cast.person)}

PEOPLE_ROWS = [
    row("unit_roadshow_people", **_UNITS),
    post("unit_roadshow_people", data=_ZHAO, visitor=LOGIN, units=MOVED, rest=403),
    row("unit_roadshow_person", "person", unit=200, **_OWN),
    post("unit_roadshow_person", "person", _SEEN, unit=MOVED, **_OWN),
    post("unit_roadshow_person_forget", "person", unit=MOVED, **_OWN),
    public("roadshows_ics"),
    public("roadshow_ics", "roadshow"),
    row("roadshow_ics", "preparing", everyone=404),
    row("roadshow_agenda", "agenda_paper", everyone=503),  # it is being made
    row("roadshow_agenda", "no_paper", everyone=404),
]
