"""All addresses of the house; each room names its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("portal.urls")),
    path("", include("showcase.urls")),
    path("", include("introductions.urls")),
    path("", include("matching.urls")),
    path("", include("roadshows.urls")),
    path("", include("provinces.urls")),
    path("", include("projects.urls")),
    path("", include("accounts.urls.account")),
    path("", include("accounts.urls.people")),
    path("", include("accounts.urls.security")),
    path("accounts/", include("allauth.urls")),
]

handler400 = "foundation.answers.bad_request"
handler403 = "foundation.answers.permission_denied"
handler404 = "foundation.answers.page_not_found"
handler500 = "foundation.answers.server_error"
handler429 = "accounts.guards.too_many"  # allauth asks for it
