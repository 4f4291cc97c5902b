"""Addresses of experts, rounds and who reviews what."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
