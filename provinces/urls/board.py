"""Addresses of 会商: the board and what is behind its figures."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
