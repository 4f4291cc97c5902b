"""Which other projects may be the same achievement: by name, by number, by text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, TextChoices

from foundation.errors import Problem
from foundation.likeness import EXACT, SHORTEST, likeness
from projects.likening import COMPARED, name_of, rights_of, text_of
from projects.models import Likeness, Mark, Project
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
    share: int  # of the text, in per cent
    reasons: list[Problem] = field(default_factory=list)

    @property
    def is_public(self) -> bool:
        """Whether everybody may read of it."""
        return self.project.status == ProjectStatus.LISTED and self.project.may_be_shown

    @property
    def is_sure(self) -> bool:
        return any(reason.code != Likewise.TEXT for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is compared of a project, from a Version or as it stands."""

    project: Project
    name: str
    rights: frozenset[str]
    text: str


def likes_of(project: Project) -> list[Like]:
    """Other submitted projects like this one, the likeliest first. In two queries, one where it
    was never submitted."""
    own = Likeness.objects.filter(project=project).select_related("version").first()
    if own is None:
        return []
    told = _told(project, own.version.content)
    return _ordered(
        _like(told, _told(row.project, row.version.content)) for row in _candidates(own)
    )


def own_likes_of(project: Project) -> list[Like]:
    """Among the holder's other projects, drafts too, as they stand now. In one query."""
    own = Project.objects.filter(holder=project.holder_id, holder__isnull=False)
    others = own.exclude(pk=project.pk).exclude(status=ProjectStatus.WITHDRAWN, code=None)
    told = _as_it_stands(project)
    return _ordered(_like(told, _as_it_stands(one)) for one in others.order_by("-pk")[:_OWN])


def _as_it_stands(project: Project) -> _Told:
    return _told(project, {name: getattr(project, name) for name in COMPARED})


def _told(project: Project, content: Mapping[str, Any]) -> _Told:
    return _Told(project, name_of(content), frozenset(rights_of(content)), text_of(content))


def _candidates(own: Likeness) -> QuerySet[Likeness]:
    """By equal marks; those of the same name or number first, then those whose texts share most.
    What they say is fetched only of the few that are compared."""
    same = Mark.objects.filter(mark__in=own.marks).exclude(likeness=own)
    filed = same.filter(likeness__project__submitted_at__isnull=False).values("likeness")
    ranked = filed.annotate(is_exact=Max("mark", filter=Q(mark__gte=EXACT)), shared=Count("mark"))
    first = ranked.order_by(F("is_exact").desc(nulls_last=True), "-shared", "likeness")
    return Likeness.objects.filter(pk__in=first.values("likeness")[:_LOOKED_AT]).select_related(
        "version", "project__unit", "project__organisation", "project__display_consent"
    )


def _like(own: _Told, other: _Told) -> Like:
    share = 0.0
    if min(len(own.text), len(other.text)) >= SHORTEST:
        share = likeness(own.text, other.text)
    return Like(other.project, round(share * 100), list(_reasons(own, other, share)))


def _reasons(own: _Told, other: _Told, share: float) -> Iterator[Problem]:
    if own.name == other.name:
        holder = own.project.organisation_id
        is_of_one = holder is not None and other.project.organisation_id == holder
        yield Problem(Likewise.NAME_AND_HOLDER if is_of_one else Likewise.NAME)
    if own.rights & other.rights:
        yield Problem(Likewise.RIGHT, found="、".join(sorted(own.rights & other.rights)))
    if share >= ALIKE:
        yield Problem(Likewise.TEXT, found=str(round(share * 100)))


def _ordered(likes: Iterator[Like]) -> list[Like]:
    found = [like for like in likes if like.reasons]
    return sorted(found, key=lambda like: (not like.is_sure, -like.share, like.project.pk))[:MOST]
