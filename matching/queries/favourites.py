"""What people keep to come back to, and what of it is still shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q, QuerySet

from matching.models import Favourite, Folder, Posting
from matching.queries.postings import shown_postings
from matching.states import SearchKind
from projects.models import Listing, Project
from projects.queries import listings_of, shown
from records.actors import Actor

_BARE = "none"  # in addresses: what lies in no folder


@dataclass(frozen=True, slots=True)
class Favouring:
    """What the page of a thing says of keeping it; `name` is what addresses call it by."""

    kind: str
    name: str
    is_person: bool
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """With what its page shows the reader, who has to do without where it is shown no more."""

    favourite: Favourite
    listing: Listing | None
    posting: Posting | None

    @property
    def title(self) -> str:
        shown_as = self.listing or self.posting
        return shown_as.title if shown_as else ""

    @property
    def label(self) -> str:
        """What it is called where its title may not stand."""
        return self.title or "已不再公开展示"


def own_favourites(by: Actor) -> QuerySet[Favourite]:
    """And the one removed last, which may be taken back."""
    return Favourite.objects.filter(person=by.person_id)


def favourites_of(by: Actor) -> QuerySet[Favourite]:
    """The newest first."""
    kept = own_favourites(by).filter(removed_at=None)
    return kept.select_related("folder").order_by("-created_at", "-pk")


def folders_of(by: Actor) -> QuerySet[Folder]:
    """In the order they were made, each with `count`, how many favourites lie in it."""
    kept = Count("favourites", filter=Q(favourites__removed_at=None))
    return Folder.objects.filter(person=by.person_id).annotate(count=kept).order_by("pk")


def named(thing: Project | Posting) -> dict[str, int]:
    """By which column a favourite names it."""
    return {"project_id" if isinstance(thing, Project) else "posting_id": thing.pk}


def favouring_of(thing: Project | Posting, by: Actor) -> Favouring:
    kind = SearchKind.PROJECT if isinstance(thing, Project) else SearchKind(thing.kind)
    is_kept = by.is_person and favourites_of(by).filter(**named(thing)).exists()
    return Favouring(kind, thing.name_in_address, by.is_person, is_kept)


def as_shown(favourites: Sequence[Favourite], by: Actor) -> list[Kept]:
    """In two statements, whatever they are of."""
    keys = [one.project_id for one in favourites if one.project_id]
    listings = {listing.pk: listing for listing in listings_of(keys)}
    rows = shown_postings(by).select_related("organisation", "unit")
    postings = rows.in_bulk([one.posting_id for one in favourites if one.posting_id])
    return [
        Kept(one, listings.get(one.project_id or 0), postings.get(one.posting_id or 0))
        for one in favourites
    ]


def favourite_projects(by: Actor, most: int) -> list[tuple[str, str]]:
    """Codes and titles of the newest `most` that are shown."""
    found = favourites_of(by).filter(project__in=shown().values("project"))
    rows = found.values_list("project__code", "project__listing__title")[:most]
    return [(code, title) for code, title in rows if code]


@dataclass(frozen=True)
class Shelf:
    """What somebody keeps, and the part of it that an address names."""

    by: Actor
    folder: str

    @cached_property
    def folders(self) -> list[Folder]:
        return list(folders_of(self.by))

    @cached_property
    def chosen(self) -> Folder | None:
        return next((one for one in self.folders if one.ref == self.folder), None)

    @property
    def is_bare(self) -> bool:
        return self.folder == _BARE

    @property
    def favourites(self) -> QuerySet[Favourite]:
        """All of them where there is no such folder."""
        rows = favourites_of(self.by)
        if self.is_bare:
            return rows.filter(folder=None)
        return rows.filter(folder=self.chosen) if self.chosen else rows

    @cached_property
    def total(self) -> int:
        return favourites_of(self.by).count()

    @property
    def tabs(self) -> list[tuple[str, str, int, bool]]:
        """Label, where it leads, how many, whether it is this one."""
        bare = self.total - sum(one.count for one in self.folders)  # type: ignore[attr-defined]  # -- annotated
        is_whole = not (self.is_bare or self.chosen)
        return [
            ("全部", "", self.total, is_whole),
            *(
                (one.name, one.ref, one.count, one == self.chosen)  # type: ignore[attr-defined]  # -- as above
                for one in self.folders
            ),
            *([("不分组", _BARE, bare, self.is_bare)] if self.folders else []),
        ]
