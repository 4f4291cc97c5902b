"""Granting a role: the operator's command, on the record."""

from django.db import transaction
from django.db.models import TextChoices

from accounts.models import Membership, Organisation, Unit, User
from accounts.states import Role
from foundation.errors import Problem, refuse_if
from records.actors import Actor
from records.workflow import begin


class GrantProblem(TextChoices):
    EXCLUSIVE = "exclusive", "“{found}”与“{expected}”不能由同一人担任：三员与其他身份互斥"
    UNIT_NEEDED = "unit_needed", "授予“{found}”要写明推荐单位：--unit 简码"
    UNIT_NOT_FITTING = "unit_not_fitting", "“{found}”不属于推荐单位，不要写 --unit"


@transaction.atomic
def grant_role(
    user: User,
    role: Role,
    *,
    by: Actor,
    unit: Unit | None = None,
    organisation: Organisation | None = None,
) -> Membership:
    """Give a person a role, once; an open membership of the same kind is returned as it is.

    Raises Refused (422): 三员 exclude one another and every business role, unit roles need a
    unit and no other role has one.
    """
    held = User.objects.select_for_update().get(pk=user.pk).memberships.valid_now()
    same = held.filter(role=role, unit=unit, organisation=organisation).first()
    if same is not None:
        return same
    refuse_if([*_unit_problems(role, unit), *_exclusions(role, [m.role for m in held])])
    membership = Membership(
        user=user, role=role, unit=unit, organisation=organisation, granted_by_id=by.user_id
    )
    return begin(membership, "grant", by=by)


def _unit_problems(role: Role, unit: Unit | None) -> list[Problem]:
    if role in Role.of_unit and unit is None:
        return [Problem(GrantProblem.UNIT_NEEDED, field="unit", found=role.label)]
    if role not in Role.of_unit and unit is not None:
        return [Problem(GrantProblem.UNIT_NOT_FITTING, field="unit", found=role.label)]
    return []


def _exclusions(role: Role, held: list[str]) -> list[Problem]:
    return [
        Problem(GrantProblem.EXCLUSIVE, field="role", expected=role.label, found=Role(other).label)
        for other in held
        if other != role and (role in Role.of_control or other in Role.of_control)
    ]
