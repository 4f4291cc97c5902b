"""提醒, of this room: applications that wait to be approved, invitations that wait to be answered,
delegations that end."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Delegation, Membership
from accounts.queries import agents_of, approvers_of, person_of
from accounts.states import MembershipStatus, Role
from foundation.clock import SHANGHAI, Now
from records.reminding import FARTHEST, Reminding

TO_APPROVE = timedelta(days=3)
TO_ANSWER = timedelta(days=7)


def _opened_on(row: Membership, wait: timedelta) -> date:
    return (row.opened_at + wait).astimezone(SHANGHAI).date()


def _waiting(status: MembershipStatus, wait: timedelta) -> QuerySet[Membership]:
    rows = Membership.objects.filter(status=status, opened_at__lte=Now() - wait)
    near = rows.filter(opened_at__gte=Now() - wait - 2 * FARTHEST)
    return near.select_related("user", "unit", "organisation")


def _ending(today: date) -> QuerySet[Delegation]:  # noqa: ARG001 -- the form of all of them
    running = Delegation.objects.valid_now().filter(valid_to__lte=Now() + FARTHEST + TO_APPROVE)
    return running.select_related("unit", "organisation")


def _both_sides_of(delegation: Delegation) -> Iterable[int]:
    leads = Membership.objects.valid_now().filter(Q(unit=delegation.unit_id), role=Role.UNIT_LEAD)
    return {*leads.values_list("user", flat=True), *agents_of(delegation)}


def _facts_of(delegation: Delegation) -> dict[str, Any]:
    return {"organisation": delegation.organisation.name}


REMINDINGS = (
    Reminding(
        "accounts.membership.wait",
        rows=lambda today: _waiting(MembershipStatus.REQUESTED, TO_APPROVE),  # noqa: ARG005 -- the form of all of them
        day_of=lambda row: _opened_on(row, TO_APPROVE),
        people_of=approvers_of,
        offsets=(0, 7),
    ),
    Reminding(
        "accounts.membership.answer",
        rows=lambda today: _waiting(MembershipStatus.INVITED, TO_ANSWER),  # noqa: ARG005 -- as above
        day_of=lambda row: _opened_on(row, TO_ANSWER),
        people_of=person_of,
        offsets=(0, 7),
    ),
    Reminding(
        "accounts.delegation.end",
        rows=_ending,
        day_of=lambda delegation: delegation.last_day,
        people_of=_both_sides_of,
        facts_of=_facts_of,
        offsets=(-14, -3),
    ),
)
