"""What a person may take along of this room: `own_data` of every room makes their export."""

from collections.abc import Iterable
from typing import Any

from foundation.sql import rows_of
from roadshows.models import Deck, Person, Rehearsal, Remark, Session


def own_data(user_id: int) -> dict[str, Iterable[dict[str, Any]]]:
    """Section → rows: as whom units noted the person, where they stand and coach, what they filed,
    said and measured."""
    noted = Person.objects.filter(user=user_id).order_by("pk")
    of_person = ("ref", "unit__name", *Person.PERSONAL, "noted_at")
    standing = noted.filter(appearances__item__place__isnull=False)
    of_item = ("appearances__item__programme__roadshow__title", "appearances__part")
    sessions = Session.objects.filter(coaches__user=user_id).order_by("pk")
    of_session = ("ref", "unit__name", "kind", "title", "starts_at", "ends_at", "status")
    decks = Deck.objects.filter(filed_by=user_id).order_by("pk")
    of_deck = ("ref", "project__title", "kind", "number", "document__ref", "filed_at")
    remarks = Remark.objects.filter(said_by=user_id).order_by("pk")
    of_remark = (
        *("ref", "deck__project__title", "deck__kind", "deck__number", "text", "status", "said_at"),
        *("answer", "answered_at"),
    )
    rehearsals = Rehearsal.objects.filter(noted_by=user_id).order_by("pk")
    of_rehearsal = ("ref", "project__title", "talk", "questions", "remark", "noted_at")
    return {
        "noted_as": rows_of(noted, *of_person),
        "standing_in": rows_of(standing, *of_item),
        "sessions_coached": rows_of(sessions, *of_session),
        "decks": rows_of(decks, *of_deck),
        "remarks": rows_of(remarks, *of_remark),
        "rehearsals": rows_of(rehearsals, *of_rehearsal),
    }
