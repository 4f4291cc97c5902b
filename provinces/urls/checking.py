"""Addresses of 形式审查, and of matters raised to the centre."""

from django.urls import path

from provinces.views import checking, differing, matters

urlpatterns = [
    path("center/plans/<str:abbr>/", checking.plan_detail, name="center_plan"),
    path("center/plans/<str:abbr>/accept/", checking.accept_plan, name="center_plan_accept"),
    path("center/plans/<str:abbr>/return/", checking.return_one, name="center_plan_return"),
    path("center/plans/<str:abbr>/extend/", checking.extend_one, name="center_plan_extend"),
    path("center/plans/<str:abbr>/recheck/", checking.recheck_plan, name="center_plan_recheck"),
    path(
        "center/plans/<str:abbr>/difference/", differing.difference, name="center_plan_difference"
    ),
    path("unit/plan/matters/", matters.unit_matters, name="unit_matters"),
    path("unit/plan/matters/<str:ref>/withdraw/", matters.withdraw, name="unit_matter_withdraw"),
    path("center/matters/", matters.center_matters, name="center_matters"),
    path("center/matters/<str:ref>/answer/", matters.answer, name="center_matter_answer"),
    path("center/matters/<str:ref>/defer/", matters.defer, name="center_matter_defer"),
]
