"""What this room tells the door: its audited tables, their moves, their rules."""

from projects.models import Project, Version
from projects.rules import PROJECT_RULES, VERSION_RULES
from projects.states import PROJECT_TRANSITIONS, VERSION_TRANSITIONS
from records.workflows import Workflow, register

register(Workflow(Project, PROJECT_TRANSITIONS, PROJECT_RULES))
register(Workflow(Version, VERSION_TRANSITIONS, VERSION_RULES))
