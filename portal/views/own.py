"""What is one's own across the rooms: in which role one acts, what one agreed to, one's data."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.consenting import give_consent, withdraw_consent
from accounts.forms.account import ErasureForm
from accounts.guards import WANTED, actor_on, choices_on, decision, person_on
from accounts.middleware import SESSION_KEY
from accounts.states import ConsentPurpose
from foundation.errors import Refused
from foundation.text import clean_line
from portal.desks import desk_of
from portal.erasing import erase_account, hindrances
from portal.exporting import export_person
from projects.intake import show
from projects.models import Project
from projects.queries import not_shown_of, own_consents

PAGE_SIZE = 20
# Given once for the person; that to public display is given for each project.
_GIVEN_HERE = (ConsentPurpose.FEED, ConsentPurpose.PRIVACY)


@require_safe
@login_required
def landing(request: HttpRequest) -> HttpResponse:
    """After login everybody lands where they wanted to, else where their work is."""
    wanted = request.session.pop(WANTED, "")
    return redirect(wanted or desk_of(actor_on(request))["url_name"])


@require_POST
@login_required
def act(request: HttpRequest) -> HttpResponse:
    """From now on in this session the person acts in the role chosen."""
    chosen = request.POST.get("as", "")
    if chosen not in {choice.value for choice in choices_on(request)}:
        raise Http404
    request.session[SESSION_KEY] = chosen
    return redirect("account_landing")


@require_safe
@login_required
def consents(request: HttpRequest) -> HttpResponse:
    user_id = request.user.pk
    own = own_consents(user_id)
    running = own.filter(withdrawn_at=None).order_by()
    standing = set(running.values_list("purpose", flat=True).distinct())
    hidden = not_shown_of(user_id)
    context = {
        "page": Paginator(own, PAGE_SIZE).get_page(request.GET.get("page")),
        "missing": [p for p in _GIVEN_HERE if p not in standing],
        "hidden": hidden[:PAGE_SIZE],
        "hidden_count": hidden.count(),
    }
    return render(request, "portal/consents.html", context)


@require_POST
@login_required
def give(request: HttpRequest) -> HttpResponse:
    purpose = request.POST.get("purpose", "")
    if purpose not in _GIVEN_HERE:
        raise Http404
    if not own_consents(request.user.pk).filter(purpose=purpose, withdrawn_at=None).exists():
        give_consent(ConsentPurpose(purpose), by=actor_on(request))
    messages.success(request, f"已同意：{ConsentPurpose(purpose).label}")
    return redirect("account_consents")


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Without the consent to the privacy policy there can be no account: that one leads out."""
    consent = get_object_or_404(own_consents(request.user.pk), pk=pk)
    if consent.purpose == ConsentPurpose.PRIVACY:
        messages.info(request, "没有这项同意就不能保留账号。要撤回，请在这里注销账号")
        return redirect("account_erase")
    withdraw_consent(consent, by=actor_on(request))
    messages.success(request, f"已撤回：{consent.get_purpose_display()}")
    return redirect("account_consents")


@require_POST
@login_required
def show_project(request: HttpRequest) -> HttpResponse:
    own = Project.objects.filter(holder=request.user.pk)
    found = get_object_or_404(own, ref=clean_line(request.POST.get("ref", "")))
    project = show(found, by=actor_on(request))
    messages.success(request, f"已同意公开展示“{project.title}”")
    return redirect("account_consents")


@require_safe
@login_required
def data(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/data.html")


@require_POST
@login_required
@decision
def export(request: HttpRequest) -> FileResponse:
    """POST, so that no link in a mail and no program that reads ahead starts it."""
    file = export_person(person_on(request))
    return FileResponse(file, as_attachment=True, filename="我的数据.zip")


@require_http_methods(["GET", "POST"])
@login_required
@decision
def erase(request: HttpRequest) -> HttpResponse:
    """Says what goes and what stays, and does it when the person types their address."""
    user = person_on(request)
    form = ErasureForm(request.POST or None, user=user)
    problems = hindrances(user)
    if request.method == "POST" and not problems and form.is_valid():
        try:
            erase_account(user, by=actor_on(request))
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            logout(request)
            messages.success(request, "账号已注销")
            return redirect("home")
    return render(request, "portal/erase.html", {"form": form, "problems": problems})
