"""Latin words that are known, for what was mistyped."""

from foundation.search.spelling import is_near, shortened
from projects.models import KnownWord

_MOST = 3


def known_words(word: str) -> list[str]:
    """Those one letter away from a folded word that is none of them itself."""
    near = KnownWord.objects.filter(shortened__overlap=shortened(word))
    found = set(near.values_list("word", flat=True))
    return [] if word in found else sorted(other for other in found if is_near(word, other))[:_MOST]
