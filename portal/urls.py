from django.urls import path

from portal.views import display, health, home, homes, journey, kit, own, search, system

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("privacy/", home.privacy, name="privacy"),
    path("display/", display.choose_display, name="display"),
    path("account/desk/", own.landing, name="account_landing"),
    path("account/acting/", own.act, name="account_acting"),
    path("account/consents/", own.consents, name="account_consents"),
    path("account/consents/give/", own.give, name="account_consent_give"),
    path("account/consents/show/", own.show_project, name="account_show_project"),
    path("account/consents/<int:pk>/withdraw/", own.withdraw, name="account_consent_withdraw"),
    path("account/data/", own.data, name="account_data"),
    path("account/data/export/", own.export, name="account_export"),
    path("account/data/erase/", own.erase, name="account_erase"),
    path("my/", homes.my, name="my"),
    path("unit/", homes.unit, name="unit"),
    path("center/", homes.center, name="center"),
    path("exchange/", homes.exchange, name="exchange"),
    path("desk/", homes.desk, name="desk"),
    path("system/", system.system, name="system"),
    path("system/messages/", system.messages, name="system_messages"),
    path("system/kit/", kit.kit, name="kit"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("my/projects/<str:ref>/journey/", journey.of_holder, name="my_project_journey"),
    path("unit/projects/<str:ref>/journey/", journey.of_unit, name="unit_project_journey"),
    path("center/library/<str:ref>/journey/", journey.of_centre, name="center_project_journey"),
]
