"""A unit's plan on one page: the time that is left, how far it is, what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import condition, require_safe

from accounts.cycles import current_cycle
from accounts.guards import actor_on, desk_of
from accounts.states import Role
from foundation import clock
from projects.content import sha256_of
from provinces.cycles import timing_problems
from provinces.forms.scans import ACCEPTED
from provinces.models import Submission
from provinces.planning import draft_of, may_copy_last, standing_of
from provinces.queries import cap_of, newest_version, scan_of
from provinces.scanning import TARGET
from provinces.states import PlanStatus, SubmissionStatus
from provinces.submission import submission_problems
from provinces.views.checklist import checklist_of
from provinces.views.finding import own_plan, require_plan
from provinces.views.form import lacks_of, stations_of
from records.queries import own_uploads
from records.states import UploadStage, WorkState
from records.workflow import available_moves


@dataclass(frozen=True)
class Countdown:
    """Seconds are reckoned in the browser from the server's clock."""

    opens_at: Any
    closes_at: Any
    now: Any
    is_open: bool
    words: str
    end_in_words: str


def countdown_of(plan: Any) -> Countdown:
    """Of a plan with its standing, which knows what time it is."""
    closes_at = plan.closes_at
    problems = timing_problems(plan.cycle, closes_at, plan.now)
    return Countdown(
        plan.cycle.opens_at,
        closes_at,
        plan.now,
        is_open=not problems,
        words="；".join(problem.sentence for problem in problems),
        end_in_words=clock.end_in_words(closes_at) if closes_at else "",
    )


@require_safe
@desk_of(*Role.of_unit)
def plan_page(request: HttpRequest) -> HttpResponse:
    plan = own_plan(request)
    if plan is None:
        return render(request, "provinces/no_call.html", {"cycle": current_cycle()})
    draft, live, cap = draft_of(plan), live_of(plan), cap_of(plan)
    standing = standing_of(plan, draft)
    history = list(plan.submissions.select_related("version", "filed_by", "printing"))
    uploads = own_uploads(actor_on(request).user_id).filter(target=TARGET, about=plan.ref)
    context = {
        **live,
        "draft": draft,
        "stations": stations_of(standing),
        "lacks": lacks_of(standing),
        "events": [(event, _title_of(event.ref, draft)) for event in standing.events],
        "cap": cap,
        "left": max(0, cap - len(standing.events)),
        "checklist": checklist_of(standing, live, cap),
        "uploads": [upload for upload in uploads if upload.stage != UploadStage.KEPT],
        "accepted": ACCEPTED,
        "may_copy": not (draft and draft.typed) and may_copy_last(plan),
        "moves": [move.verb for move in available_moves(plan, actor_on(request))],
        "unready": submission_problems(plan),
        "is_new": _is_new(history, live),
        "history": history,
    }
    return render(request, "provinces/plan.html", context)


def _is_new(history: Sequence[Submission], live: Mapping[str, Any]) -> bool:
    """Whether what stands was handed in from another version or scan."""
    version, scan = live["version"], live["scan"]
    return not any(
        one.status == SubmissionStatus.STANDING
        and (one.version_id, one.scan_id) == (version and version.pk, scan and scan.pk)
        for one in history
    )


def live_of(plan: Any) -> dict[str, Any]:
    """What changes by itself: what workers print and read."""
    version = newest_version(plan)
    scan = scan_of(version) if version else None
    printing = getattr(version, "printing", None) if version else None
    reading = getattr(scan, "reading", None) if scan else None
    return {
        "plan": plan,
        "countdown": countdown_of(plan),
        "version": version,
        "printing": printing,
        "scan": scan,
        "reading": reading,
        "pages": list(reading.pages.all()) if reading else [],
        "step_now": _step_now(plan),
        "is_busy": any(work and work.state == WorkState.WAITING for work in (printing, reading)),
    }


def _step_now(plan: Any) -> int:
    """Of 填写、定稿打印、盖章扫描、报送, counted from 1; beyond them when all is done."""
    if plan.status == PlanStatus.SUBMITTED:
        return 5
    if plan.has_scan and plan.revision == plan.frozen:
        return 4
    if plan.version and plan.revision == plan.frozen:
        return 3
    return 2 if plan.revision else 1


def _title_of(ref: str, draft: Any) -> str:
    return str((draft.typed.get(f"{ref}_title") if draft else "") or "还没有起名")


def _etag(request: HttpRequest) -> str | None:
    plan = own_plan(request)
    if plan is None:
        return None
    countdown = countdown_of(plan)
    facts = (
        *(plan.status, plan.version, plan.revision, plan.frozen, plan.has_scan, plan.serial),
        *(plan.printed, plan.read, countdown.is_open, countdown.closes_at),
    )
    return f'"{sha256_of({"facts": [str(one) for one in facts]})}"'


@require_safe
@desk_of(*Role.of_unit)
@condition(etag_func=_etag)
def plan_live(request: HttpRequest) -> HttpResponse:
    """Asked every few seconds on the last day: nothing is sent where nothing has changed."""
    return render(request, "provinces/_live.html", live_of(require_plan(request)))
