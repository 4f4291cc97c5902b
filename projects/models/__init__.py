from projects.models.attachment import Attachment, AttachmentGrant
from projects.models.bulk import BulkItem, BulkOrder
from projects.models.claim import Claim
from projects.models.code import CodeSeries
from projects.models.correction import Correction
from projects.models.draft import Draft, Saved
from projects.models.duplicate import DuplicateRuling, LikePair
from projects.models.evaluation import (
    Evaluation,
    EvaluationReport,
    Opinion,
    OpinionDraft,
)
from projects.models.known_word import KnownWord
from projects.models.likeness import Likeness, Mark
from projects.models.listing import Listing
from projects.models.one_pager import OnePager
from projects.models.project import Project
from projects.models.proofreading import Proofreading
from projects.models.queue import QueueRow, SavedView
from projects.models.reading import Reading
from projects.models.recommendation import Recommendation
from projects.models.remark import FieldRemark
from projects.models.run import ImportRow, ImportRun, ImportWork, KeptMapping
from projects.models.service import Service
from projects.models.sheet import Sheet
from projects.models.version import Version

__all__ = [
    "Attachment",
    "AttachmentGrant",
    "BulkItem",
    "BulkOrder",
    "Claim",
    "CodeSeries",
    "Correction",
    "Draft",
    "DuplicateRuling",
    "Evaluation",
    "EvaluationReport",
    "FieldRemark",
    "ImportRow",
    "ImportRun",
    "ImportWork",
    "KeptMapping",
    "KnownWord",
    "LikePair",
    "Likeness",
    "Listing",
    "Mark",
    "OnePager",
    "Opinion",
    "OpinionDraft",
    "Project",
    "Proofreading",
    "QueueRow",
    "Reading",
    "Recommendation",
    "Saved",
    "SavedView",
    "Service",
    "Sheet",
    "Version",
]
