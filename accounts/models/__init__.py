from accounts.models.consent import Consent
from accounts.models.membership import Membership
from accounts.models.organisation import Organisation, Unit
from accounts.models.term import Field, Mode
from accounts.models.user import User

__all__ = ["Consent", "Field", "Membership", "Mode", "Organisation", "Unit", "User"]
