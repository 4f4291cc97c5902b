"""Two people, or one at two places, changed the same thing: both texts side by side."""

from collections.abc import Mapping

from accounts.models import User
from foundation.typed import Clash, Typed
from projects.columns.fields import label_of
from projects.drafting import Kept
from projects.forms.typing import shown_of
from projects.forms.wording import Wording
from records.actors import Actor


def clashes_of(kept: Kept, typed: Mapping[str, Typed], by: Actor) -> list[Clash]:
    """In the order of the names typed."""
    names = [name for name in typed if name in kept.clashes]
    there = texts_of(kept, names)
    people, wording = _people(kept, names), Wording()
    return [
        Clash(
            name=name,
            label=label_of(name),
            here=wording.of(name, typed[name]),
            there=wording.of(name, there[name]),
            whose=_whose(kept, name, people, by),
            kept=there[name],
        )
        for name in names
    ]


def texts_of(kept: Kept, names: list[str]) -> dict[str, Typed]:
    """As they stand: what waits to be taken over what is stored."""
    stored = shown_of(kept.draft.project, [name for name in names if name not in kept.draft.typed])
    return {name: kept.draft.typed.get(name, stored.get(name, "")) for name in names}


def _people(kept: Kept, names: list[str]) -> dict[int, str]:
    ids = {kept.draft.stamps[name][1] for name in names}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def _whose(kept: Kept, name: str, people: Mapping[int, str], by: Actor) -> str:
    author = kept.draft.stamps[name][1]
    return "你在另一个页面" if author == by.user_id else people.get(author, "另一位填报人")
