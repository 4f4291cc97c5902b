"""Addresses of roadshows at the desks: facts, rooms, people, tasks."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
