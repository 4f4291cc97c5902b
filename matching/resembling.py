"""Which of the judged projects one is most like, as the engine compares them."""

from collections.abc import Sequence

from matching.scoring import Corpus, Text, count
from matching.scoring.feedback import vectors


def nearest(texts: Sequence[Text], judged: Sequence[Text]) -> dict[int, int]:
    """Key of each text → key of the judged one most like it, as the engine compares them; {}
    without any."""
    if not texts or not judged:
        return {}
    ours, theirs = (Corpus.of(count(text) for text in some) for some in (texts, judged))
    everywhere = Corpus.of(count(text) for text in {t.key: t for t in (*texts, *judged)}.values())
    one, other = (vectors(corpus, everywhere.statistics) for corpus in (ours, theirs))
    best = (one @ other.T).toarray().argmax(axis=1)
    return dict(zip(ours.keys.tolist(), theirs.keys[best].tolist(), strict=True))
