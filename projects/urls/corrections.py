"""Addresses of corrections; `<ref>` is the project's below `projects/`, else the correction's."""

from django.urls import path

from projects.views import corrections

urlpatterns = [
    path("my/projects/<str:ref>/correct/", corrections.begin_own, name="my_project_correct"),
    path("my/corrections/<str:ref>/", corrections.my_correction, name="my_correction"),
    path(
        "my/corrections/<str:ref>/take-back/",
        corrections.take_back_own,
        name="my_correction_take_back",
    ),
    path(
        "my/corrections/<str:ref>/withdraw/",
        corrections.give_up_own,
        name="my_correction_withdraw",
    ),
    path(
        "unit/projects/<str:ref>/correct/",
        corrections.begin_at_unit,
        name="unit_project_correct",
    ),
    path("unit/corrections/", corrections.unit_corrections, name="unit_corrections"),
    path("unit/corrections/<str:ref>/", corrections.unit_correction, name="unit_correction"),
    path(
        "unit/corrections/<str:ref>/accept/",
        corrections.accept_correction,
        name="unit_correction_accept",
    ),
    path(
        "unit/corrections/<str:ref>/return/",
        corrections.return_correction,
        name="unit_correction_return",
    ),
    path(
        "unit/corrections/<str:ref>/decline/",
        corrections.decline_correction,
        name="unit_correction_decline",
    ),
    path(
        "unit/corrections/<str:ref>/take-back/",
        corrections.take_back_at_unit,
        name="unit_correction_take_back",
    ),
    path(
        "unit/corrections/<str:ref>/withdraw/",
        corrections.give_up_at_unit,
        name="unit_correction_withdraw",
    ),
    path("center/corrections/", corrections.center_corrections, name="center_corrections"),
    path("center/corrections/<str:ref>/", corrections.center_correction, name="center_correction"),
]
