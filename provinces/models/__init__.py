from provinces.models.applying import HostApplication, HostCall
from provinces.models.call_file import CallFile
from provinces.models.exemption import Exemption
from provinces.models.plan import PlanDraft, PlanEvent, Slot, WorkPlan
from provinces.models.printing import Printing
from provinces.models.scan import Scan, ScanPage, ScanReading
from provinces.models.submission import Submission
from provinces.models.version import PlanVersion

__all__ = [
    "CallFile",
    "Exemption",
    "HostApplication",
    "HostCall",
    "PlanDraft",
    "PlanEvent",
    "PlanVersion",
    "Printing",
    "Scan",
    "ScanPage",
    "ScanReading",
    "Slot",
    "Submission",
    "WorkPlan",
]
