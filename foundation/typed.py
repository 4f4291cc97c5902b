"""What people type into a form that saves itself: one value for each name, kept as it was typed,
merged name by name, never overwritten unseen."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.utils.datastructures import MultiValueDict

from foundation.errors import Problem, refuse_if

# A text as typed, what was chosen of a list, or rows of texts.
Typed = str | list[str] | list[dict[str, str]]

ON = "on"  # of a box that is ticked
MOST_ROWS, SPARE_ROWS = 20, 2  # in a table; empty ones offered below it
_LONGEST = 20_000  # characters under one name, far more than any field takes


class TypingProblem(models.TextChoices):
    TOO_LONG = "typed_too_long", "“{expected}”超过 {found} 字，没有保存，请删短或分到别的栏目"
    SPOILED = "typed_spoiled", "“{expected}”没有传完整，没有保存，请刷新页面后重填"
    UNREAD = "typed_unread", "“{expected}”填的内容还不对，请按栏目下的提示改好"


@dataclass(frozen=True)
class Names:
    """How the names of a form are typed: `rows` maps a table to the keys of its rows, `lists` are
    chosen several of, `checks` are boxes, all else is a text. `label_of` words a name."""

    rows: Mapping[str, Collection[str]]
    lists: Collection[str]
    checks: Collection[str]
    label_of: Callable[[str], str]

    def read(self, names: Iterable[str], data: Any) -> dict[str, Typed]:
        """Of what a browser sent, the names that were asked for. A text or a table that was not
        sent is left out (of boxes a browser sends the ticked ones alone); a row that was ticked
        for deletion, or left empty, is no row. Raises Refused (422) where a table came in
        pieces."""
        typed: dict[str, Typed] = {}
        for name in names:
            if name in self.rows:
                if f"{name}-{TOTAL_FORM_COUNT}" in data:
                    typed[name] = self._read_rows(name, data)
            elif name in self.lists:
                typed[name] = [_exact(text) for text in data.getlist(name)]
            elif name in self.checks:
                typed[name] = ON if data.get(name) else ""
            elif name in data:
                typed[name] = _exact(data[name])
        return typed

    def sent(self, typed: Mapping[str, Typed]) -> MultiValueDict[str, str]:
        """As a browser sends it, for the forms to read; spare rows below each table."""
        data: MultiValueDict[str, str] = MultiValueDict()
        for name, text in typed.items():
            if name in self.rows:
                self._send_rows(data, name, text)  # type: ignore[arg-type]  # -- of a table
            elif isinstance(text, list):
                data.setlist(name, text)  # type: ignore[arg-type]  # -- of choices
            elif text or name not in self.checks:
                data[name] = text
        return data

    def empty(self, name: str) -> Typed:
        return [] if name in self.rows or name in self.lists else ""

    def unread(self, names: Iterable[str]) -> list[Problem]:
        """Of what was typed and cannot be read."""
        label_of = self.label_of
        return [Problem(TypingProblem.UNREAD, name, expected=label_of(name)) for name in names]

    def too_long(self, typed: Mapping[str, Typed]) -> list[Problem]:
        """Of what was typed and is not even kept."""
        label_of, found = self.label_of, str(_LONGEST)
        return [
            Problem(TypingProblem.TOO_LONG, name, expected=label_of(name), found=found)
            for name, text in typed.items()
            if _length(text) > _LONGEST
        ]

    def _read_rows(self, name: str, data: Any) -> list[dict[str, str]]:
        """One more than a table may have is read as well, to be refused in words."""
        count = data[f"{name}-{TOTAL_FORM_COUNT}"]
        if not (count.isascii() and count.isdigit() and len(count) < 4):  # noqa: PLR2004 -- far more than MOST_ROWS
            refuse_if([Problem(TypingProblem.SPOILED, name, expected=self.label_of(name))])
        total = min(int(count), MOST_ROWS + 1)
        rows = [_read_row(f"{name}-{at}-", self.rows[name], data) for at in range(total)]
        return [row for row in rows if any(row.values())]

    def _send_rows(
        self, data: MultiValueDict[str, str], name: str, rows: list[dict[str, str]]
    ) -> None:
        total = max(len(rows), min(len(rows) + SPARE_ROWS, MOST_ROWS))
        data[f"{name}-{TOTAL_FORM_COUNT}"] = str(total)
        data[f"{name}-{INITIAL_FORM_COUNT}"] = str(len(rows))
        for at, row in enumerate(rows):
            for key in self.rows[name]:
                data[f"{name}-{at}-{key}"] = row.get(key, "")


@dataclass(frozen=True)
class Page:
    """The page typed into: the revision it knows (None: it does not say, and overwrites), and a
    name of its own ("" without a script)."""

    base: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Meeting:
    """What was typed meets what is there: `changes` to keep, each with before and after; `clashes`
    are not kept, for others had changed them; `newer` were not sent and others have changed them
    since the page was read."""

    changes: dict[str, tuple[Typed, Typed]] = field(default_factory=dict)
    clashes: frozenset[str] = frozenset()
    newer: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Clash:
    """One name: what was typed here and what is kept from elsewhere, in words."""

    name: str
    label: str
    here: str
    there: str
    whose: str
    kept: Typed


OWN_OTHER_PAGE = "你在另一个页面"
_NOTHING_SAID = "（空）"


def clashes_between(
    typed: Mapping[str, Typed],
    there: Mapping[str, Typed],
    *,
    label_of: Callable[[str], str],
    in_words: Callable[[str, Typed], str],
    whose: Callable[[str], str],
) -> list[Clash]:
    """`there` holds, in the order they were typed, the names that clash, as they stand."""
    return [
        Clash(
            name=name,
            label=label_of(name),
            here=in_words(name, typed[name]) or _NOTHING_SAID,
            there=in_words(name, text) or _NOTHING_SAID,
            whose=whose(name),
            kept=text,
        )
        for name, text in there.items()
    ]


class TypedDraft(models.Model):
    """What was typed and is in no audited row yet. `stamps` remembers for each name ever typed: at
    which `revision`, by whom, on which page."""

    revision = models.PositiveIntegerField("修订号", default=0)
    typed = models.JSONField("未写入的内容", default=dict)
    stamps = models.JSONField("修改记录", default=dict)
    saved_at = models.DateTimeField("保存时间", null=True)

    class Meta:
        abstract = True

    def changed_elsewhere(self, name: str, page: Page) -> bool:
        """Whether another page changed it after the revision this one knows. An answer that got
        lost on its way to the same page is no change elsewhere."""
        revision, _, where = self.stamps[name]
        is_newer = page.base is not None and revision > page.base
        return is_newer and (not page.name or where != page.name)

    def names_typed_by(self, person: int) -> frozenset[str]:
        """What stands under these names is theirs."""
        return frozenset(name for name, (_, who, _) in self.stamps.items() if who == person)

    def meet(self, typed: Mapping[str, Typed], there: Mapping[str, Typed], page: Page) -> Meeting:
        """`there` says what stands under the names typed."""
        newer = frozenset(name for name in self.stamps if self.changed_elsewhere(name, page))
        changes = {n: (there[n], text) for n, text in typed.items() if text != there[n]}
        clashes = newer & changes.keys()
        kept = {name: change for name, change in changes.items() if name not in clashes}
        return Meeting(kept, clashes, newer - changes.keys())

    def put(self, changes: Mapping[str, tuple[Typed, Typed]], page: Page, person: int) -> None:
        """Into this object; whoever calls writes it."""
        self.revision += 1
        for name, (_, text) in changes.items():
            self.typed[name] = text
            self.stamps[name] = [self.revision, person, page.name]


def page_of(data: Mapping[str, Any]) -> Page:
    """Of what a browser sent: which page it was typed into."""
    revision = data.get("revision", "")
    known = revision.isascii() and revision.isdigit() and len(revision) < 10  # noqa: PLR2004 -- fits an integer
    return Page(int(revision) if known else None, _exact(data.get("page", ""))[:40])


def _read_row(prefix: str, keys: Iterable[str], data: Any) -> dict[str, str]:
    if data.get(f"{prefix}{DELETION_FIELD_NAME}"):
        return {}
    return {key: _exact(data.get(f"{prefix}{key}", "")) for key in keys}


def _exact(text: str) -> str:
    """As it stood in the browser; PostgreSQL takes no NUL, which nobody types."""
    return text.replace("\r\n", "\n").replace("\0", "")


def _length(text: Any) -> int:
    if isinstance(text, str):
        return len(text)
    parts = text.values() if isinstance(text, dict) else text
    return sum(_length(part) for part in parts)
