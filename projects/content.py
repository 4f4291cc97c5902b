"""What a Version holds: the sheet without anything personal, every code with its words, so that
nothing in it changes when a taxonomy does."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects

from accounts.models import Mode
from foundation.search.cutting import Part
from projects.models import Attachment, Project
from projects.models.sheet import CHOSEN, CHOSEN_SEVERAL, COLUMNS, PERSONAL
from projects.queries import with_attachments
from projects.states import AttachmentKind
from projects.vocabulary import Right, RightState

_OF_RIGHTS = {"kind": dict(Right.choices), "state": dict(RightState.choices)}
PUBLIC = tuple(name for name in COLUMNS if name not in PERSONAL)


def mode_names(projects: Iterable[Project]) -> dict[str, str]:
    """By code, for their contents; the database is asked only if one of them has any."""
    has_any = any(project.modes or project.conversions for project in projects)
    return dict(Mode.objects.values_list("code", "name")) if has_any else {}


def bring_what_hangs_on(projects: Sequence[Project]) -> None:
    """All that their contents ask beside their rows, in one query for each kind of record."""
    prefetch_related_objects(
        projects, with_attachments(), *("display_consent", "unit", "organisation__place", "field")
    )


def content_of(project: Project, modes: Mapping[str, str]) -> dict[str, Any]:
    """Column → value; under `labels` the words for each coded column. Numbers with decimals are
    texts, as canonical JSON has only integers."""
    holder, stated = project.organisation, stated_of(project, judged_of(project, modes))
    whose = {
        "place": holder.place.name if holder and holder.place else "",
        "unit": project.unit.name,
    }
    return {**stated, "unit": project.unit_id, "labels": {**stated["labels"], **whose}}


def stated_of(project: Project, judged: Mapping[str, Any]) -> dict[str, Any]:
    """What is judged, and the organisation as the sheet names it: all that its holder types and
    others read."""
    holder = project.organisation
    kind = holder.get_kind_display() if holder else ""
    return {
        **judged,
        "organisation": holder.name if holder else "",
        "organisation_code": holder.code if holder else "",
        "organisation_kind": holder.kind if holder else "",
        "labels": {**judged["labels"], "organisation_kind": kind},
    }


def judged_of(project: Project, modes: Mapping[str, str]) -> dict[str, Any]:
    """The part of its content that the six conditions are judged by, which is all but whose it is;
    neither its organisation nor its unit is asked for."""
    consent = project.display_consent
    return {
        **{name: _plain(project, name) for name in PUBLIC},
        "rights": [_worded(row, _OF_RIGHTS) for row in project.rights],
        "conversions": [_worded(row, {"mode": modes}) for row in project.conversions],
        "source": project.source,
        "mandated": bool(consent and consent.mandate and project.may_be_shown),
        "attachments": [_attached(row) for row in _attached_to(project)],
        "labels": _labels(project, modes),
    }


def _attached_to(project: Project) -> list[Attachment]:
    """Nothing to what is no row yet, or was read with the word that there is nothing."""
    if project.pk is None or not getattr(project, "has_attachments", True):
        return []
    prefetch_related_objects([project], with_attachments())
    kept: list[Attachment] = project.kept_attachments  # type: ignore[attr-defined]  # -- prefetched
    return kept


def _attached(row: Attachment) -> dict[str, Any]:
    """A 委托书 is called no other name: people call it after the person who signed it."""
    is_mandate = row.kind == AttachmentKind.MANDATE
    return {
        "ref": row.ref,
        "name": row.get_kind_display() if is_mandate else row.title,
        "kind": row.kind,
        "kind_label": row.get_kind_display(),
        "visibility": row.visibility,
        "visibility_label": row.get_visibility_display(),
        "sha256": row.document.sha256,
        "size": row.document.size,
    }


def sha256_of(content: dict[str, Any]) -> str:
    """Of the canonical JSON (RFC 8785 without fractions): sorted keys, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def head_of(content: Mapping[str, Any], code: str = "") -> list[Part]:
    """What names it. Who merely filed it is not in it, and versions of old lack columns."""
    numbers = [code, *(right["number"] for right in content.get("rights", []))]
    return [
        Part(content["title"], "A"),
        Part(content.get("organisation", ""), "B", is_name=True),
        *(Part(word, "B") for word in content.get("keywords", [])),
        *(Part(number, "B", is_number=True) for number in numbers if number),
        Part(content.get("tagline", ""), "C"),
    ]


def texts_of(content: Mapping[str, Any], code: str = "") -> list[Part]:
    """All that it is searched by."""
    rights = (right["name"] for right in content.get("rights", []))
    told = ("problem", "innovation", "market", "team")
    return [
        *head_of(content, code),
        Part(content.get("summary", ""), "C"),
        *(Part(text) for text in (*(content.get(name, "") for name in told), *rights)),
    ]


def _plain(project: Project, name: str) -> Any:
    value = getattr(project, "field_id" if name == "field" else name)
    if isinstance(value, Decimal | date):
        return str(value)
    return "" if name == "field" and value is None else value


def _worded(row: dict[str, str], coded: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Beside each coded text its words: `kind`, `kind_label`."""
    words = {f"{key}_label": str(names.get(row[key], "")) for key, names in coded.items()}
    return {**row, **words}


def _labels(project: Project, modes: Mapping[str, str]) -> dict[str, Any]:
    chosen = {name: dict(choices.choices) for name, choices in CHOSEN.items()}
    several = {name: dict(choices.choices) for name, choices in CHOSEN_SEVERAL.items()}
    return {
        **{name: words.get(getattr(project, name), "") for name, words in chosen.items()},
        **{
            name: [words[code] for code in getattr(project, name) if code in words]
            for name, words in {**several, "modes": modes}.items()
        },
        "field": project.field.name if project.field else "",
    }
