"""Components of the pages: each a template in `templates/ui/` with its props named here."""

from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, Widget

from foundation.masking import mask_email, mask_phone

register = template.Library()

_CLASSES = {"Textarea": "textarea", "Select": "select"}


@register.inclusion_tag("ui/form_row.html")
def form_row(field: BoundField) -> dict[str, Any]:
    """Label, control, hint and errors of one field, tied together for screen readers."""
    widget = field.field.widget
    described = [f"{field.auto_id}-hint"] if field.help_text else []
    described += [f"{field.auto_id}-error"] if field.errors else []
    attrs: dict[str, str | bool] = {"class": _class_of(widget)}
    attrs |= {"aria-invalid": "true"} if field.errors else {}
    attrs |= {"aria-describedby": " ".join(described)} if described else {}
    return {
        "field": field,
        "control": field.as_widget(attrs=attrs),
        "is_optional": field.name in getattr(field.form, "optional_names", ()),
        "is_group": isinstance(widget, CheckboxSelectMultiple),
        "is_choice": isinstance(widget, CheckboxInput),
    }


def _class_of(widget: Widget) -> str:
    if isinstance(widget, CheckboxInput | CheckboxSelectMultiple):
        return ""
    return _CLASSES.get(type(widget).__name__, "input")


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"page": page, "pages": list(pages), "request": context["request"]}


@register.inclusion_tag("ui/trl.html")
def trl_bar(level: int | None) -> dict[str, Any]:
    """Nine squares; those reached are filled, the present one is marked."""
    steps = [(step, _step_class(step, level)) for step in range(1, 10)] if level else []
    return {"level": level, "steps": steps}


def _step_class(step: int, level: int) -> str:
    if step == level:
        return "now"
    return "on" if step < level else ""


@register.inclusion_tag("ui/status_badge.html")
def status_badge(obj: Any) -> dict[str, Any]:
    """The status of a record, by shape and by word."""
    return {"label": obj.get_status_display(), "tone": _TONES.get(obj.status, "")}


_TONES = {"listed": "status--ok", "submitted": "status--now", "accepted": "status--now"}


@register.inclusion_tag("ui/contact.html", takes_context=True)
def contact(context: template.Context, person: Any) -> dict[str, Any]:
    """E-mail and phone of somebody else, masked, with the button that shows them on the record."""
    return {
        "ref": person.ref,
        "name": person.name,
        "email": mask_email(person.email),
        "phone": mask_phone(person.phone),
        "csrf_token": context.get("csrf_token"),
    }
