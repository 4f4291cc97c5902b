"""Components of the pages: each a template in `templates/ui/` with its props named here or, where
it is only included, at its top. `/system/kit/` shows them all."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    Field,
    FileInput,
    RadioSelect,
    Widget,
)
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from foundation.clock import end_in_words
from foundation.drawing import band, shares
from foundation.masking import mask_email, mask_phone
from foundation.search.marking import excerpt, segments
from foundation.text import in_wan

register = template.Library()

_CLASSES = {"Textarea": "textarea", "Select": "select"}
_BARE = (CheckboxInput, CheckboxSelectMultiple, RadioSelect, FileInput)


@register.inclusion_tag("ui/form_row.html")
def form_row(field: BoundField, owner: str = "") -> dict[str, Any]:
    """Label, control, hint and errors of one field, tied together for screen readers; `owner` is
    the id of its form where the field stands outside of it."""
    widget = field.field.widget
    described = [f"{field.auto_id}-hint"] if field.help_text else []
    described += [f"{field.auto_id}-error"] if field.errors else []
    attrs: dict[str, str | bool] = {"class": _class_of(widget)} if _class_of(widget) else {}
    attrs |= {"aria-invalid": "true"} if field.errors else {}
    attrs |= {"aria-describedby": " ".join(described)} if described else {}
    attrs |= {"form": owner} if owner else {}
    return {
        "field": field,
        "control": field.as_widget(attrs=attrs),
        "is_optional": field.name in getattr(field.form, "optional_names", ()),
        "is_group": isinstance(widget, CheckboxSelectMultiple | RadioSelect),
        "is_choice": isinstance(widget, CheckboxInput),
        "is_file": isinstance(widget, FileInput),
    }


def _class_of(widget: Widget) -> str:
    return "" if isinstance(widget, _BARE) else _CLASSES.get(type(widget).__name__, "input")


@register.filter
def chinese_day(day: str) -> str:
    """2026年5月1日 for "2026-05-01", by GB/T 9704-2012 without leading noughts; "" for ""."""
    if not day:
        return ""
    found = date.fromisoformat(day)
    return f"{found.year}年{found.month}月{found.day}日"


register.filter("end_in_words", end_in_words)
register.filter("wan", in_wan)
register.filter("masked_email", mask_email)
register.filter("masked_phone", mask_phone)


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"page": page, "pages": list(pages), "request": context["request"]}


@register.inclusion_tag("ui/applied.html", takes_context=True)
def applied(context: template.Context, form: BaseForm) -> dict[str, Any]:
    """What a list was narrowed by: each value can be taken away alone, or all at once. An order
    (a field called "sort") narrows nothing."""
    given = {n: v for n, v in form.cleaned_data.items() if v and n != "sort"}
    query = context["request"].GET
    conditions = [
        {"label": _label_of(form.fields[name], one), "query": _without_value(query, name, one)}
        for name, value in given.items()
        for one in (value if isinstance(value, list) else [value])
    ]
    return {"conditions": conditions, "bare": _without(query, [*given, "page"])}


def _label_of(field: Field, value: Any) -> str:
    return str(dict(getattr(field, "choices", ())).get(value, value))


def _without_value(query: QueryDict, name: str, value: Any) -> str:
    left = query.copy()
    left.setlist(name, [one for one in left.getlist(name) if one != getattr(value, "pk", value)])
    return _without(left, ["page"])


def _without(query: QueryDict, names: Sequence[str]) -> str:
    left = query.copy()
    for name in names:
        left.pop(name, None)
    return f"?{left.urlencode()}"


@register.simple_tag
def toned_cells(cells: Iterable[Any]) -> SafeString:
    """Cells of a table, each with `text` and `tone`, a class. One tag, for pages of thousands:
    a loop in the template takes several times as long."""
    # Each is escaped, and joining adds nothing of its own.
    return SafeString("".join(_toned_cell(cell.tone, cell.text) for cell in cells))


@lru_cache(maxsize=4_096)
def _toned_cell(tone: str, text: str) -> SafeString:
    """Figures of a table repeat."""
    return format_html('<td><span class="{}">{}</span></td>', tone, text)


@register.simple_tag
def toned(texts: Iterable[tuple[str, str]]) -> SafeString:
    """Pairs of a class and a text, as above."""
    return format_html_join("", '<span class="{}">{}</span>', texts)


@register.inclusion_tag("ui/trl.html")
def trl_bar(level: int | None) -> dict[str, Any]:
    """Nine squares; those reached are filled, the present one is marked."""
    return {"level": level}


@register.inclusion_tag("ui/trl_scale.html")
def trl_scale(level: int | None) -> dict[str, Any]:
    """The same, as wide as the page has room, with numbers and the three bands."""
    return {"level": level, "steps": _trl_steps(level) if level else []}


def _trl_steps(level: int) -> list[tuple[int, str]]:
    states = ["on"] * (level - 1) + ["now"] + [""] * (9 - level)
    return list(enumerate(states, start=1))


@register.inclusion_tag("ui/status_badge.html")
def status_badge(obj: Any) -> dict[str, Any]:
    """The status of a record, by shape and by word. A record whose word is used otherwise elsewhere
    says so in `tones`."""
    tones = {**_TONES, **getattr(obj, "tones", {})}
    return {"label": obj.get_status_display(), "tone": tones.get(obj.status, "")}


_TONES = {
    **dict.fromkeys(("listed", "given", "confirmed", "picked", "final"), "ok"),
    **dict.fromkeys(("submitted", "accepted", "requested", "invited", "applied"), "now"),
    **dict.fromkeys(("filed", "decided", "asked", "proposed"), "now"),
    **dict.fromkeys(("published", "done", "agreed", "joined"), "ok"),
    "disputed": "warn",
    "reversed": "warn",
    "returned": "warn",
    "declined": "bad",
}


@register.inclusion_tag("ui/steps.html")
def steps(labels: str, now: int) -> dict[str, Any]:
    """The way as a line of stations; `labels` joined by 、, `now` counts from 1 and lies beyond
    the last when all is done."""
    stations = [
        (label, "done" if at < now else "now" if at == now else "")
        for at, label in enumerate(labels.split("、"), start=1)
    ]
    return {"stations": stations}


@register.inclusion_tag("ui/flow.html")
def flow(stations: Sequence[tuple[str, int]]) -> dict[str, Any]:
    """Names and counts along the way, drawn as one line that thins; nothing without counts."""
    counts = [count for _, count in stations]
    bars = [(*station, share) for station, share in zip(stations, shares(counts), strict=True)]
    return {"band": band(counts), "stations": bars, "is_empty": not any(counts)}


@register.inclusion_tag("ui/icon.html")
def icon(name: str) -> dict[str, str]:
    """A symbol of `img/icons.svg`; decoration, for the words beside it say the same."""
    return {"name": name}


@register.simple_tag
def marked(text: str, pieces: str | Sequence[str]) -> SafeString:
    """The text with every piece (every term of a query) in a <mark>."""
    return highlighted(segments(text, pieces.split() if isinstance(pieces, str) else pieces))


@register.simple_tag
def found_in(texts: Iterable[str], pieces: Sequence[str], length: int) -> SafeString:
    """Of texts what holds the first hit, marked."""
    return marked(excerpt(texts, pieces, length), pieces)


@register.simple_tag
def highlighted(segments: Iterable[tuple[str, bool]]) -> SafeString:
    """A text in its pieces, those that are hit in a <mark>."""
    pieces = (format_html("<mark>{}</mark>", text) if is_hit else text for text, is_hit in segments)
    return format_html_join("", "{}", ((piece,) for piece in pieces))


# Where a browser would look for the end of a script, and what HTML takes for an entity.
_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


@register.simple_tag
def linked_data(data: Mapping[str, Any]) -> SafeString:
    """JSON-LD. It is data and never run, so that the policy has nothing against it."""
    told = json.dumps(data, ensure_ascii=False).translate(_IN_SCRIPT)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(told))


@register.inclusion_tag("ui/person_contact.html", takes_context=True)
def contact(context: template.Context, person: Any) -> dict[str, Any]:
    """E-mail and phone of somebody else, masked, with the button that shows them on the record."""
    return {
        "ref": person.ref,
        "name": person.name,
        "email": mask_email(person.email),
        "phone": mask_phone(person.phone),
        "csrf_token": context.get("csrf_token"),
    }
