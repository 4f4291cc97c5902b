"""Who may do what with a project: each predicate one question, the table the law."""

from accounts.states import Role
from projects.models import Project, Version
from projects.states import ProjectStatus, Source
from records.actors import Actor


def is_holder(by: Actor, project: Project) -> bool:
    return by.is_person and by.role == Role.HOLDER and by.user_id == project.holder_id


def is_own(by: Actor, project: Project) -> bool:
    """Consent is the person's, in whatever role they act."""
    return by.is_person and by.user_id == project.holder_id


def is_of_unit(by: Actor, project: Project) -> bool:
    return by.is_person and by.role in Role.of_unit and by.unit == project.unit_id


def is_agency_of(by: Actor, project: Project) -> bool:
    """Under a delegation of the project's unit, for what the agency itself answers for."""
    is_unit = by.role == Role.AGENCY and by.unit == project.unit_id
    return by.is_person and is_unit and by.organisation_id == project.custodian_id


def is_lead_of_unit(by: Actor, project: Project) -> bool:
    return is_of_unit(by, project) and by.role == Role.UNIT_LEAD


def is_of_centre(by: Actor, project: Project) -> bool:
    return by.is_person and by.role in Role.of_centre


def is_second_person(by: Actor, project: Project) -> bool:
    """Persons are compared, never roles: nobody screens what they filed themselves."""
    return by.user_id not in (project.submitted_by_id, project.holder_id)


def may_open(by: Actor, project: Project) -> bool:
    if project.source == Source.SELF:
        return is_holder(by, project)
    return is_of_unit(by, project)


def may_edit(by: Actor, project: Project) -> bool:
    """Its holder; before there is one, the unit that brought it."""
    return is_holder(by, project) or (project.holder_id is None and is_of_unit(by, project))


def may_accept(by: Actor, project: Project) -> bool:
    return is_lead_of_unit(by, project) and is_second_person(by, project)


def may_list(by: Actor, project: Project) -> bool:
    return is_of_centre(by, project) and is_second_person(by, project)


def may_see(by: Actor, project: Project) -> bool:
    """At a desk; what the public sees is the showcase's question."""
    is_filed = project.status != ProjectStatus.DRAFT
    return (
        may_edit(by, project)
        or (is_of_unit(by, project) and is_filed)
        or (is_agency_of(by, project) and (is_filed or project.holder_id is None))
        or (is_of_centre(by, project) and is_filed)
    )


def may_freeze(by: Actor, version: Version) -> bool:
    return may_edit(by, version.project)


PROJECT_RULES = {
    "open": may_open,
    "save": may_edit,
    "submit": may_edit,
    "accept": may_accept,
    "list": may_list,
    "show": is_own,
}
VERSION_RULES = {"freeze": may_freeze}
