"""Addresses of roadshows at the desks: facts, rooms, people, tasks."""

from django.urls import URLPattern, path

from roadshows.views import duties, events, people, rooms
from roadshows.views.desks import DESKS

_ONE = "<roadshow_desk:desk>/<str:ref>/"
_DUTY = f"{_ONE}duties/<str:duty>/"
_UNIT, _CENTRE, _EXCHANGE = (
    {"desk": DESKS[place]} for place in ("unit/roadshows", "center/roadshows", "exchange/events")
)

urlpatterns: list[URLPattern] = [
    path("unit/roadshows/", events.listed, _UNIT, name="unit_roadshows"),
    path("center/roadshows/", events.listed, _CENTRE, name="center_roadshows"),
    path("exchange/events/", events.listed, _EXCHANGE, name="exchange_events"),
    path("unit/rooms/", rooms.rooms, name="unit_rooms"),
    path("unit/rooms/<str:ref>/change/", rooms.change, name="unit_room_change"),
    path("unit/rooms/<str:ref>/remove/", rooms.remove, name="unit_room_remove"),
    path("unit/roadshows/people/", people.people, name="unit_roadshow_people"),
    path("unit/roadshows/people/<str:ref>/", people.person, name="unit_roadshow_person"),
    path(
        "unit/roadshows/people/<str:ref>/forget/",
        people.forget,
        name="unit_roadshow_person_forget",
    ),
    path(_ONE, events.overview, name="roadshow"),
    path(f"{_ONE}edit/", events.edit, name="roadshow_edit"),
    path(f"{_ONE}cancel/", events.cancel, name="roadshow_cancel"),
    path(f"{_ONE}duties/", duties.duties, name="roadshow_duties"),
    path(f"{_ONE}duties/add/", duties.add, name="roadshow_duty_add"),
    path(f"{_DUTY}change/", duties.change, name="roadshow_duty_change"),
    path(f"{_DUTY}finish/", duties.finish, name="roadshow_duty_finish"),
    path(f"{_DUTY}waive/", duties.waive, name="roadshow_duty_waive"),
    path(f"{_DUTY}reopen/", duties.reopen, name="roadshow_duty_reopen"),
]
