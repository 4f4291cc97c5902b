"""Back after a long time: a link to the e-mail of an account that was closed for disuse."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.acting import actor_of
from accounts.forms.account import EmailForm
from accounts.people import dormant_behind, reopen, send_reopening_link


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether there is such an account or not."""
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        send_reopening_link(form.cleaned_data["email"])
        return render(request, "accounts/reopen_sent.html")
    return render(request, "accounts/reopen.html", {"form": form})


@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link asks, pressing the button reopens: programs that look into mail open
    links too."""
    user = dormant_behind(token)
    if user is None:
        return render(request, "accounts/reopen_over.html", status=410)
    if request.method == "POST":
        reopen(user, by=actor_of(user))
        messages.success(request, "账号已恢复，请登录")
        return redirect("account_login")
    return render(request, "accounts/reopen_confirm.html")
