"""Addresses of an expert's own desk, and of what the centre sees of one plan's scores."""

from django.urls import path

from provinces.views import scores, scoring

urlpatterns = [
    path("review/", scoring.queue, name="review"),
    path("review/<str:ref>/", scoring.task_page, name="review_task"),
    path("review/<str:ref>/keep/", scoring.keep, name="review_keep"),
    path("review/<str:ref>/decline/", scoring.decline, name="review_decline"),
    path(
        "center/review/<int:number>/plans/<str:abbr>/",
        scores.scores_of_plan,
        name="center_review_plan",
    ),
    path("center/review/scores/<str:ref>/reopen/", scores.reopen, name="center_score_reopen"),
]
