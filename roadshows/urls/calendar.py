"""Addresses of the national calendar."""

from django.urls import path

from roadshows.views import calendar, calendar_publishing, calendar_rules, calendar_solving

_SOLVING = "center/calendar/solvings/<str:ref>/"

urlpatterns = [
    path("center/calendar/", calendar.show, name="center_calendar"),
    path("center/calendar/rules/", calendar_rules.rules, name="center_calendar_rules"),
    path("center/calendar/duties/", calendar_rules.duties, name="center_calendar_duties"),
    path("center/calendar/publish/", calendar_publishing.review, name="center_calendar_publish"),
    path(
        "center/calendar/versions/", calendar_publishing.versions, name="center_calendar_versions"
    ),
    path(
        "center/calendar/versions/<str:ref>/",
        calendar_publishing.version,
        name="center_calendar_version",
    ),
    path(
        "center/calendar/<int:year>/publish/",
        calendar_publishing.publish,
        name="center_calendar_publish_now",
    ),
    path("center/calendar/<int:year>/solve/", calendar_solving.solve, name="center_calendar_solve"),
    path(_SOLVING, calendar_solving.solving, name="center_calendar_solving"),
    path(f"{_SOLVING}progress/", calendar_solving.progress, name="center_calendar_progress"),
    path(f"{_SOLVING}stop/", calendar_solving.stop, name="center_calendar_stop"),
    path(f"{_SOLVING}take/", calendar_solving.take, name="center_calendar_take"),
    path(f"{_SOLVING}leave/", calendar_solving.leave, name="center_calendar_leave"),
    path("center/calendar/<str:ref>/move/", calendar.move, name="center_calendar_move"),
    path("center/calendar/<str:ref>/pin/", calendar.pin, name="center_calendar_pin"),
]
