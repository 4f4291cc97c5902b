"""What a unit orders of its plan: each view calls one stage."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.guards import actor_on, decision, desk_of
from accounts.states import Role
from provinces.planning import add_event, copy_last, drop_event, freeze
from provinces.states import EventStatus
from provinces.submission import submit, take_back
from provinces.views.finding import require_plan
from provinces.views.form import url_of_event


@require_POST
@desk_of(*Role.of_unit)
def add(request: HttpRequest) -> HttpResponse:
    event = add_event(require_plan(request), by=actor_on(request))
    messages.success(request, f"已增加{event}，请填写主题、时间和项目")
    return redirect(url_of_event(event))


@require_POST
@desk_of(*Role.of_unit)
def drop(request: HttpRequest, ref: str) -> HttpResponse:
    plan = require_plan(request)
    event = plan.events.filter(ref=ref.upper(), status=EventStatus.PLANNED).first()
    if event is None:
        raise Http404
    name = str(event)
    drop_event(event, by=actor_on(request))
    messages.success(request, f"已取消{name}，名额空出来了")
    return redirect("unit_plan")


@require_POST
@desk_of(*Role.of_unit)
def copy(request: HttpRequest) -> HttpResponse:
    copy_last(require_plan(request), by=actor_on(request))
    messages.success(request, "已带入往年的内容，请逐项核对；场次、文号、日期要重新填")
    return redirect("unit_plan")


@require_POST
@desk_of(*Role.of_unit)
def freeze_plan(request: HttpRequest) -> HttpResponse:
    version = freeze(require_plan(request), by=actor_on(request))
    messages.success(request, f"已定稿：{version}。函正在排印，好了就能下载")
    return redirect("unit_plan")


@require_POST
@desk_of(*Role.of_unit)
@decision
def submit_plan(request: HttpRequest) -> HttpResponse:
    submission = submit(require_plan(request), by=actor_on(request))
    messages.success(request, f"已报送，回执号 {submission.ref}")
    return redirect("unit_plan")


@require_POST
@desk_of(*Role.of_unit)
@decision
def take_back_plan(request: HttpRequest) -> HttpResponse:
    take_back(require_plan(request), by=actor_on(request))
    messages.success(request, "已撤回报送，截止前可以改好再报")
    return redirect("unit_plan")
