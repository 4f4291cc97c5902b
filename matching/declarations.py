"""What this room tells the door: its audited tables, their moves, their rules."""

from matching.interests import taking_back_problems
from matching.models import Interest
from matching.queries import answerers_of
from matching.rules import INTEREST_RULES
from matching.states import INTEREST_TRANSITIONS
from records.workflows import Workflow, register

_OF_PERSON = "case when t.message <> '' then 'user:' || t.person_id end"

register(
    Workflow(
        Interest,
        INTEREST_TRANSITIONS,
        INTEREST_RULES,
        checks={"take_back": taking_back_problems},
        tells={"send": answerers_of},
        personal={"message": _OF_PERSON},
    )
)
