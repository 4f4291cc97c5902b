"""Addresses of what is said of single columns, and of the versions it is said of."""

from django.urls import path

from projects.views import remarking, versions

urlpatterns = [
    path("my/projects/<str:ref>/versions/", versions.my_history, name="my_project_history"),
    path(
        "my/projects/<str:ref>/versions/<int:one>/<int:other>/",
        versions.my_versions,
        name="my_project_versions",
    ),
    path("unit/projects/<str:ref>/versions/", versions.unit_history, name="unit_project_history"),
    path(
        "unit/projects/<str:ref>/versions/<int:one>/<int:other>/",
        versions.unit_versions,
        name="unit_project_versions",
    ),
    path(
        "unit/projects/<str:ref>/remarks/<str:column>/",
        remarking.note_at_unit,
        name="unit_project_remark",
    ),
    path(
        "center/library/<str:ref>/versions/",
        versions.center_history,
        name="center_project_history",
    ),
    path(
        "center/library/<str:ref>/versions/<int:one>/<int:other>/",
        versions.center_versions,
        name="center_project_versions",
    ),
    path(
        "center/library/<str:ref>/remarks/<str:column>/",
        remarking.note_at_centre,
        name="center_project_remark",
    ),
]
