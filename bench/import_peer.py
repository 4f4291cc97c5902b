"""The peer of the bench `import`: django-import-export as it comes, reading the file with its own
reader, each row through the same checks of the columns. It keeps no trail."""

import time
from collections import Counter
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from import_export.formats.base_formats import XLSX

from accounts.models import Organisation, Unit
from bench.results import Figures
from projects.columns.checking import Checked, Checker
from projects.columns.layout import NUMBER
from projects.columns.resource import SHEET, SheetResource
from projects.importing.achievements.taking import set_plain
from projects.importing.holders import known_among, same_holder, settle_holder
from projects.models import Project
from projects.models.sheet import COLUMNS
from projects.states import Source

_BATCH = 1_000


def run(path: Path, *, abbr: str, in_bulk: bool) -> Figures:
    begun = time.perf_counter()
    table = XLSX().create_dataset(path.read_bytes())
    read = time.perf_counter()
    kind = _InBulk if in_bulk else _RowByRow
    result = kind(Unit.objects.get(abbr=abbr)).import_data(table, use_transactions=True)
    ended = time.perf_counter()
    if result.has_errors():
        raise RuntimeError(str(result.row_errors()[0][1][0].error))
    problems = Counter(
        told
        for row in result.invalid_rows
        for faults in row.error.message_dict.values()
        for told in faults
    )
    return {
        "steps": {"read": read - begun, "import": ended - read},
        "taken": result.totals["new"],
        "problems": dict(problems),
    }


class _RowByRow(SheetResource):
    class Meta:
        model = Project
        fields = ()
        import_id_fields = (NUMBER,)

    def __init__(self, unit: Unit) -> None:
        super().__init__()
        self._unit = unit
        self._holders: dict[str, Organisation] = {}

    @cached_property
    def _checker(self) -> Checker:
        return Checker(SHEET)

    def get_queryset(self) -> QuerySet[Project]:
        return Project.objects.filter(unit=self._unit)

    def init_instance(self, row: Any = None) -> Project:  # noqa: ARG002 -- the library's form
        unit = self._unit
        return Project(source=Source.IMPORT, unit=unit, custodian_id=unit.organisation_id)

    def import_instance(self, instance: Project, row: Any, **kwargs: Any) -> None:  # noqa: ARG002 -- as above
        checked = self._checked(row)
        if checked.faults:
            raise ValidationError(
                {one.name: [f.told for f in checked.faults if f.name == one.name]
                 for one in checked.faults}
            )  # fmt: skip
        values = checked.values
        instance.source_key = values.get(NUMBER, "")
        instance.organisation = self._holder(values)
        plain = {name: value for name, value in values.items() if name in COLUMNS}
        set_plain(instance, {"field_id" if n == "field" else n: v for n, v in plain.items()})

    def _checked(self, row: Any) -> Checked:
        cells = {
            name: str(row[column.column_name] or "")
            for name, column in self.columns.items()
            if column.column_name in row
        }
        checked = self._checker.check(cells)
        checked.faults.extend(settle_holder(checked.values, known_among([checked.values])))
        return checked

    def _holder(self, values: dict[str, Any]) -> Organisation | None:
        key = same_holder(values)
        if key and key not in self._holders:
            facts = {"name": values["organisation"], "kind": values["organisation_kind"]}
            code = values["organisation_code"]
            self._holders[key], _ = Organisation.objects.get_or_create(code=code, defaults=facts)
        return self._holders.get(key)

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """It would reset the sequence, which the serving role may not and nobody needs."""


class _InBulk(_RowByRow):
    class Meta:
        model = Project
        fields = ()
        import_id_fields = (NUMBER,)
        use_bulk = True
        skip_diff = True
        force_init_instance = True
        batch_size = _BATCH
