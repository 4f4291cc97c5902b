"""What a posting says, in words; from the taxonomy file, so that no table is asked."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from accounts.terms import taxonomies
from matching.columns.fields import label_of
from matching.models import Posting
from matching.states import Category, PostingKind, Reach
from projects.conditions import LEVELS


@lru_cache
def field_names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in taxonomies()["fields"]}


@lru_cache
def mode_names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in taxonomies()["modes"]}


def amount_of(budget: Any, *, is_open: bool) -> str:
    """300 万元, 面议, or nothing."""
    if is_open:
        return "面议"
    return f"{budget:f} 万元".replace(".00 ", " ") if budget else ""


def level_of(trl: int | None) -> str:
    return f"{trl} 级：{LEVELS[trl][0]}" if trl else ""


def said_by(posting: Posting) -> dict[str, str]:
    """Label → words, of all that others may read but whose it is; "" where nothing is said."""
    modes = mode_names()
    words = {
        "title": posting.title,
        "category": Category(posting.category).label if posting.category else "",
        "problem": posting.problem,
        "key_points": posting.key_points,
        "goal": posting.goal,
        "field": field_names().get(posting.field_id or "", ""),
        "keywords": "、".join(posting.keywords),
        "trl_floor": level_of(posting.trl_floor),
        "modes": "、".join(modes.get(code, code) for code in posting.modes),
        "budget": amount_of(posting.budget, is_open=posting.budget_open),
        "wanted_from": posting.wanted_from.isoformat() if posting.wanted_from else "",
        "valid_until": posting.valid_until.isoformat() if posting.valid_until else "",
        "stock_code": posting.stock_code,
        "reach": Reach(posting.reach).label,
        "alias": posting.alias,
    }
    left_out = {"stock_code"} if posting.kind == PostingKind.OFFER else set()
    return {
        label_of(name, posting.kind): text for name, text in words.items() if name not in left_out
    }


def owner_in(content: Mapping[str, Any]) -> str:
    house = content["organisation"]
    return f"{house['name']}（{house['code']}）" if house["code"] else str(house["name"])
