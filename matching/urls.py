"""Interests: the form below an achievement's page, and the lists of who sent and who received."""

from django.urls import path

from matching.views import interests

urlpatterns = [
    path("showcase/<str:ref>/interest/", interests.new, name="interest_new"),
    path("desk/interests/", interests.sent, name="interests_sent"),
    path("desk/interests/<str:ref>/take-back/", interests.take_back, name="interest_take_back"),
    path("my/interests/", interests.of_holder, name="my_interests"),
    path("unit/interests/", interests.of_unit, name="unit_interests"),
]
