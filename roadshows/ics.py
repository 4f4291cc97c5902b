"""iCalendar (RFC 5545; published as RFC 5546 3.2.1 has it): pure, equal input gives equal bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneStandard,
    vCalAddress,
    vDuration,
    vUri,
)
from icalendar.enums import STATUS

from foundation.clock import SHANGHAI

PRODID = "-//ztc//roadshows//ZH"
_ASK_AGAIN = timedelta(hours=6)
# The last change of the hour there: since then it is UTC+8 all year.
_SUMMER_ENDED = datetime(1991, 9, 15, 2)  # noqa: DTZ001 -- RFC 5545 3.6.5: local, without a zone
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Shown:
    """One event. `begins` is a day until its times are known; then both are aware, half-open.
    `sequence` goes up with each change that others see, the last `at`."""

    uid: str
    sequence: int
    at: datetime
    status: STATUS
    title: str
    begins: date | datetime
    ends: date | datetime | None
    place: str
    about: str
    url: str
    categories: Sequence[str]
    host: str
    mailbox: str


def calendar_of(events: Sequence[Shown], *, name: str = "", source: str = "") -> bytes:
    """One file, or (`name`, `source`) what people subscribe to and read anew every six hours."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    if source:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("source", vUri(source), parameters={"VALUE": "URI"})
        ask_again = vDuration(_ASK_AGAIN)
        calendar.add("refresh-interval", ask_again, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", ask_again)
    calendar.add_component(_shanghai())
    for event in events:
        calendar.add_component(_event(event))
    return bytes(calendar.to_ical())


def _event(shown: Shown) -> Event:
    event = Event.new(
        uid=shown.uid,
        sequence=shown.sequence,
        stamp=shown.at,
        last_modified=shown.at,
        status=shown.status,
        summary=shown.title,
        start=_local(shown.begins),
        end=_local(shown.ends) if shown.ends else None,
        location=shown.place or None,
        description=shown.about,
        url=shown.url,
        categories=list(shown.categories),
    )
    organizer = vCalAddress(f"mailto:{shown.mailbox}")
    organizer.params["CN"] = shown.host
    event.add("organizer", organizer)
    return event


def _local(moment: date | datetime) -> date | datetime:
    return moment.astimezone(SHANGHAI) if isinstance(moment, datetime) else moment


def _shanghai() -> Timezone:
    standard = TimezoneStandard()
    standard.add("dtstart", _SUMMER_ENDED)
    standard.add("tzname", "CST")
    standard.add("tzoffsetfrom", 9 * _HOUR)
    standard.add("tzoffsetto", 8 * _HOUR)
    zone = Timezone()
    zone.add("tzid", SHANGHAI.key)
    zone.add_component(standard)
    return zone
