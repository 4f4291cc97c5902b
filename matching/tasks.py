"""Doorbells of this room: each calls one function."""

from celery import shared_task

from foundation.errors import Refused
from matching import indexing, runs


@shared_task(name="matching.absorb")
def absorb() -> None:
    """The changes are rows: what a lost ring leaves, the next takes in."""
    if indexing.absorb():
        runs.renew_snapshot()


@shared_task(name="matching.run_nightly")
def run_nightly() -> None:
    try:
        runs.open_run()
    except Refused:
        return  # somebody's is under way
