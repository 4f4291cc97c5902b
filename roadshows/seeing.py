"""What somebody saw when they began to change it, as a digest: nobody overwrites what they did not
see."""

from collections.abc import Iterable
from http import HTTPStatus

from django.db.models import TextChoices

from foundation.errors import Problem, Refused
from projects.content import sha256_of
from projects.models import Project
from roadshows.models import Duty, Person, Room, Session


class SeeingProblem(TextChoices):
    STALE = "seen_stale", "刚被别人改过，你这次没有保存。核对现在的内容后，再保存一次"


def refuse_overwriting(before: str, after: str, *, seen: str) -> None:
    """Pressed twice, the same is saved once. Raises Refused (409): what stands was not seen."""
    if before not in (seen, after):
        raise Refused([Problem(SeeingProblem.STALE)], status=HTTPStatus.CONFLICT)


def seen_of_person(person: Person) -> str:
    said = {name: getattr(person, name) for name in Person.PERSONAL}
    return sha256_of({**said, "user": person.user_id})


def seen_of_duty(duty: Duty) -> str:
    return sha256_of({name: getattr(duty, name) for name in ("title", "party", "offset")})


def seen_of_room(room: Room) -> str:
    return sha256_of({name: getattr(room, name) for name in ("venue", "name", "seats", "tables")})


def seen_of_session(session: Session) -> str:
    return seen_with(session, session.coaches.all(), session.projects.all())


def seen_with(session: Session, people: Iterable[Person], projects: Iterable[Project]) -> str:
    """Of a session that has these in it."""
    return sha256_of(
        {
            "kind": session.kind,
            "title": session.title,
            "link": session.link,
            "starts": int(session.starts_at.timestamp()),
            "ends": int(session.ends_at.timestamp()),
            "room": session.room_id,
            "roadshow": session.roadshow_id,
            "people": sorted(one.pk for one in people),
            "projects": sorted(one.pk for one in projects),
        }
    )
