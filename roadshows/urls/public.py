"""Addresses of roadshows for everybody, and for their calendars."""

from django.urls import URLPattern, path

from roadshows.views import calendars, papers, public

urlpatterns: list[URLPattern] = [
    path("roadshows/", public.roadshows, name="roadshows"),
    path("roadshows/<str:ref>/", public.roadshow_page, name="roadshow_page"),
    path("roadshows.ics", calendars.calendar, name="roadshows_ics"),
    path("roadshows/<str:ref>.ics", calendars.event, name="roadshow_ics"),
    path("roadshows/<str:ref>/agenda-<str:size>.pdf", papers.agenda, name="roadshow_agenda"),
]
