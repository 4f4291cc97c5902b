"""Doorbells of this room: each calls one function."""

from celery import shared_task

from roadshows import closing, tasking


@shared_task(name="roadshows.close_past")
def close_past() -> None:
    closing.close_past()


@shared_task(name="roadshows.remind_duties")
def remind_duties() -> None:
    tasking.remind_duties()
