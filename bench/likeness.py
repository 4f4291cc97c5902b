"""`likeness`: which submitted projects are like a given one, ours against comparing it with every
other text (`brute-force`), which misses nothing.

Sheets are laid down by set, past the door: this database is a bench's own. What is asked for is
made from one of them: a share of its characters changed, or its sentences in another order.
`recall` is how often that one is found, `others` how many more are told of on average. `keep` is
what `rows` whole sheets pay, when they are submitted, for being found.
"""

import random
from collections.abc import Callable, Sequence

from django.db import connection

from bench.database import settle
from bench.measuring import measured, percentiles, server_facts, timed_each
from bench.people import Desk, staffed
from bench.results import Figures, Result
from bench.synthetic import SEED, summaries, titles
from foundation import clock
from foundation.likeness import likeness
from foundation.sql import insert_rows, take_ids
from projects.duplicates import ALIKE, likes_of
from projects.intake import sha256_of
from projects.likening import forget_likeness, keep_likeness, text_of
from projects.models import Project, Version
from projects.states import ProjectStatus, Source

KEPT = 6_000  # as one unit's import
ASKED, BRUTE = 100, 10
_CHUNK = 2_000
_SENTENCES, _WORDS = 14, 11
_SIZE = """
select (pg_total_relation_size('projects_likeness') + pg_total_relation_size('projects_mark'))
       / 1048576.0
"""
Edit = Callable[[str, random.Random], str]


def run(size: int) -> Result:
    desk, chance = staffed("SC"), random.Random(SEED)
    lexicon = _lexicon(chance)
    bodies = [_body(summary, lexicon, chance) for summary in summaries(size)]
    laid = _lay_down(titles(size), bodies, desk)
    rows = min(size, KEPT)
    with measured(rows) as kept:
        keep_likeness(laid[:rows])
    for start in range(rows, size, _CHUNK):
        keep_likeness(laid[start : start + _CHUNK])
    settle()
    asked = chance.sample(laid, k=min(ASKED, size))
    ours = {name: _ask(edit, asked, desk, chance) for name, edit in EDITS.items()}
    brute = _brute_force(EDITS["changed_30"], asked[:BRUTE], laid, chance)
    return Result(
        params={
            "projects": size,
            "rows": rows,
            "asked": len(asked),
            "seed": SEED,
            **server_facts(),
        },
        ours={"keep": kept, **ours, "tables_mib": _tables_mib()},
        peers={"brute-force": {"changed_30": brute}},
        ratios={"brute-force": brute["p50_ms"] / ours["changed_30"]["p50_ms"]},
    )


def _lexicon(chance: random.Random) -> tuple[list[str], list[float]]:
    """Words of two characters, the frequent ones far more frequent, as in any language."""
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 1_200)]
    words = ["".join(chance.sample(letters, 2)) for _ in range(4_000)]
    return words, [1 / rank**0.8 for rank in range(1, len(words) + 1)]


def _body(summary: str, lexicon: tuple[list[str], list[float]], chance: random.Random) -> str:
    """Three sentences everybody writes, and more of one's own."""
    words, weights = lexicon
    own = ["".join(chance.choices(words, weights, k=_WORDS)) for _ in range(_SENTENCES)]
    return summary + "".join(f"{sentence}。" for sentence in own)


def _changed(share: float) -> Edit:
    def change(text: str, chance: random.Random) -> str:
        return "".join(chance.choice(text) if chance.random() < share else c for c in text)

    return change


def _shuffled(text: str, chance: random.Random) -> str:
    sentences = text.removesuffix("。").split("。")
    return "".join(f"{sentence}。" for sentence in chance.sample(sentences, k=len(sentences)))


EDITS: dict[str, Edit] = {
    "changed_10": _changed(0.1),
    "changed_20": _changed(0.2),
    "changed_30": _changed(0.3),
    "reordered": _shuffled,
}


def _ask(edit: Edit, asked: Sequence[Version], desk: Desk, chance: random.Random) -> Figures:
    """The edited ones are laid down, asked for one by one, and forgotten again."""
    bodies = [edit(version.content["summary"], chance) for version in asked]
    made = _lay_down([f"改写之{at}" for at in range(len(asked))], bodies, desk)
    keep_likeness(made)
    found: list[set[int]] = []
    times = timed_each(lambda v=version: found.append(_found(v)) for version in made)
    forget_likeness([version.project_id for version in made])
    hits = [v.project_id in likes for v, likes in zip(asked, found, strict=True)]
    others = sum(map(len, found)) - sum(hits)
    figures = {"recall": sum(hits) / len(hits), "others": others / len(hits)}
    return figures | percentiles(times)


def _found(version: Version) -> set[int]:
    return {like.project.pk for like in likes_of(version.project)}


def _brute_force(
    edit: Edit, asked: Sequence[Version], laid: Sequence[Version], chance: random.Random
) -> Figures:
    """Every text is read beforehand: only comparing is timed."""
    texts = {version.project_id: text_of(version.content) for version in laid}
    edited = [text_of({"summary": edit(v.content["summary"], chance)}) for v in asked]
    found: list[set[int]] = []

    def compare(text: str) -> None:
        found.append({pk for pk, other in texts.items() if likeness(text, other) >= ALIKE})

    times = timed_each(lambda t=text: compare(t) for text in edited)
    hits = [v.project_id in likes for v, likes in zip(asked, found, strict=True)]
    others = sum(map(len, found)) - sum(hits)
    return {"recall": sum(hits) / len(hits), "others": others / len(hits)} | percentiles(times)


def _lay_down(names: Sequence[str], bodies: Sequence[str], desk: Desk) -> list[Version]:
    now, versions = clock.now(), []
    for name, body in zip(names, bodies, strict=True):
        project = Project(
            title=name,
            status=ProjectStatus.SUBMITTED,
            unit=desk.unit,
            custodian_id=desk.unit.organisation_id,
            source=Source.IMPORT,
            submitted_at=now,
        )
        content = {"title": name, "summary": body}
        rest = {"sha256": sha256_of(content), "verdicts": [], "rule_set": "bench"}
        versions.append(Version(project=project, number=1, content=content, **rest))
    for start in range(0, len(versions), _CHUNK):
        _insert(versions[start : start + _CHUNK])
    return versions


def _insert(versions: Sequence[Version]) -> None:
    projects = [version.project for version in versions]
    for project, pk in zip(projects, take_ids(Project, len(projects)), strict=True):
        project.pk = pk
    insert_rows(projects)
    of_versions = zip(versions, projects, take_ids(Version, len(versions)), strict=True)
    for version, project, pk in of_versions:
        version.pk, version.project = pk, project
    insert_rows(versions)


def _tables_mib() -> float:
    with connection.cursor() as cursor:
        cursor.execute(_SIZE)
        return float(cursor.fetchone()[0])
