"""What the rows of a spreadsheet become: each room tells the import of its own.

Reading, mapping, checking cells, runs and their work are the same for all; a `Subject` says what is
there already, how rows become records, and how that is taken back.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from projects.columns.layout import Layout
from projects.models import ImportRow, ImportRun
from projects.states import Outcome
from records.actors import Actor

_PIECE = 200  # records handed in in one transaction


class Taker(ABC):
    """In whose name, under which mandate the rows of one run are taken in."""

    @abstractmethod
    def begin(self, rows: Sequence[ImportRow]) -> None:
        """A new record of each; its key is written into the row."""

    @abstractmethod
    def change(self, rows: Sequence[ImportRow]) -> None:
        """The record that each row is says what the row says; `before` is what it said. Where that
        cannot be any more, the outcome says so."""


class Subject(ABC):
    """`label` says what is imported, `desk` and `drafts` are the address of the list where a
    unit's drafts of it stand, by its name and what is asked of it, `shown` the columns shown of a
    row. `own` is a table in SQL: what `%(unit)s` has that a row may be, with `id, source_key,
    same_name`; `own_ways` are further statements that recognise rows, `facts` the parameters of
    them all.
    """

    key: ClassVar[str]
    label: ClassVar[str]
    layout: Layout
    shown: ClassVar[tuple[str, ...]]
    desk: ClassVar[str]
    drafts: ClassVar[str] = ""
    own: ClassVar[str]
    own_ways: ClassVar[tuple[str, ...]] = ()
    facts: Mapping[str, str] = {}
    asks_mandate: ClassVar[bool] = False

    @property
    def doubt(self) -> str:
        """Where the labels look like this, and something else was chosen."""
        return f"列名看起来是{self.label}。如果是，请在下面换成“{self.label}”"

    @abstractmethod
    def names_of(self, items: Iterable[int]) -> Mapping[int, str]:
        """What records are called, by their keys."""

    @abstractmethod
    def outcomes(self, rows: Sequence[ImportRow]) -> Sequence[Outcome]:
        """Of rows that are records already: unchanged, to be changed, or out of reach."""

    @abstractmethod
    def taker(self, run: ImportRun, *, by: Actor) -> Taker: ...

    @abstractmethod
    def count_gone_on(self, run: ImportRun) -> int:
        """How many of the run's records somebody has gone on with since."""

    @abstractmethod
    def lock(self, run: ImportRun) -> None:
        """The records of the run: whoever goes on with one of them waits."""

    @abstractmethod
    def undo(self, run: ImportRun, *, by: Actor, note: str) -> None:
        """What the run made is given up, what it changed is as before."""

    @abstractmethod
    def drafts_of(self, unit: str, most: int) -> Iterable[Any]:
        """What a unit may still change by an import, for `layout.columns` to write."""

    def rights_in(self, values: Mapping[str, Any]) -> Sequence[str]:  # noqa: ARG002 -- of some
        """Numbers by which `own_ways` recognise a row."""
        return ()

    def count_invitable(self, run: ImportRun, *, by: Actor) -> int:  # noqa: ARG002 -- of some
        """People who may be asked to claim what was taken in."""
        return 0

    def count_submittable(self, run: ImportRun) -> int:  # noqa: ARG002 -- of some
        """What was taken in and may be handed in from here."""
        return 0

    def submit(self, items: Sequence[int], *, by: Actor) -> None:  # noqa: B027 -- of some
        """Hand in those that are whole; the others stay drafts."""


def items_of(run: ImportRun, *outcomes: Outcome) -> Any:
    """Keys of the records that rows of these outcomes became; of all that were taken in."""
    rows = ImportRow.objects.filter(run=run, outcome__in=outcomes or Outcome.taken)
    return rows.values("item")


def taken_after(run: ImportRun, line: int) -> list[ImportRow]:
    """The next rows that were taken in, after the line."""
    rows = ImportRow.objects.filter(run=run, outcome__in=Outcome.taken, line__gt=line)
    return list(rows.only("line", "item").order_by("line")[:_PIECE])


def note_of(run: ImportRun) -> str:
    """With every entry of the trail that an import makes."""
    return f"批量导入 {run.ref}"


_SUBJECTS: dict[str, Subject] = {}


def register_subject(subject: Subject) -> None:
    """From a room's declarations."""
    _SUBJECTS[subject.key] = subject


def subjects() -> Sequence[Subject]:
    return tuple(_SUBJECTS.values())


def subject_of(run: ImportRun) -> Subject:
    """Before a run has been read, and has no rows, the first there is."""
    return _SUBJECTS[run.subject] if run.subject else subjects()[0]


def subject_named(key: str) -> Subject | None:
    return _SUBJECTS.get(key)
