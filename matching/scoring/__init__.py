"""Text and facts → a score from 0 to 100, and what it is made of. Pure: no Django, no database."""

from matching.scoring.corpus import Corpus
from matching.scoring.counting import Counted, Facts, Text, count, why_not
from matching.scoring.feedback import Feedback
from matching.scoring.ranking import Circumstances, Comparison, Ranking, rank, rank_back
from matching.scoring.reasons import Reason, Reasons, reasons
from matching.scoring.statistics import Statistics
from matching.scoring.weights import BASE, FEATURES, WEIGHTS

__all__ = [
    "BASE",
    "FEATURES",
    "WEIGHTS",
    "Circumstances",
    "Comparison",
    "Corpus",
    "Counted",
    "Facts",
    "Feedback",
    "Ranking",
    "Reason",
    "Reasons",
    "Statistics",
    "Text",
    "count",
    "rank",
    "rank_back",
    "reasons",
    "why_not",
]
