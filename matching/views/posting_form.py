"""A posting as it is typed, step by step; it saves itself, and a last page says what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guards import actor_on
from accounts.queries import whose_typed
from foundation.clock import SHANGHAI
from foundation.errors import Problem, Refused, refuse_if
from foundation.typed import Clash, Typed, clashes_between, page_of
from matching.columns.fields import NAMES, field_of, label_of
from matching.columns.reading import StepSheet, typed_in
from matching.columns.steps import CHECK, Step, step_named, step_with
from matching.content import Standing, rough_preview
from matching.filing import FilingProblem, Kept, keep_typed, standing_of
from matching.models import Posting
from matching.states import PostingStatus
from matching.views.desks import Desk, find_own, posting_desk
from matching.views.faces import Face, Line
from projects.columns.words import words_of
from records.actors import Actor

_WIDE = ("title", "problem", "key_points", "goal", "modes", "reach", "trl_floor")
_NOTHING: Mapping[str, Typed] = {}


@dataclass(frozen=True)
class Station:
    """One step in the line beside the form."""

    step: Step
    url: str
    lacks: int
    is_now: bool


@dataclass(frozen=True)
class Lack:
    """What is missing or wrong, and the way to it."""

    sentence: str
    step: Step | None
    url: str


@dataclass(frozen=True)
class Sitting:
    """A posting being typed at a desk."""

    desk: Desk
    posting: Posting
    standing: Standing

    def url_of(self, step: str) -> str:
        return f"{self.desk.url('posting_edit', self.posting)}?step={step}"

    @property
    def lacks(self) -> list[Lack]:
        return [self._lack(problem) for problem in self.standing.problems]

    def _lack(self, problem: Problem) -> Lack:
        step = step_with(problem.field, self.standing.steps)
        url = f"{self.url_of(step.name)}#id_{problem.field}" if step else ""
        return Lack(problem.sentence, step, url)

    def stations(self, now: str) -> list[Station]:
        lacks = self.lacks
        return [
            Station(
                step,
                self.url_of(step.name),
                sum(lack.step == step for lack in lacks),
                is_now=step.name == now,
            )
            for step in self.standing.steps
        ]

    def side(self, now: str) -> dict[str, Any]:
        """What stands beside a step, or the last page."""
        tellings = self.standing.tellings
        return {
            "stations": self.stations(now),
            "lacks_here": [one for one in self.lacks if one.step and one.step.name == now],
            "tellings": [one for one in tellings if not one.is_doubt],
            "doubts": [one for one in tellings if one.is_doubt],
            "check_url": self.url_of(CHECK),
            "is_check": now == CHECK,
        }


@require_http_methods(["GET", "HEAD", "POST"])
@posting_desk
def edit(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    """The step named in the address, or the first; POST saves it, and goes on if asked."""
    posting = find_own(request, desk, ref)
    sitting = Sitting(desk, posting, standing_of(posting))
    if not Line(posting, sitting.standing.today).is_editable and request.method != "POST":
        return redirect(desk.url("own_posting", posting))
    name = request.GET.get("step", "")
    if name == CHECK and request.method != "POST":
        return _check(request, sitting)
    step = step_named(name, sitting.standing.steps) or sitting.standing.steps[0]
    if request.method == "POST":
        return _save(request, sitting, step)
    return _show(request, sitting, step)


@require_POST
@posting_desk
def keep(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    """What the page keeps at every pause: of the names it says have changed. Answers with what the
    page must know, as JSON; with nothing when it is left."""
    posting, by = find_own(request, desk, ref), actor_on(request)
    step = step_named(request.GET.get("step", ""), standing_of(posting).steps)
    if step is None:
        raise Http404
    changed = [name for name in request.POST.getlist("changed") if name in step.names]
    kept, typed = _keep(request, posting, changed, by)
    if "leave" in request.POST:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    clashes, after = _clashes(kept, typed, posting, by), standing_of(posting, kept.draft)
    newer = [name for name in kept.newer if name in step.names]
    saved, side = kept.draft.saved_at, Sitting(desk, posting, after).side(step.name)
    return JsonResponse(
        {
            "revision": kept.draft.revision,
            "saved": saved.astimezone(SHANGHAI).strftime("%H:%M:%S") if saved else "",
            "newer": typed_in(posting, kept.draft, newer),
            "clashes": {clash.name: clash.kept for clash in clashes},
            "clashing": render_to_string("projects/_form_clashes.html", {"clashes": clashes}),
            "side": render_to_string("matching/_form_side.html", side),
        }
    )


def _keep(
    request: HttpRequest, posting: Posting, names: Any, by: Actor
) -> tuple[Kept, dict[str, Typed]]:
    known = NAMES[posting.kind]
    typed = known.read(names, request.POST)
    refuse_if(known.too_long(typed))
    return keep_typed(posting, typed, page=page_of(request.POST), by=by), typed


def _save(request: HttpRequest, sitting: Sitting, step: Step) -> HttpResponse:
    posting, by = sitting.posting, actor_on(request)
    sent = NAMES[posting.kind].read(step.names, request.POST)
    try:
        kept, typed = _keep(request, posting, step.names, by)
    except Refused as refusal:
        return _show(request, sitting, step, refusal=refusal, sent=sent)
    if kept.clashes:
        after = Sitting(sitting.desk, posting, standing_of(posting, kept.draft))
        clashes = _clashes(kept, typed, posting, by)
        return _show(request, after, step, clashes=clashes, sent=sent)
    if "next" in request.POST:
        return redirect(sitting.url_of(_after(sitting, step)))
    messages.success(request, "已保存")
    return redirect(sitting.url_of(step.name))


def _after(sitting: Sitting, step: Step) -> str:
    steps = sitting.standing.steps
    at = steps.index(step) + 1
    return steps[at].name if at < len(steps) else CHECK


def _show(
    request: HttpRequest,
    sitting: Sitting,
    step: Step,
    *,
    refusal: Refused | None = None,
    clashes: list[Clash] | None = None,
    sent: Mapping[str, Typed] = _NOTHING,
) -> HttpResponse:
    posting, draft, desk = sitting.posting, sitting.standing.draft, sitting.desk
    typed = {**typed_in(posting, draft, step.names), **sent}
    is_touched = bool(draft and any(name in draft.typed for name in step.names))
    context = {
        "desk": desk,
        "posting": posting,
        "line": Line(posting, sitting.standing.today),
        "step": step,
        "number": sitting.standing.steps.index(step) + 1,
        "count": len(sitting.standing.steps),
        "sheet": StepSheet(step, posting.kind, typed, is_read=is_touched or bool(sent)),
        "draft": draft,
        "wide": _WIDE,
        "action": sitting.url_of(step.name),
        "keep_url": f"{desk.url('posting_keep', posting)}?step={step.name}",
        "own_url": desk.url("own_posting", posting),
        "refusal": refusal,
        "clashes": clashes or [],
        "may_type": refusal is None or refusal.problems[0].code not in _SHUT,
        **sitting.side(step.name),
    }
    status = refusal.status if refusal else HTTPStatus.CONFLICT if clashes else HTTPStatus.OK
    return render(request, "matching/posting_form.html", context, status=status)


def _check(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """All of it as others will read it, what is missing, and the button that hands it in."""
    posting, desk, standing = sitting.posting, sitting.desk, sitting.standing
    context = {
        "desk": desk,
        "posting": posting,
        "line": Line(posting, standing.today),
        "face": Face(rough_preview(standing), standing.today),
        "lacks": sitting.lacks,
        "contact": [standing.values.get(name) for name in ("contact_name", "contact_phone")],
        "is_new": posting.status == PostingStatus.DRAFT,
        "name_on_file": standing.name_on_file,
        "submit_url": desk.url("posting_submit", posting),
        "own_url": desk.url("own_posting", posting),
        **sitting.side(CHECK),
    }
    return render(request, "matching/posting_check.html", context)


def _clashes(kept: Kept, typed: Mapping[str, Typed], posting: Posting, by: Actor) -> list[Clash]:
    """In the order of the names typed."""
    names, kind = [name for name in typed if name in kept.clashes], posting.kind
    return clashes_between(
        typed,
        typed_in(posting, kept.draft, names),
        label_of=lambda name: label_of(name, kind),
        in_words=lambda name, text: words_of(field_of(name, kind), text),
        whose=whose_typed(kept.draft.stamps, names, by),
    )


_SHUT = (FilingProblem.WAITING, FilingProblem.NOT_OPEN)
