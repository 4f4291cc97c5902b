"""What must always be so here, beyond what each row's constraints hold."""

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from matching.models import (
    PLACES,
    Change,
    Favourite,
    Indexed,
    Interest,
    Posting,
    PostingVersion,
    Suggestion,
)
from matching.queries.postings import running_postings
from matching.states import InterestStatus, PostingStatus, Side, Sort, VersionStatus
from projects.queries import shown


def in_ones_own() -> int:
    """Sent by the very holder. A claim may make a holder of somebody who was interested before."""
    standing = Interest.objects.filter(
        side=Side.PROJECT, status=InterestStatus.SENT, person=F("project__holder")
    )
    return standing.filter(project__claims=None).count()


def indexed_for_nothing() -> int:
    """Matched, though not shown or not published, and nobody was told to look."""
    kept = Indexed.objects.filter(counted__isnull=False).exclude(Exists(_told("sort", "key")))
    published = Posting.objects.filter(pk=OuterRef("key"), status=PostingStatus.PUBLISHED)
    seen = shown().filter(pk=OuterRef("key"))
    of_projects = Q(sort=Sort.PROJECT)
    hidden = kept.filter(of_projects).exclude(Exists(seen)).count()
    return hidden + kept.exclude(of_projects).exclude(Exists(published)).count()


def not_indexed() -> int:
    """Shown or running, and neither matched nor waiting to be."""
    missing = 0
    rows: dict[str, QuerySet[Posting]] = {
        sort: running_postings().filter(kind=sort) for sort in Sort.of_postings
    }
    for sort, found in {**rows, Sort.PROJECT: shown()}.items():
        kept = Indexed.objects.filter(sort=sort, key=OuterRef("pk"), counted__isnull=False)
        told = Change.objects.filter(sort=sort, key=OuterRef("pk"))
        missing += found.exclude(Exists(kept)).exclude(Exists(told)).count()
    return missing


def places_taken_twice() -> int:
    """Or beyond the last. Lists may have gaps while one that left is made up for."""
    found = 0
    for place, whose in (
        ("place", ("posting",)),
        ("plain_place", ("posting",)),
        ("place_of_project", ("project", "posting__kind")),
    ):
        listed = Suggestion.objects.filter(**{f"{place}__isnull": False})
        found += listed.filter(**{f"{place}__gt": PLACES}).count()
        found += listed.values(*whose, place).annotate(n=Count("pk")).filter(n__gt=1).count()
    return found


def _told(sort: str, key: str) -> QuerySet[Change]:
    return Change.objects.filter(sort=OuterRef(sort), key=OuterRef(key))


def published_unfound() -> int:
    """Nobody's search finds them."""
    return Posting.objects.filter(status=PostingStatus.PUBLISHED, text=None).count()


def waiting_for_nobody() -> int:
    """Of what is over for its own people, nothing waits to be looked at."""
    over = (PostingStatus.CLOSED, PostingStatus.DROPPED)
    waiting = PostingVersion.objects.filter(status=VersionStatus.SUBMITTED)
    return waiting.filter(posting__status__in=over).count()


def in_others_folders() -> int:
    return Favourite.objects.exclude(folder=None).exclude(folder__person=F("person")).count()


INVARIANTS = {
    "没有人对自己的成果提意向": in_ones_own,
    "匹配索引里只有正在展示的成果和已发布的供需": indexed_for_nothing,
    "正在展示的成果和有效的供需都在匹配索引里": not_indexed,
    "匹配结果的名次不重复、不超出": places_taken_twice,
    "已发布的供需信息都能检索到": published_unfound,
    "已结束的供需信息没有等待审核的版本": waiting_for_nobody,
    "收藏只放在自己的收藏夹里": in_others_folders,
}
