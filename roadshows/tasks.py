"""Doorbells of this room: each calls one function."""

from celery import shared_task

from roadshows import closing, cutting, opening, posters, tasking


@shared_task(name="roadshows.follow_decisions")
def follow_decisions() -> None:
    """The decisions are rows: what one ring misses, the next finds."""
    opening.follow_decisions()


@shared_task(name="roadshows.close_past")
def close_past() -> None:
    closing.close_past()


@shared_task(name="roadshows.remind_duties")
def remind_duties() -> None:
    tasking.remind_duties()


@shared_task(name="roadshows.order_missing")
def order_missing() -> None:
    """What is shown of programmes that others change: their papers, and what search finds."""
    cutting.cut_changed()
    posters.order_missing()
