"""Who may do what with an interest."""

from matching.models import Interest
from projects.rules import is_in_custody_of
from records.actors import Actor


def is_own(by: Actor, interest: Interest) -> bool:
    return by.is_person and by.user_id == interest.person_id


def may_send(by: Actor, interest: Interest) -> bool:
    """Nobody is interested in what they hold or look after themselves."""
    project = interest.project
    is_others = project.holder_id != by.user_id and not is_in_custody_of(by, project)
    return is_own(by, interest) and is_others


INTEREST_RULES = {"send": may_send, "take_back": is_own, "forget": is_own}
