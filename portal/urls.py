from django.urls import path

from portal.views import health, home

urlpatterns = [
    path("", home.home, name="home"),
    path("account/", home.account, name="account"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
