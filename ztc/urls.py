"""All addresses of the house; each room names its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("portal.urls")),
    path("", include("showcase.urls")),
    path("", include("projects.urls")),
    path("", include("accounts.urls_people")),
    path("accounts/", include("allauth.account.urls")),
]

handler400 = "foundation.answers.bad_request"
handler403 = "foundation.answers.permission_denied"
handler404 = "foundation.answers.page_not_found"
handler500 = "foundation.answers.server_error"
