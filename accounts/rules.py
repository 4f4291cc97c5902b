"""Who may order what in this room."""

from accounts.models import Consent, Membership, Organisation
from records.actors import Actor


def is_portal(by: Actor, obj: object) -> bool:
    """The portal itself: its commands and its loading of taxonomies, run by the operator."""
    return by.role == "portal"


def is_person(by: Actor, obj: object) -> bool:
    return by.is_person


def is_own_consent(by: Actor, consent: Consent) -> bool:
    return by.is_person and by.user_id == consent.given_by_id


def may_register(by: Actor, organisation: Organisation) -> bool:
    return is_portal(by, organisation) or is_person(by, organisation)


def may_grant(by: Actor, membership: Membership) -> bool:
    return is_portal(by, membership)


MEMBERSHIP_RULES = {"grant": may_grant}
ORGANISATION_RULES = {"register": may_register}
CONSENT_RULES = {"give": is_own_consent, "withdraw": is_own_consent}
