"""Choosing who a command acts as: a person named by e-mail, in a role they really have."""

from collections.abc import Sequence

from django.db.models import TextChoices

from accounts.acting import actor_for
from accounts.models import Membership, Unit
from accounts.states import Role
from foundation.errors import Problem, Refused
from records.actors import Actor


class ChoiceProblem(TextChoices):
    NO_UNIT = "no_unit", "没有简码为 {found} 的推荐单位"
    NOBODY = "nobody", "没有人能以“{expected}”的身份办理。先用 grant_role 授予身份"
    SEVERAL = "several", "能以“{expected}”的身份办理的有 {found} 人，请用 --by 写明邮箱"


def unit_called(abbr: str) -> Unit:
    """Raises Refused when there is no such unit."""
    unit = Unit.objects.filter(abbr=abbr.upper()).first()
    if unit is None:
        raise Refused([Problem(ChoiceProblem.NO_UNIT, "unit", found=abbr)])
    return unit


def choose_actor(roles: Sequence[str], *, unit: Unit | None = None, email: str = "") -> Actor:
    """The one person with one of the roles, of that unit if one is given; `email` narrows it.

    Raises Refused when nobody fits or several do.
    """
    fitting = Membership.objects.valid_now().filter(role__in=roles).order_by("pk")
    if unit is not None:
        fitting = fitting.filter(unit=unit)
    if email:
        fitting = fitting.filter(user__email__iexact=email)
    found = list(fitting.select_related("user"))
    if len({membership.user_id for membership in found}) == 1:
        return actor_for(found[0])
    problem = ChoiceProblem.SEVERAL if found else ChoiceProblem.NOBODY
    names = "、".join(Role(role).label for role in roles)
    people = len({membership.user_id for membership in found})
    raise Refused([Problem(problem, "by", expected=names, found=str(people))])
