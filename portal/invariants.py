"""Every room states its invariants as queries of what breaks them; here they are all asked."""

from collections.abc import Callable

from accounts.invariants import INVARIANTS as OF_ACCOUNTS
from matching.invariants import INVARIANTS as OF_MATCHING
from projects.invariants import INVARIANTS as OF_PROJECTS
from provinces.invariants import INVARIANTS as OF_PROVINCES
from records.invariants import INVARIANTS as OF_RECORDS
from roadshows.invariants import INVARIANTS as OF_ROADSHOWS

_ALL: dict[str, Callable[[], int]] = {
    **OF_RECORDS,
    **OF_ACCOUNTS,
    **OF_PROJECTS,
    **OF_PROVINCES,
    **OF_ROADSHOWS,
    **OF_MATCHING,
}


def broken_invariants() -> dict[str, int]:
    """Sentence → how many rows break it; all zero in a sound house."""
    return {sentence: count() for sentence, count in _ALL.items()}
