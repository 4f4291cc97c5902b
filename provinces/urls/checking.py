"""Addresses of 形式审查, and of matters raised to the centre."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
