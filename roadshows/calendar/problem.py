"""What the calendar is asked: roadshows with their wishes, and rules that no answer may break."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from foundation.workdays import is_workday

Days = Mapping[str, date]  # by code of the roadshow

FIRST, SECOND, NEAR = 100, 60, 30  # worth of a wished day, and of one close to it
REACH = 14  # days from a wish within which a day is still worth something


@dataclass(frozen=True, slots=True)
class Show:
    """`wishes` are its first and its second day, where it has them; `pinned` is the day that it
    keeps. One that `is_settled` has had its day: it stands in the way of others, but is at fault
    for nothing any more."""

    code: str
    unit: str
    region: str
    theme: str
    is_broadcast: bool = True
    wishes: tuple[date, ...] = ()
    pinned: date | None = None
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class Blocked:
    """From `first` to `last`, both of them; of one unit, or of all where `unit` is ""."""

    first: date
    last: date
    unit: str = ""
    reason: str = ""

    def holds(self, show: Show, day: date) -> bool:
        return self.unit in ("", show.unit) and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Rules:
    """As `models.Season` has them: a gap of n days forbids two days less than n apart. Before
    `earliest` no day is given any more."""

    first: date
    last: date
    teams: int
    unit_gap: int = 0
    region_gap: int = 0
    theme_gap: int = 0
    on_rest_days: bool = False
    blocked: tuple[Blocked, ...] = ()
    earliest: date | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    rules: Rules
    shows: tuple[Show, ...] = field(default=())

    def days(self) -> Iterator[date]:
        """Of the season, the first and the last among them."""
        for n in range((self.rules.last - self.rules.first).days + 1):
            yield self.rules.first + timedelta(days=n)

    def open_days(self, show: Show) -> list[date]:
        """On which it may be but for the others; a pin is not asked."""
        rules = self.rules
        return [
            day
            for day in self.days()
            if (rules.earliest is None or day >= rules.earliest)
            and (rules.on_rest_days or is_workday(day))
            and not any(one.holds(show, day) for one in rules.blocked)
        ]


def worth_of(show: Show, day: date) -> int:
    """How well a day meets its wishes: FIRST and SECOND for the day itself, from NEAR downwards
    within REACH days of either, else 0. Any day is as good where nothing was wished."""
    if day in show.wishes:
        return FIRST if day == show.wishes[0] else SECOND
    distance = min((abs((day - wish).days) for wish in show.wishes), default=REACH)
    return max(0, NEAR - distance * NEAR // REACH)


def dumped(problem: Problem) -> dict[str, Any]:
    """As JSON holds it; `loaded` is the way back."""
    return dict(_plain(asdict(problem)))


def loaded(data: Mapping[str, Any]) -> Problem:
    rules = dict(data["rules"])
    blocked = tuple(
        Blocked(_day(b["first"]), _day(b["last"]), b["unit"], b["reason"]) for b in rules["blocked"]
    )
    rules |= {name: _day(rules[name]) for name in ("first", "last")}
    rules |= {"blocked": blocked, "earliest": _day_or_none(rules["earliest"])}
    return Problem(Rules(**rules), tuple(_show(one) for one in data["shows"]))


def _show(data: Mapping[str, Any]) -> Show:
    wishes = tuple(_day(text) for text in data["wishes"])
    return Show(**{**data, "wishes": wishes, "pinned": _day_or_none(data["pinned"])})


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _day_or_none(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(one) for one in value]
    return value
