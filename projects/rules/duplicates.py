"""Who says whether two projects of different units are one."""

from accounts.states import Role
from projects.models import DuplicateRuling
from records.actors import Actor


def may_rule(by: Actor, ruling: DuplicateRuling) -> bool:
    """The centre alone sees both sides."""
    return by.is_person and by.role in Role.of_centre


RULING_RULES = dict.fromkeys(("ask", "dismiss", "lift"), may_rule)
