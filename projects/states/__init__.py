"""Every state of this room and every move between them; read `projects` first."""

from projects.states.corrections import (
    CORRECTION_TRANSITIONS,
    CorrectionStatus,
)
from projects.states.duplicates import (
    RULING_TRANSITIONS,
    RulingStatus,
)
from projects.states.evaluation import (
    EVALUATION_TRANSITIONS,
    OPINION_TRANSITIONS,
    EvaluationStatus,
    OpinionStatus,
)
from projects.states.hanging import (
    ATTACHMENT_TRANSITIONS,
    CLAIM_TRANSITIONS,
    GRANT_TRANSITIONS,
    RECOMMENDATION_TRANSITIONS,
    SERVICE_TRANSITIONS,
    AttachmentKind,
    AttachmentStatus,
    ClaimStatus,
    GrantStatus,
    RecommendationStatus,
    ServiceKind,
    ServiceStatus,
    Visibility,
)
from projects.states.importing import (
    ImportStage,
    ImportTask,
    Outcome,
)
from projects.states.library import LibraryFault
from projects.states.projects import (
    PROJECT_TRANSITIONS,
    VERSION_TRANSITIONS,
    ProjectStatus,
    Source,
    Verdict,
)
from projects.states.proofreading import (
    PROOFREADING_TRANSITIONS,
    ProofreadingStatus,
    ProofStep,
)
from projects.states.queue import (
    Evaluated,
    QueueColumn,
    QueueOrder,
    YesNo,
)
from projects.states.screening import (
    FIELD_REMARK_TRANSITIONS,
    BulkOutcome,
    FieldRemarkStatus,
)

__all__ = [
    "ATTACHMENT_TRANSITIONS",
    "CLAIM_TRANSITIONS",
    "CORRECTION_TRANSITIONS",
    "EVALUATION_TRANSITIONS",
    "FIELD_REMARK_TRANSITIONS",
    "GRANT_TRANSITIONS",
    "OPINION_TRANSITIONS",
    "PROJECT_TRANSITIONS",
    "PROOFREADING_TRANSITIONS",
    "RECOMMENDATION_TRANSITIONS",
    "RULING_TRANSITIONS",
    "SERVICE_TRANSITIONS",
    "VERSION_TRANSITIONS",
    "AttachmentKind",
    "AttachmentStatus",
    "BulkOutcome",
    "ClaimStatus",
    "CorrectionStatus",
    "Evaluated",
    "EvaluationStatus",
    "FieldRemarkStatus",
    "GrantStatus",
    "ImportStage",
    "ImportTask",
    "LibraryFault",
    "OpinionStatus",
    "Outcome",
    "ProjectStatus",
    "ProofStep",
    "ProofreadingStatus",
    "QueueColumn",
    "QueueOrder",
    "RecommendationStatus",
    "RulingStatus",
    "ServiceKind",
    "ServiceStatus",
    "Source",
    "Verdict",
    "Visibility",
    "YesNo",
]
