"""Doorbells of this room: each calls one function."""

from celery import shared_task

from foundation.errors import Refused
from matching import agreeing, digesting, indexing, renewing, runs


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


@shared_task(name="matching.expire_interests")
def expire_interests() -> None:
    agreeing.expire_all()


@shared_task(name="matching.end_postings")
def end_postings() -> None:
    """End what has run out, warn whose end is near."""
    renewing.expire_all()
    renewing.warn_all()


@shared_task(name="matching.tell_digests")
def tell_digests() -> None:
    """What was told is a row: a beat that comes twice, or is killed, tells nothing twice."""
    digesting.tell_all()
