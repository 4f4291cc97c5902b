"""What a project's page tells of its 专业评价: who wrote what is told to its unit alone."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.states import Role
from projects.models import Project
from projects.queries import Told, evaluations_of, for_telling, told_of
from projects.states import EvaluationStatus
from records.actors import Actor

_REPORTS = {
    "my": "my_evaluation_report",
    "unit": "unit_evaluation_report",
    "center": "center_evaluation_report",
}


@dataclass(frozen=True, slots=True)
class Evaluated:
    """`report_url` and `page_url` are "" where there is none for them."""

    told: Told
    report_url: str
    page_url: str


def evaluated_at(desk: str, project: Project, by: Actor) -> list[Evaluated]:
    """The newest first; void ones are not told. An agency that looks after the project reads what
    its holder would."""
    is_unit = by.role in Role.of_unit
    rows = []
    for one in for_telling(evaluations_of([project.pk])):
        told = told_of(one, by_name=is_unit, is_overseer=is_unit)
        is_done = one.status == EvaluationStatus.DONE and by.role != Role.AGENCY
        report = reverse(_REPORTS[desk], args=[one.ref]) if is_done else ""
        page = reverse("unit_evaluation", args=[one.ref]) if is_unit else ""
        rows.append(Evaluated(told, report, page))
    return rows
