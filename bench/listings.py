"""A library laid down by set, past the door, where only reading it is measured."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any

from accounts.consenting import give_consent
from accounts.models import Consent, Field, Mode, Unit
from accounts.states import ConsentPurpose
from bench.database import made_after
from bench.people import staffed
from bench.texts import Sheet, sheets
from foundation import clock
from foundation.sql import insert_rows, take_ids
from projects.intake import sha256_of
from projects.listings import put_in_force
from projects.models import Project, Version
from projects.states import ProjectStatus, Source
from projects.vocabulary import Level

_PIECE = 2_000


def lay_down(size: int) -> list[Sheet]:
    """Of all units in turn, fields, modes, maturities and levels too; a minute apart. In the order
    of their keys."""
    desk = staffed("SC", "listings")
    consent = give_consent(ConsentPurpose.DISPLAY, by=desk.clerk, mandate="基准测试用授权")
    laid = list(sheets(size))
    now, units, facts = clock.now(), cycle(Unit.objects.all()), _facts()
    with made_after("listing_head", "listing_search", "listing_facets"):
        for start in range(0, size, _PIECE):
            piece = laid[start : start + _PIECE]
            projects = [
                _project(sheet, next(units), consent, now - timedelta(minutes=size - number))
                for number, sheet in enumerate(piece, start)
            ]
            _file(projects, [sheet.content | next(facts) for sheet in piece])
    return laid


def _facts() -> Iterator[dict[str, Any]]:
    fields = cycle(Field.objects.exclude(parent=None).values_list("pk", flat=True))
    modes = cycle(Mode.objects.values_list("code", flat=True))
    levels, maturities = cycle(Level.values), cycle(range(3, 10))
    while True:
        yield {
            "field": next(fields),
            "modes": list(islice(modes, 2)),
            "trl": next(maturities),
            "level": next(levels),
        }


def _project(sheet: Sheet, unit: Unit, consent: Consent, listed_at: datetime) -> Project:
    [pk] = take_ids(Project, 1)
    return Project(
        pk=pk,
        title=sheet.content["title"],
        summary=sheet.content["summary"],
        status=ProjectStatus.LISTED,
        code=f"2026-{unit.abbr}-{pk:06d}",
        unit=unit,
        custodian_id=unit.organisation_id,
        source=Source.IMPORT,
        display_consent=consent,
        submitted_at=listed_at,
        listed_at=listed_at,
    )


def _file(projects: Sequence[Project], contents: Sequence[dict[str, Any]]) -> None:
    insert_rows(projects)
    versions = [
        Version(
            project=project,
            number=1,
            content=content | {"unit": project.unit_id},
            sha256=sha256_of(content),
            verdicts=[],
            rule_set="bench",
        )
        for project, content in zip(projects, contents, strict=True)
    ]
    for version, pk in zip(versions, take_ids(Version, len(versions)), strict=True):
        version.pk = pk
    insert_rows(versions)
    put_in_force(projects)
