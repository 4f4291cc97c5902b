"""Looking at the rows, piece by piece: what each says, and all that is wrong with it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from foundation.sql import update_rows
from projects.columns.checking import Checked, Checker
from projects.columns.layout import NUMBER, TITLE, Layout
from projects.importing.holders import known_among, same_holder, settle_holder
from projects.importing.subjects import Subject, subject_of
from projects.models import ImportRow, ImportRun
from projects.states import Outcome

PIECE = 1_000  # rows looked at in one transaction
_CHECKED = ("values", "problems", "outcome", "number", "same_name", "rights", "same_as", "item")


def data_rows(run: ImportRun) -> Any:
    """From the first row of data on."""
    return ImportRow.objects.filter(run=run, line__gte=run.data_from).order_by("line")


def begin_check(run: ImportRun) -> int:
    """How many rows there are to look at; what stands above them is none of them."""
    ImportRow.objects.filter(run=run, line__lt=run.data_from).update(outcome="")
    run.counts, run.lacking = {}, {}
    return int(data_rows(run).count())


def check_piece(run: ImportRun, after: int) -> list[ImportRow]:
    """The next rows after the line `after`, looked at; none when all are."""
    rows = list(data_rows(run).filter(line__gt=after)[:PIECE])
    if rows:
        lacking = Counter(run.lacking)
        lacking.update(check_rows(run, rows))
        run.lacking = dict(lacking)
    return rows


def check_rows(run: ImportRun, rows: Sequence[ImportRow]) -> Counter[str]:
    """Write what each row says and what is wrong with it. Returns by column how many leave it
    empty that a submission needs."""
    subject = subject_of(run)
    sheet, owner = _Sheet(run, subject.layout), subject.layout.owner
    checked = [sheet.checked(row) for row in rows]
    known = known_among((one.values for one in checked), owner)
    lacking: Counter[str] = Counter()
    for row, one in zip(rows, checked, strict=True):
        one.faults.extend(settle_holder(one.values, known, owner))
        _settle(row, one, subject)
        lacking.update(name for name in subject.layout.needed if name not in one.values)
    update_rows(rows, _CHECKED)
    return lacking


def _settle(row: ImportRow, checked: Checked, subject: Subject) -> None:
    values = checked.values
    row.number = values.pop(NUMBER, "")
    row.values = values
    row.problems = [fault.as_json() for fault in checked.faults]
    row.same_name = f"{same_holder(values, subject.layout.owner)}|{values.get(TITLE, '')}"
    row.rights = list(subject.rights_in(values))
    row.outcome = Outcome.BAD if row.problems else Outcome.NEW
    row.same_as = row.item = None


class _Sheet:
    """A run's mapping, ready for many rows."""

    def __init__(self, run: ImportRun, layout: Layout) -> None:
        self._layout, self._places = layout, run.places
        self._uncomputed = _by_line(run.known.get("uncomputed", ()))

    @cached_property
    def _checker(self) -> Checker:
        return Checker(self._layout)

    def checked(self, row: ImportRow) -> Checked:
        cells = cells_of(row, self._places, self._layout)
        formulas = (self._places.get(at, "") for at in self._uncomputed.get(row.line, ()))
        uncomputed = [name for name in formulas if name and name not in row.fixes]
        return self._checker.check(cells, uncomputed)


def cells_of(row: ImportRow, places: Mapping[int, str], layout: Layout) -> dict[str, str]:
    """Column of ours → text: as it stands in the file, or as it was corrected."""
    texts = {name: row.cells[at] for at, name in places.items() if at < len(row.cells)}
    if row.fixes:
        for asked, names in layout.either.items():
            if not row.fixes.keys().isdisjoint(names):
                texts.pop(asked, None)
    return {**texts, **row.fixes}


def _by_line(places: Iterable[Sequence[int]]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for line, at in places:
        found[line].append(at)
    return found
