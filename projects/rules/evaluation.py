"""Who may evaluate, and who asks for it once more."""

from accounts.rules import is_portal
from accounts.states import Role, Scope
from projects.models import Evaluation, Opinion, Project
from projects.rules.projects import is_lead_of_unit, is_second_person
from projects.states import ProjectStatus
from projects.ties import is_tied
from records.actors import Actor


def is_evaluating_agency(by: Actor, project: Project) -> bool:
    """Under a delegation of the project's unit that holds evaluation."""
    is_unit = by.role == Role.AGENCY and by.unit == project.unit_id
    return by.is_person and is_unit and Scope.EVALUATE in by.scopes


def may_evaluate(by: Actor, project: Project) -> bool:
    """Never what their own house collected, holds or coached, nor what they filed themselves
    (architecture: an agency does not evaluate its own). The set form is
    `queries.evaluable_by`."""
    return (
        is_evaluating_agency(by, project)
        and project.status == ProjectStatus.LISTED
        and is_second_person(by, project)
        and not is_tied(project, by.organisation_id)
    )


def may_take(by: Actor, opinion: Opinion) -> bool:
    return by.user_id == opinion.evaluator_id and may_evaluate(by, opinion.evaluation.project)


def may_send_back(by: Actor, opinion: Opinion) -> bool:
    return is_lead_of_unit(by, opinion.evaluation.project)


def may_open_evaluation(by: Actor, evaluation: Evaluation) -> bool:
    return may_evaluate(by, evaluation.project)


def may_oversee(by: Actor, evaluation: Evaluation) -> bool:
    """The unit that asked for it; the portal, where the project leaves the library."""
    return is_lead_of_unit(by, evaluation.project) or is_portal(by, evaluation)


EVALUATION_RULES = {
    "open": may_open_evaluation,
    # What follows from the opinions follows by itself.
    **dict.fromkeys(("conclude", "dispute"), is_portal),
    **dict.fromkeys(("reopen", "void"), may_oversee),
}
OPINION_RULES = {
    **dict.fromkeys(("take", "save", "file", "give_up"), may_take),
    "reopen": may_send_back,
}
