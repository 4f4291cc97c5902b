"""Doorbells of this room: each calls one stage function."""

from celery import shared_task

from matching import renewing


@shared_task(name="matching.end_postings")
def end_postings() -> None:
    """End what has run out, warn whose end is near."""
    renewing.expire_all()
    renewing.warn_all()
