"""Addresses of the national calendar."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
