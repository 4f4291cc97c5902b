"""Which verbs may be ordered for many, at which desk, of which projects. Read this table first."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet

from accounts.cycles import current_cycle
from accounts.states import Role
from foundation.errors import Problem, Refused
from projects import handover, library, recommendation, screening, urging
from projects.bulk.problems import BulkProblem
from projects.intake import submit_all
from projects.models import BulkOrder, Draft, Project
from projects.queries import with_readings
from projects.states import ProjectStatus as S
from records.actors import Actor
from records.states import MoveProblem
from records.workflow import Moved, refusal_of

Looked = Iterable[tuple[Project, tuple[Problem, ...]]]


@dataclass(frozen=True, slots=True)
class BulkVerb:
    """One row of the table. `name` stands in addresses and orders, `order` is the set form of the
    stage, `statuses` are those it makes sense of, `roles` whom it is offered; whether they may is
    the door's to say, of each project. `look` says beforehand what the order would leave alone;
    `facts` brings what the door asks of each, for all in one statement."""

    name: str
    title: str
    order: Callable[..., Moved]
    statuses: tuple[str, ...]
    roles: tuple[str, ...]
    look: Callable[[QuerySet[Project], Actor], Looked] | None = None
    facts: Callable[[QuerySet[Project]], QuerySet[Project]] = urging.at_one_moment

    def looked_at(self, projects: QuerySet[Project], by: Actor) -> Looked:
        """Each project in the order of the set, with what keeps it from being moved."""
        if self.look is not None:
            return self.look(projects, by)
        rows = self.facts(projects.only(*_JUDGED)).order_by("pk")
        return ((row, refusal_of(row, self.name, by)) for row in rows)


def submit_written(projects: QuerySet[Project], *, by: Actor) -> Moved:
    """Of what is typed and not written into its row yet, nobody has read the whole: that one is
    left to be submitted by itself."""
    locked = projects.select_for_update(of=("self",), no_key=True).order_by("pk")
    ids = list(locked.values_list("pk", flat=True))
    typing = _typed_among(ids)
    whole = projects.exclude(pk__in=typing).select_related("field", "organisation")
    moved = submit_all(whole, by=by)
    left = Project.objects.filter(pk__in=typing).order_by("pk")
    moved.refused += [(row, refusal_of(row, "submit", by) or _TYPING) for row in left]
    return moved


def _look_at_drafts(projects: QuerySet[Project], by: Actor) -> Iterator[Any]:
    """Whole rows: every column of the sheet is asked of them."""
    rows = projects.select_related("field", "organisation").order_by("pk")
    typing = _typed_among(projects.values("pk"))
    for row in rows:
        problems = refusal_of(row, "submit", by)
        yield row, problems or (_TYPING if row.pk in typing else ())


def _typed_among(projects: Any) -> set[int]:
    waiting = Draft.objects.filter(project__in=projects).exclude(typed={})
    return {pk for pk in waiting.values_list("project", flat=True) if pk is not None}


def _look_at_listed(projects: QuerySet[Project], by: Actor) -> Looked:
    rows = projects.select_related("unit").only(*_JUDGED, "unit__name").order_by("pk")
    return recommendation.recommendable(rows, by=by)


def _with_readings(projects: QuerySet[Project]) -> QuerySet[Project]:
    return with_readings(projects, wanted=current_cycle().readings)


_TYPING = (Problem(BulkProblem.TYPING),)
# What the rules ask of a project, and what is told of it: 20,000 whole rows would take seconds.
_JUDGED = (
    *("ref", "code", "title", "status", "unit", "holder", "custodian", "source"),
    "collected_by",
    *("submitted_at", "submitted_by", "accepted_by", "reminded_at"),
)
_LEAD = (Role.UNIT_LEAD.value,)
_UNIT = tuple(map(str, Role.of_unit))
_CENTRE = tuple(map(str, Role.of_centre))
_UNDERWAY = S.underway

#            name         title          set form                  of which      who is offered it
VERBS: dict[str, tuple[BulkVerb, ...]] = {
    "unit": (
        BulkVerb("accept", "通过初审", screening.accept_all, (S.SUBMITTED,), _LEAD),
        BulkVerb("return", "退回修改", screening.send_back_all, (S.SUBMITTED,), _LEAD),
        BulkVerb("decline", "不予通过", screening.decline_all, (S.SUBMITTED,), _LEAD),
        BulkVerb(
            "recommend", "推荐", recommendation.recommend_all, (S.LISTED,), _LEAD, _look_at_listed
        ),
        BulkVerb("submit", "提交初审", submit_written, S.editable, _UNIT, _look_at_drafts),
        BulkVerb("remind", "催办", urging.remind_all, _UNDERWAY, _UNIT),
        BulkVerb("hand_over", "转交其他单位", handover.hand_over_all, _UNDERWAY, _LEAD),
    ),
    "center": (
        BulkVerb("list", "入库", library.list_all, (S.ACCEPTED,), _CENTRE, facts=_with_readings),
        BulkVerb("return", "退回修改", screening.send_back_all, (S.ACCEPTED,), _CENTRE),
        BulkVerb("withdraw", "撤下", library.withdraw_all, (S.LISTED,), _CENTRE),
        BulkVerb(
            "restore",
            "恢复入库",
            library.restore_all,
            (S.WITHDRAWN,),
            _CENTRE,
            facts=_with_readings,
        ),
        BulkVerb("remind", "催办", urging.remind_all, _UNDERWAY, _CENTRE),
    ),
}


def verbs_of(by: Actor, statuses: Iterable[str] = S.values) -> list[BulkVerb]:
    """What `by` may be offered for projects in these states, in the order of the table."""
    asked = set(statuses)
    rows = VERBS["center" if by.role in Role.of_centre else "unit"]
    return [row for row in rows if by.role in row.roles and asked.intersection(row.statuses)]


def verb_named(name: str, desk: str) -> BulkVerb | None:
    return next((row for row in VERBS[desk] if row.name == name), None)


def refuse_unoffered(verb: BulkVerb, by: Actor) -> None:
    """Raises Refused (403): their role never orders it, whatever the project."""
    if verb not in verbs_of(by):
        problem = Problem(MoveProblem.NOT_YOURS, expected=verb.title)
        raise Refused([problem], status=HTTPStatus.FORBIDDEN)


def verb_of(order: BulkOrder) -> BulkVerb:
    """Raises LookupError where the table has no such row any more."""
    rows = VERBS["unit" if order.unit_id else "center"]
    return {row.name: row for row in rows}[order.verb]
