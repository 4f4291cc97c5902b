"""Reads of demands and offers: one's own, those one looks after, those anybody may find."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Membership
from accounts.states import Role
from foundation import clock
from matching.models import Posting, PostingVersion
from matching.rules import POSTS, may_post
from matching.states import PostingKind, PostingStatus, Reach
from records.actors import Actor


def own_postings(by: Actor, kind: str) -> QuerySet[Posting]:
    """The set form of `rules.is_owner`."""
    rows = Posting.objects.filter(kind=kind)
    if not may_post(by, kind):
        return rows.none()
    if by.role in Role.of_unit:
        return rows.filter(custodian=by.unit)
    return rows.filter(custodian=None, organisation=by.organisation_id or 0)


def owned_now_by(user_id: int) -> QuerySet[Posting]:
    """Of any role they hold now: `owners_of` from the other end."""
    return Posting.objects.filter(_of_owners(Membership.objects.valid_now().filter(user=user_id)))


def near_to(user_id: int) -> QuerySet[Posting]:
    """All they may ever have typed into: their own and those of any role they ever held."""
    ever = Membership.objects.filter(user=user_id)
    return Posting.objects.filter(Q(author=user_id) | _of_owners(ever))


def _of_owners(roles: QuerySet[Membership]) -> Q:
    units = roles.filter(role__in=Role.of_unit).values("unit")
    found = Q(custodian__in=units)
    for kind, posters in POSTS.items():
        houses = roles.filter(role__in=set(posters) - set(Role.of_unit)).values("organisation")
        found |= Q(kind=kind, custodian=None, organisation__in=houses)
    return found


def moderated_by(by: Actor) -> QuerySet[Posting]:
    """The set form of `rules.is_moderator`."""
    rows = Posting.objects.all()
    if not by.is_person:
        return rows.none()
    if by.role in Role.of_centre:
        return rows
    if by.role == Role.UNIT_LEAD:
        return rows.filter(unit=by.unit)
    return rows.filter(unit=by.unit, custodian=None) if by.role in Role.of_unit else rows.none()


def shown_postings(by: Actor) -> QuerySet[Posting]:
    """What `by` may find: published and not over; of members' only who has logged in."""
    reach = Reach.values if by.is_person else [Reach.PUBLIC, Reach.ANONYMOUS]
    return running_postings().filter(reach__in=reach)


def posting_named(name: str, postings: QuerySet[Posting]) -> QuerySet[Posting]:
    """By ref or by code, as addresses carry them."""
    named = postings.filter(Q(ref=name.upper()) | Q(code=name.upper()))
    return named.select_related("organisation", "unit", "field")


def running_postings() -> QuerySet[Posting]:
    """Those that are matched. The day named is still one of them."""
    return Posting.objects.filter(status=PostingStatus.PUBLISHED, valid_until__gte=clock.today())


def running_of(by: Actor) -> QuerySet[Posting]:
    """One's own that are matched, the newest first."""
    own = own_postings(by, PostingKind.DEMAND) | own_postings(by, PostingKind.OFFER)
    return (own & running_postings()).order_by("-published_at", "-pk")


def owners_of(posting: Posting) -> Iterable[int]:
    """Whom to tell: the set form of `rules.is_owner`, of people."""
    return owners_of_each([posting])[posting.pk]


def owners_of_each(postings: Sequence[Posting]) -> dict[int, set[int]]:
    """The same of many, by posting, in one query."""
    units = {one.custodian_id for one in postings if one.custodian_id}
    houses = {one.organisation_id for one in postings if not one.custodian_id}
    of_units = Q(role__in=Role.of_unit, unit__in=units)
    of_houses = ~Q(role__in=Role.of_unit) & Q(organisation__in=houses - {None})
    people: dict[tuple[str, Any], set[int]] = defaultdict(set)
    found = Membership.objects.valid_now().filter(of_units | of_houses)
    for user, role, unit, house in found.values_list("user", "role", "unit", "organisation"):
        people[role, unit if role in Role.of_unit else house].add(user)
    return {
        one.pk: {user for place in _owning(one) for user in people.get(place, ())}
        for one in postings
    }


def _owning(posting: Posting) -> list[tuple[str, Any]]:
    """Roles, each with its place, whose people own it."""
    if posting.custodian_id:
        return [(role, posting.custodian_id) for role in Role.of_unit]
    roles = [role for role in POSTS[PostingKind(posting.kind)] if role not in Role.of_unit]
    return [(role, posting.organisation_id) for role in roles]


def moderators_of(posting: Posting) -> Iterable[int]:
    """Of its unit; the centre looks in by itself."""
    roles = [Role.UNIT_LEAD] if posting.custodian_id else list(Role.of_unit)
    people = Membership.objects.valid_now().filter(Q(role__in=roles), unit=posting.unit_id)
    return people.values_list("user_id", flat=True).distinct()


def owners_of_version(version: PostingVersion) -> Iterable[int]:
    return [] if version.is_one_of_many else owners_of(version.posting)


def moderators_of_version(version: PostingVersion) -> Iterable[int]:
    """But who handed it in."""
    if version.is_one_of_many:
        return []
    return [pk for pk in moderators_of(version.posting) if pk != version.submitted_by_id]
