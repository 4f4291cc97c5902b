"""Addresses of what stands beside the lists of unit and centre."""

from django.urls import path

from projects.views import saved_views

urlpatterns = [
    path("unit/projects/views/", saved_views.unit_views, name="unit_views"),
    path("unit/projects/views/save/", saved_views.save_at_unit, name="unit_view_save"),
    path(
        "unit/projects/views/<int:pk>/rename/", saved_views.rename_at_unit, name="unit_view_rename"
    ),
    path(
        "unit/projects/views/<int:pk>/forget/", saved_views.forget_at_unit, name="unit_view_forget"
    ),
    path("center/library/views/", saved_views.center_views, name="center_views"),
    path("center/library/views/save/", saved_views.save_at_center, name="center_view_save"),
    path(
        "center/library/views/<int:pk>/rename/",
        saved_views.rename_at_center,
        name="center_view_rename",
    ),
    path(
        "center/library/views/<int:pk>/forget/",
        saved_views.forget_at_center,
        name="center_view_forget",
    ),
]
