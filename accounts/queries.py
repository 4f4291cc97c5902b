"""Reads of people, organisations and roles, each adding one fact or one limit."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Consent, Delegation, Membership, Organisation, Place, Unit, User
from accounts.rules import APPROVED_BY, roles_at_desk
from accounts.states import MembershipStatus, Role
from foundation.clock import Now
from foundation.sql import rows_of
from foundation.typed import OWN_OTHER_PAGE
from records.actors import Actor

XINJIANG, XPCC = "650000", "BT"


def memberships_visible_to(by: Actor) -> QuerySet[Membership]:
    """The set form of `rules.may_see_membership`; a test holds the two together."""
    own = Membership.objects.exclude(status=MembershipStatus.WISHED).filter(user=by.user_id)
    return people_at_desk(by) | own


def people_at_desk(by: Actor) -> QuerySet[Membership]:
    """Whom `by` looks after: the set form of `rules.is_at_desk`."""
    rows = Membership.objects.exclude(status=MembershipStatus.WISHED)
    if not by.is_person:
        return rows.none()
    own_unit = Q(unit=by.unit) if by.role in Role.of_unit else Q()
    return rows.filter(own_unit, role__in=roles_at_desk(by.role))


def withdrawn_consents() -> QuerySet[Consent]:
    """Few: asked for among them, they are read once for a statement, whatever else it reads."""
    return Consent.objects.filter(withdrawn_at__isnull=False)


def users_visible_to(by: Actor) -> QuerySet[User]:
    """Whose contact may be revealed: one's own, and of those whose role one answers for."""
    shown = people_at_desk(by).filter(status__in=MembershipStatus.known)
    if by.role == Role.UNIT_CLERK:
        shown = shown.none()
    return User.objects.filter(Q(pk=by.user_id) | Q(pk__in=shown.values("user")))


def delegations_visible_to(by: Actor) -> QuerySet[Delegation]:
    """The set form of `rules.may_see_delegation`."""
    if by.role in Role.of_unit:
        return Delegation.objects.filter(unit=by.unit)
    if by.role == Role.AGENCY and by.organisation_id:
        return Delegation.objects.filter(organisation=by.organisation_id)
    if by.role == Role.SECURITY:
        return Delegation.objects.all()
    return Delegation.objects.none()


def with_standing(delegations: QuerySet[Delegation]) -> QuerySet[Delegation]:
    """`runs`: whether it is in force now, by the database's clock; the newest first."""
    runs = Q(revoked_at=None, valid_from__lte=Now(), valid_to__gt=Now())
    rows = delegations.select_related("unit", "organisation", "granted_by")
    return rows.annotate(runs=runs).order_by("-valid_from", "-pk")


def organisations_called(text: str) -> QuerySet[Organisation]:
    """By a part of the name or by the whole code; all of them for no text."""
    rows = Organisation.objects.select_related("place").order_by("name", "pk")
    return rows.filter(Q(name__icontains=text) | Q(code=text.upper())) if text else rows


