"""Reads of this room, one module a subject."""

from matching.queries.interests import (
    answerers_of,
    interest_counts,
    received_by,
    sent_by,
)
from matching.queries.own import own_data

__all__ = ["answerers_of", "interest_counts", "own_data", "received_by", "sent_by"]
