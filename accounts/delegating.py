"""Delegation: a unit lets an agency work in its name, until a day or until it is revoked."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import TextChoices

from accounts.models import Delegation, Organisation, Unit
from accounts.states import Scope
from foundation import clock
from foundation.errors import Problem, refuse_if
from records.actors import Actor
from records.workflow import begin, move


class DelegationProblem(TextChoices):
    NO_SCOPE = "no_scope", "至少选一项委托事项"
    PAST = "past", "截止时间要晚于现在"
    OVER = "over", "这份委托已经结束，不用再撤销"
    RUNNING = "running", "“{found}”的委托还在有效期内。先撤销，再重新委托"


@transaction.atomic
def delegate(
    unit: Unit,
    organisation: Organisation,
    scopes: Sequence[Scope],
    *,
    until: datetime,
    by: Actor,
) -> Delegation:
    """Raises Refused: 403 not the unit's lead; 422 no scope, already over, one is running."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    refuse_if(_problems(unit, organisation, scopes, until))
    delegation = Delegation(
        unit=unit,
        organisation=organisation,
        scopes=[scope.value for scope in Scope if scope in scopes],
        granted_by_id=by.person_id,
        valid_to=until,
    )
    return begin(delegation, "delegate", by=by)


def revoke(delegation: Delegation, *, by: Actor, reason: str = "") -> Delegation:
    """Bites at once: the agency's next request is refused. Raises Refused (422) when it is over."""

    def write(row: Delegation) -> None:
        row.revoked_at = min(clock.now(), row.valid_to)

    return move(delegation, "revoke", by=by, note=reason, write=write)


def revoking_problems(delegation: Delegation) -> list[Problem]:
    """Nobody is told twice that a delegation has ended."""
    is_over = delegation.revoked_at is not None or delegation.valid_to <= clock.now()
    return [Problem(DelegationProblem.OVER)] if is_over else []


def _problems(
    unit: Unit, organisation: Organisation, scopes: Sequence[Scope], until: datetime
) -> list[Problem]:
    problems = []
    if not scopes:
        problems.append(Problem(DelegationProblem.NO_SCOPE, "scopes"))
    if until <= clock.now():
        problems.append(Problem(DelegationProblem.PAST, "until"))
    if Delegation.objects.valid_now().filter(unit=unit, organisation=organisation).exists():
        problems.append(Problem(DelegationProblem.RUNNING, "organisation", found=organisation.name))
    return problems
