"""What this room holds of a person: where they sit, and what they said and proposed themselves."""

from collections.abc import Iterable
from typing import Any

from foundation.sql import rows_of
from introductions.models import Appointment, Line, Seat
from introductions.states import SeatRole


def own_data(user_id: int) -> dict[str, Iterable[dict[str, Any]]]:
    """Section → rows; `contacts_given` names whom their contact was given to."""
    seats = Seat.objects.filter(person=user_id).order_by("pk")
    given = Seat.objects.filter(
        introduction__in=seats.filter(role__in=SeatRole.of_parties).values("introduction"),
        role__in=SeatRole.of_parties,
    )
    return {
        "introductions": rows_of(
            seats,
            *("introduction__ref", "role", "status", "notes", "introduction__status"),
            *("introduction__stage", "introduction__outcome", "proposed_at"),
        ),
        "contacts_given": rows_of(
            given.exclude(person=user_id).order_by("pk"),
            *("introduction__ref", "person__name", "introduction__introduced_at"),
        ),
        "lines": rows_of(
            Line.objects.filter(author=user_id).order_by("pk"),
            *("introduction__ref", "text", "document__name", "status", "said_at"),
        ),
        "appointments": rows_of(
            Appointment.objects.filter(proposed_by=user_id).order_by("pk"),
            *("introduction__ref", "starts_at", "ends_at", "place", "status"),
        ),
    }
