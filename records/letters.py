"""The words of a message: one template an event says them; what a page, a plain mail and one in
HTML show is made of the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string, select_template

from records.models import DailyMail, Message

LONGEST_SUBJECT = 40  # what a telephone shows in one line or two
# Our own site, where a template writes of it. PostgreSQL keeps no NUL, so that no fact has one.
OWN_SITE = "\0"
_LONGEST_LABEL = 14
_OPEN = "打开"
# A subject that is too long says less of each fact, until it fits.
_SHORTER = (28, 20, 14, 10)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or where `path` is given a link: `text` is what it says."""

    text: str
    path: str = ""

    @property
    def url(self) -> str:
        return f"{settings.SITE_URL}{self.path}"


@dataclass(frozen=True, slots=True)
class Letter:
    """`written` is what the template wrote, `body` all of it in plain text. Of its links, those
    that the template wrote to our own site, the first is what there is to do: a button, with what
    stands `before` and `after` it."""

    subject: str
    written: str

    @property
    def body(self) -> str:
        return _plain(self.written)

    @property
    def before(self) -> list[Block]:
        return self._parts[0]

    @property
    def step(self) -> Block | None:
        return self._parts[1]

    @property
    def after(self) -> list[Block]:
        return self._parts[2]

    @property
    def _parts(self) -> tuple[list[Block], Block | None, list[Block]]:
        blocks = list(_blocks_of(self.written))
        first = next((at for at, block in enumerate(blocks) if block.path), None)
        if first is None:
            return blocks, None, []
        return blocks[:first], blocks[first], blocks[first + 1 :]


def letter_of(message: Message) -> Letter:
    """In the words of its kind; a kind that is told no more has those of `default.txt`."""
    names = [f"messages/{message.kind}.txt", "messages/default.txt"]
    template = select_template(names)
    context = {"message": message, **message.context, "site_url": OWN_SITE}
    letter = letter_in(template.render(context))
    return replace(letter, subject=_subject_that_fits(template, context, letter.subject))


def letter_of_many(mail: DailyMail, messages: list[Message], count: int) -> Letter:
    """`messages` are the first of `count`."""
    listed = [{"pk": one.pk, "subject": letter_of(one).subject} for one in messages]
    context = {"to": mail.to, "listed": listed, "count": count, "site_url": OWN_SITE}
    return letter_in(render_to_string("messages/daily.txt", context))


def told_kinds() -> list[str]:
    """Every event that has words of its own, by name."""
    folder = settings.BASE_DIR / "templates" / "messages"
    return sorted(path.stem for path in folder.glob("*.*.*.txt"))


def sample_of(kind: str) -> Letter:
    """With the names of its facts in place of them, for whoever looks after the words."""
    return letter_in(render_to_string(f"messages/{kind}.txt", _Sample()))


class _Sample(dict[str, Any]):
    """Knows every fact there is."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> Any:
        if name == "site_url":
            return OWN_SITE
        if name == "message":
            return {"to": {"name": _FACTS["person"]}, "about_ref": "0123456789", "to_id": ""}
        return _FACTS.get(name, "〔内容〕")


_FACTS: dict[str, Any] = {
    "title": "〔名称〕",
    "code": "〔编号〕",
    "person": "〔姓名〕",
    "organisation": "〔机构〕",
    "unit": "〔推荐单位〕",
    "year": "〔年度〕",
    "note": "〔说明〕",
    "reason": "〔理由〕",
    "reasons": "〔理由〕",
    "due": "〔日期〕",
    "due_on": "〔日期〕",
    "ends": "〔截止时间〕",
    "begins": "〔开始时间〕",
    "day": "〔日期〕",
    "left": "〔还有几天〕",
    "project": "〔成果〕",
    "roadshow": "〔路演〕",
    "posting": "〔供需信息〕",
    "kind_label": "〔类别〕",
    "reason_label": "〔理由〕",
    "role_label": "〔角色〕",
    "remark": "〔意见〕",
    "answer": "〔答复〕",
    "count": "〔数量〕",
    "measure": "项",
    "items": [{"told": "〔类别〕：〔名称〕", "why": "〔理由〕", "label": "〔类别〕", "path": "/…"}],
    "more": [{"why": "〔理由〕", "count": "〔数量〕", "path": "/…"}],
    # Parts of addresses.
    **dict.fromkeys(("asked_path", "matches_path", "interest_path", "talk_path"), "/…"),
    **dict.fromkeys(("seat_path", "reports_path"), "/…"),
}


def letter_in(words: str) -> Letter:
    """First line the subject, the rest the body."""
    subject, _, body = words.partition("\n")
    return Letter(subject.strip(), body.strip())


def html_of(letter: Letter) -> str:
    """For mail readers: no stylesheet, no picture, no script."""
    context = {"letter": letter, "site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    return render_to_string("messages/_mail.html", context)


def _subject_that_fits(template: Any, context: Mapping[str, Any], subject: str) -> str:
    for most in _SHORTER:
        if len(subject) <= LONGEST_SUBJECT:
            break
        subject = letter_in(template.render(_cut(context, most))).subject
    return _cut_text(subject, LONGEST_SUBJECT)


def _cut(context: Mapping[str, Any], most: int) -> dict[str, Any]:
    facts = ((n, _cut_text(v, most) if isinstance(v, str) else v) for n, v in context.items())
    return dict(facts)


def _cut_text(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _plain(written: str) -> str:
    return written.replace(OWN_SITE, settings.SITE_URL)


def _blocks_of(written: str) -> Iterator[Block]:
    """A link is a line of its own, or ends one; the line before it, ended by a colon, is what it
    says. What people wrote is text, whatever it looks like."""
    held: list[str] = []
    for line in [*written.splitlines(), ""]:
        words, path = _link_in(line)
        if path:
            label = words or (held.pop() if held and held[-1].endswith("：") else "")
            said = label.removesuffix("：")
            is_label = 0 < len(said) <= _LONGEST_LABEL
            yield from _paragraph([*held, *([label] if label and not is_label else [])])
            yield Block(said if is_label else _OPEN, path)
            held = []
        elif line.strip():
            held.append(line)
        else:
            yield from _paragraph(held)
            held = []


def _paragraph(lines: list[str]) -> Iterator[Block]:
    if lines:
        yield Block(_plain("\n".join(lines)))


def _link_in(line: str) -> tuple[str, str]:
    """What stands before a link to our own site, and its path; ("", "") where there is none."""
    words, found, path = line.strip().partition(f"{OWN_SITE}/")
    is_link = found and " " not in path and (not words or words.endswith("："))
    return (words, f"/{path}") if is_link else ("", "")
