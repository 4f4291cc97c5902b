"""Addresses of the room, by the part of the plan's way."""

from django.urls import include, path

PARTS = ("plans", "checking", "experts", "scoring", "board", "decisions")
urlpatterns = [path("", include(f"provinces.urls.{part}")) for part in PARTS]
