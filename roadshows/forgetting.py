"""A person leaves: units forget them, and what was said of their decks is forgotten."""

from collections.abc import Sequence

from django.db import transaction

from records.actors import Actor
from records.keys import destroy_key
from records.workflow import move_all
from roadshows.casting import forget_person
from roadshows.models import Deck, Person, Remark
from roadshows.states import RemarkStatus


@transaction.atomic
def forget_people(*, by: Actor) -> None:
    """As every unit noted them."""
    for person in Person.objects.filter(user=by.user_id).order_by("pk"):
        forget_person(person, by=by)


@transaction.atomic
def forget_coaching(*, by: Actor) -> None:
    """What coaches said of the decks of their projects, and their answers. What they said as a
    coach themselves is work of others' by now: it stays, without a name."""
    own = Deck.objects.filter(project__holder=by.user_id)
    remarks = Remark.objects.filter(deck__in=own).exclude(status=RemarkStatus.FORGOTTEN)
    move_all(remarks.select_related("deck__project"), "forget", by=by, write=_empty)
    for pk in own.order_by("pk").values_list("pk", flat=True):
        destroy_key(f"coaching:{pk}")


def _empty(remarks: Sequence[Remark]) -> None:
    for remark in remarks:
        remark.text = remark.answer = ""