def with_people(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    return memberships.select_related("user", "unit", "organisation", "granted_by")


def approvers_of(membership: Membership) -> Iterable[int]:
    """Who must hear of an application: everybody who could approve it, but the applicant."""
    roles = APPROVED_BY.get(Role(membership.role), ())
    those = Membership.objects.valid_now().filter(role__in=roles)
    if membership.unit_id:
        those = those.filter(Q(unit=membership.unit_id) | ~Q(role=Role.UNIT_LEAD))
    return those.exclude(user=membership.user_id).values_list("user", flat=True)


def person_of(membership: Membership) -> Iterable[int]:
    return [membership.user_id]


def agents_of(delegation: Delegation) -> Iterable[int]:
    """The people who act for the agency."""
    those = Membership.objects.valid_now().filter(role=Role.AGENCY)
    return those.filter(organisation=delegation.organisation_id).values_list("user", flat=True)


def agencies_of(unit: str) -> QuerySet[Organisation]:
    """Organisations with people the unit's lead has approved as agents: whom it may delegate to."""
    agents = Membership.objects.valid_now().filter(
        role=Role.AGENCY, unit=unit, organisation=OuterRef("pk")
    )
    return Organisation.objects.filter(Exists(agents)).order_by("name")


def lacks_second_factor(user: User, roles: Collection[str]) -> bool:
    """Whether one of the roles held needs a code from the phone, and none is set up. Demo accounts
    confirm by password."""
    if user.is_demo or not set(roles).intersection(Role.need_second_factor):
        return False
    totp = Authenticator.objects.filter(user=user.pk, type=Authenticator.Type.TOTP)
    return not totp.exists()


def has_verified_email(user: User) -> bool:
    return EmailAddress.objects.filter(user=user, verified=True).exists()


def units_for(place: Place) -> list[Unit]:
    """The unit an organisation there belongs to: the five cities before their province; in
    Xinjiang the organisation chooses between the region and the 兵团."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    own = units.get(place.code) or units[f"{place.code[:2]}0000"]
    return [own, *(u for u in units.values() if own.code == XINJIANG and u.abbr == XPCC)]


def place_in(code: str) -> Place | None:
    """Where a 统一社会信用代码 was issued (GB 32100, positions 3-8); None for national bodies."""
    return places_in([code]).get(code)


def places_in(codes: Collection[str]) -> dict[str, Place]:
    """The set form of `place_in`, in one query."""
    asked = {code: (f"{code[2:6]}00", f"{code[2:4]}0000") for code in codes if code}
    wanted = {place for pair in asked.values() for place in pair}
    found = {place.code: place for place in Place.objects.filter(code__in=wanted)}
    placed = {code: found.get(near) or found.get(far) for code, (near, far) in asked.items()}
    return {code: place for code, place in placed.items() if place}


def people_found(users: QuerySet[User], *, q: str, role: str, status: str) -> QuerySet[User]:
    """By a piece of name or e-mail, by a role held now, by state of the account."""
    if q:
        users = users.filter(Q(name__icontains=q) | Q(email__icontains=q))
    if status:
        users = users.filter(status=status)
    if role:
        users = users.filter(memberships__in=Membership.objects.valid_now().filter(role=role))
    return users.order_by("-joined_at", "-pk").distinct()


def houses_of(user_id: int | None) -> QuerySet[Organisation]:
    """Organisations this person acts for now; the department of a unit is none of them."""
    own = Membership.objects.valid_now().filter(user=user_id).exclude(organisation=None)
    return Organisation.objects.filter(pk__in=own.values("organisation"), unit=None)


def roles_of(user_id: int | None) -> QuerySet[Membership]:
    """Every role a person holds, held or asked for, the newest first."""
    return with_people(Membership.objects.filter(user=user_id)).order_by("-opened_at", "-pk")


def own_data(user: User) -> dict[str, Iterable[dict[str, Any]]]:
    """Section → rows: what this room holds of a person."""
    return {
        "account": rows_of(
            User.objects.filter(pk=user.pk),
            *("ref", "email", "name", "phone", "phone_verified_at", "organisation__name"),
            *("organisation__code", "mail_rhythm", "quiet_from", "quiet_to", "status", "joined_at"),
            "last_login",
        ),
        "emails": rows_of(EmailAddress.objects.filter(user=user), "email", "verified", "primary"),
        "roles": rows_of(
            Membership.objects.filter(user=user).order_by("pk"),
            *("ref", "role", "unit__name", "organisation__name", "status", "reason"),
            *("opened_at", "valid_from", "valid_to"),
        ),
        "consents": rows_of(
            Consent.objects.filter(given_by=user).order_by("pk"),
            *("purpose", "ground", "mandate", "given_at", "withdrawn_at"),
        ),
        "sessions": _sessions_of(user),
    }


def _sessions_of(user: User) -> Iterable[dict[str, Any]]:
    sessions = UserSession.objects.filter(user=user)
    return rows_of(sessions, "ip", "user_agent", "created_at", "last_seen_at")


def whose_typed(stamps: Mapping[str, Any], names: Iterable[str], by: Actor) -> Callable[[str], str]:
    """Who typed what stands under a name of a draft, in words; one query at the most. `stamps` are
    those of `foundation.typed.TypedDraft`."""
    ids = {stamps[name][1] for name in names}
    people = dict(User.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}

    def whose(name: str) -> str:
        author = stamps[name][1]
        return OWN_OTHER_PAGE if author == by.user_id else people.get(author, "另一位填报人")

    return whose
