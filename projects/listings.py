"""The version in force of each project in the library: put there, replaced, and cut anew for
search. What is found by it is changed by the transaction that changes it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from django.db import transaction

from accounts.terms import unit_names
from foundation.search.cutting import Part, vector
from foundation.search.spelling import latin_words, shortened
from foundation.sql import insert_rows, lock_rows, update_rows
from projects.content import head_of, texts_of
from projects.models import KnownWord, Listing, Project, Recommendation, Service, Version
from projects.states import RecommendationStatus
from projects.vocabulary import Band

CUT = 3  # the way of cutting below; one more whenever it changes
_CHUNK = 500  # listings cut for search at a time
_TOLD = ["facets", "has_recommendation"]
_CUT = ["unit", "consent", "title", "field", "trl", "modes", "level", "head", "search", "cut"]


def put_in_force(projects: Sequence[Project]) -> None:
    """Their latest versions that stand are what everybody reads from this commit on."""
    ids = [project.pk for project in projects]
    newest = Version.objects.standing().newest().filter(project__in=ids)
    said = {version.project_id: version for version in newest}
    insert_rows(_told([_listing(said[project.pk], project) for project in projects]))
    _know_words(said.values())


def replace_in_force(project: Project, version: Version) -> None:
    """Everybody reads this one from this commit on, wherever they read."""
    update_rows(_told([_listing(version, project)]), ["version", *_CUT, *_TOLD])
    _know_words([version])


def cut_anew(projects: Sequence[Project]) -> None:
    """What is in force of them is found by what it says now, whichever unit it is of; those that
    are in no library are left out."""
    rows = Listing.objects.filter(project__in=projects).select_related("version", "project")
    _cut(list(lock_rows(rows)))


def tell_anew(projects: Collection[Project]) -> None:
    """Its services or its recommendation have changed, no text has."""
    if listings := list(lock_rows(Listing.objects.filter(project__in=projects))):
        update_rows(_told(listings), _TOLD)


def rebuild_index(*, resume: bool = False) -> int:
    """Cut every listing anew from its version in force, a piece a transaction, while others read
    and write; where `resume`, those that an earlier run, or an older way of cutting, has left.
    Returns their number."""
    if not resume:
        Listing.objects.update(cut=0)
    count = last = 0
    while piece := _piece(last):
        count, last = count + len(piece), piece[-1].pk
    return count


@transaction.atomic
def _piece(after: int) -> Sequence[Listing]:
    left = Listing.objects.filter(pk__gt=after).exclude(cut=CUT).order_by("pk")
    some = Listing.objects.filter(pk__in=left.values("pk")[:_CHUNK])
    listings = list(lock_rows(some.select_related("version", "project")))
    _cut(listings)
    return listings


def _cut(listings: Sequence[Listing]) -> None:
    if listings:
        fresh = [_listing(row.version, row.project) for row in listings]
        update_rows(_told(fresh), [*_CUT, *_TOLD])
        _know_words([row.version for row in listings])


def _listing(version: Version, project: Project) -> Listing:
    """Versions from before the whole sheet lack columns."""
    content = version.content
    return Listing(
        project_id=version.project_id,
        version=version,
        title=content["title"],
        field_id=content["field"] or None,
        unit_id=project.unit_id,
        consent_id=project.display_consent_id,
        trl=content["trl"],
        modes=content["modes"],
        level=content.get("level", ""),
        listed_at=project.listed_at,  # type: ignore[misc]  # -- it is in the library
        head=vector(head_of(content, project.code or "")),
        search=vector([*texts_of(content, project.code or ""), _home_of(project)]),
        cut=CUT,
    )


def _home_of(project: Project) -> Part:
    """Whoever asks for 四川 means what comes from there, too. A unit that the file names no more
    stays in the table."""
    return Part(unit_names().get(project.unit_id, ""))


def _told(listings: Sequence[Listing]) -> Sequence[Listing]:
    """With what hangs on each beside its version, in two statements for all."""
    ids = [listing.pk for listing in listings]
    kinds: dict[int, set[str]] = defaultdict(set)
    for pk, kind in Service.objects.noted().filter(project__in=ids).values_list("project", "kind"):
        kinds[pk].add(kind)
    given = Recommendation.objects.filter(project__in=ids, status=RecommendationStatus.GIVEN)
    recommended = set(given.values_list("project", flat=True))
    for listing in listings:
        listing.has_recommendation = listing.pk in recommended
        listing.facets = sorted(_facets(listing, kinds[listing.pk]))
    return listings


def _know_words(versions: Iterable[Version]) -> None:
    """In one order, so that two who write the same words wait for, not upon, each other."""
    texts = (part.text for version in versions for part in texts_of(version.content))
    words = sorted(latin_words(texts))
    rows = [KnownWord(word=word, shortened=shortened(word)) for word in words]
    KnownWord.objects.bulk_create(rows, ignore_conflicts=True)


def _facets(listing: Listing, services: Collection[str]) -> Iterator[str]:
    field = listing.field_id or ""
    yield f"unit:{listing.unit_id}"
    yield from {f"field:{code}" for code in (field, field.partition(".")[0]) if code}
    yield from (f"trl:{band.value}" for band in Band if listing.trl and band.holds(listing.trl))
    yield from (f"mode:{mode}" for mode in set(listing.modes))
    yield from (f"service:{kind}" for kind in services)
    if listing.level:
        yield f"level:{listing.level}"
