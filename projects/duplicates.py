"""Which other projects may be the same achievement: by name, by number, by text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    TextChoices,
    Value,
)

from foundation.errors import Problem
from foundation.likeness import SHORTEST, likeness
from projects.likening import COMPARED, name_of, rights_of, text_of
from projects.models import Likeness, Project, Version
from projects.states import ProjectStatus

ALIKE = 0.35  # texts; unrelated ones stay below 0.2, a third of all characters changed leaves 0.5
MOST = 20  # shown
_LOOKED_AT = 40  # compared word for word, those that share most first
_OWN = 100


class Likewise(TextChoices):
    """Why two projects may be one."""

    NAME = "name", "名称相同"
    NAME_AND_HOLDER = "name_and_holder", "名称和持有单位相同"
    RIGHT = "right", "知识产权号码相同：{found}"
    TEXT = "text", "文字约 {found}% 相同"


@dataclass(frozen=True, slots=True)
class Like:
    """Another project, and why it may be the same one; the surest reason first."""

    project: Project
    content: dict[str, Any]
    share: int  # of the text, in per cent
    reasons: list[Problem] = field(default_factory=list)

    @property
    def is_public(self) -> bool:
        """Whether everybody may read of it."""
        return self.project.status == ProjectStatus.LISTED and self.project.may_be_shown

    @property
    def is_sure(self) -> bool:
        return any(reason.code != Likewise.TEXT for reason in self.reasons)


class _Shared(Func):
    """How many elements two arrays have in common."""

    template = "(select count(*) from unnest(%(expressions)s))"
    arg_joiner = ") as one where one = any("
    output_field = IntegerField()


def likes_of(project: Project) -> list[Like]:
    """Other submitted projects like this one, the likeliest first. In two queries, one where it
    was never submitted."""
    own = Likeness.objects.filter(project=project).select_related("version").first()
    if own is None:
        return []
    text = text_of(own.version.content)
    likes = (_like(own, row, text) for row in _candidates(own))
    return _ordered(like for like in likes if like.reasons)


def own_likes_of(project: Project) -> list[Like]:
    """Among the holder's other projects, drafts too, as they stand now. In one query."""
    own = Project.objects.filter(holder=project.holder_id, holder__isnull=False)
    others = own.exclude(pk=project.pk).exclude(status=ProjectStatus.WITHDRAWN, code=None)
    rows = others.order_by("-pk")[:_OWN]
    mine = _of_draft(project)
    likes = (_like(mine, _of_draft(row), text_of(mine.version.content)) for row in rows)
    return _ordered(like for like in likes if like.reasons)


def _candidates(own: Likeness) -> QuerySet[Likeness]:
    """By equal bands, numbers or name: each an index; those of the same name or number first."""
    is_same = Q(name=own.name) | Q(rights__overlap=own.rights)
    filed = Likeness.objects.filter(project__submitted_at__isnull=False).exclude(pk=own.pk)
    ranked = filed.filter(is_same | Q(bands__overlap=own.bands)).annotate(
        is_same=ExpressionWrapper(is_same, BooleanField()),
        shared=_Shared(F("bands"), Value(own.bands, Likeness._meta.get_field("bands"))),
    )
    joined = ranked.select_related(
        "version", "project__unit", "project__organisation", "project__display_consent"
    )
    return joined.order_by("-is_same", "-shared", "pk")[:_LOOKED_AT]


def _of_draft(project: Project) -> Likeness:
    """As it would be kept if it were submitted now."""
    content = {name: getattr(project, name) for name in COMPARED}
    row = Likeness(project=project, name=name_of(content), rights=rights_of(content))
    row.organisation_id = project.organisation_id
    row.version = Version(project=project, content=content)
    return row


def _like(own: Likeness, row: Likeness, text: str) -> Like:
    other = text_of(row.version.content)
    share = likeness(text, other) if min(len(text), len(other)) >= SHORTEST else 0.0
    reasons = list(_reasons(own, row, share))
    return Like(row.project, row.version.content, round(share * 100), reasons)


def _reasons(own: Likeness, row: Likeness, share: float) -> Iterator[Problem]:
    if row.name == own.name:
        is_of_one = own.organisation_id and row.organisation_id == own.organisation_id
        yield Problem(Likewise.NAME_AND_HOLDER if is_of_one else Likewise.NAME)
    numbers = sorted(set(own.rights) & set(row.rights))
    if numbers:
        yield Problem(Likewise.RIGHT, found="、".join(numbers))
    if share >= ALIKE:
        yield Problem(Likewise.TEXT, found=str(round(share * 100)))


def _ordered(likes: Iterator[Like]) -> list[Like]:
    return sorted(likes, key=lambda like: (not like.is_sure, -like.share, like.project.pk))[:MOST]
