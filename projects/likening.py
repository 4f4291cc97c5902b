"""What each submitted project is found by among all others, written when its Version comes to
stand."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from foundation.likeness import bands_of, mark_of, plain
from foundation.sql import insert_rows
from foundation.validators import check_ip_number, same_right
from projects.models import Likeness, Version
from projects.vocabulary import Right

_CHUNK = 1_000
_TOLD = ("title", "tagline", "summary", "problem", "innovation")
COMPARED = (*_TOLD, "rights")  # columns of a sheet that are read here
_TURN_ROUND = """
insert into projects_mark (mark, likeness_id)
select distinct unnest(marks), project_id from projects_likeness where project_id = any(%s)
"""
_FORGET_MARKS = """
delete from projects_mark m using projects_likeness l
where l.project_id = any(%s) and m.likeness_id = l.project_id and m.mark = any(l.marks)
"""
_ANY_YEAR = 9999  # numbers are compared here, not judged


def keep_likeness(versions: Sequence[Version]) -> None:
    """In a fixed number of statements; `versions` stand for their projects."""
    rows = [
        Likeness(project_id=one.project_id, version=one, marks=marks_of(one.content))
        for one in versions
    ]
    forget_likeness([row.project_id for row in rows])
    if rows:
        insert_rows(rows)
        _run(_TURN_ROUND, [row.project_id for row in rows])


def forget_likeness(projects: Sequence[int]) -> None:
    _run(_FORGET_MARKS, projects)
    Likeness.objects.filter(project__in=projects).delete()


@transaction.atomic
def rebuild_likeness() -> int:
    """Of every project that was ever submitted. Returns their number."""
    ids = list(Version.objects.standing().newest().values_list("pk", flat=True))
    for start in range(0, len(ids), _CHUNK):
        versions = Version.objects.filter(pk__in=ids[start : start + _CHUNK])
        keep_likeness(list(versions))
    return len(ids)


def text_of(content: Mapping[str, Any]) -> str:
    """What the likeness of texts is taken over; versions of old lack columns."""
    return plain(" ".join(content.get(name) or "" for name in _TOLD))


def name_of(content: Mapping[str, Any]) -> str:
    """Without what people write differently: spaces, punctuation, width, case."""
    return plain(content["title"]) or str(content["title"])


def rights_of(content: Mapping[str, Any]) -> list[str]:
    """Numbers in their one written form; names of know-how and the like are no numbers."""
    rows = content.get("rights", ())
    return sorted(set(_numbers(row for row in rows if row["kind"] not in Right.without_number)))


def _numbers(rows: Iterable[Mapping[str, str]]) -> Iterable[str]:
    for row in rows:
        if row["number"]:
            yield same_right(check_ip_number(row["number"], this_year=_ANY_YEAR).value)


def marks_of(content: Mapping[str, Any]) -> list[int]:
    """What it shares with those like it: of its name, of each number, of its text."""
    exact = (f"name {name_of(content)}", *(f"right {number}" for number in rights_of(content)))
    return [*(mark_of(text) for text in exact), *bands_of(text_of(content))]


def _run(statement: str, projects: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(projects)])
