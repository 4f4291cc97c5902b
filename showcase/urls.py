from django.urls import path

from showcase.views import comparing, finding, one_pagers, projects

urlpatterns = [
    path("showcase/", finding.search, name="showcase"),
    path("showcase/suggest/", finding.suggest, name="showcase_suggest"),
    path("showcase/compare/", comparing.compare, name="showcase_compare"),
    path("showcase/<str:ref>.pdf", one_pagers.one_pager, name="showcase_one_pager"),
    path("showcase/<str:ref>.svg", projects.project_code, name="showcase_code"),
    path("showcase/<str:ref>/", projects.project_page, name="showcase_project"),
]
