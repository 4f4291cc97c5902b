"""A roadshow on the calendar: what stands on it, and where its keys and its form lead."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from foundation.workdays import is_workday
from roadshows.models import Placement, Roadshow
from roadshows.views.calendar_spots import Spot
from roadshows.views.calendar_words import (
    day_in_words,
    is_unwished,
    named,
    wish_met,
    wishes_in_words,
)

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Tried:
    """A move that was not made: what was typed, and why not. `ref` "" is of none."""

    ref: str = ""
    day: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chip:
    """`clashes` are sentences; `tried` is what was typed into its form last."""

    placement: Placement
    name: str
    spot: Spot
    today: date
    clashes: tuple[str, ...] = ()
    tried: Tried | None = None
    is_opened: bool = False

    @property
    def roadshow(self) -> Roadshow:
        return self.placement.roadshow

    @property
    def placed(self) -> date | None:
        return self.placement.stands(self.today)

    @property
    def anchor(self) -> str:
        return f"show-{self.roadshow.ref}"

    @property
    def tone(self) -> str:
        if self.clashes:
            return "bad"
        return "warn" if self.is_unwished else ""

    @property
    def is_unwished(self) -> bool:
        return is_unwished(self.roadshow, self.placed)

    @property
    def is_over(self) -> bool:
        return self.roadshow.is_behind(self.today)

    @property
    def is_movable(self) -> bool:
        return not self.is_over and not self.placement.is_pinned

    @property
    def day(self) -> str:
        return day_in_words(self.placed)

    @property
    def wishes(self) -> str:
        return wishes_in_words(self.roadshow)

    @property
    def met(self) -> str:
        return wish_met(self.roadshow, self.placed)

    @property
    def typed(self) -> str:
        """In its form: what was typed, its day, or the day that it wished for."""
        if self.tried and self.tried.day:
            return self.tried.day
        wishes = (self.roadshow.first_wish, self.roadshow.second_wish)
        ahead = [wish for wish in wishes if wish and wish > self.today]
        day = self.placed or next(iter(ahead), None)
        return day.isoformat() if day else ""

    @property
    def is_open(self) -> bool:
        return self.is_opened or (self.tried is not None and bool(self.tried.problems))

    @property
    def said(self) -> str:
        """For those who do not see where it stands and in which colour."""
        facts = [self.day]
        facts += ["已固定"] if self.placement.is_pinned else []
        facts += ["不能再改期"] if self.is_over else []
        facts += [f"冲突：{one}" for one in self.clashes]
        facts += ["不是申报的日期"] if self.is_unwished else []
        return "，".join(facts)

    @property
    def move_url(self) -> str:
        return self._url("center_calendar_move")

    @property
    def pin_url(self) -> str:
        return self._url("center_calendar_pin")

    def _url(self, name: str) -> str:
        return f"{reverse(name, args=[self.roadshow.ref])}?{self.spot.query}"

    @property
    def earlier(self) -> str:
        return self._beside(-1)

    @property
    def later(self) -> str:
        return self._beside(1)

    @property
    def week_earlier(self) -> str:
        return (self.placed - WEEK).isoformat() if self.placed else ""

    @property
    def week_later(self) -> str:
        return (self.placed + WEEK).isoformat() if self.placed else ""

    def _beside(self, step: int) -> str:
        """The next day on which people work, where the season asks for that."""
        day = self.placed
        if day is None:
            return ""
        day += timedelta(days=step)
        while not (self.spot.season.on_rest_days or is_workday(day)):
            day += timedelta(days=step)
        return day.isoformat()


class Names:
    """Of roadshows by code: the unit, with a number where it has several."""

    def __init__(self, placements: Sequence[Placement]) -> None:
        several = Counter(one.roadshow.unit_id for one in placements)
        self.by_code = {
            one.roadshow.code: named(
                one.roadshow, is_one_of_several=several[one.roadshow.unit_id] > 1
            )
            for one in placements
        }
