"""Addresses of 审定, 承办, 公示, objections and letters."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
