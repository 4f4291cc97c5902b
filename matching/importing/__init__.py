"""需求 and 要素供给 from a spreadsheet: drafts of the unit, as its people would have typed them."""

from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, ClassVar

from matching.filing import submit_all
from matching.importing.layout import layout_of
from matching.importing.recognising import OWN, drafts_by_posting, outcomes
from matching.importing.taking import PostingTaker
from matching.importing.undoing import gone_on_with, taken_postings, undo_postings
from matching.models import Posting, PostingDraft
from matching.states import PostingKind, PostingStatus, VersionStatus
from projects.importing.subjects import Subject
from projects.models import ImportRow, ImportRun
from projects.states import Outcome
from records.actors import Actor


class PostingSubject(Subject):
    own = OWN
    shown = ("title", "org_name", "field", "valid_until")
    kind: ClassVar[PostingKind]

    def __init__(self) -> None:
        self.layout = layout_of(self.kind)
        self.facts = {"kind": self.kind.value}

    def names_of(self, items: Iterable[int]) -> Mapping[int, str]:
        drafts = PostingDraft.objects.filter(posting__in=list(items))
        return dict(drafts.values_list("posting", "typed__title"))

    def outcomes(self, rows: Sequence[ImportRow]) -> Sequence[Outcome]:
        return outcomes(rows, drafts_by_posting(rows))

    def taker(self, run: ImportRun, *, by: Actor) -> PostingTaker:
        return PostingTaker(run, self.kind, by)

    def count_gone_on(self, run: ImportRun) -> int:
        return gone_on_with(run).count()

    def lock(self, run: ImportRun) -> None:
        list(taken_postings(run).select_for_update().order_by("pk").values_list("pk"))

    def undo(self, run: ImportRun, *, by: Actor, note: str) -> None:
        undo_postings(run, by=by, note=note)

    def drafts_of(self, unit: str, most: int) -> Iterable[Any]:
        drafts = PostingDraft.objects.filter(
            posting__custodian=unit, posting__kind=self.kind, posting__status=PostingStatus.DRAFT
        )
        empty = dict.fromkeys(self.layout.names, "")
        for draft in drafts.select_related("posting").order_by("posting")[:most]:
            said = {name: text for name, text in draft.typed.items() if name in empty}
            yield SimpleNamespace(**empty | said | {"source_key": draft.posting.source_key})

    def count_submittable(self, run: ImportRun) -> int:
        drafts = taken_postings(run).filter(status=PostingStatus.DRAFT)
        return drafts.exclude(versions__status=VersionStatus.SUBMITTED).count()

    def submit(self, items: Sequence[int], *, by: Actor) -> None:
        submit_all(Posting.objects.filter(pk__in=items), by=by)


class DemandSubject(PostingSubject):
    key, label, kind, desk = "demand", "需求", PostingKind.DEMAND, "unit_demands"


class OfferSubject(PostingSubject):
    key, label, kind, desk = "offer", "要素供给", PostingKind.OFFER, "unit_offers"
