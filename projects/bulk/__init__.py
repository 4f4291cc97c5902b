"""批量办理: one order for many projects. A worker carries it out piece by piece through the set
forms of the same stages that carry out one; of each project it is told what became of it."""

from projects.bulk.carrying import PIECE, carry_out
from projects.bulk.looking import SHOWN, Preview, preview
from projects.bulk.ordering import forget_orders, order, try_again
from projects.bulk.problems import MOST, BulkProblem
from projects.bulk.verbs import VERBS, BulkVerb, verb_named, verb_of, verbs_of

__all__ = [
    "MOST",
    "PIECE",
    "SHOWN",
    "VERBS",
    "BulkProblem",
    "BulkVerb",
    "Preview",
    "carry_out",
    "forget_orders",
    "order",
    "preview",
    "try_again",
    "verb_named",
    "verb_of",
    "verbs_of",
]
