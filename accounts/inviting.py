"""Inviting: somebody is asked by e-mail to take a role, and gets an account if they have none."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import TextChoices

from accounts.granting import GrantProblem, invite
from accounts.models import Membership, Organisation, Unit, User
from accounts.people import account_for
from accounts.registering import Stated, register_organisation
from accounts.states import Role, UserStatus
from foundation.errors import Problem, refuse_if
from records.actors import Actor


class InviteProblem(TextChoices):
    SELF = "self", "这是你自己的邮箱。身份由别人授予，请填对方的邮箱"
    CLOSED = "closed", "这个邮箱的账号已停用。请安全管理员恢复账号，再邀请"


@dataclass(frozen=True, slots=True)
class Invitation:
    email: str
    name: str
    role: Role
    unit: Unit | None = None
    organisation: Stated | None = None


@transaction.atomic
def send_invitation(invitation: Invitation, *, by: Actor) -> Membership:
    """The role is theirs when they accept. Whoever is refused leaves neither an account nor an
    organisation behind. Raises Refused (422): one's own address, a suspended account, no
    organisation where the role needs one; and whatever `granting.invite` raises."""
    refuse_if(_missing(invitation))
    user = account_for(invitation.email, invitation.name, by=by)
    refuse_if(_problems(user, by))
    organisation = _organisation(invitation.organisation, by)
    return invite(user, invitation.role, by=by, unit=invitation.unit, organisation=organisation)


def _organisation(stated: Stated | None, by: Actor) -> Organisation | None:
    return register_organisation(stated.name, stated.code, stated.kind, by=by) if stated else None


def _missing(invitation: Invitation) -> list[Problem]:
    """Experts, the exchange and the unit's own people are known without an organisation."""
    known_without = (*Role.of_unit, Role.EXCHANGE, Role.EXPERT)
    if invitation.organisation is not None or invitation.role in known_without:
        return []
    found = invitation.role.label
    return [Problem(GrantProblem.ORGANISATION_NEEDED, "organisation", found=found)]


def _problems(user: User, by: Actor) -> list[Problem]:
    if user.pk == by.user_id:
        return [Problem(InviteProblem.SELF, "email")]
    if user.status == UserStatus.SUSPENDED:
        return [Problem(InviteProblem.CLOSED, "email")]
    return []
