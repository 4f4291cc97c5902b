"""Addresses of roadshows at the desks: facts, rooms, people, tasks."""

from django.urls import path

from roadshows.views import people

urlpatterns = [
    path("unit/roadshows/people/", people.people, name="unit_roadshow_people"),
    path("unit/roadshows/people/<str:ref>/", people.person, name="unit_roadshow_person"),
    path(
        "unit/roadshows/people/<str:ref>/forget/",
        people.forget,
        name="unit_roadshow_person_forget",
    ),
]
