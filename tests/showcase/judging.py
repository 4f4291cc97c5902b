"""How well the search finds what its judges say must be found.

`judged/first.toml` and `judged/second.toml` were written from the texts of the demo by two authors
who had seen no code, before there was a ranking; the second had not seen the first one's. Of each
author and kind every second query is `kept`: nobody tunes by it.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from projects.models import Project
from showcase.queries import found_by

AUTHORS = ("first", "second")
FIRST = 20  # results that are looked at
_FOLDER = Path(__file__).parent / "judged"


@dataclass(frozen=True)
class Judged:
    q: str
    kind: str
    must: frozenset[str]
    author: str
    is_kept: bool


def judged() -> Iterator[Judged]:
    for author in AUTHORS:
        seen: dict[str, int] = defaultdict(int)
        text = (_FOLDER / f"{author}.toml").read_text(encoding="utf-8")
        for one in tomllib.loads(text)["queries"]:
            kind = one["kind"]
            is_kept = bool(seen[kind] % 2)
            seen[kind] += 1
            yield Judged(one["q"], kind, frozenset(one["must"]), author, is_kept)


def answers(queries: Sequence[Judged]) -> dict[Judged, list[str]]:
    """To each query the ids of its first results."""
    ids = dict(Project.objects.exclude(source_key="").values_list("pk", "source_key"))
    return {
        one: [ids.get(key, "") for key in found_by({"q": one.q, "sort": ""}).keys[:FIRST]]
        for one in queries
    }


def recall(one: Judged, found: Sequence[str]) -> float:
    return len(one.must.intersection(found)) / len(one.must)


def reciprocal_rank(one: Judged, found: Sequence[str]) -> float:
    place = next((at for at, key in enumerate(found, start=1) if key in one.must), None)
    return 1 / place if place else 0.0


def figures(found: Mapping[Judged, Sequence[str]]) -> dict[str, tuple[float, float]]:
    """Kind → recall among the first twenty, mean reciprocal rank."""
    by_kind: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for one, keys in found.items():
        by_kind[one.kind].append((recall(one, keys), reciprocal_rank(one, keys)))
    return {
        kind: tuple(round(sum(values) / len(values), 3) for values in zip(*pairs, strict=True))
        for kind, pairs in by_kind.items()
    }
