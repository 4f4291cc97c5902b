"""Two people, or one at two places, changed the same thing: both texts side by side."""

from collections.abc import Mapping

from accounts.queries import whose_typed
from foundation.typed import Clash, Typed, clashes_between
from projects.columns.fields import label_of
from projects.drafting import Kept
from projects.forms.typing import shown_of
from projects.forms.wording import Wording
from records.actors import Actor


def clashes_of(kept: Kept, typed: Mapping[str, Typed], by: Actor) -> list[Clash]:
    """In the order of the names typed."""
    names = [name for name in typed if name in kept.clashes]
    return clashes_between(
        typed,
        texts_of(kept, names),
        label_of=label_of,
        in_words=Wording().of,
        whose=whose_typed(kept.draft.stamps, names, by),
    )


def texts_of(kept: Kept, names: list[str]) -> dict[str, Typed]:
    """As they stand: what waits to be taken over what is stored."""
    stored = shown_of(kept.draft.project, [name for name in names if name not in kept.draft.typed])
    return {name: kept.draft.typed.get(name, stored.get(name, "")) for name in names}
