"""Matches of a page with the words of both sides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from accounts.terms import taxonomies
from foundation.text import in_wan
from matching.models import Posting, TakeUp
from matching.queries.matches import Match, judged_of, listings_of, postings_of
from matching.resembling import nearest
from matching.scoring import FEATURES, Text, count, why_not
from matching.states import PostingKind, Verdict
from matching.texts import text_of_posting, text_of_project, with_services
from matching.views.addresses import OfPosting, OfProject, public_address
from matching.views.telling import Sight, Told, tell
from projects.models import Listing, Project


@dataclass(frozen=True, slots=True)
class Row:
    """A match with its addresses: of its page, of a word to it, of taking that back, of an interest
    in it; of an offer, of asking for it, and what was asked."""

    told: Told
    ref: str
    url: str
    say: str
    take_back: str
    wish: str
    ask: str = ""
    take_up: TakeUp | None = None


_OF_VERDICT = {"liked": Verdict.ACCEPT, "disliked": Verdict.DECLINE}
_MOST_JUDGED = 12  # of each verdict, the last ones, among which the likest is named


def of_posting(at: OfPosting, matches: Iterable[Match], *, is_plain: bool) -> list[Row]:
    """Projects for it, in the order given; what was withdrawn meanwhile is left out."""
    posting = at.posting
    wanted = list(matches)
    found = with_services(listings_of(match.other for match in wanted))
    listings = {listing.pk: listing for listing in found}
    ours = text_of_posting(posting)
    texts = {key: text_of_project(listing) for key, listing in listings.items()}
    moved_by = {} if is_plain else _moved_by(posting, wanted, texts)
    sight = Sight(posting_is_mine=True, is_plain=is_plain, moved_by=moved_by)
    rows = []
    for match in wanted:
        if listing := listings.get(match.other):
            told = tell(match, listing, (ours, texts[match.other]), sight)
            project = listing.project
            url = reverse("showcase_project", args=[project.name_in_address])
            addresses = (url, at.say(project), at.take_back(project), at.wish(project))
            rows.append(Row(told, project.ref, *addresses))
    return rows


def apart(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """What fits, and what is weak; all that is there where nothing fits better."""
    weak = [row for row in rows if row.told.is_weak]
    fits = [row for row in rows if not row.told.is_weak]
    return (fits, weak) if fits else (weak, [])


def listing_of(project: Project) -> Listing | None:
    """None where it is not shown."""
    return with_services(listings_of([project.pk])).first()


def of_project(
    at: OfProject, listing: Listing, matches: Iterable[Match], take_ups: Sequence[TakeUp]
) -> list[Row]:
    """Postings for it; `take_ups` are its own, the newest first. What feedback moved was said by
    others, and is told to nobody here."""
    asked = {one.posting_id: one for one in reversed(take_ups)}
    wanted = list(matches)
    postings = {one.pk: one for one in postings_of(match.other for match in wanted)}
    ours = text_of_project(listing)
    sight = Sight(posting_is_mine=False, is_plain=True)
    rows = []
    for match in wanted:
        if posting := postings.get(match.other):
            told = tell(match, posting, (text_of_posting(posting), ours), sight)
            ask = at.ask(posting) if posting.kind == PostingKind.OFFER else ""
            own = (at.say(posting), at.take_back(posting), at.wish(posting))
            addresses = (public_address(posting), *own)
            rows.append(Row(told, posting.ref, *addresses, ask, asked.get(posting.pk)))
    return rows


def _moved_by(
    posting: Posting, matches: Sequence[Match], texts: Mapping[int, Text]
) -> dict[tuple[int, str], str]:
    """By what was moved and the feature that did: the title of the judged project most like it, ""
    where that is itself."""
    found: dict[tuple[int, str], str] = {}
    for feature, verdict in _OF_VERDICT.items():
        at = (match.other for match in matches if _is_moved(match, feature))
        moved = [texts[key] for key in at if key in texts]
        if not moved:
            continue
        keys = judged_of(posting, verdict, _MOST_JUDGED)
        others = with_services(listings_of(key for key in keys if key not in texts))
        judged = [texts[key] for key in keys if key in texts]
        judged += [text_of_project(listing) for listing in others]
        titles = {text.key: text.title for text in judged}
        for key, other in nearest(moved, judged).items():
            found[key, feature] = "" if key == other else titles[other]
    return found


def _is_moved(match: Match, feature: str) -> bool:
    parts = match.suggestion.parts if match.suggestion else []
    return len(parts) == len(FEATURES) and parts[FEATURES.index(feature)] != 0


def why_nothing(posting: Posting) -> str:
    """Why it cannot be matched; "" where it can."""
    return why_not(count(text_of_posting(posting))) or ""


def why_nothing_for(listing: Listing) -> str:
    return why_not(count(text_of_project(listing))) or ""


def facts_of(posting: Posting) -> list[tuple[str, str]]:
    """What it asks for, or brings, besides its words; a label and a value each."""
    modes = {row["code"]: row["name"] for row in taxonomies()["modes"]}
    is_demand = posting.kind == PostingKind.DEMAND
    money = f"{in_wan(posting.budget)}以内" if posting.budget else ""
    facts = {
        "类型": posting.get_category_display(),
        "领域": posting.field.name if posting.field else "",
        "成熟度": f"{posting.trl_floor} 级以上" if posting.trl_floor else "",
        "合作方式": "、".join(modes.get(code, code) for code in posting.modes),
        "预算" if is_demand else "金额": money or ("面议" if posting.budget_open else ""),
        "关键词": "、".join(posting.keywords),
    }
    return [(label, value) for label, value in facts.items() if value]
