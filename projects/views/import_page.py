"""What the page of an import shows: the file, its columns, its rows and what can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest

from accounts.guards import actor_on
from foundation.fields import ProseField
from foundation.text import clean_line
from projects.columns.layout import choices_in, field_in, is_several
from projects.columns.mapping import Mapped
from projects.forms.importing import MappingForm, TakeForm
from projects.forms.workbooks import MOST_ROWS
from projects.importing.carrying import told_of
from projects.importing.checking import cells_of, data_rows
from projects.importing.subjects import Subject, subject_named, subject_of, subjects
from projects.importing.undoing import undo_problems
from projects.models import ImportRow, ImportRun
from projects.states import ImportStage, ImportTask, Outcome
from records.states import WorkState

PAGE_SIZE = 50
STATIONS = "选择文件、对应列、核对数据、导入、结果"
_STATION = {
    **dict.fromkeys((ImportStage.READING, ImportStage.REFUSED, ImportStage.DROPPED), 1),
    ImportStage.MAPPING: 2,
    **dict.fromkeys((ImportStage.CHECKING, ImportStage.CHECKED), 3),
    ImportStage.TAKING: 4,
}
_BEYOND = 6
# Outcomes of rows that are there already, of which one wants to know what they are.
_THERE = (Outcome.DUPLICATE, Outcome.FILED, Outcome.UPDATE)
_LONGEST = 60  # characters shown of a cell
_LACKS = 6  # columns named
_TONES = {
    **dict.fromkeys((Outcome.NEW, Outcome.UPDATE), "ok"),
    Outcome.BAD: "bad",
    **dict.fromkeys((Outcome.DUPLICATE, Outcome.FILED), "warn"),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the worker has come; `has_failed` when it has given up."""

    words: str
    done: int
    total: int
    has_failed: bool = False


@dataclass(frozen=True, slots=True)
class CellShown:
    label: str
    text: str
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class FaultShown:
    """`found` is what stands there unless `told` says it; `choices` are words to choose from where
    the cell takes one of a list; `has_lines` says that it may hold several lines."""

    name: str
    label: str
    told: str
    text: str
    found: str
    proposal: str
    choices: tuple[str, ...] = ()
    has_lines: bool = False


@dataclass(frozen=True, slots=True)
class RowShown:
    row: ImportRow
    cells: tuple[CellShown, ...]
    faults: tuple[FaultShown, ...]
    tone: str
    told: str = ""
    wishes: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Filter:
    value: str
    label: str
    count: int


def find_run(request: HttpRequest, ref: str) -> ImportRun:
    """Of the unit one acts for. Raises Http404."""
    runs = ImportRun.objects.filter(unit=actor_on(request).unit, ref=ref.upper())
    run = runs.select_related("document", "unit", "by").first()
    if run is None:
        raise Http404
    return run


def progress_of(run: ImportRun) -> Progress | None:
    """None where nothing is under way."""
    work = run.work.order_by("-pk").first()
    if work is None or run.stage not in ImportStage.busy:
        return None
    done = work.progress
    if work.task == ImportTask.TAKE:
        done = max(done, min(told_of(run), work.total))
    words = work.get_task_display()
    return Progress(words, done, work.total, has_failed=work.state == WorkState.FAILED)


def context_of(
    request: HttpRequest, run: ImportRun, form: TakeForm | None = None
) -> dict[str, Any]:
    subject = subject_of(run)
    context: dict[str, Any] = {
        "run": run,
        "subject": subject,
        "subjects": subjects(),
        "guess": _guess(run),
        "known": run.known,
        "problems": [problem["sentence"] for problem in run.problems],
        "stations": STATIONS,
        "station": _STATION.get(ImportStage(run.stage), _BEYOND),
        "progress": progress_of(run),
        "is_open": run.stage in ImportStage.open,
        "tabs": _tabs_of(run),
        "most_to_mend": MOST_ROWS,
        "is_taken": run.stage in ImportStage.after_taking,
        "has_rows": run.stage in (ImportStage.CHECKED, *ImportStage.after_taking),
    }
    if run.mapping:
        context |= _of_mapping(run)
    if context["has_rows"]:
        context |= _of_rows(request, run)
    if run.stage == ImportStage.CHECKED:
        said = {"mandate": run.mandate}
        context["form"] = form or TakeForm(initial=said, asks_mandate=subject.asks_mandate)
    if run.stage == ImportStage.TAKEN:
        context |= {
            "undo_problems": undo_problems(run),
            "submittable": subject.count_submittable(run),
            "invitable": subject.count_invitable(run, by=actor_on(request)),
        }
    return context


def _guess(run: ImportRun) -> Subject | None:
    """What its labels look like, where it is read as something else."""
    guess = run.known.get("guess", "")
    return subject_named(guess) if guess != run.subject else None


def _tabs_of(run: ImportRun) -> list[dict[str, Any]]:
    """Worksheets to choose from, where there are several with anything in them."""
    is_choosable = run.stage in (*ImportStage.open, ImportStage.REFUSED)
    tabs = [tab for tab in run.known.get("tabs", ()) if tab["rows"]]
    return tabs if is_choosable and len(tabs) > 1 else []


