"""问题清单 of the library at the centre: each list with the verbs that mend what is on it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from accounts.cycles import current_cycle
from accounts.guards import actor_on, decision, desk_of
from accounts.models import Cycle
from accounts.states import Role
from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from foundation.text import clean_line
from projects.forms.library import FaultForm, FaultProblem
from projects.library import withdraw
from projects.models import Project
from projects.proofreading import read_all
from projects.queries import (
    by_name,
    dismissed,
    duplicates,
    expired,
    months_before,
    stale,
    unread,
    versions_called,
    visible_to,
    with_rulings,
)
from projects.ruling import ask_units as ask_both, dismiss, lift
from projects.states import LibraryFault as F
from projects.urging import remind_all
from projects.views.reading import PAGE_SIZE
from records.workflow import Moved

_TICK = re.compile(r"([0-9A-Z]{1,32}):([0-9]{1,6})")  # a ref, and the number of its version
_LEADS = {
    F.DUPLICATES: "两家推荐单位报送的成果，号码、名称或文字相同。先并排看差异，再定怎么办。",
    F.EXPIRED: "在库成果的专利已全部过了有效期，最久的在前。可以请持有人更正，或撤下。",
    F.STALE: "在库成果很久没有更新，也没有人确认仍然有效，最久的在前。",
    F.UNREAD: "火炬中心还没有读完的版本。打开核对后再通过。",
    F.DISMISSED: "认定不是重复的，不再列为疑似重复。认定错了可以重新列出。",
}
_EMPTY = {
    F.DUPLICATES: (
        "没有疑似重复的成果",
        "新提交的成果由系统逐项比对，比出来的会列在这里。",
    ),
    F.EXPIRED: ("没有专利到期的成果", "专利全部过了有效期的在库成果会列在这里。"),
    F.STALE: ("没有久未更新的成果", "超过年度设置的月数没有更新或确认的，会列在这里。"),
    F.UNREAD: ("没有待审读的版本", "年度设置要求审读的，或者更正后生效的版本，会列在这里。"),
    F.DISMISSED: ("还没有认定过", "在疑似重复里认定不是重复的，会列在这里。"),
}
_EXPIRED_NOTE = (
    "信息表里的专利都已过有效期。请核对：还有效的请更正到期日，已失效的请换成有效的知识产权。"
)
_STALE_NOTE = (
    "信息超过 {months} 个月没有更新。没有变化的，请在成果页点“确认信息仍然有效”；有变化的请更正。"
)
_REASONS = {
    F.EXPIRED: "专利已全部过有效期，持有人没有更正",
    F.STALE: "信息长期没有更新，持有人没有确认",
    F.DUPLICATES: "与另一家推荐单位报送的成果重复",
}


@dataclass(frozen=True, slots=True)
class FaultTab:
    value: str
    label: str
    count: int


@require_safe
@desk_of(*Role.of_centre)
def fault_list(request: HttpRequest) -> HttpResponse:
    """One list, with how many there are in each."""
    rows = _lists()
    asked = request.GET.get("kind", "")
    kind = F(asked) if asked in F.values else F.DUPLICATES
    counts = {one: rows[one].count() for one in F}
    found = with_rulings(rows[kind]) if kind == F.DUPLICATES else rows[kind]
    paginator = Paginator(found, PAGE_SIZE)
    paginator.count = counts[kind]
    title, text = _EMPTY[kind]
    context = {
        "kind": kind,
        "tabs": [FaultTab(one.value, one.label, counts[one]) for one in F],
        "page": paginator.get_page(request.GET.get("page")),
        "lead": _LEADS[kind],
        "empty_title": title,
        "empty_text": text,
        "reason": _REASONS.get(kind, ""),
    }
    return render(request, "projects/faults.html", context)


def _lists() -> dict[F, QuerySet[Any]]:
    cycle = current_cycle()
    since = months_before(clock.now(), cycle.stale_after)
    return {
        F.DUPLICATES: duplicates(),
        F.EXPIRED: expired(clock.today()),
        F.STALE: stale(since),
        F.UNREAD: unread(cycle.readings),
        F.DISMISSED: dismissed(),
    }


@require_POST
@desk_of(*Role.of_centre)
def remind_ticked(request: HttpRequest) -> HttpResponse:
    """In the words that go with the list."""
    note = _note_of(request.POST.get("kind", ""), current_cycle())
    ticked = _seen_by(request).filter(ref__in=_ticks(request, "ref"))
    moved = remind_all(ticked, by=actor_on(request), note=note)
    _tell(request, moved, "已催办 {count} 项", "请先勾选要催办的成果", "没有催办")
    return _back(request)


@require_POST
@desk_of(*Role.of_centre)
@decision
def read_ticked(request: HttpRequest) -> HttpResponse:
    """Of each the very version that was on the page."""
    ticks = [_TICK.fullmatch(tick) for tick in _ticks(request, "version")]
    names = [(tick[1], int(tick[2])) for tick in ticks if tick]
    moved = read_all(versions_called(_seen_by(request), names), by=actor_on(request))
    _tell(request, moved, "已审读 {count} 项", "请先勾选已经核对过的成果", "没有通过审读")
    return _back(request)


@require_POST
@desk_of(*Role.of_centre)
@decision
def withdraw_one(request: HttpRequest) -> HttpResponse:
    project = _named(request, "ref")
    return _carry_out(
        request,
        lambda reason: withdraw(project, by=actor_on(request), reason=reason),
        f"“{project}”已撤下，不再公开展示，编号保留",
    )


@require_POST
@desk_of(*Role.of_centre)
def ask_units(request: HttpRequest) -> HttpResponse:
    one, other = _named(request, "first"), _named(request, "second")
    return _carry_out(
        request,
        lambda reason: ask_both(one, other, by=actor_on(request), note=reason),
        f"已请{one.unit}和{other.unit}处理，双方都收到通知",
    )


@require_POST
@desk_of(*Role.of_centre)
def dismiss_pair(request: HttpRequest) -> HttpResponse:
    one, other = _named(request, "first"), _named(request, "second")
    return _carry_out(
        request,
        lambda reason: dismiss(one, other, by=actor_on(request), note=reason),
        f"已认定“{one}”和“{other}”不是重复",
    )


@require_POST
@desk_of(*Role.of_centre)
def lift_ruling(request: HttpRequest) -> HttpResponse:
    ref = clean_line(request.POST.get("ref", "")).upper()
    ruling = get_object_or_404(dismissed(), ref=ref)
    return _carry_out(
        request,
        lambda reason: lift(ruling, by=actor_on(request), note=reason),
        "已重新列为疑似重复",
    )


def _note_of(kind: str, cycle: Cycle) -> str:
    if kind == F.STALE:
        return _STALE_NOTE.format(months=cycle.stale_after)
    return _EXPIRED_NOTE


def _ticks(request: HttpRequest, name: str) -> list[str]:
    """Raises Refused (422): more than one page shows."""
    ticks = [clean_line(tick).upper() for tick in request.POST.getlist(name)]
    too_many = Problem(FaultProblem.TOO_MANY, expected=str(PAGE_SIZE))
    refuse_if([too_many] if len(ticks) > PAGE_SIZE else [])
    return ticks


def _seen_by(request: HttpRequest) -> QuerySet[Project]:
    return visible_to(actor_on(request), Project.objects.all())


def _named(request: HttpRequest, field: str) -> Project:
    name = clean_line(request.POST.get(field, ""))
    return get_object_or_404(by_name(name, _seen_by(request).select_related("unit")))


def _carry_out(request: HttpRequest, order: Callable[[str], object], done: str) -> HttpResponse:
    """What was refused is told on the list it came from."""
    form = FaultForm(request.POST)
    reason = form.cleaned_data.get("reason", "") if form.is_valid() else ""
    try:
        order(reason)
    except Refused as refusal:
        messages.error(request, "；".join(problem.sentence for problem in refusal.problems))
    else:
        messages.success(request, done)
    return _back(request)


def _tell(request: HttpRequest, moved: Moved, done: str, nothing: str, failed: str) -> None:
    if moved.rows:
        messages.success(request, done.format(count=len(moved.rows)))
    if not (moved.rows or moved.refused):
        messages.error(request, nothing)
    for project, problems in moved.refused:
        reasons = "；".join(problem.sentence for problem in problems)
        messages.error(request, f"“{project}”{failed}：{reasons}")


def _back(request: HttpRequest) -> HttpResponse:
    form = FaultForm(request.POST)
    form.is_valid()
    wanted = {name: form.cleaned_data.get(name) for name in ("kind", "page")}
    query = urlencode({name: value for name, value in wanted.items() if value})
    return redirect(f"{reverse('center_faults')}?{query}" if query else reverse("center_faults"))
