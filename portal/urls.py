from django.urls import path

from portal.views import display, health, home, kit, system

urlpatterns = [
    path("", home.home, name="home"),
    path("account/", home.account, name="account"),
    path("display/", display.choose_display, name="display"),
    path("system/", system.system, name="system"),
    path("system/kit/", kit.kit, name="kit"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
