"""`manage.py move_projects VERB --unit ABBR`: one step of the way for all of a unit at once."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandParser

from accounts.choosing import choose_actor, unit_called
from accounts.models import Unit
from accounts.states import Role
from foundation.commands import PortalCommand
from projects.intake import submit_all
from projects.library import list_all
from projects.models import Project
from projects.screening import accept_all
from projects.states import ProjectStatus, Source
from records.actors import Actor
from records.workflow import Moved

# The step, the status it starts from, and who takes it.
_STEPS: dict[str, tuple[Callable[..., Moved], ProjectStatus, tuple[str, ...]]] = {
    "submit": (submit_all, ProjectStatus.DRAFT, (Role.UNIT_CLERK,)),
    "accept": (accept_all, ProjectStatus.SUBMITTED, (Role.UNIT_LEAD,)),
    "list": (list_all, ProjectStatus.ACCEPTED, Role.of_centre),
}


class Command(PortalCommand):
    help = "把一个推荐单位批量导入的成果整批提交、通过初审或入库"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("verb", choices=_STEPS)
        parser.add_argument("--unit", required=True, metavar="ABBR", help="推荐单位简码，如 SC")
        parser.add_argument("--by", default="", metavar="EMAIL", help="办理人")

    def carry_out(self, **options: Any) -> dict[str, Any]:
        unit = unit_called(options["unit"])
        step, source, roles = _STEPS[options["verb"]]
        by = _actor(roles, unit, options["by"])
        waiting = Project.objects.filter(unit=unit, status=source, source=Source.IMPORT)
        moved = step(waiting.select_related("field", "organisation"), by=by)
        refused = [
            {"ref": project.ref, "problems": [problem.sentence for problem in problems]}
            for project, problems in moved.refused
        ]
        return {"verb": options["verb"], "moved": len(moved.rows), "refused": refused}


def _actor(roles: tuple[str, ...], unit: Unit, email: str) -> Actor:
    of_unit = set(roles) <= set(Role.of_unit)
    return choose_actor(roles, unit=unit if of_unit else None, email=email)
