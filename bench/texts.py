"""Whole sheets of sentences that people wrote: those of the demo, mixed, under invented titles."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

import rjieba

from bench.synthetic import SEED, titles
from portal.country.achievements import read_achievements, read_organisations

_TOLD = ("summary", "problem", "innovation", "market", "team")
_SENTENCE = re.compile(r"[^。；\n]+")
_LENGTHS = range(1, 7)


@dataclass(frozen=True)
class Sheet:
    content: dict[str, Any]

    @cached_property
    def names(self) -> str:
        """What names it."""
        named = (self.content["title"], self.content["organisation"])
        return "\n".join([*named, *self.content["keywords"]])

    @cached_property
    def whole(self) -> str:
        told = (self.content[name] for name in ("tagline", *_TOLD))
        return "\n".join([self.names, *told])


def sheets(size: int) -> Iterator[Sheet]:
    chance, sheets_of_demo = Random(SEED), read_achievements()
    pools = {
        name: [part for one in sheets_of_demo for part in _SENTENCE.findall(one.get(name, ""))]
        for name in _TOLD
    }
    taglines = [one["tagline"] for one in sheets_of_demo if one.get("tagline")]
    keywords = [word for one in sheets_of_demo for word in one.get("keywords", ())]
    names = [one["name"] for one in read_organisations()]
    for title in titles(size):
        told = {name: "。".join(chance.sample(pool, 3)) for name, pool in pools.items()}
        yield Sheet(
            {
                "title": title,
                "organisation": chance.choice(names),
                "tagline": chance.choice(taglines),
                "keywords": chance.sample(keywords, 3),
                **told,
            }
        )


def queries(laid: Sequence[Sheet], count: int) -> list[str]:
    """Half from titles, half from texts: substrings of one to six characters, two or three words
    of one sheet. Rare ones and common ones, as they come."""
    chance = Random(SEED + 2)
    found = []
    for number in range(count):
        sheet = chance.choice(laid)
        text = sheet.content["title"] if number % 2 else chance.choice(sheet.whole.split("\n"))
        kind = number // 2 % (len(_LENGTHS) + 2)
        if kind < len(_LENGTHS):
            found.append(_piece(chance, text, kind + 1))
        else:
            found.append(_words(chance, sheet, kind - 4))
    return found


def _piece(chance: Random, text: str, length: int) -> str:
    length = min(length, len(text))
    start = chance.randint(0, len(text) - length)
    piece = "".join(text[start : start + length].split())
    return piece or text[:1]


def _words(chance: Random, sheet: Sheet, count: int) -> str:
    words = [word for word in rjieba.cut(sheet.whole) if len(word) > 1 and word.isalnum()]
    return " ".join(chance.sample(words, count))
