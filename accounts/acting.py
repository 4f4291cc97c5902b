"""In which role the person at the other end of a request acts."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import Membership, User
from accounts.states import Role
from records.actors import VISITOR, Actor


def actor_of(user: User | AnonymousUser, membership_id: int | None = None) -> Actor:
    """The chosen membership if it is valid, else the first valid one, else a holder: a verified
    e-mail is all a holder needs."""
    if not user.is_authenticated:
        return VISITOR
    valid = Membership.objects.filter(user=user).valid_now().select_related("user")
    held = {membership.pk: membership for membership in valid.order_by("pk")}
    membership = held.get(membership_id or 0) or next(iter(held.values()), None)
    return actor_for(membership) if membership else Actor(user.pk, Role.HOLDER.value, user=user)


def actor_for(membership: Membership) -> Actor:
    return Actor(
        user_id=membership.user_id,
        role=membership.role,
        unit=membership.unit_id or "",
        organisation_id=membership.organisation_id,
        user=membership.user,
    )
