"""发布议程: the working copy becomes a release; each person is told only what changed for them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from django.db import transaction
from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from projects.models import Project
from records.actors import Actor
from records.messages import keep_messages
from records.workflow import begin, move
from roadshows.booking import Owner, Span, book, free
from roadshows.clashing import clash_problems, spans_of
from roadshows.content import content_of, fingerprint
from roadshows.cutting import cut_texts
from roadshows.differences import Change, Side, Whom, differences
from roadshows.models import Person, Programme, Release, Roadshow, Room
from roadshows.posters import order_posters
from roadshows.queries.people import people_behind
from roadshows.queries.programme import Draft, draft_of, newest_release
from roadshows.rules import may_run
from roadshows.timeline import Content, on_day


class ReleasingProblem(TextChoices):
    NO_DAY = "releasing_no_day", "日期还没有定。排期发布以后才能发布议程"
    EMPTY = "releasing_empty", "议程还是空的，先列入项目或添加议程项"
    SAME = "releasing_same", "和上一版相比没有改动，不用发布"
    STALE = "releasing_stale", "你看过预览以后议程又有改动，没有发布。请核对最新的预览"


@dataclass(frozen=True)
class Preview:
    """What a release would say now: `content` is null without a day. `told` are the changes by whom
    they concern; `problems` stand against it."""

    draft: Draft
    content: Content | None
    before: Release | None
    told: Mapping[Whom, Sequence[Change]]
    problems: list[Problem]

    @property
    def seen(self) -> str:
        return fingerprint(self.content) if self.content else ""

    @property
    def is_changed(self) -> bool:
        """As against the last release, at the times of whatever day."""
        if self.content is None:
            return False
        return self.before is None or self.content != _as_of(self.before, self.content)


@dataclass(frozen=True)
class Told:
    """What one person is told of a release."""

    release: Release
    changes: Sequence[str]

    def __str__(self) -> str:
        return str(self.release)

    @property
    def ref(self) -> str:
        return self.release.ref

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        return {
            **self.release.roadshow.facts,
            "number": str(self.release.number),
            "changes": "\n".join(f"· {one}" for one in self.changes),
        }


def preview_of(roadshow: Roadshow) -> Preview:
    draft, before = draft_of(roadshow), newest_release(roadshow)
    problems = [] if draft.lines else [Problem(ReleasingProblem.EMPTY)]
    problems += clash_problems(draft)
    if roadshow.day is None:
        return Preview(draft, None, before, {}, [Problem(ReleasingProblem.NO_DAY), *problems])
    content = content_of(draft, roadshow.day)
    told = differences(_as_of(before, content) if before else None, content)
    return Preview(draft, content, before, told, problems)


def release(roadshow: Roadshow, *, by: Actor, seen: str, note: str = "") -> Release:
    """`seen` is the preview's. Raises Refused: not theirs (403); over, or changed since it was
    looked at (409); no day, nothing in it, nothing changed, somebody or a room in two places, a
    project that may not stand (422)."""
    if roadshow.day is None and may_run(by, roadshow):
        refuse_if([Problem(ReleasingProblem.NO_DAY)])
    made: list[Release] = []

    def write(row: Roadshow) -> None:
        Programme.objects.select_for_update().get(pk=row.pk)
        preview = preview_of(row)
        if seen != preview.seen:
            raise Refused([Problem(ReleasingProblem.STALE)], status=HTTPStatus.CONFLICT)
        same = [] if preview.is_changed else [Problem(ReleasingProblem.SAME)]
        refuse_if([*preview.problems, *same])
        made.append(_keep(row, preview, by, note))
        row.sequence, row.changed_at = (row.sequence or 0) + 1, clock.now()

    with transaction.atomic():
        move(roadshow, "release", by=by, note=note, write=write)
        cut_texts([roadshow])
        order_posters(made[0])
    return made[0]


def rebook(roadshows: Sequence[Roadshow]) -> None:
    """Bookings of released programmes on the days their roadshows now have; none without a day.
    Raises Refused (422): somebody, or a room, would be in two places at once."""
    newest: dict[int, Release] = {}
    for one in Release.objects.filter(roadshow__in=roadshows).order_by("number"):
        newest[one.roadshow_id] = one
    released = [row for row in roadshows if row.pk in newest]
    free([row for row in released if row.day is None])
    days = {row: row.day for row in released if row.day is not None}
    contents = {row: on_day(newest[row.pk].content, day) for row, day in days.items()}
    if contents:
        book(_spans(contents))


def _keep(roadshow: Roadshow, preview: Preview, by: Actor, note: str) -> Release:
    before, content = preview.before, preview.content
    release = Release(
        roadshow=roadshow,
        number=before.number + 1 if before else 1,
        content=content,
        note=note,
        released_by_id=by.person_id,
    )
    begin(release, "release", by=by, note=note)
    book(_spans({roadshow: release.content}))
    told = readers_of(preview.told)
    rows = [(Told(release, lines), [user]) for user, lines in told.items()]
    keep_messages("roadshows.release.tell", rows, note=note)
    return release


def readers_of(told: Mapping[Whom, Sequence[Change]]) -> dict[int, list[str]]:
    """By user id, the sentences they read: what is said of a person stands for what is said of the
    project they are behind."""
    found: dict[int, dict[tuple[str, str], str]] = defaultdict(dict)
    users = _users(told)
    for side in (Side.PROJECT, Side.PERSON):
        for whom, changes in told.items():
            for user in users[whom] if whom[0] == side else ():
                found[user] |= {(one.item, one.kind): one.sentence for one in changes}
    return {user: list(lines.values()) for user, lines in found.items()}


def _users(told: Iterable[Whom]) -> dict[Whom, set[int]]:
    people = [ref for side, ref in told if side == Side.PERSON]
    projects = Project.objects.filter(ref__in=[ref for side, ref in told if side == Side.PROJECT])
    known = Person.objects.filter(ref__in=people, user__isnull=False)
    found: dict[Whom, set[int]] = defaultdict(set)
    for ref, user in known.values_list("ref", "user"):
        found[Side.PERSON, ref].add(user)
    rows = list(projects)
    behind = people_behind(rows)
    for project in rows:
        found[Side.PROJECT, project.ref] |= behind[project.pk]
    return found


def _spans(contents: Mapping[Roadshow, Content]) -> dict[Owner, list[Span]]:
    """Nobody in them is given another account meanwhile."""
    items = [item for content in contents.values() for item in content["items"]]
    refs = {one["ref"] for item in items for one in item["people"]}
    named = Person.objects.filter(ref__in=refs).order_by("pk")
    people = {one.ref: one for one in named.select_for_update(no_key=True)}
    rooms = {one.ref: one for one in Room.objects.filter(ref__in={i["room_ref"] for i in items})}
    return {row: spans_of(one, people, rooms, row.title) for row, one in contents.items()}


def _as_of(release: Release, content: Content) -> Content:
    """At the times of the other's day: that the roadshow moved was told by its calendar."""
    return on_day(release.content, date.fromisoformat(content["day"]))
