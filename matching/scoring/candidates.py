"""Which pairs are worth a closer look: those that share a posting's heaviest words."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from matching.scoring.measures import rows_of
from matching.scoring.wording import Wording

HEAVIEST = 32  # words of a posting that look for candidates

Rows = NDArray[np.int64]


class Candidates:
    """Both sides under the columns of the words that look."""

    def __init__(self, wording: Wording) -> None:
        postings, projects = wording.postings, wording.projects
        asked = _heaviest(wording)
        used, at = np.unique(wording.columns[postings.indices[asked]], return_inverse=True)
        self._asks = sparse.csr_matrix(
            (wording.asks[asked], (rows_of(postings)[asked], at)),
            (len(postings.keys), len(used)),
        )
        narrow = np.full(len(projects.vocabulary), -1, np.int32)
        narrow[used] = np.arange(len(used))
        columns = narrow[projects.indices]
        kept = np.flatnonzero(columns >= 0)
        ends = np.searchsorted(kept, projects.indptr)
        norm = np.repeat(projects.measures.norm, np.diff(ends))
        self._says = sparse.csr_matrix(
            (wording.said(kept, norm), columns[kept], ends), (len(projects.keys), len(used))
        )

    def of_postings(self, rows: Rows, most: int) -> tuple[Rows, Rows]:
        """Pairs of each of these postings with its `most` nearest projects."""
        near, far = _nearest(self._asks[rows], self._by_word, most)
        return rows[near], far

    def of_projects(self, rows: Rows, most: int) -> tuple[Rows, Rows]:
        """Pairs of each of these projects with its `most` nearest postings, by posting."""
        near, far = _nearest(self._says[rows], self._asks.T.tocsr(), most)
        order = np.argsort(far, kind="stable")
        return far[order], rows[near][order]

    @cached_property
    def _by_word(self) -> sparse.csr_matrix:
        return self._says.T.tocsr()


def _heaviest(wording: Wording) -> Rows:
    """The entries of each posting that look: those of most weight that any project has.

    Of those that tell: what brought a pair up can be told.
    """
    rows = rows_of(wording.postings)
    known = (wording.columns[wording.postings.indices] >= 0) & (wording.asks > 0)
    looking = np.flatnonzero(known & wording.telling)
    order = looking[np.lexsort((-wording.asks[looking], rows[looking]))]
    place = np.arange(len(order)) - np.searchsorted(rows[order], rows[order])
    return np.sort(order[place < HEAVIEST])


def _nearest(ask: sparse.csr_matrix, say: sparse.csr_matrix, most: int) -> tuple[Rows, Rows]:
    """The row and the column of the `most` largest of each row of the product, by both."""
    if not (ask.nnz and say.nnz):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    found = sp_matmul_topn(ask, say, top_n=most, threshold=0.0).tocoo()
    order = np.lexsort((found.col, found.row))
    return found.row[order].astype(np.int64), found.col[order].astype(np.int64)
