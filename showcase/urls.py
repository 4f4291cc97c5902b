from django.urls import path

from showcase import views

urlpatterns = [
    path("showcase/", views.search, name="showcase"),
    path("showcase/<str:ref>/", views.project_page, name="showcase_project"),
    path("showcase/<str:ref>.svg", views.project_code, name="showcase_code"),
]
