from django.urls import path

from portal.views import display, health, home, kit

urlpatterns = [
    path("", home.home, name="home"),
    path("account/", home.account, name="account"),
    path("display/", display.choose_display, name="display"),
    path("system/kit/", kit.kit, name="kit"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
