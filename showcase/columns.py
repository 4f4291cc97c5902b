"""What a comparison says of projects: of each what its own public page says."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import floatformat

from foundation.text import in_wan
from projects.models import Listing, Recommendation, Service
from projects.vocabulary import RightState


@dataclass(frozen=True, slots=True)
class Line:
    """Of one thing what each project says, in paragraphs; none where it says nothing."""

    label: str
    cells: list[list[str]]
    is_prose: bool = False

    @property
    def is_different(self) -> bool:
        """Prose always is, which tells nothing."""
        return not self.is_prose and any(cell != self.cells[0] for cell in self.cells)


def lines_of(
    listings: Sequence[Listing],
    services: Mapping[int, Sequence[Service]],
    recommendations: Mapping[int, Recommendation],
) -> list[Line]:
    """Without those in which nobody says anything; by key of the project what hangs on it."""
    lines = [
        *(_line(label, listings, read) for label, read in _FACTS.items()),
        Line("已享服务", [_given(services[one.pk]) for one in listings]),
        Line("推荐", [_recommended(recommendations.get(one.pk)) for one in listings]),
        *(_line(label, listings, read, is_prose=True) for label, read in _PROSE.items()),
    ]
    return [line for line in lines if any(line.cells)]


def _line(
    label: str,
    listings: Sequence[Listing],
    read: Callable[[Mapping[str, Any]], list[str]],
    *,
    is_prose: bool = False,
) -> Line:
    return Line(label, [read(_content_of(one)) for one in listings], is_prose)


def _content_of(listing: Listing) -> dict[str, Any]:
    """With the names that its page takes from beside it. Versions of old lack columns."""
    content = listing.version.content
    beside = {"field_name": str(listing.field or ""), "department": listing.unit.department}
    return {"labels": {}, **content, **beside}


def _plain(name: str) -> Callable[[Mapping[str, Any]], list[str]]:
    return lambda content: _paragraphs(content.get(name, ""))


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _with(text: str, more: str) -> list[str]:
    """Said only beside a text."""
    return [f"{text}（{more}）" if more else text] if text else []


def _labelled(content: Mapping[str, Any], name: str) -> str:
    found = content["labels"].get(name) or ""
    return "、".join(found) if isinstance(found, list) else found


def _ripeness(content: Mapping[str, Any]) -> list[str]:
    level = content.get("trl")
    return _with(f"{level} 级" if level else "", _labelled(content, "stage"))


def _level(content: Mapping[str, Any]) -> list[str]:
    return _with(_labelled(content, "level"), _labelled(content, "level_basis"))


def _rights(content: Mapping[str, Any]) -> list[str]:
    rights = content.get("rights", [])
    counts = Counter(right["kind_label"] for right in rights)
    granted = Counter(
        right["kind_label"] for right in rights if right["state"] == RightState.GRANTED
    )
    return [
        f"{kind} {count} 件" + (f"，授权有效 {granted[kind]} 件" if granted[kind] else "")
        for kind, count in counts.items()
    ]


def _modes(content: Mapping[str, Any]) -> list[str]:
    return _with(_labelled(content, "modes"), _labelled(content, "licences"))


def _price(content: Mapping[str, Any]) -> list[str]:
    price = content.get("price")
    return [in_wan(price) if price else "面议"]


def _funding(content: Mapping[str, Any]) -> list[str]:
    funding, share = content.get("funding"), content.get("funding_share")
    if not funding:
        return []
    sold = f"出让 {floatformat(share, '-2')}%" if share else ""
    told = (in_wan(funding), _labelled(content, "funding_round"), sold)
    return ["，".join(filter(None, told))]


def _wants(content: Mapping[str, Any]) -> list[str]:
    wanted = _labelled(content, "wants")
    return [*_paragraphs(content.get("wants_note", "")), *([wanted] if wanted else [])]


def _given(services: Sequence[Service]) -> list[str]:
    return [f"{one.get_kind_display()}，{one.provider}" for one in services]


def _recommended(recommendation: Recommendation | None) -> list[str]:
    return [f"{recommendation.cycle}推荐"] if recommendation else []


_FACTS: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "领域": _plain("field_name"),
    "单位": _plain("organisation"),
    "推荐单位": _plain("department"),
    "成熟度": _ripeness,
    "技术水平": _level,
    "知识产权": _rights,
    "转化方式": _modes,
    "意向价格": _price,
    "资金需求": _funding,
    "希望对方": _wants,
}
_PROSE: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "亮点": _plain("tagline"),
    "技术要点": _plain("innovation"),
    "项目简介": _plain("summary"),
}
