"""关注: people follow organisations and fields. `digesting` tells them of what is new by them."""

from django.db import transaction
from django.db.models import TextChoices

from accounts.models import User
from foundation.errors import Problem, refuse_if
from matching.models import Follow
from matching.queries.follows import Followed, follows_of, kind_of, own_follow
from records.actors import Actor

MOST = 100  # of one person


class FollowProblem(TextChoices):
    MANY = "follows_many", "最多关注 {expected} 个单位和领域，请先在“订阅和关注”里取消不用的"


@transaction.atomic
def follow(followed: Followed, *, by: Actor) -> Follow:
    """From now on. What is followed already stays as it is. Raises Refused (422): too many."""
    # One after the other, so that a double click is one follow.
    User.objects.select_for_update(no_key=True).get(pk=by.person_id)
    if kept := own_follow(followed, by):
        return kept
    if follows_of(by).count() >= MOST:
        refuse_if([Problem(FollowProblem.MANY, expected=str(MOST))])
    return Follow.objects.create(person_id=by.person_id, **{kind_of(followed).value: followed})


def unfollow(kept: Follow) -> None:
    """Undone by following again."""
    kept.delete()


def forget_follows(user_id: int) -> None:
    """A person leaves."""
    Follow.objects.filter(person=user_id).delete()
