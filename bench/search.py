"""`search`: substrings of Chinese titles, ours against `ILIKE` and against words alone.

Listings are laid down by set, past the door: this database is a bench's own, and only its
reading is measured. `wrong` counts the queries whose count is not that of a plain substring
search; all counts stop at the showcase's cap, the plain one too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from accounts.consenting import give_consent
from accounts.models import Consent, Unit
from accounts.states import ConsentPurpose
from bench import words
from bench.database import settle
from bench.measuring import percentiles, server_facts, timed_each
from bench.people import staffed
from bench.results import Figures, Result
from bench.synthetic import SEED, substrings, summaries, titles
from foundation import clock
from foundation.sql import insert_rows, take_ids
from foundation.text import fold
from projects.content import vector_of
from projects.intake import sha256_of
from projects.models import Listing, Project, Version
from projects.queries import for_page, shown
from projects.states import ProjectStatus, Source
from showcase.queries import COUNT_CAP, capped_count, searched
from showcase.views import PAGE_SIZE

QUERIES = 200
_CHUNK = 2_000
_NEWEST_FIRST = "-listed_at", "-pk"
Searching = Callable[[str], QuerySet[Listing]]


@dataclass(frozen=True)
class Texts:
    """What lies in the library, folded as the search folds it."""

    titles: list[str]
    summaries: list[str]

    def count(self, query: str) -> int:
        wanted = fold(query)
        texts = zip(self.titles, self.summaries, strict=True)
        held = sum(wanted in title or wanted in summary for title, summary in texts)
        return min(held, COUNT_CAP + 1)


def run(size: int) -> Result:
    names, bodies = titles(size), summaries(size)
    _fill(names, bodies)
    words.index(names, bodies)
    settle()
    queries = substrings(names, QUERIES)
    texts = Texts([fold(name) for name in names], [fold(body) for body in bodies])
    truth = [texts.count(query) for query in queries]
    ours = _search(_ours, queries, truth) | {"kib": _kib("listing_search")}
    peers = {
        "icontains": _search(_icontains, queries, truth),
        "jieba-words": _search(_words, queries, truth) | {"kib": _kib(words.INDEX)},
    }
    return Result(
        params={
            "listings": size,
            "queries": QUERIES,
            "page": PAGE_SIZE,
            "count_cap": COUNT_CAP,
            "seed": SEED,
            "compared": "p50_ms",
            **server_facts(),
        },
        ours=ours,
        peers=peers,
        ratios={name: peer["p50_ms"] / ours["p50_ms"] for name, peer in peers.items()},
    )


def _search(searching: Searching, queries: Sequence[str], truth: Sequence[int]) -> Figures:
    """Each query once: the count, and the first page with all it shows."""
    counts: list[int] = []

    def ask(query: str) -> None:
        found = searching(query)
        counts.append(capped_count(found))
        list(for_page(found)[:PAGE_SIZE])

    times = timed_each(lambda query=query: ask(query) for query in queries)
    wrong = sum(count != true for count, true in zip(counts, truth, strict=True))
    return percentiles(times) | {"wrong": wrong}


def _ours(query: str) -> QuerySet[Listing]:
    return searched(shown(), query)


def _icontains(query: str) -> QuerySet[Listing]:
    held = Q(title__icontains=query) | Q(project__summary__icontains=query)
    return shown().filter(held).order_by(*_NEWEST_FIRST)


def _words(query: str) -> QuerySet[Listing]:
    return words.matching(shown(), query)


def _kib(index: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_relation_size(%s::regclass) / 1024", [index])
        (kib,) = cursor.fetchone()
    return int(kib)


def _fill(names: Sequence[str], bodies: Sequence[str]) -> None:
    desk = staffed("SC")
    consent = give_consent(ConsentPurpose.DISPLAY, by=desk.clerk, mandate="基准测试用授权")
    for start in range(0, len(names), _CHUNK):
        part = slice(start, start + _CHUNK)
        _lay_down(_projects(start, names[part], bodies[part], desk.unit, consent))


def _projects(
    start: int, names: Sequence[str], bodies: Sequence[str], unit: Unit, consent: Consent
) -> list[Project]:
    now = clock.now()
    return [
        Project(
            title=name,
            summary=body,
            status=ProjectStatus.LISTED,
            code=f"2026-{unit.abbr}-{number:06d}",
            unit=unit,
            custodian_id=unit.organisation_id,
            source=Source.IMPORT,
            display_consent=consent,
            submitted_at=now,
            listed_at=now + timedelta(microseconds=number),
        )
        for number, (name, body) in enumerate(zip(names, bodies, strict=True), start=start + 1)
    ]


def _lay_down(projects: Sequence[Project]) -> None:
    for project, pk in zip(projects, take_ids(Project, len(projects)), strict=True):
        project.pk = pk
    insert_rows(projects)
    versions = [_version(project) for project in projects]
    for version, pk in zip(versions, take_ids(Version, len(versions)), strict=True):
        version.pk = pk
    insert_rows(versions)
    insert_rows([_listing(version) for version in versions])


def _version(project: Project) -> Version:
    content = {
        "title": project.title,
        "summary": project.summary,
        "organisation": "",
        "unit": project.unit_id,
    }
    return Version(
        project=project,
        number=1,
        content=content,
        sha256=sha256_of(content),
        verdicts=[],
        rule_set="bench",
    )


def _listing(version: Version) -> Listing:
    return Listing(
        project=version.project,
        version=version,
        title=version.content["title"],
        unit_id=version.content["unit"],
        listed_at=version.project.listed_at,
        search=vector_of(version.content),
    )
