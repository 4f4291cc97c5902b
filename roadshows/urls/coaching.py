"""Addresses of coaching: sessions, decks, remarks, rehearsals."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
