"""Chinese numerals, plain and formal (大写), as they stand in amounts and dates."""

import re
from decimal import Decimal

# Plain, formal, and the circles that stand for zero in dates.
_WORDS = ("〇○零", "一壹", "二贰貳两兩", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
_DIGITS = str.maketrans({word: str(n) for n, words in enumerate(_WORDS) for word in words})
_UNITS = str.maketrans("拾佰仟萬億點", "十百千万亿点")
_NUMBER = r"[0-9]{1,3}(?:[, ][0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_SMALL = re.compile(
    rf"(?:({_NUMBER})千)?(?:({_NUMBER})百)?(?:({_NUMBER})?(十))?({_NUMBER})?", re.ASCII
)
_LARGE = (("亿", 10**8), ("万", 10**4))


def in_digits(text: str) -> str:
    """Every numeral as its Arabic digit, units in their plain form: 二〇二二 is 2022, 壹佰贰拾 is
    1百2十, 一点五 is 1.5."""
    plain = text.translate(_DIGITS).translate(_UNITS)
    return re.sub(r"(?<=[0-9])点(?=[0-9])", ".", plain)


def read_number(text: str) -> Decimal | None:
    """What a text `in_digits` says: 1.5亿, 1亿2千万, 3 000, 2十5.

    None where it says no number, or can be taken two ways: to some 1百2 is 102, to others 120.
    """
    for unit, size in _LARGE:
        if unit in text:
            head, _, tail = text.rpartition(unit)
            return _together(read_number(head), size, tail)
    return _read_small(text)


def _together(head: Decimal | None, size: int, tail: str) -> Decimal | None:
    rest = read_number(tail) if tail else Decimal(0)
    if head is None or rest is None or rest >= size or _is_bare(tail):
        return None
    return head * size + rest


def _read_small(text: str) -> Decimal | None:
    match = _SMALL.fullmatch(text)
    if not text or match is None:
        return None
    thousands, hundreds, tens, ten, ones = match.groups()
    if (thousands or hundreds) and not ten and _is_bare(ones or ""):
        return None
    counted = ((thousands, 1_000), (hundreds, 100), (tens or (ten and "1"), 10), (ones, 1))
    return sum((_decimal(number) * size for number, size in counted if number), Decimal(0))


def _is_bare(tail: str) -> bool:
    """A last figure without its unit, and without the 零 that says it counts ones."""
    return tail[-1:].isdigit() and tail.isascii() and not tail.startswith("0")


def _decimal(token: str) -> Decimal:
    return Decimal(token.replace(",", "").replace(" ", ""))
