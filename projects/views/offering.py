"""Which decisions a page offers: those the door would accept, and the one it has just refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.urls import reverse

from foundation.errors import Problem, Refused
from projects.forms.decisions import DecisionForm
from projects.models import Project
from projects.views.steps import Step
from records.actors import Actor
from records.states import MoveProblem
from records.workflows import Workflow, workflow_of


@dataclass(frozen=True, slots=True)
class Tried:
    """A step that was refused, and the form that says why, with what was typed."""

    step: Step
    about: Any
    form: DecisionForm
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True, slots=True)
class Offer:
    """A step as the page shows it; open where it was refused."""

    step: Step
    title: str
    url: str
    form: DecisionForm
    is_open: bool


@dataclass(frozen=True, slots=True)
class Offering:
    """Offers beside one project to one person; `tried` stays among them, lest text be lost."""

    project: Project
    by: Actor
    tried: Tried | None = None

    def of(self, steps: Iterable[Step], about: Any = None) -> list[Offer]:
        about = about or self.project
        return [self._offer(step, about) for step in steps if self._is_shown(step, about)]

    def _is_shown(self, step: Step, about: Any) -> bool:
        return self._form_tried(step, about) is not None or (
            step.needs(self.project) and is_possible(step, about, self.by)
        )

    def _offer(self, step: Step, about: Any) -> Offer:
        tried = self._form_tried(step, about)
        form = tried or form_of(step, self.project, about)
        url = reverse(step.url_name, args=[about.ref])
        return Offer(step, title_of(step, about), url, form, tried is not None)

    def _form_tried(self, step: Step, about: Any) -> DecisionForm | None:
        tried = self.tried
        is_it = tried is not None and tried.step is step and tried.about.pk == about.pk
        return tried.form if tried and is_it else None


def form_of(step: Step, project: Project, about: Any, data: Any = None) -> DecisionForm:
    return step.form(data, at=f"{step.verb}-{about.pk}", project=project)


def is_possible(step: Step, about: Any, by: Actor) -> bool:
    """Whether the door would let it begin, now and by them."""
    record, workflow, status = _asked(step, about)
    return workflow.find(step.verb, status) is not None and workflow.allows(step.verb, by, record)


def require_right(step: Step, about: Any, by: Actor) -> None:
    """As the door does. Raises Refused (403)."""
    record, workflow, _ = _asked(step, about)
    if not workflow.allows(step.verb, by, record):
        problem = Problem(MoveProblem.NOT_YOURS, expected=workflow.label_of(step.verb))
        raise Refused([problem], status=HTTPStatus.FORBIDDEN)


def title_of(step: Step, about: Any) -> str:
    """What the staff calls it, from here."""
    if step.title:
        return step.title
    _, workflow, status = _asked(step, about)
    found = workflow.find(step.verb, status)
    return found.staff_label if found else workflow.label_of(step.verb)


def _asked(step: Step, about: Any) -> tuple[Any, Workflow, str | None]:
    """The record whose rule is asked, its workflow, and the state it leaves."""
    record = step.begins(about) if step.begins else about
    workflow = workflow_of(type(record))
    return record, workflow, None if step.begins else workflow.status_of(record)
