"""入库: the centre lists a project, which gives it its code and puts its version in force; and
takes it out of the library again."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from accounts.cycles import current_cycle
from foundation import clock
from foundation.errors import Problem, refuse_if
from projects.correcting import give_up_pending
from projects.evaluating import void_all_of
from projects.listings import put_in_force
from projects.models import CodeSeries, Listing, Project, Recommendation
from projects.queries import with_readings
from projects.remarking import drop_remarks
from projects.states import RecommendationStatus
from records.actors import PORTAL, Actor
from records.workflow import Moved, move, move_all

LEFT = "成果已从项目库撤下"


class LibraryProblem(TextChoices):
    NO_REASON = "no_reason", "请写明{expected}的理由，持有人会看到"


@transaction.atomic
def list_project(project: Project, *, by: Actor, note: str = "") -> Project:
    """Raises Refused: not of the centre (403); not accepted (409); not read as often as the cycle
    says (422)."""

    def write(row: Project) -> None:
        _enter([row])

    listed = move(project, "list", by=by, note=note, write=write)
    drop_remarks([listed], by=by)
    return listed


@transaction.atomic
def list_all(projects: QuerySet[Project], *, by: Actor, note: str = "") -> Moved:
    """List every project of the set that may be listed; codes follow the order of filing."""
    read = with_readings(projects, wanted=current_cycle().readings)
    moved = move_all(read, "list", by=by, note=note, write=_enter)
    drop_remarks(moved.rows, by=by)
    return moved


@transaction.atomic
def withdraw(project: Project, *, by: Actor, reason: str) -> Project:
    """No public page shows it from this commit on; its code stays its own. What recommended it
    and a correction not decided yet are withdrawn with it, its evaluation is void. Raises Refused:
    not of the centre (403), no reason (422)."""
    refuse_if(_without(reason, "撤下"))

    def write(row: Project) -> None:
        _leave([row])

    withdrawn = move(project, "withdraw", by=by, note=reason, write=write)
    _end_what_hangs_on([withdrawn])
    return withdrawn


@transaction.atomic
def withdraw_all(projects: QuerySet[Project], *, by: Actor, reason: str) -> Moved:
    """Each of the set that may be withdrawn, as `withdraw`."""
    refuse_if(_without(reason, "撤下"))
    moved = move_all(projects, "withdraw", by=by, note=reason, write=_leave)
    _end_what_hangs_on(moved.rows)
    return moved


def restore(project: Project, *, by: Actor, reason: str) -> Project:
    """Back into the library, under the code it had. Raises Refused: not of the centre (403); no
    reason, not read as often as the cycle says (422)."""
    refuse_if(_without(reason, "恢复入库"))

    def write(row: Project) -> None:
        put_in_force([row])

    return move(project, "restore", by=by, note=reason, write=write)


def restore_all(projects: QuerySet[Project], *, by: Actor, reason: str) -> Moved:
    """For the same reason. Raises Refused (422) without one."""
    refuse_if(_without(reason, "恢复入库"))
    read = with_readings(projects, wanted=current_cycle().readings)
    return move_all(read, "restore", by=by, note=reason, write=put_in_force)


def _without(reason: str, order: str) -> list[Problem]:
    return [] if reason else [Problem(LibraryProblem.NO_REASON, "reason", expected=order)]


def _leave(projects: Sequence[Project]) -> None:
    give_up_pending(projects, reason=LEFT)
    Listing.objects.filter(project__in=projects).delete()


def _end_what_hangs_on(projects: Sequence[Project]) -> None:
    """A recommendation first: it rests on its evaluation."""
    given = Recommendation.objects.filter(project__in=projects, status=RecommendationStatus.GIVEN)
    told_of = given.select_related("project", "unit", "cycle")
    move_all(told_of, "withdraw", by=PORTAL, note=LEFT)
    void_all_of(Project.objects.filter(pk__in=[row.pk for row in projects]), reason=LEFT)


def confirm_valid(project: Project, *, by: Actor) -> Project:
    """Who answers for it says that what is in the library still holds. Raises Refused."""

    def write(row: Project) -> None:
        row.confirmed_at = clock.now()

    return move(project, "confirm", by=by, write=write)


def _enter(projects: Sequence[Project]) -> None:
    now = clock.now()
    _give_codes(projects, year=clock.year_in_shanghai(now))
    for project in projects:
        project.listed_at = now
    put_in_force(projects)


def _give_codes(projects: Sequence[Project], *, year: int) -> None:
    """Serials without gaps or doubles: the counter's row is locked until commit."""
    for unit_id in sorted({project.unit_id for project in projects}):
        CodeSeries.objects.get_or_create(year=year, unit_id=unit_id)
        series = CodeSeries.objects.select_for_update().get(year=year, unit_id=unit_id)
        for project in (p for p in projects if p.unit_id == unit_id):
            series.last += 1
            project.code = f"{year}-{unit_id}-{series.last:06d}"
        series.save()
