"""Who may evaluate, and who asks for it once more."""

from accounts.rules import is_portal
from accounts.states import Role, Scope
from projects.models import Evaluation, Opinion, Project
from projects.rules.projects import is_lead_of_unit, is_third_person
from projects.states import OpinionStatus, ProjectStatus
from projects.ties import is_tied
from records.actors import Actor


def is_evaluator_of_unit(by: Actor) -> bool:
    """Under a delegation of the unit they act for, that holds evaluation."""
    return by.is_person and by.role == Role.AGENCY and Scope.EVALUATE in by.scopes


def is_evaluating_agency(by: Actor, project: Project) -> bool:
    return is_evaluator_of_unit(by) and by.unit == project.unit_id


def may_evaluate(by: Actor, project: Project) -> bool:
    """Never what a house of theirs collected, holds or coached, nor what they filed,
    corrected or accepted themselves (architecture: an agency does not evaluate its own). The set
    form is `queries.evaluable_by`."""
    return (
        is_evaluating_agency(by, project)
        and project.status == ProjectStatus.LISTED
        and is_third_person(by, project)
        and not is_tied(by, project)
    )


def is_evaluator(by: Actor, opinion: Opinion) -> bool:
    """In the name of the house they took it up for."""
    is_theirs = by.is_person and by.user_id == opinion.evaluator_id
    return is_theirs and by.organisation_id == opinion.organisation_id


def may_give(by: Actor, opinion: Opinion) -> bool:
    return is_evaluator(by, opinion) and may_evaluate(by, opinion.evaluation.project)


def may_give_up_opinion(by: Actor, opinion: Opinion) -> bool:
    """In whatever role they act: who leaves gives it up too."""
    return by.is_person and by.user_id == opinion.evaluator_id


def may_send_back(by: Actor, opinion: Opinion) -> bool:
    """Who asks for it again is not who gave it; the portal, where the evaluation is void."""
    is_other = by.user_id != opinion.evaluator_id
    return (is_lead_of_unit(by, opinion.evaluation.project) and is_other) or is_portal(by, opinion)


def may_open_evaluation(by: Actor, evaluation: Evaluation) -> bool:
    return may_evaluate(by, evaluation.project)


def may_oversee(by: Actor, evaluation: Evaluation) -> bool:
    """The unit's lead, who gave no opinion on it; the portal, where the project leaves the
    library."""
    is_lead = is_lead_of_unit(by, evaluation.project)
    return (is_lead and not has_opinion(by, evaluation)) or is_portal(by, evaluation)


def has_opinion(by: Actor, evaluation: Evaluation) -> bool:
    """Whether one they gave or took up stands."""
    return any(
        opinion.evaluator_id == by.user_id and opinion.status in OpinionStatus.standing
        for opinion in evaluation.opinions.all()
    )


EVALUATION_RULES = {
    "open": may_open_evaluation,
    # What follows from the opinions follows by itself.
    **dict.fromkeys(("conclude", "dispute"), is_portal),
    **dict.fromkeys(("reopen", "void"), may_oversee),
}
OPINION_RULES = {
    **dict.fromkeys(("take", "file"), may_give),
    "give_up": may_give_up_opinion,
    **dict.fromkeys(("reopen", "release"), may_send_back),
}
