"""Seconds, queries, percentiles and memory, taken the same way for ours and for every peer."""

import resource
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from bench.results import Figures

_SERVER_SETTINGS = ("server_version", "shared_buffers", "fsync", "jit")


@contextmanager
def measured(rows: int, rate: str = "rows_per_s") -> Iterator[Figures]:
    """The figures are filled in when the block is left: seconds, the rate, queries."""
    figures: Figures = {}
    count = 0

    def counting(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    begun = time.perf_counter()
    with connection.execute_wrapper(counting):
        yield figures
    seconds = time.perf_counter() - begun
    figures |= {"seconds": seconds, rate: rows / seconds, "queries": count}


def together(steps: dict[str, Figures], rows: int, rate: str = "rows_per_s") -> Figures:
    """The steps one after the other, as one figure: `rows` went through all of them."""
    seconds = sum(step["seconds"] for step in steps.values())
    queries = sum(step["queries"] for step in steps.values())
    return {"seconds": seconds, rate: rows / seconds, "queries": queries, "steps": steps}


def timed_each(jobs: Iterable[Callable[[], Any]]) -> list[float]:
    """Milliseconds of each."""
    times = []
    for job in jobs:
        begun = time.perf_counter()
        job()
        times.append((time.perf_counter() - begun) * 1000)
    return times


def percentiles(times: list[float]) -> Figures:
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return {"p50_ms": cuts[49], "p95_ms": cuts[94], "p99_ms": cuts[98]}


def peak_mib() -> float:
    """Of this process since it began: ask before a peer has run."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def server_facts() -> Figures:
    """What must be known of the server to read the figures."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select n, current_setting(n) from unnest(%s) as n", [list(_SERVER_SETTINGS)]
        )
        return dict(cursor.fetchall())
