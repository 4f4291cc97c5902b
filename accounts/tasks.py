"""Doorbells of this room: each calls one stage function."""

from celery import shared_task

from accounts import people


@shared_task(name="accounts.rest_dormant")
def rest_dormant() -> None:
    """Close who was away too long, warn who soon will have been."""
    people.rest_dormant()
    people.warn_dormant()
