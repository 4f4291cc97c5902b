"""Addresses of the programme of a roadshow."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
