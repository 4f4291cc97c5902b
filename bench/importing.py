"""`import`: a unit's spreadsheet from file to library, each row through the door with its trail.

The peers only insert the drafts, without a trail, so they are compared with our step `import`.
"""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from import_export.resources import ModelResource
from tablib import Dataset

from accounts.models import Unit
from bench.measuring import measured, peak_mib, server_facts, together
from bench.people import Desk, centre, staffed
from bench.results import Figures, Result
from bench.synthetic import SEED, titles, write_csv
from projects.importing import Row, import_rows, read_csv
from projects.intake import submit_all
from projects.library import list_all
from projects.models import Project
from projects.screening import accept_all
from projects.states import ProjectStatus, Source
from records.actors import Actor

COMPARED = "import"
MANDATE = "基准测试用授权"
IMPORT_EXPORT_BATCH = 1_000
BULK_CREATE_BATCH = 2_000


def run(size: int) -> Result:
    names = titles(size)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "achievements.csv"
        write_csv(path, names)
        rows = read_csv(path)
        ours = from_file_to_library(path, size, staffed("SC"), centre())
    peers = {
        "import-export": _import_export(rows, Unit.objects.get(abbr="GD")),
        "bulk_create": _bulk_create(rows, Unit.objects.get(abbr="ZJ")),
    }
    own_seconds = ours["steps"][COMPARED]["seconds"]
    return Result(
        params={"rows": size, "seed": SEED, "compared_step": COMPARED, **server_facts()},
        ours=ours,
        peers=peers,
        ratios={name: peer["seconds"] / own_seconds for name, peer in peers.items()},
    )


def from_file_to_library(path: Path, size: int, desk: Desk, listing: Actor) -> Figures:
    """Our five steps, each with its own figures."""
    steps: dict[str, Figures] = {}
    with measured(size) as steps["read"]:
        rows = read_csv(path)
    with measured(size) as steps["import"]:
        report = import_rows(rows, unit=desk.unit, by=desk.clerk, mandate=MANDATE)
    with measured(size) as steps["submit"]:
        submit_all(_waiting(desk, ProjectStatus.DRAFT), by=desk.clerk)
    with measured(size) as steps["accept"]:
        accept_all(_waiting(desk, ProjectStatus.SUBMITTED), by=desk.lead)
    with measured(size) as steps["list"]:
        moved = list_all(_waiting(desk, ProjectStatus.ACCEPTED), by=listing)
    counts = {"bad": len(report.bad), "listed": len(moved.rows)}
    return together(steps, size) | {"peak_mib": peak_mib()} | counts


def _waiting(desk: Desk, status: ProjectStatus) -> Any:
    """The set as `manage.py move_projects` takes it."""
    waiting = Project.objects.filter(unit=desk.unit, status=status, source=Source.IMPORT)
    return waiting.select_related("field", "organisation")


def _bulk_create(rows: Sequence[Row], unit: Unit) -> Figures:
    with measured(len(rows)) as figures, transaction.atomic():
        drafts = [_draft(row.key, row.title, unit) for row in rows]
        Project.objects.bulk_create(drafts, batch_size=BULK_CREATE_BATCH)
    return figures


def _draft(key: str, title: str, unit: Unit) -> Project:
    return Project(
        title=title,
        source_key=key,
        source=Source.IMPORT,
        unit=unit,
        custodian_id=unit.organisation_id,
    )


def _import_export(rows: Sequence[Row], unit: Unit) -> Figures:
    """At its fastest: bulk, without diffs, without looking for rows that are there already, the
    unit given once instead of found for each row, its table of rows made beforehand."""
    table = Dataset(*((row.key, row.title) for row in rows), headers=["source_key", "title"])
    resource = _resource(lambda: _draft("", "", unit))
    with measured(len(rows)) as figures:
        resource.import_data(table, use_transactions=True, raise_errors=True)
    return figures


def _resource(blank: Callable[[], Project]) -> ModelResource:
    class Drafts(ModelResource):
        class Meta:
            model = Project
            fields = ("source_key", "title")
            import_id_fields = ("source_key",)
            use_bulk = True
            skip_diff = True
            force_init_instance = True
            batch_size = IMPORT_EXPORT_BATCH

        def init_instance(self, row: Any = None) -> Project:  # noqa: ARG002 -- the library's form
            return blank()

        def after_import(self, dataset: Dataset, result: Any, **kwargs: Any) -> None:
            """It would reset the sequence, which the serving role may not and nobody needs."""

    return Drafts()
