"""Taxonomies: from the versioned file into rows, additions and new names only."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.cycles import open_first_cycle
from accounts.models import Field, Mode, Organisation, Place, Unit
from accounts.states import OrganisationKind
from records.actors import PORTAL
from records.workflow import begin

_FILE = Path(__file__).parent / "data" / "taxonomies.toml"


@lru_cache
def taxonomies() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@lru_cache
def unit_names() -> dict[str, str]:
    """Of the 37 units, by their abbreviations."""
    return {row["abbr"]: row["name"] for row in taxonomies()["units"]}


def industries() -> list[str]:
    """The names of 战略性新兴产业, without what they are divided into."""
    return [row["name"] for row in taxonomies()["fields"] if "." not in row["code"]]


@transaction.atomic
def load_taxonomies() -> str:
    """Bring the tables to the file's version; safe to repeat. Returns that version."""
    terms = taxonomies()
    version = terms["version"]
    _load_fields(terms["fields"], version)
    _load_modes(terms["modes"], version)
    _load_places(terms["places"], version)
    _load_units(terms["units"])
    open_first_cycle(issuer=terms["issuer"])
    return str(version)


def _load_fields(fields: list[dict[str, str]], version: str) -> None:
    rows = [
        Field(
            code=field["code"],
            name=field["name"],
            parent_id=field["code"].split(".")[0] if "." in field["code"] else None,
            version=version,
        )
        for field in fields
    ]
    _upsert(Field, rows, ["name", "parent", "version"])


def _load_modes(modes: list[dict[str, str]], version: str) -> None:
    rows = [Mode(**mode, rank=rank, version=version) for rank, mode in enumerate(modes)]
    _upsert(Mode, rows, ["name", "rank", "version"])


def _load_places(places: dict[str, str], version: str) -> None:
    rows = [Place(code=code, name=name, version=version) for code, name in places.items()]
    _upsert(Place, rows, ["name", "version"])


def _upsert(model: Any, rows: list[Any], fields: list[str]) -> None:
    model.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=fields
    )


def _load_units(units: list[dict[str, Any]]) -> None:
    present = {unit.abbr: unit for unit in Unit.objects.all()}
    for facts in units:
        unit = present.get(facts["abbr"]) or Unit(organisation=_department(facts["department"]))
        for name, value in facts.items():
            setattr(unit, name, value)
        unit.save()


def _department(name: str) -> Organisation:
    department = Organisation(name=name, kind=OrganisationKind.GOVERNMENT)
    return begin(department, "register", by=PORTAL)
