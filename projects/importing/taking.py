"""Taking in: the good rows become drafts, or change drafts that are there; in one transaction."""

from collections.abc import Callable, Iterator

from django.db.models import Max

from accounts.models import Unit
from foundation import clock
from foundation.errors import Problem, Refused
from projects.importing.checking import data_rows
from projects.importing.problems import ImportProblem
from projects.importing.recognising import count_outcomes, recognise
from projects.importing.subjects import subject_of
from projects.models import ImportRow, ImportRun
from projects.states import ImportStage, Outcome
from records.actors import Actor
from records.messages import keep_messages
from records.models import Entry

PIECE = 1_000  # rows in memory at a time
TAKEN = "projects.importrun.take"  # the words of the message

Tell = Callable[[int], None]  # how many rows are done, for whoever watches


def take_in(run: ImportRun, *, by: Actor, tell: Tell) -> None:
    """Raises Refused (409) where all were to be good and some are not; nothing is taken then."""
    # One import of a unit at a time; whoever files a project there meanwhile need not wait.
    Unit.objects.select_for_update(no_key=True).get(pk=run.unit_id)
    recognise(run)
    bad = run.counts.get(Outcome.BAD, 0)
    if run.only_whole and bad:
        raise Refused([Problem(ImportProblem.NOT_WHOLE, found=str(bad))])
    taker = subject_of(run).taker(run, by=by)
    done = 0
    for rows in _pieces(run, Outcome.NEW):
        taker.begin(rows)
        tell(done := done + len(rows))
    for rows in _pieces(run, Outcome.UPDATE):
        taker.change(rows)
        tell(done := done + len(rows))
    run.counts = count_outcomes(run)
    run.last_entry = Entry.objects.aggregate(last=Max("pk"))["last"]
    run.stage, run.taken_at = ImportStage.TAKEN, clock.now()
    keep_messages(TAKEN, [(run, [by.person_id])])


def _pieces(run: ImportRun, outcome: Outcome) -> Iterator[list[ImportRow]]:
    """In the order of the file."""
    waiting, after = data_rows(run).filter(outcome=outcome), 0
    while rows := list(waiting.filter(line__gt=after).defer("cells")[:PIECE]):
        yield rows
        after = rows[-1].line
