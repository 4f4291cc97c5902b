"""Who reads a text before it is shown."""

from accounts.states import Role
from projects.models import Proofreading
from projects.rules.projects import is_of_centre, is_third_person
from records.actors import Actor


def may_proofread(by: Actor, reading: Proofreading) -> bool:
    """Somebody of the centre who neither filed nor accepted it, nor a correction of it."""
    project = reading.version.project
    return is_of_centre(by, project) and is_third_person(by, project)


def may_undo_reading(by: Actor, reading: Proofreading) -> bool:
    is_own = by.user_id == reading.reader_id and by.role in Role.of_centre
    return by.is_person and (is_own or by.role == Role.CENTRE_LEAD)


PROOFREADING_RULES = {"read": may_proofread, "undo": may_undo_reading}
