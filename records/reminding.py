"""提醒: people hear of what is due some days before, on the day, and once after it. A row for each
keeps them from hearing twice, however often and by how many it is looked for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from foundation import clock
from records.messages import keep_messages
from records.models import Reminder

# Three days before, on the day, and once after it.
BEFORE_AND_AFTER = (-3, 0, 1)
# A reminder nobody made on its day (the portal stood still) is still made so many days later.
_STILL = timedelta(days=6)
# Of any reminder from the day something is due, before and after it.
FARTHEST = timedelta(days=14)


@dataclass(frozen=True)
class Reminding:
    """One kind of thing that is due: `kind` names the template of its messages; `rows` gives what
    may be near its day or over it, `day_of` the day, `people_of` whom to remind, `facts_of` what
    the words need beside the row's own facts; `offsets` are days from that day, ascending."""

    kind: str
    rows: Callable[[date], QuerySet[Any]]
    day_of: Callable[[Any], date]
    people_of: Callable[[Any], Iterable[int]]
    facts_of: Callable[[Any], dict[str, str]] = lambda row: {}  # noqa: ARG005 -- most need none
    offsets: Sequence[int] = BEFORE_AND_AFTER


@dataclass(frozen=True)
class _Told:
    """For the words of messages."""

    ref: str
    facts: dict[str, str]


@transaction.atomic
def remind(what: Reminding, today: date) -> int:
    """Of one kind. Returns how many messages; the rows of those made before stand against making
    them again."""
    made, told = _made_lately(what.kind, today), []
    for row in what.rows(today).order_by("pk"):
        day = what.day_of(row)
        at = _day_to_remind(day, what.offsets, today)
        if at and (row.pk, at) not in made:
            users = _make(what, row, at)
            told.append((_told(what, row, day, today), users))
    keep_messages(what.kind, told)
    return sum(len(users) for _, users in told)


def _day_to_remind(day: date, offsets: Sequence[int], today: date) -> date | None:
    """The last of its days that has come; None before the first, and long after it."""
    days = [day + timedelta(days=offset) for offset in offsets]
    come = [one for one in days if one <= today]
    return come[-1] if come and today - come[-1] <= _STILL else None


def _made_lately(kind: str, today: date) -> set[tuple[int, date]]:
    """A shortcut: the constraint decides."""
    made = Reminder.objects.filter(kind=kind, day__gte=today - _STILL)
    return set(made.values_list("object_id", "day"))


def _make(what: Reminding, row: Any, at: date) -> list[int]:
    """The users nobody has reminded yet. Whoever reminds the same at this moment waits here, and
    then finds them reminded."""
    table = Reminder._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'insert into {table} (kind, "table", object_id, user_id, day)'
            " select %s, %s, %s, unnest(%s::bigint[]), %s"
            " on conflict do nothing returning user_id",
            [what.kind, row._meta.label_lower, row.pk, sorted(set(what.people_of(row))), at],
        )
        return [user for (user,) in cursor.fetchall()]


def _told(what: Reminding, row: Any, day: date, today: date) -> _Told:
    facts = {"title": str(row), "code": getattr(row, "code", None) or ""}
    left = {"due": clock.day_in_words(day), "left": _left_in_words((day - today).days)}
    return _Told(row.ref, {**facts, **getattr(row, "facts", {}), **left, **what.facts_of(row)})


def _left_in_words(days: int) -> str:
    if days < 0:
        return f"已过期 {-days} 天"
    return f"还有 {days} 天到期" if days else "今天到期"
