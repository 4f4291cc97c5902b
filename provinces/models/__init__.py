from provinces.models.applying import HostApplication, HostCall
from provinces.models.call_file import CallFile
from provinces.models.check import FormalCheck
from provinces.models.decision import Approval, Display, HostDecision, Objection, ResultLetter
from provinces.models.exemption import Exemption
from provinces.models.expert import Expert, Tie
from provinces.models.matter import Matter
from provinces.models.plan import PlanDraft, PlanEvent, Slot, WorkPlan
from provinces.models.printing import Printing
from provinces.models.review import (
    Assignment,
    Pairing,
    ReviewRound,
    RoundPlan,
    Score,
    ScoreDraft,
)
from provinces.models.scan import Scan, ScanPage, ScanReading
from provinces.models.submission import Submission
from provinces.models.text import NoticeText
from provinces.models.version import PlanVersion

__all__ = [
    "Approval",
    "Assignment",
    "CallFile",
    "Display",
    "Exemption",
    "Expert",
    "FormalCheck",
    "HostApplication",
    "HostCall",
    "HostDecision",
    "Matter",
    "NoticeText",
    "Objection",
    "Pairing",
    "PlanDraft",
    "PlanEvent",
    "PlanVersion",
    "Printing",
    "ResultLetter",
    "ReviewRound",
    "RoundPlan",
    "Scan",
    "ScanPage",
    "ScanReading",
    "Score",
    "ScoreDraft",
    "Slot",
    "Submission",
    "Tie",
    "WorkPlan",
]
