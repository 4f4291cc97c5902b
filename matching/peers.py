"""Peers of the portal's own scorer, measured beside it: Chinese words cut by jieba (exact mode)
and ranked by BM25, as bm25s does it, and by TF-IDF, as scikit-learn does it, over the same fields.
They come with the group `bench`; without it there are none. Pure.
"""

import logging
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.scoring import Text

NEEDED = ("jieba", "bm25s", "sklearn")
BODY = 0.3  # a demand's body beside its title: more of it makes either peer worse

Words = list[str]
# Of one demand's words against every achievement.
Scorer = Callable[[Words], NDArray[np.float64]]


def are_installed() -> bool:
    return all(find_spec(name) is not None for name in NEEDED)


def peer_scores(
    demands: Sequence[Text], achievements: Sequence[Text]
) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Name and scores, demands × achievements, of each peer."""
    cut = _cutter()
    offered = [cut(f"{one.title}\n{one.keywords}\n{one.body}") for one in achievements]
    wanted = [(cut(f"{one.title}\n{one.keywords}"), cut(one.body)) for one in demands]
    for name, of in (("bm25-jieba", _bm25), ("tfidf-jieba", _tfidf)):
        score = of(offered) if any(offered) else _nothing(offered)
        rows = [score(title) + BODY * score(body) for title, body in wanted]
        yield name, np.array(rows)


def _cutter() -> Callable[[str], Words]:
    """Its dictionary is read anew and kept nowhere: its usual place, a file that everybody may
    write to, is no place to load from."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba of 2020 is written as Python was then
        jieba: Any = import_module("jieba")
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    with tempfile.TemporaryDirectory() as folder:
        tokenizer.tmp_dir = folder
        tokenizer.initialize()

    def cut(text: str) -> Words:
        return [word for word in tokenizer.cut(text.lower()) if word.strip()]

    return cut


def _nothing(documents: Sequence[Words]) -> Scorer:
    return lambda _: np.zeros(len(documents))


def _bm25(documents: Sequence[Words]) -> Scorer:
    """With bm25s' own k1 and b."""
    library: Any = import_module("bm25s")
    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets its own to tell everything
    retriever = library.BM25()
    retriever.index(list(documents), show_progress=False)

    def score(words: Words) -> NDArray[np.float64]:
        known = retriever.get_tokens_ids(words)
        scores = retriever.get_scores_from_ids(known) if known else np.zeros(len(documents))
        return np.asarray(scores, dtype=np.float64)

    return score


def _tfidf(documents: Sequence[Words]) -> Scorer:
    text: Any = import_module("sklearn.feature_extraction.text")
    vectorizer = text.TfidfVectorizer(analyzer=list)
    matrix = vectorizer.fit_transform(documents)

    def score(words: Words) -> NDArray[np.float64]:
        row = vectorizer.transform([words])
        return np.asarray((matrix @ row.T).toarray()[:, 0], dtype=np.float64)

    return score
