"""The addresses of the peers of benches that ask over a socket, where ours has its own."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, JsonResponse
from django.urls import path

from projects.models import Draft


@login_required
def keep(request: HttpRequest, ref: str) -> JsonResponse:
    """The least that could be called saving: one text, overwritten, no word about it."""
    typed = {"summary": request.POST["summary"]}
    Draft.objects.filter(project__ref=ref).update(typed=typed)
    return JsonResponse({"revision": 0})


urlpatterns = [
    path(
        "accounts/login/",
        LoginView.as_view(template_name="plain_login.html", next_page="/"),
        name="account_login",
    ),
    path("my/projects/<str:ref>/keep/", keep),
]
