"""What the portal suggests, as a page shows it: pairs with what either side said to them. What is
not shown any more and what has ended is in none, whatever the index still holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.states import Role, Scope
from matching.models import Feedback, Posting, Suggestion, TakeUp
from matching.queries.postings import (
    own_postings,
    posting_named,
    running_postings,
    shown_postings,
)
from matching.states import (
    FeedbackStatus,
    PostingKind,
    PostingStatus,
    Side,
    TakeUpStatus,
    Verdict,
)
from projects.models import Listing, Project
from projects.queries import for_page, shown, visible_to, with_unit
from projects.rules import may_edit
from records.actors import Actor


@dataclass(frozen=True, slots=True)
class Match:
    """One pair. `other` is the key of the project, seen from a posting, or of the posting.

    Without a `suggestion` it is no longer among the first, but somebody has said something to it.
    `is_wanted`: the other side accepted; what else it said is nobody's here to read.
    """

    other: int
    suggestion: Suggestion | None = None
    own: Feedback | None = None
    is_wanted: bool = False
    group: str = ""  # of the field, "" unknown
    trl: int | None = None
    category: str = ""
    since: date | datetime | None = None

    @property
    def verdict(self) -> str:
        return self.own.verdict if self.own else ""

    @property
    def is_agreed(self) -> bool:
        return self.is_wanted and self.verdict == Verdict.ACCEPT


def matches_of_posting(posting: Posting) -> list[Match]:
    """Projects for one read by `own_posting_named`, its first with its feedback and its first
    without, in three queries; [] where it has ended."""
    if not posting.is_running:  # type: ignore[attr-defined]  # -- annotated
        return []
    shown_ones = shown().values("project")
    given = _given(Side.POSTING).filter(posting=posting, project__in=shown_ones)
    rows = Suggestion.objects.filter(posting=posting, project__in=shown_ones)
    listed = Q(place__isnull=False) | Q(plain_place__isnull=False)
    kept = rows.filter(listed | Q(project__in=given.values("project")))
    found = _paired(kept, given, Side.POSTING)
    listings = shown().filter(project__in=found)
    facts = listings.values_list("project", "field", "field__parent", "trl", "listed_at")
    return [
        _with(found[pk], group=parent or field or "", trl=trl, since=since)
        for pk, field, parent, trl, since in facts
    ]


def matches_of_project(project: Project, by: Actor) -> dict[str, list[Match]]:
    """Demands and offers for one that is shown, by kind, in three queries. What its side said is
    for those alone who speak for it."""
    postings = shown_postings(by)
    given = _given(Side.PROJECT).filter(project=project, posting__in=postings)
    if not may_edit(by, project):
        given = given.exclude(side=Side.PROJECT)
    rows = Suggestion.objects.filter(project=project, posting__in=postings)
    kept = rows.filter(Q(place_of_project__isnull=False) | Q(posting__in=given.values("posting")))
    found = _paired(kept, given, Side.PROJECT)
    facts = postings.filter(pk__in=found).values_list(
        "pk", "kind", "field", "field__parent", "category", "published_at"
    )
    of_kind: dict[str, list[Match]] = {kind: [] for kind in PostingKind.values}
    for pk, kind, field, parent, category, since in facts:
        match = _with(found[pk], group=parent or field or "", category=category, since=since)
        of_kind[kind].append(match)
    return of_kind


def _given(side: Side) -> QuerySet[Feedback]:
    """All that one's own side said, and whom the other accepted."""
    standing = Feedback.objects.filter(status=FeedbackStatus.GIVEN)
    return standing.filter(Q(side=side) | Q(verdict=Verdict.ACCEPT))


def _paired(
    suggestions: QuerySet[Suggestion], given: QuerySet[Feedback], side: Side
) -> dict[int, Match]:
    key = "project_id" if side == Side.POSTING else "posting_id"
    at = {getattr(one, key): one for one in suggestions}
    said: dict[int, dict[bool, Feedback]] = {}
    for one in given:
        said.setdefault(getattr(one, key), {})[one.side == side] = one
    return {
        other: Match(
            other=other,
            suggestion=at.get(other),
            own=said.get(other, {}).get(True),
            is_wanted=False in said.get(other, {}),
        )
        for other in {**at, **said}
    }


def _with(match: Match, **facts: Any) -> Match:
    held = {name: getattr(match, name) for name in ("other", "suggestion", "own", "is_wanted")}
    return Match(**held, **facts)


def is_matched(posting: Posting, project: Project) -> bool:
    """Whether anybody may say something to this pair: the portal suggests it, or somebody has."""
    pair = {"posting": posting, "project": project}
    standing = Feedback.objects.filter(**pair, status=FeedbackStatus.GIVEN)
    return Suggestion.objects.filter(**pair).exists() or standing.exists()


