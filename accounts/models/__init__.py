from accounts.models.consent import Consent
from accounts.models.cycle import Cycle
from accounts.models.delegation import Delegation
from accounts.models.membership import Membership
from accounts.models.organisation import Organisation, Unit
from accounts.models.term import Field, Mode, Place
from accounts.models.user import User

__all__ = [
    "Consent",
    "Cycle",
    "Delegation",
    "Field",
    "Membership",
    "Mode",
    "Organisation",
    "Place",
    "Unit",
    "User",
]
