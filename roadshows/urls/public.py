"""Addresses of roadshows for everybody, and for their calendars."""

from django.urls import path

from roadshows.views import calendars, papers

urlpatterns = [
    path("roadshows.ics", calendars.calendar, name="roadshows_ics"),
    path("roadshows/<str:ref>.ics", calendars.event, name="roadshow_ics"),
    path("roadshows/<str:ref>/agenda-<str:size>.pdf", papers.agenda, name="roadshow_agenda"),
]
