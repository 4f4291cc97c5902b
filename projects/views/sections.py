"""The content of a Version as people read it: section by section, as the sheet was filled in.

Versions from before the whole sheet lack columns and labels: what is there is shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from projects.models import Sheet
from projects.vocabulary import ROWS

Content = Mapping[str, Any]

_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "基本信息",
        (
            *("tagline", "summary", "field", "orientations", "themes", "keywords", "industry"),
            *("origin", "origin_note", "nature", "forms", "secrecy", "title_en", "summary_en"),
        ),
    ),
    (
        "持有单位",
        (
            *("organisation", "organisation_code", "organisation_kind", "place"),
            *("qualifications", "filer"),
        ),
    ),
    (
        "技术",
        (
            *("problem", "innovation", "indicators", "level", "level_basis", "trl", "stage"),
            "awards",
        ),
    ),
    ("知识产权", ("rights", "patent_no", "rights_declared", "reform")),
    (
        "转化",
        (
            *("modes", "licences", "price", "price_open", "funding", "funding_round"),
            *("funding_share", "funding_use", "spent", "market", "benefit", "benefit_amount"),
            *("wants", "wants_note", "conversions"),
        ),
    ),
    ("团队", ("team",)),
    ("声明", ("willing", "attendance", "attendance_note", "publications", "truthful")),
)
# All of them, in the order they are read.
TOLD = ("title", *(name for _, names in _SECTIONS for name in names))
_OTHER_LABELS = {
    "organisation": "名称",
    "organisation_code": "统一社会信用代码",
    "organisation_kind": "性质",
    "place": "所在地",
    "patent_no": "专利号",
}
# Where a version from before the labels keeps the words of a coded column.
_OLD_WORDS = {"field": "field_name", "modes": "mode_names"}
_UNITS = {
    **dict.fromkeys(("price", "funding", "spent", "benefit_amount"), " 万元"),
    "funding_share": "%",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One column: as text, as a level, or as a table; empty where nothing was filled in."""

    name: str
    label: str
    text: str = ""
    level: int | None = None
    head: tuple[str, ...] = ()
    rows: tuple[tuple[tuple[str, str], ...], ...] = ()  # of (label, text)


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    items: list[Item]
    blank: list[Item] = field(default_factory=list)  # what was left empty

    @property
    def missing(self) -> list[str]:
        return [item.label for item in self.blank]


def sections_of(content: Content) -> list[Section]:
    """Those that say something."""
    sections = [_section(content, title, names) for title, names in _SECTIONS]
    return [section for section in sections if section.items or section.blank]


def item_of(content: Content, name: str) -> Item:
    """Empty where it says nothing."""
    return _item(content, name) or Item(name, _label_of(name))


def text_of(content: Content, name: str) -> str:
    """All that it says of a column; rows of a table are lines."""
    item = item_of(content, name)
    return item.text or "\n".join(rows_in_text(item)) or (f"{item.level} 级" if item.level else "")


def rows_in_text(item: Item) -> list[str]:
    return ["；".join(f"{head}：{text}" for head, text in row if text) for row in item.rows]


def _section(content: Content, title: str, names: tuple[str, ...]) -> Section:
    known = [name for name in names if name in content or name == "place"]
    items = {name: _item(content, name) for name in known}
    blank = [Item(name, _label_of(name)) for name in known if not items[name] and name != "place"]
    return Section(title, [item for item in items.values() if item], blank)


def _item(content: Content, name: str) -> Item | None:
    label, value = _label_of(name), content.get(name)
    if name == "trl" and value:
        return Item(name, label, level=value)
    if name in ROWS:
        return _table(label, name, value) if value else None
    text = "、".join(_words_of(content, name))
    return Item(name, label, text) if text else None


def _words_of(content: Content, name: str) -> Iterator[str]:
    words = content.get("labels", {}).get(name) or content.get(_OLD_WORDS.get(name, name))
    if isinstance(words, bool):
        yield "是" if words else "否"
    elif isinstance(words, list):
        yield from words
    elif words not in (None, ""):
        yield f"{words}{_UNITS.get(name, '')}"


def _table(label: str, name: str, rows: list[dict[str, str]]) -> Item:
    """Columns nobody has filled in are left out."""
    heads = {key: head for key, head in ROWS[name].items() if any(row.get(key) for row in rows)}
    cells = tuple(
        tuple((head, row.get(f"{key}_label") or row.get(key, "")) for key, head in heads.items())
        for row in rows
    )
    return Item(name, label, head=tuple(heads.values()), rows=cells)


def _label_of(name: str) -> str:
    return _OTHER_LABELS.get(name) or str(Sheet._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # -- a column, no relation
