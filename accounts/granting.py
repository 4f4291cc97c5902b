"""Roles: asked for, offered, granted, ended; each by whoever answers for it."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import TextChoices

from accounts.models import Membership, Organisation, Unit, User
from accounts.queries import has_verified_email
from accounts.states import MembershipStatus, Role
from foundation import clock
from foundation.errors import Problem, refuse_if
from records.actors import Actor
from records.workflow import begin, move, move_all


class GrantProblem(TextChoices):
    EXCLUSIVE = "exclusive", "“{found}”与“{expected}”不能由同一人担任：三员、火炬中心与其他身份互斥"
    UNIT_NEEDED = "unit_needed", "“{found}”要写明推荐单位"
    UNIT_NOT_FITTING = "unit_not_fitting", "“{found}”不属于推荐单位，不要写推荐单位"
    ORGANISATION_NEEDED = "organisation_needed", "“{found}”要写明所在机构"
    NOT_VERIFIED = "not_verified", "申请人还没有验证邮箱，验证后才能批准"
    HELD = "held", "已经有“{found}”这个身份，或正在申请"


@transaction.atomic
def grant_role(
    user: User,
    role: Role,
    *,
    by: Actor,
    unit: Unit | None = None,
    organisation: Organisation | None = None,
) -> Membership:
    """Give a person a role, once: the operator's command. A role already held is returned.

    Raises Refused (422): 三员 exclude one another and every business role, as the centre does; unit
    roles need a unit and only they and agencies have one.
    """
    _lock(user)
    same = user.memberships.valid_now().filter(role=role, unit=unit, organisation=organisation)
    membership = same.first()
    if membership is not None:
        return membership
    refuse_if([*_unit_problems(role, unit), *_exclusions(user.pk, role)])
    return begin(_membership(user, role, unit, organisation, by), "grant", by=by)


@transaction.atomic
def apply_for(
    role: Role,
    *,
    by: Actor,
    unit: Unit | None = None,
    organisation: Organisation | None = None,
    reason: str = "",
) -> Membership:
    """Ask for a role. Before the e-mail is verified it is only wished for: nobody is bothered.

    Raises Refused (422): the unit or the organisation is missing, the role excludes one held,
    or it is held or asked for already.
    """
    user = _lock(by.user)
    membership = _membership(user, role, unit, organisation, None)
    membership.reason = reason
    refuse_if([*place_problems(membership), *_exclusions(user.pk, role), *_held(membership)])
    return begin(membership, "apply" if has_verified_email(user) else "wish", by=by)


@transaction.atomic
def send_wishes(*, by: Actor) -> list[Membership]:
    """The e-mail is verified: what was wished for at registration is asked for now."""
    wished = Membership.objects.filter(user=by.user_id, status=MembershipStatus.WISHED)
    return [move(membership, "apply", by=by) for membership in wished.order_by("pk")]


@transaction.atomic
def invite(
    user: User,
    role: Role,
    *,
    by: Actor,
    unit: Unit | None = None,
    organisation: Organisation | None = None,
) -> Membership:
    """Offer a role; it is theirs when they accept. Raises Refused as `apply_for`, and 403."""
    membership = _membership(_lock(user), role, unit, organisation, by)
    refuse_if([*_unit_problems(role, unit), *_exclusions(user.pk, role), *_held(membership)])
    return begin(membership, "invite", by=by)


def approve(membership: Membership, *, by: Actor) -> Membership:
    return _join(membership, "approve", by)


def accept_invitation(membership: Membership, *, by: Actor) -> Membership:
    return _join(membership, "accept", by)


@transaction.atomic
def _join(membership: Membership, verb: str, by: Actor) -> Membership:
    _lock(membership.user)

    def write(row: Membership) -> None:
        row.valid_from = clock.now()
        row.granted_by_id = row.granted_by_id or by.user_id

    return move(membership, verb, by=by, write=write)


def decline(membership: Membership, *, by: Actor, reason: str) -> Membership:
    """The applicant reads the reason."""
    return move(membership, "decline", by=by, note=reason)


def turn_down(membership: Membership, *, by: Actor) -> Membership:
    return move(membership, "turn_down", by=by)


def withdraw(membership: Membership, *, by: Actor) -> Membership:
    return move(membership, "withdraw", by=by)


def end(membership: Membership, *, by: Actor, reason: str = "") -> Membership:
    """From this commit on the person cannot act in the role."""

    def write(row: Membership) -> None:
        row.valid_to = clock.now()

    return move(membership, "end", by=by, note=reason, write=write)


def forget_reasons(*, by: Actor) -> None:
    """What the person wrote in applications, when all of them are closed and the person leaves."""

    def write(rows: Sequence[Membership]) -> None:
        for row in rows:
            row.reason = ""

    own = Membership.objects.filter(user=by.user_id)
    move_all(own.exclude(reason=""), "forget", by=by, write=write)


def joining_problems(membership: Membership) -> list[Problem]:
    """What keeps an application or an invitation from becoming a role."""
    problems = _exclusions(membership.user_id, Role(membership.role))
    if not has_verified_email(membership.user):
        problems.append(Problem(GrantProblem.NOT_VERIFIED))
    return problems


def _lock(user: User) -> User:
    """Roles of one person are given one after the other."""
    return User.objects.select_for_update().get(pk=user.pk)


def _membership(
    user: User,
    role: Role,
    unit: Unit | None,
    organisation: Organisation | None,
    by: Actor | None,
) -> Membership:
    granted_by = by.user_id if by else None
    return Membership(
        user=user, role=role, unit=unit, organisation=organisation, granted_by_id=granted_by
    )


def place_problems(membership: Membership) -> list[Problem]:
    """In an application the unit or the organisation is what the approver decides by."""
    role = Role(membership.role)
    problems = _unit_problems(role, membership.unit)
    if role == Role.AGENCY and membership.unit is None:
        problems.append(Problem(GrantProblem.UNIT_NEEDED, "unit", found=role.label))
    if role not in Role.of_unit and role != Role.EXCHANGE and membership.organisation is None:
        problems.append(Problem(GrantProblem.ORGANISATION_NEEDED, "organisation", found=role.label))
    return problems


def _unit_problems(role: Role, unit: Unit | None) -> list[Problem]:
    if role in Role.of_unit and unit is None:
        return [Problem(GrantProblem.UNIT_NEEDED, field="unit", found=role.label)]
    if role not in Role.with_unit and unit is not None:
        return [Problem(GrantProblem.UNIT_NOT_FITTING, field="unit", found=role.label)]
    return []


def _held(membership: Membership) -> list[Problem]:
    same = Membership.objects.filter(
        user=membership.user,
        role=membership.role,
        unit=membership.unit,
        organisation=membership.organisation,
        status__in=MembershipStatus.open,
    )
    return [Problem(GrantProblem.HELD, "role", found=str(membership))] if same.exists() else []


def _exclusions(user_id: int, role: Role) -> list[Problem]:
    held = Membership.objects.valid_now().filter(user=user_id).values_list("role", flat=True)
    return [
        Problem(GrantProblem.EXCLUSIVE, field="role", expected=role.label, found=Role(other).label)
        for other in held
        if _class_of(Role(other)) != _class_of(role)
    ]


def _class_of(role: Role) -> str:
    """As the constraint of `Membership` has it."""
    if role in Role.of_control:
        return role
    return "centre" if role in Role.of_centre else "business"
