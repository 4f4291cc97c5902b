"""三审三校: a text is read by several before it is shown, and the trail says by whom and when."""

from django.db import models

from records.states import NOTHING, Transition


class ProofStep(models.TextChoices):
    """The first reading is the unit's acceptance; these are the centre's."""

    SECOND = "second", "复审"
    FINAL = "final", "终审"


class ProofreadingStatus(models.TextChoices):
    READ = "read", "已通过审读"
    UNDONE = "undone", "已撤销审读"


P = ProofreadingStatus

PROOFREADING_TRANSITIONS = (
    Transition("read", NOTHING, P.READ, "通过审读", "通过审读"),
    Transition("undo", P.READ, P.UNDONE, "撤销审读", "撤销审读"),
)