def listings_of(keys: Iterable[int]) -> QuerySet[Listing]:
    return for_page(shown().filter(project__in=list(keys)))


def postings_of(keys: Iterable[int]) -> QuerySet[Posting]:
    """With all that is told of them; `keys` are of such as may be found."""
    rows = Posting.objects.filter(pk__in=list(keys))
    return rows.select_related("organisation", "unit", "field")


def judged_of(posting: Posting, verdict: Verdict, most: int) -> list[int]:
    """Keys of the projects its own side accepted, or declined, last: what its ranking learns
    from."""
    given = Feedback.objects.filter(posting=posting, side=Side.POSTING, verdict=verdict)
    standing = given.filter(status=FeedbackStatus.GIVEN).order_by("-given_at")
    return list(standing.values_list("project", flat=True)[:most])


def with_counts(postings: QuerySet[Posting]) -> QuerySet[Posting]:
    """`found`, `open`, `accepted`, `wanted`: how many shown projects the portal suggests, wait for
    a word, were accepted, and accepted themselves."""
    here = {"posting": OuterRef("pk")}
    pairs = Suggestion.objects.filter(**here, place__isnull=False, project__in=_shown_keys())
    given = Feedback.objects.filter(**here, status=FeedbackStatus.GIVEN, project__in=_shown_keys())
    said = Feedback.objects.filter(
        posting=OuterRef("posting"),
        project=OuterRef("project"),
        side=Side.POSTING,
        status=FeedbackStatus.GIVEN,
    )
    accepts = given.filter(verdict=Verdict.ACCEPT)
    return postings.annotate(
        found=_count(pairs),
        open=_count(pairs.filter(~Exists(said))),
        accepted=_count(accepts.filter(side=Side.POSTING)),
        wanted=_count(accepts.filter(side=Side.PROJECT)),
    )


def _shown_keys() -> QuerySet[Listing, Any]:
    return shown().values("project")


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("posting").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def postings_matched_by(by: Actor) -> QuerySet[Posting]:
    """One's own that were ever published; those that run first, the newest first."""
    own = own_postings(by, PostingKind.DEMAND) | own_postings(by, PostingKind.OFFER)
    coded = own.filter(status__in=PostingStatus.coded).select_related("organisation")
    rows = with_counts(coded).annotate(is_running=_runs())
    return rows.order_by(F("is_running").desc(), "-published_at", "-pk")


def own_posting_named(name: str, by: Actor) -> QuerySet[Posting]:
    """By ref or code, ever published; `is_running` says whether it is matched."""
    own = own_postings(by, PostingKind.DEMAND) | own_postings(by, PostingKind.OFFER)
    coded = posting_named(name, own).filter(status__in=PostingStatus.coded)
    return coded.annotate(is_running=_runs())


def _runs() -> Exists:
    return Exists(running_postings().filter(pk=OuterRef("pk")))


def take_ups_of(project: Project) -> QuerySet[TakeUp]:
    """What it asked for and was not taken back, the newest first."""
    asked = TakeUp.objects.filter(project=project).exclude(status=TakeUpStatus.TAKEN_BACK)
    return asked.select_related("posting__organisation", "service").order_by("-asked_at", "-pk")


def take_ups_for(posting: Posting) -> QuerySet[TakeUp]:
    """Who asked for this offer and did not take it back: those that wait first, the oldest
    first. `is_shown` says whether the project may still be named."""
    asked = TakeUp.objects.filter(posting=posting).exclude(status=TakeUpStatus.TAKEN_BACK)
    waits = Q(status=TakeUpStatus.ASKED)
    named = asked.select_related("posting", "project__organisation", "project__unit", "service")
    is_shown = Exists(shown().filter(project=OuterRef("project")))
    return named.annotate(waits=waits, is_shown=is_shown).order_by("-waits", "asked_at", "pk")


def askable_by(by: Actor) -> QuerySet[Project]:
    """Shown projects in whose name they may ask."""
    return editable_by(by).filter(pk__in=shown().values("project"))


def editable_by(by: Actor) -> QuerySet[Project]:
    """The set form of `may_edit`."""
    own = visible_to(by, Project.objects.all())
    if by.role == Role.HOLDER:
        return own.order_by("-listed_at", "-pk")
    in_custody = own.filter(holder=None)
    if by.role == Role.AGENCY and Scope.COLLECT in by.scopes:
        return in_custody.order_by("-listed_at", "-pk")
    if by.role in Role.of_unit:
        return in_custody.filter(with_unit()).order_by("-listed_at", "-pk")
    return own.none()


def groups_among(matches: Sequence[Match]) -> list[str]:
    return sorted({match.group for match in matches if match.group})
