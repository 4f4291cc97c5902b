"""Doorbells of this room: each calls one function."""

from celery import shared_task

from portal import reminding


@shared_task(name="portal.remind_all")
def remind_all() -> None:
    reminding.remind_all()
