"""Who does it: a person in the role they act in, as values that outlive the membership."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Actor:
    """The `by` of every order. `user_id` is None only for the portal itself and for visitors."""

    user_id: int | None = None
    role: str = "visitor"
    unit: str = ""  # abbreviation of one of the 37
    organisation_id: int | None = None
    scopes: tuple[str, ...] = ()  # what a unit has delegated to the agency this person acts for
    user: Any = field(default=None, compare=False, repr=False)

    @property
    def person_id(self) -> int:
        """For columns that name who did it; raises ValueError for the portal and for visitors."""
        if self.user_id is None:
            raise ValueError(f"{self.role} is not a person")
        return self.user_id

    @property
    def is_person(self) -> bool:
        return self.user_id is not None


VISITOR = Actor()
PORTAL = Actor(role="portal")
