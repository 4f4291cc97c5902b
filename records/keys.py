"""Per-person keys: made when a person's values first enter the trail, destroyed on erasure."""

import secrets
from collections.abc import Iterable

from records.models import PersonKey

_BLOCK = 64  # bytes of a SHA-256 block, RFC 2104
_INNER, _OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))


def ensure_keys(subjects: Iterable[str]) -> None:
    """One statement for any number of persons; those who have a key keep it."""
    rows = [_new_key(subject) for subject in sorted(set(subjects))]
    if rows:
        PersonKey.objects.bulk_create(rows, ignore_conflicts=True)


def destroy_key(subject: str) -> bool:
    """After this nobody can test a guess against what the trail holds of the person."""
    deleted, _ = PersonKey.objects.filter(subject=subject).delete()
    return deleted == 1


def _new_key(subject: str) -> PersonKey:
    key = secrets.token_bytes(_BLOCK)
    return PersonKey(subject=subject, inner=key.translate(_INNER), outer=key.translate(_OUTER))
