"""A person leaves: what is theirs is deleted, what the law keeps stays without their name."""

from collections.abc import Callable

from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import TextChoices

from accounts.consenting import withdraw_own
from accounts.granting import end, forget_reasons, turn_down, withdraw
from accounts.models import Membership, User
from accounts.people import erase_person
from accounts.states import MembershipStatus, Role
from foundation.errors import Problem, refuse_if
from introductions.conversing import forget_talks
from matching.favouring import forget_favourites
from matching.feedback import forget_notes
from matching.filing import forget_contacts as forget_posting_contacts
from matching.following import forget_follows
from matching.guarding import forget_blocks, forget_reports
from matching.interests import forget_messages
from matching.subscribing import forget_searches
from matching.taking_up import forget_requests
from projects.bulk import forget_orders
from projects.claiming import leave_claims
from projects.correcting import leave_corrections
from projects.drafting import forget_typed
from projects.evaluating import forget_opinions
from projects.intake import empty_own
from projects.remembering import forget_views
from provinces.applying import forget_contacts
from provinces.experts import forget_expert
from provinces.objecting import withdraw_own_objections
from provinces.scoring import forget_drafts
from records.actors import Actor
from records.messages import forget_person
from records.receiving import forget_uploads
from roadshows.forgetting import forget_coaching, forget_people

# What of allauth is installed keeps these of a person.
_OF_LOGIN = {
    "allauth.mfa": ("mfa", "Authenticator"),
    "allauth.usersessions": ("usersessions", "UserSession"),
}
_CLOSING: dict[str, Callable[..., Membership]] = {
    MembershipStatus.WISHED: withdraw,
    MembershipStatus.REQUESTED: withdraw,
    MembershipStatus.INVITED: turn_down,
    MembershipStatus.GRANTED: end,
}


class ErasureProblem(TextChoices):
    IN_OFFICE = (
        "in_office",
        "你还担任“{found}”。先请接替你的人获得这个身份，再在“我的身份”里终止它，然后注销",
    )


def hindrances(user: User) -> list[Problem]:
    """Roles that have to be handed over first: work of the state waits for them."""
    held = Membership.objects.valid_now().filter(user=user, role__in=Role.of_office)
    return [
        Problem(ErasureProblem.IN_OFFICE, found=str(membership))
        for membership in held.select_related("unit", "organisation").order_by("pk")
    ]


@transaction.atomic
def erase_account(user: User, *, by: Actor) -> User:
    """All or nothing, and for good. Raises Refused: 422 with every role to be handed over first,
    403 somebody else's account."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    refuse_if(hindrances(locked))
    _close_business(locked, by=Actor(by.user_id, Role.HOLDER.value, user=by.user))
    return erase_person(locked, by=by)


def _close_business(user: User, *, by: Actor) -> None:
    """In the person's own name, whatever role they act in."""
    forget_typed(user.pk)
    forget_drafts(user.pk)
    leave_corrections(by=by)
    forget_opinions(by=by)
    empty_own(by=by)
    withdraw_own(by=by)
    _forget_dealings(user, by=by)
    forget_contacts(by=by)
    forget_expert(by=by)
    forget_people(by=by)
    forget_coaching(by=by)
    leave_claims(by=by)
    withdraw_own_objections(by=by)
    forget_uploads(user.pk)
    forget_views(user.pk)
    forget_orders(user.pk)
    for membership in user.memberships.filter(status__in=MembershipStatus.open).order_by("pk"):
        _CLOSING[membership.status](membership, by=by)
    forget_reasons(by=by)
    about = [*user.memberships.all(), *user.claims.all()]
    forget_person(user.pk, refs=[record.ref for record in about])
    _forget_logins(user)


def _forget_dealings(user: User, *, by: Actor) -> None:
    """What they posted, asked for, said to others, keep and follow."""
    forget_talks(by=by)
    forget_messages(by=by)
    forget_reports(by=by)
    forget_blocks(user.pk)
    forget_notes(by=by)
    forget_requests(by=by)
    forget_posting_contacts(by=by)
    forget_searches(user.pk)
    forget_favourites(user.pk)
    forget_follows(user.pk)


def _forget_logins(user: User) -> None:
    for app, (label, name) in _OF_LOGIN.items():
        if apps.is_installed(app):
            apps.get_model(label, name)._base_manager.filter(user=user).delete()
    for session in Session.objects.iterator(chunk_size=500):
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
