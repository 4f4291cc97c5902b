"""What stands beside a project: who looks after it, how fresh it is, what it has enjoyed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from projects.models import Service, Version
from projects.rules import may_confirm, may_note
from projects.states import ProjectStatus, ServiceStatus
from projects.views import library_steps as steps
from projects.views.offering import Offering
from projects.views.proof_panel import proof_panel
from records.models import Entry

_OF_DESK = {
    "my": ((steps.SHOW, steps.HIDE), (steps.CONFIRM,), ()),
    "unit": ((), (steps.CONFIRM_AT_UNIT,), (steps.TAKE_OVER, steps.INVITE_CONTACT)),
    "center": ((), (), ()),
}


@dataclass(frozen=True, slots=True)
class ShownService:
    service: Service
    may_prove: bool


def panels_at(
    desk: str, offering: Offering, history: Sequence[Entry], newest: Version | None
) -> dict[str, Any]:
    """Of one project at a desk."""
    project, by = offering.project, offering.by
    consenting, confirming, looking_after = _OF_DESK[desk]
    services = [_shown(one, offering) for one in project.services.all()]
    return {
        "consenting": offering.of(consenting),
        "confirming": offering.of(confirming),
        "looking_after": offering.of(looking_after),
        "last_word": _last_word(offering, newest),
        "services": services,
        **(proof_panel(offering, history, newest) if desk == "center" else {}),
        "may_serve": may_note(by, Service(project=project)),
    }


def _shown(service: Service, offering: Offering) -> ShownService:
    stands = service.status == ServiceStatus.NOTED
    return ShownService(service, stands and may_note(offering.by, service))


def _last_word(offering: Offering, newest: Version | None) -> datetime | None:
    """For whoever answers for it: when it was last said that the text holds."""
    project = offering.project
    if newest is None or project.status != ProjectStatus.LISTED:
        return None
    if not may_confirm(offering.by, project):
        return None
    return max(newest.frozen_at, project.confirmed_at or newest.frozen_at)
