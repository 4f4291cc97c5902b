"""The worker's part: each step of a run's work is one transaction, and says how far it came."""

import time
from collections.abc import Callable

from django.core.cache import cache
from django.db import transaction
from redis.exceptions import RedisError

from accounts.acting import still_acting
from foundation.errors import Problem, Refused
from projects.importing.checking import begin_check, check_piece
from projects.importing.problems import ImportProblem
from projects.importing.reading import read_file
from projects.importing.recognising import recognise
from projects.importing.subjects import subject_of, taken_after
from projects.importing.taking import take_in
from projects.importing.undoing import undo
from projects.models import ImportRun, ImportWork
from projects.states import ImportStage, ImportTask
from records import working
from records.actors import Actor
from records.states import WorkState

_PAUSE = 0.1  # seconds
_KEPT = 600  # seconds that a glance at a long transaction's progress is good for


def carry_out(work: ImportWork) -> int:
    """The step of the work."""
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=work.run_id)
    return _STEPS[ImportTask(work.task)](work, run)


def _read(work: ImportWork, run: ImportRun) -> int:
    read_file(run)
    return _begin_checking(work, run) if run.stage == ImportStage.CHECKING else work.total


def _begin_checking(work: ImportWork, run: ImportRun) -> int:
    """The same work, next task: as many steps as there are rows, and one to recognise them."""
    count = begin_check(run)
    if not count:
        run.stage, run.problems = ImportStage.MAPPING, [Problem(ImportProblem.EMPTY).as_dict()]
        run.save()
        return work.total
    run.save()
    work.task, work.cursor, work.total = ImportTask.CHECK, 0, count + 1
    return 0


def _check(work: ImportWork, run: ImportRun) -> int:
    if work.cursor is None:
        return _begin_checking(work, run)
    rows = check_piece(run, work.cursor)
    if rows:
        work.cursor = rows[-1].line
        run.save()
        return work.progress + len(rows)
    recognise(run)
    run.stage = ImportStage.CHECKED
    run.save()
    return work.total


def _take(work: ImportWork, run: ImportRun) -> int:
    def tell(done: int) -> None:
        _tell(run, done)

    _try(run, ImportStage.CHECKED, lambda by: take_in(run, by=by, tell=tell))
    return work.total


def _undo(work: ImportWork, run: ImportRun) -> int:
    _try(run, ImportStage.TAKEN, lambda by: undo(run, by=by))
    return work.total


def _submit(work: ImportWork, run: ImportRun) -> int:
    """Piece by piece: of many that are handed in nobody is kept waiting."""
    rows = taken_after(run, work.cursor or 0)
    if rows:
        items = [row.item for row in rows if row.item]
        _try(run, ImportStage.TAKEN, lambda by: subject_of(run).submit(items, by=by))
        work.cursor = rows[-1].line
    if rows and run.stage == ImportStage.SUBMITTING:
        return work.progress + len(rows)
    run.stage = ImportStage.TAKEN
    run.save()
    return work.total


def _try(run: ImportRun, back_to: ImportStage, act: Callable[[Actor], None]) -> None:
    """What is refused leaves its reasons with the run, as it stood before the order."""
    run.problems = []
    try:
        with transaction.atomic():
            act(_actor(run))
    except Refused as refusal:
        run.stage = back_to
        run.problems = [problem.as_dict() for problem in refusal.problems]
    run.save()


def _actor(run: ImportRun) -> Actor:
    actor = still_acting(run.by, role=run.role, unit=run.unit_id, organisation=run.organisation)
    if actor is None:
        raise Refused([Problem(ImportProblem.ROLE_ENDED)])
    return actor


def carry_through(run: ImportRun) -> ImportRun:
    """What a worker would do, here and now, for commands; one that was rung first is waited for.
    Raises RuntimeError with the fault where a step fails."""
    while work := ImportWork.objects.filter(run=run, state=WorkState.WAITING).first():
        working.carry_out(ImportWork._meta.label_lower, work.pk)
        work.refresh_from_db()
        if work.attempts:
            raise RuntimeError(work.fault)
        if work.state == WorkState.WAITING:
            time.sleep(_PAUSE)
    run.refresh_from_db()
    return run


def told_of(run: ImportRun) -> int:
    """How many rows a transaction that has not ended has done; 0 where nobody remembers."""
    try:
        return int(cache.get(_key(run), 0))
    except RedisError:
        return 0


def _tell(run: ImportRun, done: int) -> None:
    try:
        cache.set(_key(run), done, _KEPT)
    except RedisError:
        return  # it is only a glance


def _key(run: ImportRun) -> str:
    return f"import:{run.ref}"


def total_of(run: ImportRun, task: ImportTask) -> int:
    """How many steps to show for a task that is ordered now."""
    if task == ImportTask.SUBMIT:
        return run.count_to_take + 1
    return max(1, run.count_to_take) if task == ImportTask.TAKE else 1


_STEPS = {
    ImportTask.READ: _read,
    ImportTask.CHECK: _check,
    ImportTask.TAKE: _take,
    ImportTask.SUBMIT: _submit,
    ImportTask.UNDO: _undo,
}
