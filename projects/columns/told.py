"""Columns of which something can be said: what a Version holds of the sheet, nobody's contacts."""

from projects.columns.fields import label_of
from projects.columns.steps import MANDATE, SHOWN, STEPS, UNIT
from projects.models.sheet import PERSONAL

# Beside the columns of the sheet: what is attached to it.
ATTACHMENTS = "attachments"
REMARKABLE = (
    *(
        name
        for step in STEPS
        for name in step.names
        if name not in (*PERSONAL, UNIT, SHOWN, MANDATE)
    ),
    ATTACHMENTS,
)


def label_told(column: str) -> str:
    return "附件" if column == ATTACHMENTS else label_of(column)
