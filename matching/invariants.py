"""What must always be so of interests, beyond what each row's constraints hold."""

from django.db.models import F

from matching.models import Interest
from matching.states import InterestStatus


def in_ones_own() -> int:
    """Sent by the very holder. A claim may make a holder of somebody who was interested before."""
    standing = Interest.objects.filter(status=InterestStatus.SENT, person=F("project__holder"))
    return standing.filter(project__claims=None).count()


INVARIANTS = {"没有人对自己的成果提意向": in_ones_own}
