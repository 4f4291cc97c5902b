"""Doorbells of this room: each calls one stage function."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore

from accounts import people


@shared_task(name="accounts.rest_dormant")
def rest_dormant() -> None:
    """Close who was away too long, warn who soon will have been."""
    people.rest_dormant()
    people.warn_dormant()


@shared_task(name="accounts.forget_sessions")
def forget_sessions() -> None:
    """Those that are over; each visitor whom a page sends to log in has one."""
    SessionStore.clear_expired()
