"""Addresses of an expert's own desk."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
