"""Addresses of roadshows for everybody, and for their calendars."""

from django.urls import URLPattern, path

from roadshows.views import public

urlpatterns: list[URLPattern] = [
    path("roadshows/", public.roadshows, name="roadshows"),
    path("roadshows/<str:ref>/", public.roadshow_page, name="roadshow_page"),
]
