"""The one address of the login bench's peer, where ours has its own."""

from django.contrib.auth.views import LoginView
from django.urls import path

urlpatterns = [
    path(
        "accounts/login/",
        LoginView.as_view(template_name="plain_login.html", next_page="/"),
        name="account_login",
    )
]
