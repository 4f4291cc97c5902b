"""One HTML page, as somebody who may open it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    name: str  # of its pictures
    path: str
    column: str = "visitor"
    status: int = 200

    def address(self, cast):
        return self.path.format_map(vars(cast))
