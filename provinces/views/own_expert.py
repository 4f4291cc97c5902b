"""An expert's own profile, and where they abstain."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.people import DeskForm
from accounts.guards import actor_on, desk_of, person_on
from accounts.states import Role
from provinces.experts import confirm_ties, declare_tie, keep_profile
from provinces.forms.experts import ProfileForm, TieForm
from provinces.models import Expert
from provinces.queries import call_cycle
from provinces.queries.review import grounds_of
from provinces.states import TieStatus
from provinces.views.sending import carry_out


@require_safe
@desk_of(Role.EXPERT)
def profile(request: HttpRequest) -> HttpResponse:
    return _show(request)


@require_POST
@desk_of(Role.EXPERT)
def keep(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST)

    def order() -> tuple[str, str]:
        keep_profile(person_on(request), form.profile, by=actor_on(request))
        return "资料已保存", reverse("review_profile")

    return carry_out(request, form, order, lambda sent, status: _show(request, sent, status=status))


@require_POST
@desk_of(Role.EXPERT)
def tie(request: HttpRequest) -> HttpResponse:
    expert, form = _find(request), TieForm(request.POST, auto_id="tie-%s")

    def order() -> tuple[str, str]:
        said = form.cleaned_data
        declare_tie(expert, said["unit"], by=actor_on(request), reason=said["reason"])
        return f"已申报回避{said['unit'].name}，不再评它的方案", reverse("review_profile")

    def show(sent: DeskForm, status: HTTPStatus) -> HttpResponse:
        return _show(request, tie_form=sent, status=status)

    return carry_out(request, form, order, show)


@require_POST
@desk_of(Role.EXPERT)
def confirm(request: HttpRequest) -> HttpResponse:
    confirm_ties(_find(request), by=actor_on(request))
    messages.success(request, "已确认：要回避的都已申报")
    return redirect("review_profile")


def _find(request: HttpRequest) -> Expert:
    """There once the profile is kept."""
    return get_object_or_404(Expert, user=actor_on(request).person_id)


def _show(
    request: HttpRequest,
    form: DeskForm | None = None,
    *,
    tie_form: DeskForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    own = Expert.objects.filter(user=actor_on(request).person_id)
    expert = own.select_related("user", "home").first()
    ties = expert.ties.filter(status=TieStatus.STANDING).select_related("unit") if expert else ()
    context = {
        "expert": expert,
        "has_declared": expert is not None and expert.has_declared_for(call_cycle()),
        "form": form or ProfileForm(initial=ProfileForm.initial_of(expert)),
        "tie_form": tie_form or TieForm(auto_id="tie-%s"),
        "ties": ties,
        "grounds": grounds_of(expert) if expert else (),
    }
    return render(request, "provinces/review_profile.html", context, status=status)
