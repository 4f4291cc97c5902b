"""Corrections in the demo: one in each state, in the library of a unit people log in to."""

from collections.abc import Callable
from datetime import timedelta

from accounts.acting import actor_of
from foundation import clock
from portal.country.people import People
from projects.correcting import accept, begin_correction, decline, propose, send_back, withdraw
from projects.intake import save_draft
from projects.models import Correction, Project
from projects.states import CorrectionStatus, ProjectStatus, Source
from records.actors import Actor

_UNIT = "SC"
_REASON = "第三方机构复测完成，指标和应用情况有更新。"
_NEWS = "\n今年已完成第三方复测，指标均不低于原来的数值，并新增两家试用单位。"

Decide = Callable[[Correction, Actor], object]
_DECIDED: dict[CorrectionStatus, Decide] = {
    CorrectionStatus.PROPOSED: lambda *_: None,
    CorrectionStatus.RETURNED: lambda correction, lead: send_back(
        correction,
        by=lead,
        remarks="请写明复测机构和报告编号，并把报告作为附件上传。",
        due_on=clock.today() + timedelta(days=14),
    ),
    CorrectionStatus.ACCEPTED: lambda correction, lead: accept(correction, by=lead),
    CorrectionStatus.DECLINED: lambda correction, lead: decline(
        correction, by=lead, reason="新增的内容没有依据，请取得报告后再更正。"
    ),
}


def bring_corrections(people: People) -> None:
    if Correction.objects.exists():
        return
    listed = Project.objects.filter(unit=_UNIT, status=ProjectStatus.LISTED)
    own = listed.exclude(source=Source.AGENCY).select_related("holder").order_by("code")
    lead, clerk = (people.actor(f"unit-{_UNIT.lower()}{one}") for one in ("-lead", ""))
    for project, status in zip(own, CorrectionStatus, strict=False):
        by = actor_of(project.holder) if project.holder else clerk
        _correct(project, status, by, lead)


def _correct(project: Project, status: CorrectionStatus, by: Actor, lead: Actor) -> None:
    correction = begin_correction(project, _REASON, by=by)
    save_draft(project, {"market": f"{project.market}{_NEWS}"}, by=by)
    if status == CorrectionStatus.WITHDRAWN:
        withdraw(correction, by=by)
    elif status in _DECIDED:
        _DECIDED[status](propose(correction, by=by), lead)
