"""Who may say something of single columns of what was submitted."""

from projects.models import FieldRemark
from projects.rules.projects import is_of_centre, is_of_unit, is_second_person
from records.actors import Actor


def may_remark(by: Actor, remark: FieldRemark) -> bool:
    """Both persons of a unit read, and so does the centre; none of them what is their own."""
    project = remark.project
    at_desk = is_of_unit(by, project) or is_of_centre(by, project)
    return at_desk and is_second_person(by, project)


FIELD_REMARK_RULES = dict.fromkeys(("note", "change", "drop", "send"), may_remark)
