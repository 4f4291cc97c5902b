"""查重: a worker looks for the like of what was newly submitted, and keeps what it finds as pairs.

Apart from the submission, which would pay for comparing texts; a row that is to be paired says so
itself, so nothing is lost where a worker dies.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from foundation import clock
from projects.duplicates import Like, Likewise, likes_of
from projects.models import Likeness, LikePair, Project
from projects.queries import to_be_paired

CHUNK = 200  # looked for in one go of the clock, half a minute at the most


def pair_waiting(most: int = CHUNK) -> int:
    """Each in a transaction of its own. Returns how many were looked at."""
    looked_at = 0
    while looked_at < most and _pair_one():
        looked_at += 1
    return looked_at


def pair_all() -> int:
    """Until none waits. Returns how many were looked at."""
    total = 0
    while found := pair_waiting():
        total += found
    return total


def forget_pairs(projects: Iterable[int]) -> None:
    """What was said of earlier versions."""
    ids = list(projects)
    LikePair.objects.filter(Q(first__in=ids) | Q(second__in=ids)).delete()


@transaction.atomic
def _pair_one() -> bool:
    waiting = to_be_paired().select_for_update(of=("self",), skip_locked=True)
    row = waiting.select_related("project").order_by("project").first()
    if row is None:
        return False
    forget_pairs([row.project_id])
    found = [_pair(row.project, like) for like in likes_of(row.project) if _is_telling(like)]
    LikePair.objects.bulk_create(found, ignore_conflicts=True)
    Likeness.objects.filter(pk=row.pk).update(paired_at=clock.Now())
    return True


def _is_telling(like: Like) -> bool:
    """An equal name alone says nothing: many things are called the same."""
    return bool(_codes(like) & {Likewise.RIGHT, Likewise.NAME_AND_HOLDER, Likewise.TEXT})


def _codes(like: Like) -> set[str]:
    return {str(reason.code) for reason in like.reasons}


def _pair(project: Project, like: Like) -> LikePair:
    first, second = sorted((project.pk, like.project.pk))
    codes = _codes(like)
    return LikePair(
        first_id=first,
        second_id=second,
        is_same_right=Likewise.RIGHT in codes,
        is_same_name=Likewise.NAME_AND_HOLDER in codes,
        share=like.share,
    )
