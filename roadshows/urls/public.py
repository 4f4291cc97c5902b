"""Addresses of roadshows for everybody, and for their calendars."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
