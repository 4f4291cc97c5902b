"""All addresses of roadshows."""

from django.urls import include, path, register_converter

from roadshows.views.desks import DeskConverter

register_converter(DeskConverter, "roadshow_desk")

urlpatterns = [
    path("", include("roadshows.urls.public")),
    path("", include("roadshows.urls.calendar")),
    path("", include("roadshows.urls.events")),
    path("", include("roadshows.urls.programme")),
    path("", include("roadshows.urls.coaching")),
]
