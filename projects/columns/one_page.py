"""What of a version is put on one sheet, and how much of it where there is much."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from foundation.text import cut_at_sentence, width_of

SHARES = (1, 0.85, 0.7, 0.6, 0.5, 0.4, 0.3, 0.15, 0)  # of the room below, the steps of `shorter`
# Room, in ems, that texts of careful holders take: what is in each column of the sheet.
_ROOM = {
    "main": {"summary": 420, "problem": 110},
    "side": {"market": 130, "benefit": 70, "wants_note": 80},
}
_LEAST = 24  # ems; below that no text is cut, but left out
_POINTS, _POINT_ROOM = 5, 90
_INDICATORS, _RIGHTS = 5, 4
_CELL_ROOM, _NAME_ROOM = 18, 30
_TITLE_STEPS = ((26, "l"), (60, "m"))  # up to so many ems, and the class of the title

Content = Mapping[str, Any]


def excerpt_of(content: Content, shorter: Mapping[str, int]) -> dict[str, Any]:
    """What is shown of the texts and tables of a version, under `cut` the names of what is not
    whole; `shorter` says by how many steps for "main" and "side". ValueError beyond the last."""
    if max(shorter.values(), default=0) >= len(SHARES):
        raise ValueError(shorter)
    main, side = (SHARES[shorter.get(part, 0)] for part in _ROOM)
    whole = {name: _tight(content.get(name, "")) for rooms in _ROOM.values() for name in rooms}
    points = _tight(content.get("innovation", "")).splitlines()
    said = [_cut(one, _POINT_ROOM, main) for one in points[: ceil(_POINTS * main)]]
    texts = {
        name: _cut(whole[name], room, share)
        for share, rooms in zip((main, side), _ROOM.values(), strict=True)
        for name, room in rooms.items()
    }
    tables = {
        "indicators": [_cells(row) for row in _some(content, "indicators", _INDICATORS * main)],
        "rights": [_right(row) for row in _some(content, "rights", _RIGHTS * side)],
    }
    cut = {name for name, text in texts.items() if text != whole[name]}
    cut |= {"points"} if said != points else set()
    cut |= {name for name, rows in tables.items() if len(rows) < len(content.get(name, []))}
    return {**texts, **tables, "points": [one for one in said if one], "cut": sorted(cut)}


def title_class(title: str) -> str:
    width = width_of(title)
    return next((name for most, name in _TITLE_STEPS if width <= most), "s")


def _cut(text: str, room: float, share: float) -> str:
    return cut_at_sentence(text, max(room * share, _LEAST) if share else 0)


def _tight(text: str) -> str:
    """Without empty lines."""
    return "\n".join(line for line in text.splitlines() if line)


def _some(content: Content, name: str, most: float) -> Sequence[Any]:
    rows: Sequence[Any] = content.get(name, [])
    return rows[: ceil(most)]


def _cells(row: Mapping[str, str]) -> dict[str, str]:
    names = ("name", "ours", "domestic", "abroad")
    return {name: cut_at_sentence(row.get(name, ""), _CELL_ROOM) for name in names}


def _right(row: Mapping[str, str]) -> dict[str, str]:
    """Without its owner, who may be a person."""
    kept = {name: row.get(name, "") for name in ("kind_label", "number", "state_label")}
    return {**kept, "name": cut_at_sentence(row.get("name", ""), _NAME_ROOM)}
