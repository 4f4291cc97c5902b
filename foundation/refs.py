"""Names of records in addresses: ten random characters that nobody can count through."""

import secrets

# Crockford's base 32: no I, L, O, U, so that a name read aloud is typed right.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
_BITS = 5  # of each character


def new_ref() -> str:
    """50 random bits; the column's unique constraint catches the one clash in a lifetime."""
    bits = secrets.randbits(_BITS * LENGTH)
    return "".join(ALPHABET[bits >> _BITS * at & 31] for at in range(LENGTH))
