"""Doorbells: each takes ids and calls one stage function."""

from celery import shared_task

from records import receiving, sealing, working


@shared_task(name="records.carry_out")
def carry_out(label: str, *ids: int) -> None:
    for pk in ids:
        working.carry_out(label, pk)


@shared_task(name="records.sweep")
def sweep() -> None:
    working.sweep()


@shared_task(name="records.seal")
def seal() -> None:
    sealing.seal_entries()


@shared_task(name="records.sweep_uploads")
def sweep_uploads() -> None:
    receiving.sweep_uploads()
