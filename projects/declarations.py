"""What this room tells the door: its audited tables, their moves, their rules."""

from collections.abc import Iterable

from projects.intake import problems_of, screeners_of
from projects.models import Project, Version
from projects.rules import PROJECT_RULES, VERSION_RULES
from projects.states import PROJECT_TRANSITIONS, VERSION_TRANSITIONS
from records.workflows import Workflow, register


def holder_of(project: Project) -> Iterable[int]:
    """Who must hear of it; an unclaimed project has nobody yet."""
    return [project.holder_id] if project.holder_id else []


register(
    Workflow(
        Project,
        PROJECT_TRANSITIONS,
        PROJECT_RULES,
        checks={"submit": problems_of},
        tells={"submit": screeners_of, "accept": holder_of, "list": holder_of},
    )
)
register(Workflow(Version, VERSION_TRANSITIONS, VERSION_RULES))
