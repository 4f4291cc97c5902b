"""Consent: given for one purpose, taken back at any time."""

from collections.abc import Sequence

from accounts.models import Consent
from accounts.states import ConsentGround, ConsentPurpose
from foundation import clock
from records.actors import Actor
from records.workflow import begin, move, move_all


def give_consent(purpose: ConsentPurpose, *, by: Actor, mandate: str = "") -> Consent:
    """On the person's own word, or, where `mandate` names a document on file, on that ground."""
    ground = ConsentGround.MANDATE if mandate else ConsentGround.PERSON
    consent = Consent(purpose=purpose, ground=ground, mandate=mandate, given_by_id=by.person_id)
    return begin(consent, "give", by=by)


def withdraw_consent(consent: Consent, *, by: Actor) -> Consent:
    """What rested on it is not shown from this commit on."""

    def write(row: Consent) -> None:
        row.withdrawn_at = row.withdrawn_at or clock.now()

    return move(consent, "withdraw", by=by, write=write)


def withdraw_own(*, by: Actor) -> None:
    """All a person gave on their own word; a mandate is the word of others."""

    def write(rows: Sequence[Consent]) -> None:
        now = clock.now()
        for row in rows:
            row.withdrawn_at = now

    own = Consent.objects.filter(given_by=by.user_id, ground=ConsentGround.PERSON)
    move_all(own.filter(withdrawn_at=None), "withdraw", by=by, write=write)
