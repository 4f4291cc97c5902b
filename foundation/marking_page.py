"""What a sheet of marks and its page tell each other; it is one person's, perhaps on two pages."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.http import JsonResponse, QueryDict
from django.template.loader import render_to_string

from foundation.clock import SHANGHAI
from foundation.typed import OWN_OTHER_PAGE, Clash, Meeting, Names, Typed, clashes_between


def read_sent(
    data: QueryDict, names: Names, wanted: Sequence[str], changed: Sequence[str] | None = None
) -> Mapping[str, Typed]:
    """All of the sheet, or what of it the page names as `changed`."""
    asked = wanted if changed is None else [name for name in changed if name in wanted]
    return names.read(asked, data)


def clashes_of(
    draft: Any, typed: Mapping[str, Typed], clashing: Collection[str], names: Names
) -> list[Clash]:
    """Nobody else types here: it is another page of the same person."""
    there = {name: str(draft.typed.get(name, "")) for name in typed if name in clashing}
    return clashes_between(
        typed,
        there,
        label_of=names.label_of,
        in_words=lambda _, text: str(text),
        whose=lambda _: OWN_OTHER_PAGE,
    )


def kept_answer(draft: Any, meeting: Meeting, clashes: Sequence[Clash], sheet: Any) -> JsonResponse:
    """What the page must know after it kept something."""
    saved_at = draft.saved_at
    return JsonResponse(
        {
            "revision": draft.revision,
            "saved": f"{saved_at.astimezone(SHANGHAI):%H:%M:%S}" if saved_at else "",
            "newer": {name: draft.typed.get(name, "") for name in meeting.newer},
            "clashes": {clash.name: clash.kept for clash in clashes},
            "clashing": render_to_string("projects/_form_clashes.html", {"clashes": clashes}),
            "side": render_to_string("ui/score_side.html", {"sheet": sheet}),
        }
    )
