from django.urls import path

from showcase import views

urlpatterns = [
    path("showcase/", views.search, name="showcase"),
    path("showcase/suggest/", views.suggest, name="showcase_suggest"),
    path("showcase/<str:ref>.pdf", views.one_pager, name="showcase_one_pager"),
    path("showcase/<str:ref>/", views.project_page, name="showcase_project"),
]
