"""What people follow. Only what everybody may know of is followed: an organisation that a shown
achievement, or a posting in public, names. Whose an anonymous posting is stands nowhere here."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Field, Organisation
from accounts.terms import taxonomies
from foundation.search.narrowing import Wanted
from matching.models import Follow, Posting
from matching.queries.postings import running_postings
from matching.queries.searches import query_of
from matching.states import FollowKind, Reach
from projects.models import Listing
from projects.queries import shown
from records.actors import Actor

Followed = Organisation | Field


@dataclass(frozen=True, slots=True)
class Following:
    """What a page says of following what it names, `key` in addresses: `kept` is the reader's own
    follow, `back` leads to the page again."""

    kind: FollowKind
    key: str
    name: str
    back: str
    is_person: bool
    kept: Follow | None


def follows_of(by: Actor) -> QuerySet[Follow]:
    rows = Follow.objects.filter(person=by.person_id).select_related("organisation", "field")
    return rows.order_by("-created_at", "-pk")


def own_follow(followed: Followed, by: Actor) -> Follow | None:
    return follows_of(by).filter(**{kind_of(followed).value: followed}).first()


def kind_of(followed: Followed) -> FollowKind:
    is_house = isinstance(followed, Organisation)
    return FollowKind.ORGANISATION if is_house else FollowKind.FIELD


def public_houses() -> QuerySet[Organisation]:
    """Those that everybody reads of now."""
    holds = shown().filter(project__organisation=OuterRef("pk"))
    posts = running_postings().filter(reach=Reach.PUBLIC, organisation=OuterRef("pk"))
    return Organisation.objects.filter(Q(Exists(holds)) | Q(Exists(posts)))


def followed_named(kind: str, key: str) -> Followed | None:
    """As addresses name it; None where nobody may know of it."""
    if kind == FollowKind.FIELD:
        return _field_called(key)
    if kind == FollowKind.ORGANISATION and key.isalnum():
        return public_houses().filter(ref=key.upper()).first()
    return None


def following_of_listing(listing: Listing, back: str, by: Actor) -> list[Following]:
    """Its organisation, where its page names one, and its field."""
    house = listing.project.organisation if listing.version.content.get("organisation") else None
    return followings([house, listing.field], back, by)


def following_of_posting(posting: Posting, back: str, by: Actor) -> list[Following]:
    """Whose it is only where everybody reads that."""
    house = posting.organisation if posting.reach == Reach.PUBLIC else None
    return followings([house, posting.field], back, by)


def following_of_search(wanted: Wanted, path: str, by: Actor) -> list[Following]:
    """The one field that is asked for."""
    codes = wanted["field"]
    fields = [_field_called(code) for code in codes] if len(codes) == 1 else []
    return followings(fields, f"{path}?{query_of(wanted)}", by)


def followings(some: Sequence[Followed | None], back: str, by: Actor) -> list[Following]:
    """In one statement, and none for a visitor."""
    named = [one for one in some if one is not None]
    kept = _kept(named, by) if by.is_person else {}
    return [_following(one, back, by, kept) for one in named]


def _field_called(code: str) -> Field | None:
    """From the file: no table is asked."""
    rows = (row for row in taxonomies()["fields"] if row["code"] == code)
    return next((Field(code=row["code"], name=row["name"]) for row in rows), None)


def _kept(some: Sequence[Followed], by: Actor) -> dict[tuple[str, str], Follow]:
    if not some:
        return {}
    wanted = Q()
    for one in some:
        wanted |= Q(**{kind_of(one).value: one.pk})
    return {(one.kind, one.key): one for one in follows_of(by).filter(wanted)}


def _following(
    one: Followed, back: str, by: Actor, kept: dict[tuple[str, str], Follow]
) -> Following:
    kind, key = kind_of(one), one.ref if isinstance(one, Organisation) else one.code
    name = kind.words_of(one)
    return Following(kind, key, name, back, by.is_person, kept.get((kind, key)))
