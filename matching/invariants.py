"""What must always be so of interests and postings, beyond what each row's constraints hold."""

from django.db.models import F

from matching.models import Interest, Posting, PostingVersion
from matching.states import InterestStatus, PostingStatus, VersionStatus


def in_ones_own() -> int:
    """Sent by the very holder. A claim may make a holder of somebody who was interested before."""
    standing = Interest.objects.filter(status=InterestStatus.SENT, person=F("project__holder"))
    return standing.filter(project__claims=None).count()


def published_unfound() -> int:
    """Nobody's search finds them."""
    return Posting.objects.filter(status=PostingStatus.PUBLISHED, text=None).count()


def waiting_for_nobody() -> int:
    """Of what is over for its own people, nothing waits to be looked at."""
    over = (PostingStatus.CLOSED, PostingStatus.DROPPED)
    waiting = PostingVersion.objects.filter(status=VersionStatus.SUBMITTED)
    return waiting.filter(posting__status__in=over).count()


INVARIANTS = {
    "没有人对自己的成果提意向": in_ones_own,
    "已发布的供需信息都能检索到": published_unfound,
    "已结束的供需信息没有等待审核的版本": waiting_for_nobody,
}
