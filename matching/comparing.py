"""Rankings put together: from what a snapshot holds and what lies over it, and from what changed
while they were worked out. Pure, but for what it is given."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.scoring import FEATURES, Corpus, Feedback, Ranking, Statistics
from matching.scoring.measures import rows_of
from matching.scoring.ranges import among
from matching.scoring.ranking import Circumstances, Comparison, joined, plain_scores, taken
from matching.scoring.terms import are_characters
from matching.snapshots import Side
from matching.states import Sort

Rows = NDArray[np.int64]
Floats = NDArray[np.float32]
_WORDS = FEATURES.index("words")


@dataclass(frozen=True)
class Asking:
    """Records of `sort` whose lists are wanted, `depth` long, on a day; `known` are the statistics
    of all records of each sort, `feedback` goes by the keys of postings."""

    sort: str
    own: Corpus
    depth: int
    known: Mapping[str, Statistics]
    today: int
    feedback: Callable[[Collection[int]], Feedback | None]

    @property
    def statistics(self) -> Statistics:
        """Of all projects."""
        return self.known[Sort.PROJECT]

    @property
    def is_of_project(self) -> bool:
        return self.sort == Sort.PROJECT


def own_keys(ranking: Ranking, sort: str) -> Rows:
    return ranking.project_keys if sort == Sort.PROJECT else ranking.posting_keys


def other_keys(ranking: Ranking, sort: str) -> Rows:
    return ranking.posting_keys if sort == Sort.PROJECT else ranking.project_keys


def pairs_of(ranking: Ranking, sort: str) -> Iterator[tuple[int, int]]:
    """(own, other) of each."""
    own, other = own_keys(ranking, sort), other_keys(ranking, sort)
    return zip(own.tolist(), other.tolist(), strict=True)


def ranked(asking: Asking, others: Side) -> Ranking:
    """The best of `others` for each of `asking.own`: what is stale in the snapshot is left out,
    what lies over it takes its part."""
    base = _against(asking, others.base)
    kept = ~np.isin(other_keys(base, asking.sort), others.stale)
    return best([taken(base, np.flatnonzero(kept)), _against(asking, others.late)], asking)


def caught_up(ranking: Ranking, asking: Asking, new: Corpus, gone: Sequence[int]) -> Ranking:
    """`ranking` as if the other side had had `new` and not had `gone` all along."""
    touched = np.concatenate([new.keys, np.array(gone, np.int64)])
    kept = ~np.isin(other_keys(ranking, asking.sort), touched)
    return best([taken(ranking, np.flatnonzero(kept)), _against(asking, new)], asking)


def without(ranking: Ranking, sort: str, keys: Collection[int]) -> Ranking:
    """But for the lists of these."""
    away = np.fromiter(keys, np.int64, len(keys))
    return taken(ranking, np.flatnonzero(~np.isin(own_keys(ranking, sort), away)))


def scored(asking: Asking, others: Corpus, pairs: tuple[Rows, Rows]) -> tuple[Ranking, Rows]:
    """These pairs, by keys of both sides (`own`, `other`), in any order; and rows of those that are
    related at all."""
    own = np.searchsorted(asking.own.keys, pairs[0])
    other = np.searchsorted(others.keys, pairs[1])
    asked, offered = (other, own) if asking.is_of_project else (own, other)
    order = np.argsort(asked, kind="stable")
    postings, projects = (others, asking.own) if asking.is_of_project else (asking.own, others)
    feedback = asking.feedback(np.unique(postings.keys[asked]).tolist())
    compared = _compared(asking, postings, projects, feedback)
    found = compared.score(asked[order], offered[order])
    return found, related(found, postings, asking.statistics)


def related(ranking: Ranking, postings: Corpus, statistics: Statistics) -> Rows:
    """Rows of pairs that share a word, or whose posting has none that any project says: then
    characters must do. Whatever is looked for among few is looked for by characters, too; only so
    is a pair one or none wherever it is looked for."""
    words = ~are_characters(postings.vocabulary) & (
        among(statistics.terms, postings.vocabulary) >= 0
    )
    rows = rows_of(postings)[words[postings.indices]]
    worded = np.isin(ranking.posting_keys, postings.keys[np.unique(rows)])
    return np.flatnonzero((ranking.parts[:, _WORDS] > 0) | ~worded)


def best(rankings: Sequence[Ranking], asking: Asking) -> Ranking:
    """Together, the best `depth` of each list."""
    return cut(joined(rankings), asking.sort, asking.depth)


def cut(ranking: Ranking, sort: str, most: int) -> Ranking:
    """The first `most` of each list, by any of its orders: by its record, the best first, then by
    key."""
    own, other = own_keys(ranking, sort), other_keys(ranking, sort)
    first, *_ = orders(ranking, sort).values()
    order = np.lexsort((other, -first, own))
    least = np.min(list(places(ranking, sort).values()), axis=0)
    return taken(ranking, order[least[order] <= most])


def orders(ranking: Ranking, sort: str) -> dict[str, Floats]:
    """What a list is in order by, the most first; by the column that keeps the place in it. What
    the people of a posting said is theirs: a project's list knows nothing of it, and a posting's is
    kept in either order (PIPL 24)."""
    plain = plain_scores(ranking.parts)
    if sort == Sort.PROJECT:
        return {"place_of_project": plain}
    return {"place": ranking.scores, "plain_place": plain}


def places(ranking: Ranking, sort: str) -> dict[str, Rows]:
    """The place of each row in the list of its record, from 1, by each order."""
    own, other = own_keys(ranking, sort), other_keys(ranking, sort)
    found = {}
    for column, scores in orders(ranking, sort).items():
        order = np.lexsort((other, -scores, own))
        found[column] = np.empty(len(order), np.int64)
        listed = own[order]
        found[column][order] = np.arange(1, len(order) + 1) - np.searchsorted(listed, listed)
    return found


def _against(asking: Asking, others: Corpus) -> Ranking:
    if not (len(others.keys) and len(asking.own.keys)):
        return joined([])
    if asking.is_of_project:
        return _of_projects(asking, others)
    feedback = asking.feedback(asking.own.keys.tolist())
    found = _compared(asking, asking.own, others, feedback).rank(asking.depth)
    return taken(found, related(found, asking.own, asking.statistics))


def _of_projects(asking: Asking, postings: Corpus) -> Ranking:
    """Without what was said; then anew, with it, those pairs whose posting said something. So only
    what these few said has to be read."""
    plain = _compared(asking, postings, asking.own, None).rank_back(asking.depth)
    plain = taken(plain, related(plain, postings, asking.statistics))
    feedback = asking.feedback(np.unique(plain.posting_keys).tolist())
    if feedback is None:
        return plain
    felt = np.isin(plain.posting_keys, np.fromiter(feedback.marks, np.int64))
    rows = np.flatnonzero(felt)
    asked = np.searchsorted(postings.keys, plain.posting_keys[rows])
    offered = np.searchsorted(asking.own.keys, plain.project_keys[rows])
    order = np.argsort(asked, kind="stable")
    again = _compared(asking, postings, asking.own, feedback).score(asked[order], offered[order])
    return best([taken(plain, np.flatnonzero(~felt)), again], asking)


def _compared(
    asking: Asking, postings: Corpus, projects: Corpus, feedback: Feedback | None
) -> Comparison:
    circumstances = Circumstances(asking.today, feedback)
    return Comparison(postings, projects, circumstances, asking.statistics)
