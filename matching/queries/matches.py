"""What the portal suggests, as a page shows it: pairs with what either side said to them. What is
not shown any more and what has ended is in none, whatever the index still holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from foundation import clock
from matching.models import Feedback, Posting, Suggestion
from matching.queries.postings import own_postings, running_postings, shown_postings
from matching.states import FeedbackStatus, PostingKind, PostingStatus, Side, Verdict
from projects.models import Listing, Project, Service
from projects.queries import for_page, shown
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
    """Projects for it, in three queries; [] where it has ended."""
    if not is_running(posting):
        return []
    shown_ones = shown().values("project")
    given = _given(Side.POSTING).filter(posting=posting, project__in=shown_ones)
    rows = Suggestion.objects.filter(posting=posting, project__in=shown_ones)
    kept = rows.filter(Q(place__isnull=False) | Q(project__in=given.values("project")))
    found = _paired(kept, given, Side.POSTING)
    listings = shown().filter(project__in=found)
    facts = listings.values_list("project", "field", "field__parent", "trl", "listed_at")
    return [
        _with(found[pk], group=parent or field or "", trl=trl, since=since)
        for pk, field, parent, trl, since in facts
    ]


def matches_of_project(project: Project, kind: str, by: Actor) -> list[Match]:
    """Demands, or offers, for it, in three queries; [] where it is not shown."""
    if not shown().filter(pk=project.pk).exists():
        return []
    postings = shown_postings(by).filter(kind=kind)
    given = _given(Side.PROJECT).filter(project=project, posting__in=postings)
    rows = Suggestion.objects.filter(project=project, posting__in=postings)
    kept = rows.filter(Q(place_of_project__isnull=False) | Q(posting__in=given.values("posting")))
    found = _paired(kept, given, Side.PROJECT)
    facts = postings.filter(pk__in=found).values_list(
        "pk", "field", "field__parent", "category", "published_at"
    )
    return [
        _with(found[pk], group=parent or field or "", category=category, since=since)
        for pk, field, parent, category, since in facts
    ]


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


def is_running(posting: Posting) -> bool:
    until = posting.valid_until
    is_published = posting.status == PostingStatus.PUBLISHED
    return is_published and until is not None and until >= clock.today()


def is_matched(posting: Posting, project: Project) -> bool:
    """Whether anybody may say something to this pair: the portal suggests it, or somebody has."""
    pair = {"posting": posting, "project": project}
    standing = Feedback.objects.filter(**pair, status=FeedbackStatus.GIVEN)
    return Suggestion.objects.filter(**pair).exists() or standing.exists()


def listings_of(keys: Iterable[int]) -> QuerySet[Listing]:
    """With all that is told of a project, and how many `services` it has enjoyed."""
    enjoyed = Service.objects.filter(project=OuterRef("project")).order_by().values("project")
    count = Coalesce(Subquery(enjoyed.annotate(n=Count("pk")).values("n")), 0)
    rows = for_page(shown().filter(project__in=list(keys))).defer("search")
    return rows.select_related("field__parent").annotate(service_count=count)


def postings_of(keys: Iterable[int], by: Actor) -> QuerySet[Posting]:
    rows = shown_postings(by).filter(pk__in=list(keys))
    return rows.select_related("organisation", "unit", "field__parent")


def liked_by(posting: Posting) -> list[int]:
    """Keys of the projects its own side accepted or declined: what its ranking learns from."""
    given = Feedback.objects.filter(
        posting=posting, side=Side.POSTING, status=FeedbackStatus.GIVEN
    )
    judged = given.exclude(verdict=Verdict.LATER)
    return list(judged.order_by("-given_at").values_list("project", flat=True))


def is_behind(posting: Posting) -> bool:
    """Whether its own side has said or taken back something since it was matched last."""
    said = Feedback.objects.filter(posting=posting, side=Side.POSTING).order_by("-given_at")
    made = Suggestion.objects.filter(posting=posting).order_by("-matched_at")
    last_said = said.values_list("given_at", flat=True).first()
    last_made = made.values_list("matched_at", flat=True).first()
    return last_said is not None and last_made is not None and last_made < last_said


def with_counts(postings: QuerySet[Posting]) -> QuerySet[Posting]:
    """`found`, `open`, `accepted`, `wanted`: how many shown projects the portal suggests, wait for
    a word, were accepted, and accepted themselves."""
    here = {"posting": OuterRef("pk")}
    pairs = Suggestion.objects.filter(**here, place__isnull=False, project__in=_shown_keys())
    given = Feedback.objects.filter(
        **here, status=FeedbackStatus.GIVEN, project__in=_shown_keys()
    )
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
    runs = Exists(running_postings().filter(pk=OuterRef("pk")))
    rows = with_counts(coded).annotate(is_running=runs)
    return rows.order_by(F("is_running").desc(), "-published_at", "-pk")


def own_posting_named(name: str, by: Actor) -> QuerySet[Posting]:
    """By ref or code."""
    own = own_postings(by, PostingKind.DEMAND) | own_postings(by, PostingKind.OFFER)
    named = own.filter(Q(ref=name.upper()) | Q(code=name.upper()))
    coded = named.filter(status__in=PostingStatus.coded)
    return coded.select_related("organisation", "unit", "field__parent")


def groups_among(matches: Sequence[Match]) -> list[str]:
    return sorted({match.group for match in matches if match.group})
