"""审读 (三审三校): persons of the centre read a version before it is shown. The first reading is
the acceptance by the unit's lead; the second and the final one are two more persons'."""

from collections.abc import Collection, Iterable
from http import HTTPStatus

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from accounts.cycles import current_cycle
from foundation.errors import Problem, Refused, refuse_if
from foundation.sql import lock_rows
from projects.models import Project, Proofreading, Version
from projects.queries import proofreadings, standing_version, with_readings
from projects.rules import may_proofread, with_correctors
from projects.states import ProjectStatus as S, ProofStep
from records.actors import Actor
from records.states import MoveProblem
from records.workflow import Moved, begin, begin_all, move

NOTE_LENGTH = 200
_READABLE = (S.ACCEPTED, S.LISTED, S.WITHDRAWN)


class ProofreadingProblem(TextChoices):
    NOT_HERE = "not_here", "现在的状态是“{found}”，没有要审读的版本"
    OTHER_VERSION = "other_version", "现在要审读的是第 {expected} 版，请刷新页面再读"
    TWICE = "twice", "这一版你已经审读过，{expected}要由另一人做"
    DONE = "done", "这一版已经复审、终审，不用再读"
    NOBODY = "nobody", "还没有复审。请火炬中心没有参与填报和初审的人先审读"
    TWO_MISSING = "two_missing", "还没有复审和终审。请火炬中心两个人先后审读"
    NO_FINAL = "no_final", "还没有终审。请复审人以外的另一人审读"
    NO_REASON = "no_reason", "请写明撤销的理由"
    SHOWN = "shown", "这一版已经入库，不能撤销审读。内容有问题的，请撤下成果"
    FINAL_FIRST = "final_first", "请先撤销终审，再撤销复审"


_MISSING = {
    (0, 1): ProofreadingProblem.NOBODY,
    (0, 2): ProofreadingProblem.TWO_MISSING,
    (1, 2): ProofreadingProblem.NO_FINAL,
}


@transaction.atomic
def read_version(version: Version, *, by: Actor, note: str = "") -> Proofreading:
    """The next step of the two. Raises Refused: not of the centre, filed or accepted by
    themselves (403); another version stands, read by them or by two already (422)."""
    # One after the other, so that two persons get two steps.
    project = Project.objects.select_for_update(no_key=True).get(pk=version.project_id)
    version.project = project
    standing = standing_version(project)
    done = proofreadings().filter(version=standing).values_list("step", "reader")
    found = _next(version, standing, list(done), by, note)
    if isinstance(found, Problem):
        raise Refused([found], status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return begin(found, "read", by=by)


@transaction.atomic
def read_all(versions: QuerySet[Version], *, by: Actor, note: str = "") -> Moved:
    """The set form of `read_version`, in a fixed number of statements. `rows` are the readings;
    a project of which a version cannot be read by them is reported with its reasons."""
    seen = list(versions.defer("content", "verdicts").order_by("project", "number"))
    ids = {version.project_id for version in seen}
    projects = Project.objects.filter(pk__in=ids).prefetch_related(with_correctors())
    locked = {project.pk: project for project in lock_rows(projects)}
    standing = {
        one.project_id: one for one in Version.objects.standing().newest().filter(project__in=ids)
    }
    done: dict[int, list[tuple[str, int]]] = {}
    for reading in proofreadings().filter(version__in=standing.values()):
        done.setdefault(reading.version_id, []).append((reading.step, reading.reader_id))
    moved = Moved()
    for version in seen:
        version.project = locked[version.project_id]
        found = _next(version, standing.get(version.project_id), done.get(version.pk, []), by, note)
        if isinstance(found, Problem):
            moved.refused.append((version.project, (found,)))
        elif not may_proofread(by, found):
            moved.refused.append((version.project, (_not_yours(),)))
        else:
            moved.rows.append(found)
    begin_all(moved.rows, "read", by=by)
    return moved


@transaction.atomic
def undo(reading: Proofreading, *, by: Actor, reason: str) -> Proofreading:
    """As long as its project is not in the library. Raises Refused: another person's (403); no
    reason, listed meanwhile, the final one stands (422)."""
    version = Version.objects.select_related("project").get(pk=reading.version_id)
    project = Project.objects.select_for_update(no_key=True).get(pk=version.project_id)
    refuse_if(_hindrances(reading, project, reason))
    return move(reading, "undo", by=by, note=reason)


def unread_problems(project: Project) -> list[Problem]:
    """What keeps it from being shown: who still has to read it. Of a set read `with_readings`,
    without a query."""
    if not hasattr(project, "wanted"):
        wanted = current_cycle().readings
        if not wanted:
            return []
        project = with_readings(Project.objects.filter(pk=project.pk), wanted=wanted).get()
    code = _MISSING.get((project.read, project.wanted))  # type: ignore[attr-defined]  # -- annotated
    return [Problem(code)] if code else []


def next_step(done: Iterable[str]) -> ProofStep | None:
    """After the steps that were done; None after both."""
    steps = set(done)
    return next((step for step in ProofStep if step not in steps), None)


def _next(
    version: Version,
    standing: Version | None,
    done: Collection[tuple[str, int]],
    by: Actor,
    note: str,
) -> Proofreading | Problem:
    """`done` of the version that stands."""
    project, step = version.project, next_step(step for step, _ in done)
    if version != standing:
        number = str(standing.number) if standing else ""
        return Problem(ProofreadingProblem.OTHER_VERSION, expected=number)
    if project.status not in _READABLE or project.submitted_at is None:
        return Problem(ProofreadingProblem.NOT_HERE, found=project.get_status_display())
    if step is None:
        return Problem(ProofreadingProblem.DONE)
    if by.user_id in {reader for _, reader in done}:
        return Problem(ProofreadingProblem.TWICE, expected=str(step.label))
    return Proofreading(version=version, step=step, reader=by.user, note=note)


def _not_yours() -> Problem:
    return Problem(MoveProblem.NOT_YOURS, expected="通过审读")


def _hindrances(reading: Proofreading, project: Project, reason: str) -> list[Problem]:
    later = proofreadings().filter(version=reading.version_id, step=ProofStep.FINAL)
    found = {
        ProofreadingProblem.NO_REASON: not reason,
        ProofreadingProblem.SHOWN: project.status == S.LISTED,
        ProofreadingProblem.FINAL_FIRST: reading.step == ProofStep.SECOND and later.exists(),
    }
    return [Problem(code) for code, is_so in found.items() if is_so]
