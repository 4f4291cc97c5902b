"""发布议程: the working copy becomes a release; each person is told only what changed for them."""

from collections.abc import Sequence

from roadshows.models import Roadshow


def rebook(roadshows: Sequence[Roadshow]) -> None:
    """Bookings of released programmes on the days their roadshows now have. Raises Refused (422):
    somebody, or a room, would be in two places at once."""
