"""Addresses of the desks that work on projects; `<ref>` is ref or code."""

from django.urls import path
from django.views.generic import RedirectView

from projects.views import center, my, unit

urlpatterns = [
    path("my/", RedirectView.as_view(pattern_name="my_projects"), name="my"),
    path("my/projects/", my.project_list, name="my_projects"),
    path("my/projects/new/", my.new_project, name="my_project_new"),
    path("my/projects/<str:ref>/", my.project_page, name="my_project"),
    path("unit/", unit.desk, name="unit"),
    path("unit/projects/", unit.project_list, name="unit_projects"),
    path("unit/projects/<str:ref>/", unit.project_page, name="unit_project"),
    path("unit/projects/<str:ref>/accept/", unit.accept_project, name="unit_project_accept"),
    path("center/", RedirectView.as_view(pattern_name="center_library"), name="center"),
    path("center/library/", center.library, name="center_library"),
    path("center/library/list/", center.list_selected, name="center_list_selected"),
    path("center/library/<str:ref>/", center.project_page, name="center_project"),
    path("center/library/<str:ref>/list/", center.list_one, name="center_project_list"),
]
