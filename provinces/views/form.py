"""The work plan as it is filled in, section by section; it saves itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guards import actor_on, desk_of
from accounts.queries import whose_typed
from accounts.states import Role
from foundation.clock import SHANGHAI
from foundation.errors import Problem, Refused, refuse_if
from foundation.typed import Clash, Typed, clashes_between, page_of
from projects.columns.words import rows_in_words, words_of
from provinces.columns.facts import Facts
from provinces.columns.fields import field_of, label_of
from provinces.columns.gantt import Gantt, gantt_of
from provinces.columns.reading import NAMES, SectionSheet, typed_in
from provinces.columns.rows import ROWS, fields_of_row, sums_of
from provinces.columns.sections import (
    Section,
    section_named,
    section_of_event,
    section_with,
)
from provinces.content import Standing
from provinces.models import PlanEvent, WorkPlan
from provinces.planning import Kept, PlanningProblem, keep_typed, standing_of
from provinces.queries import cap_of
from provinces.states import Task
from provinces.views.checklist import checklist_of
from provinces.views.finding import require_plan
from provinces.views.live import countdown_of, live_of
from provinces.views.mending import Mending, mending_of
from records.actors import Actor

_NOTHING: Mapping[str, Typed] = {}


@dataclass(frozen=True)
class Station:
    """One section in the line beside the form."""

    section: Section
    url: str
    lacks: int
    is_now: bool
    # Of a plan that was returned: whether it is to be mended; "" while nothing is shut.
    mending: str = ""


@dataclass(frozen=True)
class Lack:
    """What is missing or wrong, and the way to it."""

    sentence: str
    section: Section | None
    url: str


@require_http_methods(["GET", "HEAD", "POST"])
@desk_of(*Role.of_unit)
def plan_form(request: HttpRequest) -> HttpResponse:
    """The section named in the address; POST saves it, and goes on to the next if asked."""
    plan = require_plan(request)
    standing = standing_of(plan)
    section = section_named(request.GET.get("step", ""), standing.sections)
    if request.method != "POST" and section is None:
        return redirect("unit_plan")
    section = _required(section)
    if request.method == "POST":
        return _save(request, plan, standing, section)
    return _show(request, standing, section)


def _required(section: Section | None) -> Section:
    """Raises Refused (409) where a colleague has dropped what was being filled in."""
    if section is None:
        raise Refused([Problem(PlanningProblem.NO_SECTION)])
    return section


def _save(
    request: HttpRequest, plan: WorkPlan, standing: Standing, section: Section
) -> HttpResponse:
    typed: Mapping[str, Typed] = {}
    try:
        typed = NAMES.read(section.names, request.POST)
        refuse_if(NAMES.too_long(typed))
        kept = keep_typed(plan, typed, page=page_of(request.POST), by=actor_on(request))
    except Refused as refusal:
        # A table that came in pieces is shown as it was; no text is lost for it.
        texts = NAMES.read([name for name in section.names if name not in ROWS], request.POST)
        sent = {**typed_in(standing.draft, section.names), **texts, **typed}
        return _show(request, standing, section, refusal=refusal, sent=sent)
    if kept.clashes:
        clashes = _clashes(kept, typed, plan, actor_on(request))
        after = standing_of(plan, kept.draft)
        sent = {**typed_in(kept.draft, section.names), **typed}
        return _show(request, after, section, clashes=clashes, sent=sent)
    if "next" in request.POST:
        return redirect(_after(standing, section))
    messages.success(request, "已保存")
    return redirect(url_of(section))


@require_POST
@desk_of(*Role.of_unit)
def keep(request: HttpRequest) -> HttpResponse:
    """What the page keeps at every pause: of the names it says have changed. Answers with what the
    page must know, as JSON; with nothing when it is left."""
    plan, by = require_plan(request), actor_on(request)
    standing = standing_of(plan)
    section = _required(section_named(request.GET.get("step", ""), standing.sections))
    changed = [name for name in request.POST.getlist("changed") if name in section.names]
    typed = NAMES.read(changed, request.POST)
    refuse_if(NAMES.too_long(typed))
    kept = keep_typed(plan, typed, page=page_of(request.POST), by=by)
    if "leave" in request.POST:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    clashes = _clashes(kept, typed, plan, by)
    side = _side(standing_of(plan, kept.draft), section)
    newer = [name for name in kept.newer if name in section.names]
    saved = kept.draft.saved_at
    return JsonResponse(
        {
            "revision": kept.draft.revision,
            "saved": saved.astimezone(SHANGHAI).strftime("%H:%M:%S") if saved else "",
            "newer": typed_in(kept.draft, newer),
            "clashes": {clash.name: clash.kept for clash in clashes},
            "clashing": render_to_string("projects/_form_clashes.html", {"clashes": clashes}),
            "side": render_to_string("provinces/_form_side.html", side),
        }
    )


def _show(
    request: HttpRequest,
    standing: Standing,
    section: Section,
    *,
    refusal: Refused | None = None,
    clashes: list[Clash] | None = None,
    sent: Mapping[str, Typed] = _NOTHING,
) -> HttpResponse:
    plan, draft = standing.plan, standing.draft
    typed = sent or typed_in(draft, section.names)
    context = {
        "plan": plan,
        "section": section,
        "sheet": SectionSheet(section, standing.facts, typed, is_read=bool(draft)),
        "event": next((e for e in standing.events if section.name.endswith(e.ref)), None),
        "draft": draft,
        "action": url_of(section),
        "keep_url": f"{reverse('unit_plan_keep')}?step={section.name}",
        "refusal": refusal,
        "clashes": clashes or [],
        "countdown": countdown_of(plan),
        **_open_parts(standing, section),
        **_side(standing, section),
    }
    status = refusal.status if refusal else HTTPStatus.CONFLICT if clashes else HTTPStatus.OK
    return render(request, "provinces/form.html", context, status=status)


def _open_parts(standing: Standing, section: Section) -> dict[str, Any]:
    """Whether it may be typed into, and its roadshow given up; `mending` of a returned plan."""
    is_in_time = countdown_of(standing.plan).is_open
    mending = mending_of(standing.plan, standing.sections)
    return {
        "mending": mending,
        "may_type": is_in_time and (mending is None or section in mending.sections),
        "may_drop": is_in_time and (mending is None or mending.events_are_open),
    }


def _side(standing: Standing, section: Section) -> dict[str, Any]:
    lacks, plan = lacks_of(standing), standing.plan
    return {
        "checklist": checklist_of(standing, live_of(plan), cap_of(plan)),
        "sums": sums_of(standing.values.get("budget") or []) if "budget" in section.names else [],
        "gantt": _gantt(standing) if "tasks" in section.names else None,
        "stations": stations_of(standing, section),
        "lacks_here": [lack for lack in lacks if lack.section == section],
        "lacks": len(lacks),
    }


def _gantt(standing: Standing) -> Gantt:
    tasks, labels = standing.values.get("tasks") or [], dict(Task.choices)
    named = [{**row, "task": labels[row["task"]]} for row in tasks]
    return gantt_of(named, standing.plan.cycle.year)


def stations_of(standing: Standing, now: Section | None = None) -> list[Station]:
    lacks, mending = lacks_of(standing), mending_of(standing.plan, standing.sections)
    return [
        Station(
            section,
            url_of(section),
            sum(lack.section == section for lack in lacks),
            is_now=section == now,
            mending=_state_of(section, mending),
        )
        for section in standing.sections
    ]


def _state_of(section: Section, mending: Mending | None) -> str:
    if mending is None:
        return ""
    return "open" if section in mending.sections else "shut"


def lacks_of(standing: Standing) -> list[Lack]:
    return [_lack(standing, problem) for problem in standing.problems]


def _lack(standing: Standing, problem: Problem) -> Lack:
    section = section_with(problem.field, standing.sections)
    url = f"{url_of(section)}#id_{problem.field}" if section else reverse("unit_plan")
    return Lack(problem.sentence, section, url)


def url_of_event(event: PlanEvent) -> str:
    return url_of(section_of_event(event))


def url_of(section: Section) -> str:
    return f"{reverse('unit_plan_form')}?step={section.name}"


def _after(standing: Standing, section: Section) -> str:
    at = standing.sections.index(section) + 1
    return url_of(standing.sections[at]) if at < len(standing.sections) else reverse("unit_plan")


def _clashes(kept: Kept, typed: Mapping[str, Typed], plan: WorkPlan, by: Actor) -> list[Clash]:
    """In the order of the names typed."""
    names = [name for name in typed if name in kept.clashes]
    facts = Facts(plan)
    return clashes_between(
        typed,
        typed_in(kept.draft, names),
        label_of=label_of,
        in_words=lambda name, text: _in_words(name, text, facts),
        whose=whose_typed(kept.draft.stamps, names, by),
    )


def _in_words(name: str, text: Typed, facts: Facts) -> str:
    if name in ROWS:
        return rows_in_words(fields_of_row(name), text)
    field: forms.Field = field_of(name, facts)
    return words_of(field, text)
