"""催办: the people behind a project hear what it lacks before it stands on a stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus

from django.db import transaction

from foundation import clock
from foundation.errors import Problem, Refused
from projects.models import Project
from records.actors import Actor
from records.messages import keep_messages
from records.models import Message
from records.states import MoveProblem
from roadshows.queries.people import people_behind
from roadshows.rules import may_coach
from roadshows.states import Readiness

KIND = "roadshows.project.urge"
PAUSE = timedelta(days=1)  # nobody is urged again sooner


@dataclass(frozen=True)
class Urged:
    """For the words of messages."""

    ref: str
    facts: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def urge(
    projects: Sequence[Project], lacks: Mapping[int, Sequence[Readiness]], *, by: Actor
) -> list[Project]:
    """Those of `projects` that lack something and were not urged lately, and are now. Raises
    Refused (403): one that they do not coach."""
    if not all(may_coach(by, project) for project in projects):
        problem = Problem(MoveProblem.NOT_YOURS, expected="催办")
        raise Refused([problem], status=HTTPStatus.FORBIDDEN)
    wanting = [project for project in projects if lacks.get(project.pk)]
    ids = [project.pk for project in wanting]
    # Two who urge at a time urge once.
    list(Project.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    refs = [project.ref for project in wanting]
    lately = Message.objects.filter(
        kind=KIND, about_ref__in=refs, created_at__gt=clock.Now() - PAUSE
    )
    done = set(lately.values_list("about_ref", flat=True))
    urged = [project for project in wanting if project.ref not in done]
    behind = people_behind(urged)
    rows = [(_told(one, lacks[one.pk]), behind.get(one.pk, ())) for one in urged]
    keep_messages(KIND, rows)
    return urged


def _told(project: Project, lacks: Sequence[Readiness]) -> Urged:
    words = "；".join(_WORDS[one] for one in lacks)
    return Urged(
        project.ref,
        {
            "title": project.title,
            "project_ref": project.ref,
            "lacks": words,
        },
    )


_WORDS = {
    Readiness.PLAN: "上传商业计划书",
    Readiness.DECK: "上传路演 PPT",
    Readiness.REMARKS: "答复辅导意见",
    Readiness.REHEARSED: "彩排一次，不超时",
    Readiness.SPEAKER: "告诉推荐单位由谁上台讲",
    Readiness.SHOWN: "同意公开展示",
}
