"""Joining: a person says who they are, where they work, and in which role they want to act."""

from dataclasses import dataclass

from django.db import transaction

from accounts.consenting import give_consent
from accounts.granting import apply_for, place_problems
from accounts.models import Membership, Organisation, Unit, User
from accounts.people import correct_profile
from accounts.registering import Stated, register_organisation
from accounts.states import ConsentPurpose, MailRhythm, Role
from foundation.errors import Problem
from records.actors import Actor


@dataclass(frozen=True, slots=True)
class Wish:
    """The role somebody asks for; that of a holder needs nobody's approval and is not asked for."""

    role: Role
    unit: Unit | None = None
    organisation: Stated | None = None
    reason: str = ""

    @property
    def problems(self) -> list[Problem]:
        """What it lacks, whoever asks."""
        if self.role == Role.HOLDER:
            return []
        named = Organisation() if self.organisation else None
        return place_problems(Membership(role=self.role, unit=self.unit, organisation=named))


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    phone: str
    mail_rhythm: MailRhythm
    organisation: Stated | None


@transaction.atomic
def join(user: User, wish: Wish, *, by: Actor) -> None:
    """At registration: the consent to the privacy policy, the organisation, the role wished for.

    Raises Refused (422) as `granting.apply_for`.
    """
    give_consent(ConsentPurpose.PRIVACY, by=by)
    if wish.organisation is not None:
        profile = Profile(user.name, user.phone, MailRhythm(user.mail_rhythm), wish.organisation)
        state_profile(user, profile, by=by)
    if wish.role != Role.HOLDER:
        ask_for(wish, by=by)


@transaction.atomic
def ask_for(wish: Wish, *, by: Actor) -> Membership:
    """Raises Refused (422) as `granting.apply_for`; then the organisation is not registered."""
    return apply_for(
        wish.role,
        unit=wish.unit,
        organisation=_register(wish.organisation, by),
        reason=wish.reason,
        by=by,
    )


@transaction.atomic
def state_profile(user: User, profile: Profile, *, by: Actor) -> User:
    return correct_profile(
        user,
        name=profile.name,
        phone=profile.phone,
        mail_rhythm=profile.mail_rhythm,
        organisation=_register(profile.organisation, by),
        by=by,
    )


def _register(stated: Stated | None, by: Actor) -> Organisation | None:
    if stated is None:
        return None
    return register_organisation(stated.name, stated.code, stated.kind, by=by)
