"""The page of a list at the desks of unit and centre: how many there are of what, what narrows it,
its table."""

import re
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from accounts.guards import actor_on
from foundation.refs import LENGTH
from projects.forms.queue import QueueForm, ViewForm
from projects.models import Project
from projects.queries import Counted, counted, holder_called, page_of_list, saved_views_of
from projects.states import QueueColumn, QueueOrder
from projects.views.bulk_bar import bar_of
from projects.views.list_cells import Cell, cells_of, look_of
from projects.views.lists import Asked, Tab, asked_for

_REF = re.compile(rf"[0-9A-Za-z]{{{LENGTH}}}")
# Columns whose head orders the list, and by what.
_ORDERING = {
    QueueColumn.ORGANISATION: QueueOrder.ORGANISATION,
    QueueColumn.TRL: QueueOrder.TRL,
    QueueColumn.DUE: QueueOrder.DUE,
    QueueColumn.TOTAL: QueueOrder.TOTAL,
}
_FALLING = (QueueOrder.NEWEST, QueueOrder.TRL, QueueOrder.TOTAL)


@dataclass(frozen=True, slots=True)
class ShownTab:
    """With how many hold all that was asked."""

    tab: Tab
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition that was asked: where it leads without, and to how many."""

    label: str
    words: str
    address: str
    count: int


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; `sort` is aria's word for how the list stands by it, `address` the
    list ordered by it, `look` the class of its cells."""

    column: str
    label: str
    address: str = ""
    sort: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    project: Project
    address: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Group:
    """Boxes of the form, any of which may be ticked: value, label, whether it is."""

    name: str
    label: str
    options: list[tuple[str, str, bool]]


class _Rows:
    """For a paginator: read only as far as the page asked for."""

    def __init__(self, asked: Asked, count: int) -> None:
        self._asked, self._count = asked, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, span: slice) -> list[Line]:
        asked = self._asked
        rows = page_of_list(asked.visible, asked.narrowing, asked.order, span)
        within = urlencode({"in": asked.text})
        return [_line(row, asked, within) for row in rows]


def show_list(request: HttpRequest, desk: str) -> HttpResponse:
    by = actor_on(request)
    asked = asked_for(by, desk, request.GET)
    counts = counted(asked.visible, asked.narrowing)
    saved = asked.text
    count = _count_of(asked.tab, counts)
    context = {
        "asked": asked,
        "form": asked.form,
        "tab": asked.tab,
        "tabs": [_shown_tab(asked, counts, tab) for tab in asked.queue.tabs],
        "chips": _chips(asked, counts),
        "bare": asked.address(*QueueForm.conditions),
        "heads": _heads(asked),
        "groups": _groups(asked),
        "page": _page(request, asked, count),
        "list_url": reverse(asked.queue.list_name),
        "views_url": reverse(f"{desk}_views"),
        "views": [(view, view.query == saved) for view in saved_views_of(by, desk)],
        "view_form": ViewForm(auto_id="view-%s"),
        "saved_query": saved,
        "bulk": bar_of(by, asked, count),
    }
    return render(request, asked.queue.template, context)


def _page(request: HttpRequest, asked: Asked, count: int) -> Page[Line]:
    rows = _Rows(asked, count)
    paginator: Paginator[Line] = Paginator(rows, asked.size)  # type: ignore[arg-type]  # -- all that it needs
    return paginator.get_page(request.GET.get("page"))


def _count_of(tab: Tab, counts: Counted) -> int:
    return sum(counts.by_status.get(status, 0) for status in tab.statuses)


def _shown_tab(asked: Asked, counts: Counted, tab: Tab) -> ShownTab:
    return ShownTab(tab, _count_of(tab, counts), asked.address(state=tab.value))


def _chips(asked: Asked, counts: Counted) -> list[Chip]:
    form = asked.form
    return [
        Chip(
            str(form.fields[name].label),
            _words(asked, name),
            asked.address(name),
            counts.without[name],
        )
        for name in form.wanted
    ]


def _words(asked: Asked, name: str) -> str:
    """An organisation that a link named by its ref is told by its name, where they may see it."""
    words = asked.form.words_of(name)
    if name == "organisation" and _REF.fullmatch(words):
        return holder_called(asked.visible, words.upper()) or words
    return words


def _heads(asked: Asked) -> list[Head]:
    return [
        _head(asked, "title", "成果名称", QueueOrder.TITLE),
        *(_head(asked, one.value, str(one.label), _order_of(asked, one)) for one in asked.columns),
    ]


def _order_of(asked: Asked, column: QueueColumn) -> QueueOrder | None:
    """Of the time of submission the other end first."""
    if column == QueueColumn.SUBMITTED:
        is_newest = asked.order == QueueOrder.NEWEST
        return QueueOrder.WAITING if is_newest else QueueOrder.NEWEST
    return _ORDERING.get(column)


def _head(asked: Asked, column: str, label: str, order: QueueOrder | None) -> Head:
    look = look_of(column)
    if order is None:
        return Head(column, label, look=look)
    is_by_time = column == QueueColumn.SUBMITTED
    is_now = asked.order in ((QueueOrder.WAITING, QueueOrder.NEWEST) if is_by_time else (order,))
    direction = "descending" if asked.order in _FALLING else "ascending"
    return Head(column, label, asked.address(sort=order.value), direction if is_now else "", look)


def _line(project: Project, asked: Asked, within: str) -> Line:
    address = reverse(asked.queue.project_name, args=[project.ref])
    return Line(project, f"{address}?{within}", cells_of(project, asked.columns))


def _groups(asked: Asked) -> dict[str, Group]:
    """By their names in the form; those without a choice are left out. Columns that are shown are
    ticked, whoever chose them."""
    form, ticked = asked.form, {"cols": asked.columns}
    found = {
        name: Group(
            name,
            str(form.fields[name].label),
            [
                (value, str(label), value in ticked.get(name, form.cleaned_data[name]))
                for value, label in form.fields[name].choices  # type: ignore[attr-defined]  # -- of several
            ],
        )
        for name in form.several
    }
    return {name: group for name, group in found.items() if group.options}
