from projects.models.attachment import Attachment, AttachmentGrant
from projects.models.claim import Claim
from projects.models.code import CodeSeries
from projects.models.draft import Draft, Saved
from projects.models.likeness import Likeness, Mark
from projects.models.listing import Listing
from projects.models.project import Project
from projects.models.reading import Reading
from projects.models.recommendation import Recommendation
from projects.models.run import ImportRow, ImportRun, ImportWork, KeptMapping
from projects.models.service import Service
from projects.models.sheet import Sheet
from projects.models.version import Version

__all__ = [
    "Attachment",
    "AttachmentGrant",
    "Claim",
    "CodeSeries",
    "Draft",
    "ImportRow",
    "ImportRun",
    "ImportWork",
    "KeptMapping",
    "Likeness",
    "Listing",
    "Mark",
    "Project",
    "Reading",
    "Recommendation",
    "Saved",
    "Service",
    "Sheet",
    "Version",
]
