"""In which role the person at the other end of a request acts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from accounts.models import Delegation, Membership, User
from accounts.states import Role
from records.actors import VISITOR, Actor
from records.models import Upload

OWN = Role.HOLDER.value  # what everybody may act as: a verified e-mail is enough


@dataclass(frozen=True, slots=True)
class Choice:
    """One way a person may act, as the chooser in the header offers it."""

    value: str  # "holder", "<membership>" or "<membership>:<unit>"
    label: str
    actor: Actor


def actor_of(user: User | AnonymousUser, chosen: str = "") -> Actor:
    """As chosen if that is still valid, else the first way there is."""
    if not user.is_authenticated:
        return VISITOR
    return chosen_of(choices_of(user), chosen).actor


def chosen_of(choices: Sequence[Choice], chosen: str) -> Choice:
    """The one chosen; the first as long as nothing was. What was chosen and has ended does not
    become another desk unasked: the person acts as themselves (the last) until they choose."""
    ended = choices[-1] if chosen else choices[0]
    return next((choice for choice in choices if _is_meant(choice.value, chosen)), ended)


def _is_meant(value: str, chosen: str) -> bool:
    """Whoever acts for an agency acts for the unit that has just delegated something to it."""
    return value == chosen or (":" not in chosen and value.startswith(f"{chosen}:"))


def choices_of(user: User) -> list[Choice]:
    """Roles in the order they were given, then the person's own; 三员 have nothing of their own.

    An agency's person may act once for each unit that has delegated something to it.
    """
    choices = [choice for membership in _memberships_of(user) for choice in _choices_by(membership)]
    if any(choice.actor.role in Role.of_control for choice in choices):
        return choices
    return [*choices, Choice(OWN, Role.HOLDER.label, Actor(user.pk, OWN, user=user))]


def still_sending(upload: Upload) -> Actor | None:
    """Who began an upload, in the same role; None where they have it no longer."""
    return still_acting(
        upload.owner, role=upload.role, unit=upload.unit, organisation=upload.organisation
    )


def still_acting(user: User, *, role: str, unit: str, organisation: int | None) -> Actor | None:
    """Who ordered something that a worker carries out, in the same role; None where they have it
    no longer."""
    said = (role, unit, organisation)
    for choice in choices_of(user):
        actor = choice.actor
        if (actor.role, actor.unit, actor.organisation_id) == said:
            return actor
    return None


def _memberships_of(user: User) -> Iterator[Membership]:
    """Those that hold now; not asked for where the person was read with the word that none are."""
    if not getattr(user, "has_memberships", True):
        return
    valid = Membership.objects.filter(user=user).valid_now().order_by("pk")
    for membership in valid.select_related("unit", "organisation"):
        membership.user = user
        yield membership


def actor_for(membership: Membership) -> Actor:
    return _choices_by(membership)[0].actor


def _choices_by(membership: Membership) -> list[Choice]:
    if membership.role != Role.AGENCY:
        return [_choice(membership)]
    running = Delegation.objects.valid_now().filter(organisation=membership.organisation_id)
    delegations = running.select_related("unit").order_by("unit__code")
    return [_delegated(membership, one) for one in delegations] or [_choice(membership)]


def _choice(membership: Membership) -> Choice:
    # An agency's unit is the one that approved it; only a delegation lets it act there.
    unit = "" if membership.role == Role.AGENCY else membership.unit_id or ""
    return Choice(str(membership.pk), str(membership), _actor(membership, unit))


def _delegated(membership: Membership, delegation: Delegation) -> Choice:
    actor = _actor(membership, delegation.unit_id, tuple(delegation.scopes))
    label = f"{membership.get_role_display()} · 受{delegation.unit.name}委托"
    return Choice(f"{membership.pk}:{delegation.unit_id}", label, actor)


def _actor(membership: Membership, unit: str, scopes: tuple[str, ...] = ()) -> Actor:
    return Actor(
        user_id=membership.user_id,
        role=membership.role,
        unit=unit,
        organisation_id=membership.organisation_id,
        scopes=scopes,
        user=membership.user,
    )
