"""A word to a match that was refused."""

from http import HTTPStatus

from foundation.errors import Refused


def told_beside(refusal: Refused) -> str:
    """In words beside the match; raises it again where it was not theirs to say."""
    if refusal.status == HTTPStatus.FORBIDDEN:
        raise refusal
    return str(refusal)
