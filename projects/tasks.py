"""Doorbells of this room: each calls one function."""

from celery import shared_task

from projects import drafting, one_pagers, pairing
from projects.forms import taking
from projects.importing import forgetting


@shared_task(name="projects.take_idle")
def take_idle() -> None:
    """Take what was typed and left; the rows wait by themselves, nothing is lost in between."""
    taking.take_idle()


@shared_task(name="projects.forget_old_saves")
def forget_old_saves() -> None:
    drafting.forget_old_saves()


@shared_task(name="projects.forget_old_rows")
def forget_old_rows() -> None:
    forgetting.forget_old_rows()


@shared_task(name="projects.pair_waiting")
def pair_waiting() -> None:
    """Look for the like of what was newly submitted; the rows wait by themselves."""
    pairing.pair_waiting()


@shared_task(name="projects.forget_one_pagers")
def forget_one_pagers() -> None:
    one_pagers.forget_unshown()
