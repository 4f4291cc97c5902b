from roadshows.models.calendar import CalendarVersion, Placement, Solving, StopWish
from roadshows.models.coaching import Deck, Rehearsal, Remark, Session
from roadshows.models.person import Person
from roadshows.models.programme import Appearance, Booking, Item, Poster, Programme, Release
from roadshows.models.roadshow import Duty, Roadshow, Room, Season
from roadshows.models.text import RoadshowText

__all__ = [
    "Appearance",
    "Booking",
    "CalendarVersion",
    "Deck",
    "Duty",
    "Item",
    "Person",
    "Placement",
    "Poster",
    "Programme",
    "Rehearsal",
    "Release",
    "Remark",
    "Roadshow",
    "RoadshowText",
    "Room",
    "Season",
    "Session",
    "Solving",
    "StopWish",
]
