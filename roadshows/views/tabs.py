"""The pages of one roadshow at a desk, beside each other."""

from dataclasses import dataclass

from roadshows.models import Roadshow
from roadshows.views.desks import Desk

# In the order of the work: the name of the address, what its link says.
_TABS = (
    ("roadshow", "概况"),
    ("roadshow_duties", "任务"),
    ("roadshow_programme", "议程"),
)


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    is_current: bool


def tabs_of(desk: Desk, roadshow: Roadshow, current: str) -> list[Tab]:
    """`current` is the name of the address shown."""
    return [Tab(label, desk.url(name, roadshow), name == current) for name, label in _TABS]
