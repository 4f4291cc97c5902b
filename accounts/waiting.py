"""What of people and roles waits for somebody."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Max, Q

from accounts.models import Membership
from accounts.queries import delegations_visible_to, people_at_desk
from accounts.states import MembershipStatus, Role, UserStatus
from foundation.clock import Now, now
from records.actors import Actor
from records.models import Verification
from records.states import WorkState
from records.waiting import Place, ToCount, Waiting

ENDING = timedelta(days=30)  # before its end a delegation is to be thought of
VERIFIED_EVERY = timedelta(days=30)
# Where those who approve roles find who asks for them.
_PEOPLE_AT = {
    Role.UNIT_LEAD: "unit_people",
    Role.CENTRE: "center_people",
    Role.CENTRE_LEAD: "center_people",
    Role.EXCHANGE: "exchange_people",
}


def waiting_for(by: Actor) -> list[ToCount | Waiting]:
    """At the desk of the role acted in; what is to be counted."""
    found: list[ToCount | Waiting] = list(_for_anybody(by)) if by.is_person else []
    if by.role in _PEOPLE_AT:
        found.append(_to_approve(by))
    if by.role == Role.UNIT_LEAD:
        found.append(_ending_delegations(by, "unit_delegations"))
    if by.role == Role.AGENCY and by.organisation_id:
        found.append(_ending_delegations(by, "account_roles"))
    if by.role == Role.SECURITY:
        found.append(_idle_offices())
    return [*found, *_for_auditor()] if by.role == Role.AUDITOR else found


def handed_in_by(by: Actor) -> list[ToCount]:
    if not by.is_person:
        return []
    asked = Membership.objects.filter(user=by.user_id, status=MembershipStatus.REQUESTED)
    place = Place("申请的身份：等批准", "account_roles")
    return [ToCount(asked, place, since="opened_at")]


def _for_anybody(by: Actor) -> Iterator[ToCount]:
    invited = Membership.objects.filter(user=by.user_id, status=MembershipStatus.INVITED)
    yield ToCount(invited, Place("等你接受的身份", "account_roles"), since="opened_at")


def _to_approve(by: Actor) -> ToCount:
    asked = people_at_desk(by).filter(status=MembershipStatus.REQUESTED)
    place = Place("待批准的身份申请", _PEOPLE_AT[Role(by.role)])
    return ToCount(asked.exclude(user=by.user_id), place, since="opened_at")


def _ending_delegations(by: Actor, url_name: str) -> ToCount:
    """Somebody else's delegations to the same agency are none of theirs."""
    own = Q() if by.role == Role.UNIT_LEAD else Q(unit=by.unit)
    running = delegations_visible_to(by).filter(
        own, revoked_at=None, valid_from__lte=Now(), valid_to__gt=Now()
    )
    ending = running.filter(valid_to__lte=Now() + ENDING)
    return ToCount(ending, Place("一个月内到期的委托", url_name), ends="valid_to")


def _idle_offices() -> ToCount:
    """Whoever cannot log in holds up what waits for their office."""
    held = Membership.objects.valid_now().filter(role__in=Role.of_office)
    idle = held.filter(user__status__in=(UserStatus.DORMANT, UserStatus.SUSPENDED))
    return ToCount(idle, Place("账号停用、还担任职务的人", "security", "status=dormant"))


def _for_auditor() -> Iterator[ToCount | Waiting]:
    done = Verification.objects.filter(state=WorkState.DONE)
    last = done.aggregate(at=Max("ended_at"))["at"]
    is_late = last is None or last < now() - VERIFIED_EVERY
    yield Waiting("一个月没有核对过的留痕", int(is_late), "audit", since=last)
    newest = done.filter(ended_at=last, found__gt=0)
    yield ToCount(newest, Place("发现问题的核对", "audit"), since="ended_at")
