"""What the people behind postings said of projects, as the engine weighs it."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from matching import scoring
from matching.models import Feedback
from matching.scoring import Corpus, Statistics
from matching.snapshots import read_counted
from matching.states import DeclineReason as Reason, FeedbackStatus, Side, Sort, Verdict

# How far a reason to decline speaks against what is worded alike. Whom one knows already, one may
# well want more of; price, place and terms say little of the matter.
AGAINST = {
    Reason.DIRECTION: 1.0,
    Reason.INDICATORS: 0.7,
    Reason.OTHER: 0.5,
    Reason.MATURITY: 0.4,
    Reason.PRICE: 0.3,
    Reason.MODE: 0.3,
    Reason.REGION: 0.3,
    Reason.KNOWN: 0.0,
}


def heard(postings: Collection[int], statistics: Statistics) -> scoring.Feedback | None:
    """What was said for these postings; None where nothing was."""
    rows = Feedback.objects.filter(
        posting__in=postings,
        side=Side.POSTING,
        status=FeedbackStatus.GIVEN,
        verdict__in=(Verdict.ACCEPT, Verdict.DECLINE),
    )
    marks: dict[int, dict[int, float]] = defaultdict(dict)
    for posting, project, verdict, reasons in rows.values_list(
        "posting", "project", "verdict", "reasons"
    ):
        marks[posting][project] = mark_of(verdict, reasons)
    if not marks:
        return None
    named = {project for said in marks.values() for project in said}
    judged = (counted for _, counted in read_counted(Sort.PROJECT, named).values())
    return scoring.Feedback(marks, Corpus.of(judged, statistics))


def mark_of(verdict: str, reasons: Iterable[str]) -> float:
    """How welcome it was, from 1 to -1."""
    if verdict == Verdict.ACCEPT:
        return 1.0
    return -max((AGAINST[Reason(reason)] for reason in reasons), default=AGAINST[Reason.OTHER])
