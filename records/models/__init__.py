from records.models.daily import DailyMail
from records.models.document import Document
from records.models.key import PersonKey
from records.models.message import Message
from records.models.picture import Picture
from records.models.reminder import Reminder
from records.models.trail import Entry, Seal, Shape
from records.models.upload import Inspection, Upload
from records.models.verification import Verification
from records.models.work import Work

__all__ = [
    "DailyMail",
    "Document",
    "Entry",
    "Inspection",
    "Message",
    "PersonKey",
    "Picture",
    "Reminder",
    "Seal",
    "Shape",
    "Upload",
    "Verification",
    "Work",
]
