"""Rows become drafts of the unit, typed as a person would have typed them; or are typed into drafts
that are there."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from foundation import clock
from foundation.sql import update_rows
from foundation.typed import Page, Typed
from matching.columns.fields import NAMES
from matching.filing import Opening, open_postings
from matching.importing.layout import typed_of
from matching.importing.recognising import changes_of, drafts_by_posting, outcomes
from matching.models import Posting, PostingDraft
from matching.states import PostingKind
from projects.columns.layout import NUMBER
from projects.importing.subjects import Taker, note_of
from projects.models import ImportRow, ImportRun
from projects.states import Outcome
from records.actors import Actor
from records.workflow import move_all


class PostingTaker(Taker):
    def __init__(self, run: ImportRun, kind: PostingKind, by: Actor) -> None:
        self._kind, self._by, self._note = kind, by, note_of(run)

    def begin(self, rows: Sequence[ImportRow]) -> None:
        openings = [Opening(typed_of(row.values), row.number) for row in rows]
        made = open_postings(self._kind, openings, by=self._by, note=self._note)
        for row, posting in zip(rows, made, strict=True):
            row.item = posting.pk
        update_rows(rows, ["item"])

    def change(self, rows: Sequence[ImportRow]) -> None:
        # The posting first, then what hangs on it, as whoever types locks them.
        postings = Posting.objects.filter(pk__in=[row.item for row in rows if row.item])
        list(postings.select_for_update(no_key=True).order_by("pk").values_list("pk"))
        drafts, now = drafts_by_posting(rows), clock.now()
        for row, outcome in zip(rows, outcomes(rows, drafts), strict=True):
            # What was handed in since stays as it was.
            row.outcome = Outcome.FILED if outcome == Outcome.FILED else Outcome.UPDATE
        changing = [row for row in rows if row.outcome == Outcome.UPDATE]
        numbers = {}
        for row in changing:
            draft = drafts[row.item]
            changes = changes_of(row, draft)
            row.before = before_of(draft, changes)
            if NUMBER in changes:
                numbers[draft.posting_id] = str(changes.pop(NUMBER))
            type_into(draft, changes, now, self._by)
        write_drafts([drafts[row.item] for row in changing])
        number_postings(numbers, by=self._by, note=self._note)
        update_rows(rows, ["before", "outcome"])


def before_of(draft: PostingDraft, names: Iterable[str]) -> dict[str, Typed]:
    """What stands under these names, the unit's number among them."""
    empty = NAMES[draft.posting.kind].empty
    typed = {NUMBER: draft.posting.source_key, **draft.typed}
    return {name: typed.get(name, empty(name)) for name in names}


def type_into(draft: PostingDraft, said: Mapping[str, Typed], at: datetime, by: Actor) -> None:
    """Into this object; `write_drafts` writes it."""
    before = before_of(draft, said)
    draft.put({name: (before[name], text) for name, text in said.items()}, Page(), by.person_id)
    draft.saved_at = at


def write_drafts(drafts: Sequence[PostingDraft]) -> None:
    if drafts:
        update_rows(drafts, ("revision", "typed", "stamps", "saved_at"))


def number_postings(numbers: Mapping[int, str], *, by: Actor, note: str) -> None:
    """The unit's own numbers of postings, by their keys; "" frees one."""

    def write(postings: Sequence[Posting]) -> None:
        for posting in postings:
            posting.source_key = numbers[posting.pk]

    move_all(Posting.objects.filter(pk__in=numbers), "number", by=by, note=note, write=write)
