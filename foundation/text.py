"""Chinese text, cleaned on the way in, and amounts as pages write them."""

import re
import unicodedata
from decimal import Decimal

from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.defaultfilters import floatformat

# NFKC would also turn Chinese punctuation into ASCII, 10⁶ into 106, ½ into 1⁄2 and ① into 1.
_KEPT = re.compile(r"([，。：；！？（）、“”‘’《》【】〔〕…—～²³¹⁰-₎ªº¼-¾⅐-⅟↉①-⑳]+)")
# Units drawn into one square, one step apart: ㎡ into m², where NFKC would say m2.
_SQUARES = {
    code: "".join(chr(int(part, 16)) for part in unicodedata.decomposition(chr(code)).split()[1:])
    for code in range(0x3371, 0x33E0)
}
_SQUARE = re.compile("[\u3371-\u33df]")
# Line ends of Word (soft ones too) and of Unicode.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# NUL, other controls, zero-width and bidirectional marks, selectors of variants, fillers and tags:
# never typed on purpose.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0"
    r"\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
# What Word writes in its fonts of symbols: a mark of a list at the start of a line, where no
# measure follows; elsewhere as the font Symbol has it.
_MARK = re.compile(
    r"^[^\S\n]*(?:[\uf020-\uf0ff](?:[^\S\n]+|(?=\n|$))|[\uf06c\uf06e\uf075\uf076\uf0a7\uf0b7\uf0d8\uf0fc])",
    re.MULTILINE,
)
_SYMBOLS = str.maketrans(
    {"\uf0b7": "·", "\uf0b0": "°", "\uf0b1": "±", "\uf0b3": "≥", "\uf0a3": "≤", "\uf0b4": "×"}
    | {"\uf06d": "μ", "\uf057": "Ω", "\uf061": "α", "\uf062": "β", "\uf067": "γ", "\uf064": "δ"}
    | {"\uf044": "Δ", "\uf071": "θ", "\uf06c": "λ", "\uf070": "π", "\uf073": "σ", "\uf0bb": "≈"}
)
_SYMBOL = re.compile(f"[{''.join(map(chr, _SYMBOLS))}]")
_SPACES = re.compile(r"\s+")
# Any of the characters that the patterns above are about; most texts have none.
_ODD = re.compile("[\r\x0b\x0c\x85\u2028\u2029\u3371-\u33df\uf020-\uf0ff" + _INVISIBLE.pattern[1:])
END = "\x03"
# Where a text may be cut, the best first: after a sentence, else inside one.
_STOPS = (
    re.compile(r"""[。！？!?][”’」』）)"]*|\.(?=\s)|(?=\n)"""),
    re.compile(r"[；;，,、：]|\s"),
)
_LINE = 20  # ems; what a line end takes of a width


def clean(text: str) -> str:
    """NFKC without loss of Chinese punctuation, exponents and enumerations; marks of lists from
    Word's fonts of symbols as "· "; no invisible characters; trimmed lines.

    Cleaning twice gives what cleaning once gave; static/js/paste.js does the same in the browser.
    """
    plain = _without_oddities(text) if _ODD.search(text) else _normalize(text)
    return "\n".join(" ".join(line.split()) for line in plain.split("\n")).strip()


def _without_oddities(text: str) -> str:
    seen = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    # By patterns: `translate` asks a table for every character.
    plain = _normalize(_SQUARE.sub(lambda match: _SQUARES[ord(match[0])], seen))
    marked = _SYMBOL.sub(lambda match: _SYMBOLS[ord(match[0])], _MARK.sub("· ", plain))
    return _normalize(marked) if marked != plain else plain


def _normalize(text: str) -> str:
    if unicodedata.is_normalized("NFKC", _KEPT.sub("", text)):
        return text
    parts = _KEPT.split(text)
    parts[::2] = [unicodedata.normalize("NFKC", part) for part in parts[::2]]
    return "".join(parts)


def clean_line(text: str) -> str:
    """As `clean`, on one line."""
    return _SPACES.sub(" ", clean(text))


def fold(text: str) -> str:
    """What search compares: NFKC and case folded, runs of white space as one end mark."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _SPACES.sub(END, _INVISIBLE.sub("", folded))


def grouped(amount: Decimal | str) -> str:
    """3,000 or 12.50."""
    return str(intcomma(floatformat(amount, -2), use_l10n=False))


def in_wan(amount: Decimal | str) -> str:
    """An amount of 万元: 3,000 万元."""
    return f"{grouped(amount)} 万元"


def width_of(text: str) -> float:
    """In ems: ASCII takes half a one, a line end a good part of a line."""
    return sum(_LINE if char == "\n" else 0.55 if char.isascii() else 1 for char in text)


def cut_at_sentence(text: str, width: float) -> str:
    """The longest start of `text` that ends with a sentence and is at most `width` ems wide; inside
    the first sentence, with "…", where not even that has room; empty where nothing has."""
    if width_of(text) <= width:
        return text
    room, taken = 0, 0.0
    while (taken := taken + width_of(text[room])) <= width:
        room += 1
    if end := _last_stop(_STOPS[0], text, room):
        return text[:end].rstrip()
    start = text[: max(room - 1, 0)]
    start = start[: _last_stop(_STOPS[1], start, len(start)) or len(start)]
    start = start.rstrip(" \n；;，,、：")
    return start and f"{start}…"


def _last_stop(stop: re.Pattern[str], text: str, room: int) -> int:
    ends = (match.end() for match in stop.finditer(text, 0, room + 1))
    return max((end for end in ends if end <= room), default=0)
