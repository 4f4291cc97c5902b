"""What of a version is put on one sheet, and how much of it where there is much."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Any

from foundation.text import cut_at_sentence, width_of

_SHARES = (1, 0.85, 0.7, 0.55, 0.4, 0.2, 0)  # of the room below, tried in this order
# Room, in ems, that a careful holder's texts take when they fill the page.
_ROOM = {"summary": 420, "problem": 130, "market": 150, "benefit": 90, "wants_note": 100}
_POINTS, _POINT_ROOM = 5, 90
_INDICATORS, _RIGHTS = 5, 4
_CELL_ROOM, _NAME_ROOM = 22, 34
_TITLE_STEPS = ((26, "l"), (60, "m"))  # up to so many ems, and the class of the title

Content = Mapping[str, Any]


def drafts_of(content: Content) -> Iterator[dict[str, Any]]:
    """What is shown of the texts and tables of a version, the most first: under `cut` the names of
    what is not whole."""
    for share in _SHARES:
        yield _draft(content, share)


def title_class(title: str) -> str:
    width = width_of(title)
    return next((name for most, name in _TITLE_STEPS if width <= most), "s")


def _draft(content: Content, share: float) -> dict[str, Any]:
    whole = {name: _tight(content.get(name, "")) for name in (*_ROOM, "innovation")}
    shown = {name: cut_at_sentence(whole[name], room * share) for name, room in _ROOM.items()}
    points = whole["innovation"].splitlines()
    said = [cut_at_sentence(point, _POINT_ROOM * share) for point in points[: _count(_POINTS, share)]]
    rows = {
        "indicators": [_cells(row) for row in _some(content, "indicators", _INDICATORS, share)],
        "rights": [_right(row) for row in _some(content, "rights", _RIGHTS, share)],
    }
    cut = {name for name, text in shown.items() if text != whole[name]}
    cut |= {"points"} if said != points else set()
    cut |= {name for name, some in rows.items() if len(some) < len(content.get(name, []))}
    return {**shown, **rows, "points": [one for one in said if one], "cut": sorted(cut)}


def _tight(text: str) -> str:
    """Without empty lines."""
    return "\n".join(line for line in text.splitlines() if line)


def _count(most: int, share: float) -> int:
    return ceil(most * share)


def _some(content: Content, name: str, most: int, share: float) -> Sequence[Any]:
    rows: Sequence[Any] = content.get(name, [])
    return rows[: _count(most, share)]


def _cells(row: Mapping[str, str]) -> dict[str, str]:
    names = ("name", "ours", "domestic", "abroad")
    return {name: cut_at_sentence(row.get(name, ""), _CELL_ROOM) for name in names}


def _right(row: Mapping[str, str]) -> dict[str, str]:
    """Without its owner, who may be a person."""
    kept = {name: row.get(name, "") for name in ("kind_label", "number", "state_label")}
    return {**kept, "name": cut_at_sentence(row.get("name", ""), _NAME_ROOM)}
