"""Doorbells of this room: each calls one function."""

from celery import shared_task

from introductions.introducing import introduce_due


@shared_task(name="introductions.introduce_due")
def introduce() -> None:
    """What is due is a row: a beat that comes twice, or is killed, introduces nobody twice."""
    introduce_due()