def _of_mapping(run: ImportRun) -> dict[str, Any]:
    chosen = {f"column-{one['at']}": one["name"] for one in run.mapping}
    form = MappingForm(run.mapping, subject_of(run).layout, initial=chosen)
    mapping = [Mapped(**one) for one in run.mapping]
    return {
        "columns": [
            {"mapped": one, "field": form[f"column-{one.at}"], "samples": "、".join(one.samples)}
            for one in mapping
            if one.label or one.samples
        ],
        "mapped": sum(bool(one.name) for one in mapping),
        "unsure": sum(one.is_unsure for one in mapping),
    }


def _of_rows(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    filters = filters_of(run)
    chosen = _chosen(request, filters)
    rows = data_rows(run)
    if chosen != "all":
        rows = rows.filter(outcome=chosen)
    page: Page[Any] = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    shower = Shower(run, list(page))
    return {
        "filters": filters,
        "chosen": chosen,
        "page": page,
        "rows": [shower.shown(row) for row in page],
        "heads": shower.heads,
        "to_take": run.count_to_take,
        "bad": run.counts.get(Outcome.BAD, 0),
        "left": sum(run.counts.get(o, 0) for o in (Outcome.DUPLICATE, Outcome.FILED)),
        "lacking": lacking_of(run),
    }


def filters_of(run: ImportRun) -> list[Filter]:
    """All, and each outcome there is."""
    found = [
        Filter(outcome.value, str(outcome.label), run.counts[outcome])
        for outcome in (Outcome.BAD, *(o for o in Outcome if o != Outcome.BAD))
        if run.counts.get(outcome)
    ]
    return [*found, Filter("all", "全部", sum(run.counts.values()))]


def _chosen(request: HttpRequest, filters: list[Filter]) -> str:
    """As asked; first what has to be mended."""
    asked = request.GET.get("show", "")
    return asked if any(one.value == asked for one in filters) else filters[0].value


def lacking_of(run: ImportRun) -> list[tuple[str, int]]:
    """What a submission needs and most rows leave empty."""
    layout = subject_of(run).layout
    most = sorted(run.lacking.items(), key=lambda one: (-one[1], layout.needed.index(one[0])))
    return [(layout.header_of(name), count) for name, count in most[:_LACKS]]


class Shower:
    """Rows as the page shows them."""

    def __init__(self, run: ImportRun, rows: Sequence[ImportRow]) -> None:
        self._subject = subject_of(run)
        self._layout = self._subject.layout
        self._places = run.places
        self._is_open = run.stage == ImportStage.CHECKED
        self._columns = self._layout.columns()
        items = [row.item for row in rows if row.item and row.outcome in _THERE]
        self._names = self._subject.names_of(items) if items else {}

    @property
    def heads(self) -> list[str]:
        return [self._layout.header_of(name) for name in self._subject.shown]

    def shown(self, row: ImportRow) -> RowShown:
        texts = cells_of(row, self._places, self._layout)
        wrong = {problem["name"] for problem in row.problems}
        cells = tuple(
            CellShown(label, clean_line(texts.get(name, ""))[:_LONGEST], name in wrong)
            for label, name in zip(self.heads, self._subject.shown, strict=True)
        )
        faults = tuple(self._fault(problem, texts) for problem in row.problems)
        outcome = Outcome(row.outcome)
        wishes = tuple(_wishes(row)) if self._is_open else ()
        return RowShown(row, cells, faults, _TONES.get(outcome, ""), self._told(row), wishes)

    def _fault(self, problem: Mapping[str, str], texts: Mapping[str, str]) -> FaultShown:
        name = problem["name"]
        column = self._columns[name]
        field = field_in(column)
        choices = () if is_several(column) else tuple(choices_in(column))
        return FaultShown(
            name,
            self._layout.header_of(name),
            problem["told"],
            texts.get(name, "") or problem["found"],
            "" if problem["found"] in problem["told"] else problem["found"],
            problem["proposal"] if self._is_open else "",
            choices,
            field is None or isinstance(field, ProseField),
        )

    def _told(self, row: ImportRow) -> str:
        if row.same_as:
            return f"与第 {row.same_as} 行重复"
        name = self._names.get(row.item or 0)
        return f"库里已有“{name}”" if name else ""


def _wishes(row: ImportRow) -> list[tuple[str, str]]:
    """What the person may say to do with it, and the word on the button."""
    if row.wish:
        return [("", "按原来的办")]
    if row.outcome == Outcome.DUPLICATE:
        update = [(Outcome.UPDATE.value, "改为更新")] if row.item else []
        # Two with one number of the unit's own are one.
        new = [] if row.same_as and row.number else [(Outcome.NEW.value, "仍然新建")]
        return [*update, *new, (Outcome.SKIP.value, "不导入")]
    return [(Outcome.SKIP.value, "不导入这一行")] if row.outcome != Outcome.SAME else []
