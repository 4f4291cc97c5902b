"""What titles mean, read in the background: a record is matched by its words at once, and once more
when its title has been read."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

from django.conf import settings

from matching import semantic
from matching.models import Meaning, MeaningWork
from matching.scoring import Text
from matching.states import Sort
from matching.telling import expect, ring_index
from matching.texts import texts_of
from records.working import ring

_CHUNK = 200  # titles read by one piece of work: some seconds


def is_on() -> bool:
    """Whether titles are compared by their meaning here: installed, and not turned off."""
    return bool(settings.MATCH_BY_MEANING) and semantic.is_on()


def with_meanings(sort: str, texts: Sequence[Text]) -> Sequence[Text]:
    """With what is known of their titles; the others' are ordered to be read."""
    if not is_on():
        return texts
    known = _known(sort, (text.title for text in texts))
    lacking = [text.key for text in texts if text.title not in known]
    for start in range(0, len(lacking), _CHUNK):
        work = MeaningWork.objects.create(sort=sort, keys=lacking[start : start + _CHUNK])
        ring(MeaningWork, [work.pk])
    return [
        replace(text, facts=replace(text.facts, vector=known.get(text.title, b"")))
        for text in texts
    ]


def read_meanings(work: MeaningWork) -> int:
    """The step of a MeaningWork. Where the extra is gone again there is nothing to do."""
    if is_on():
        titles = {text.title for text in texts_of(work.sort, work.keys)}
        unread = sorted(titles - _known(work.sort, titles).keys())
        vectors = semantic.packed(unread, asks=work.sort != Sort.PROJECT)
        rows = [
            Meaning(digest=digest_of(work.sort, title), vector=vector)
            for title, vector in zip(unread, vectors, strict=True)
        ]
        Meaning.objects.bulk_create(rows, ignore_conflicts=True)
        expect(work.sort, work.keys)
        ring_index()
    return work.total


def digest_of(sort: str, title: str) -> str:
    """A posting asks, a project answers: the same title is not the same to the model."""
    side = "passage" if sort == Sort.PROJECT else "query"
    return sha256(f"{semantic.MODEL}\n{side}\n{title}".encode(errors="replace")).hexdigest()


def _known(sort: str, titles: Iterable[str]) -> dict[str, bytes]:
    digests = {digest_of(sort, title): title for title in titles}
    rows = Meaning.objects.filter(digest__in=list(digests)).values_list("digest", "vector")
    return {digests[digest]: bytes(vector) for digest, vector in rows}
