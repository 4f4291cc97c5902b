"""Doorbells of this room: each calls one function."""

from celery import shared_task

from roadshows import opening


@shared_task(name="roadshows.follow_decisions")
def follow_decisions() -> None:
    """The decisions are rows: what one ring misses, the next finds."""
    opening.follow_decisions()
