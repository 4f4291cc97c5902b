"""Addresses of 专业评价: an agency's and a unit's list, one evaluation, its report."""

from django.urls import path

from projects.views import evaluation, evaluations, overseeing

urlpatterns = [
    path("unit/evaluations/", evaluations.evaluation_list, name="unit_evaluations"),
    path("unit/evaluations/take/<str:ref>/", evaluation.take, name="unit_evaluation_take"),
    path(
        "unit/evaluations/opinions/<str:ref>/reopen/",
        overseeing.send_opinion_back,
        name="unit_opinion_reopen",
    ),
    path(
        "unit/evaluations/opinions/<str:ref>/release/",
        overseeing.release_taken,
        name="unit_opinion_release",
    ),
    path("unit/evaluations/<str:ref>/", evaluation.evaluation_page, name="unit_evaluation"),
    path("unit/evaluations/<str:ref>/keep/", evaluation.keep, name="unit_evaluation_keep"),
    path("unit/evaluations/<str:ref>/give-up/", evaluation.give_up, name="unit_evaluation_give_up"),
    path(
        "unit/evaluations/<str:ref>/reopen/",
        overseeing.reopen_evaluation,
        name="unit_evaluation_reopen",
    ),
    path(
        "unit/evaluations/<str:ref>/void/", overseeing.void_evaluation, name="unit_evaluation_void"
    ),
    path(
        "unit/evaluations/<str:ref>/report.pdf",
        overseeing.unit_report,
        name="unit_evaluation_report",
    ),
    path(
        "center/evaluations/<str:ref>/report.pdf",
        overseeing.center_report,
        name="center_evaluation_report",
    ),
    path("my/evaluations/<str:ref>/report.pdf", overseeing.my_report, name="my_evaluation_report"),
]
