from django.urls import path

from showcase import views

urlpatterns = [
    path("showcase/", views.search, name="showcase"),
    path("showcase/suggest/", views.suggest, name="showcase_suggest"),
    path("showcase/<str:ref>/", views.project_page, name="showcase_project"),
]
