"""The lists of unit and centre as an address asks for them. Of an address nothing is refused; what
cannot be read is left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import TooManyFieldsSent
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from projects.forms.queue import SIZES, QueueForm
from projects.models import Project
from projects.queries import Narrowing, custodians_among, narrowing_of, visible_to
from projects.states import ProjectStatus as S, QueueColumn, QueueOrder
from records.actors import Actor

LONGEST = 4_000  # characters of a query
_TELLING = re.compile(r"[%&+;=# ]")  # what a query is taken apart by


@dataclass(frozen=True, slots=True)
class Tab:
    """Projects of a desk in some states; `value` is its `?state=`."""

    value: str
    label: str
    statuses: tuple[str, ...]
    is_queue: bool = False  # who waits longest comes first

    @property
    def usual_order(self) -> QueueOrder:
        return QueueOrder.WAITING if self.is_queue else QueueOrder.NEWEST


ALL = Tab("all", "全部", tuple(S.values))


@dataclass(frozen=True, slots=True)
class Queue:
    """The list of a desk. `empty` is its title and text where there is nothing yet."""

    desk: str
    list_name: str
    project_name: str
    tabs: tuple[Tab, ...]
    template: str
    usual: tuple[str, ...]

    @property
    def is_centre(self) -> bool:
        return self.desk == "center"


QUEUES = {
    "unit": Queue(
        "unit",
        "unit_projects",
        "unit_project",
        (
            Tab("submitted", "待初审", (S.SUBMITTED,), is_queue=True),
            Tab("returned", "退回", (S.RETURNED,)),
            Tab("accepted", "已通过", (S.ACCEPTED,)),
            Tab("listed", "已入库", (S.LISTED,)),
            Tab("declined", "未通过", (S.DECLINED,)),
            Tab("draft", "草稿（代填）", (S.DRAFT,)),
            ALL,
        ),
        "projects/unit_list.html",
        QueueColumn.usual,
    ),
    "center": Queue(
        "center",
        "center_library",
        "center_project",
        (
            Tab("accepted", "待入库", (S.ACCEPTED,), is_queue=True),
            Tab("listed", "已入库", (S.LISTED,)),
            Tab("submitted", "待初审", (S.SUBMITTED,), is_queue=True),
            Tab("returned", "退回", (S.RETURNED,)),
            Tab("declined", "未通过", (S.DECLINED,)),
            Tab("withdrawn", "已撤下", (S.WITHDRAWN,)),
            ALL,
        ),
        "projects/library.html",
        QueueColumn.usual_at_centre,
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A list as somebody asked for it. `visible` is where it begins."""

    queue: Queue
    visible: QuerySet[Project]
    form: QueueForm
    tab: Tab
    narrowing: Narrowing

    @property
    def order(self) -> str:
        return self.form.cleaned_data.get("sort") or self.tab.usual_order

    @property
    def size(self) -> int:
        return int(self.form.cleaned_data.get("size") or SIZES[0])

    @property
    def columns(self) -> list[QueueColumn]:
        chosen = self.form.cleaned_data.get("cols") or self.queue.usual
        return [column for column in QueueColumn if column in chosen]

    @property
    def query(self) -> QueryDict:
        """What of the address was understood, its page left out."""
        query = QueryDict(mutable=True)
        query["state"] = self.tab.value
        for name, value in self.form.cleaned_data.items():
            if value:
                query.setlist(name, [str(one) for one in _listed(value)])
        return query

    @property
    def text(self) -> str:
        """The same, to travel inside of another address or to be kept: what has to be encoded once
        more there is not encoded here."""
        said = ((name, value) for name, values in self.query.lists() for value in values)
        return "&".join(f"{name}={_TELLING.sub(_encoded, value)}" for name, value in said)

    def address(self, *without: str, **said: str) -> str:
        """Of the same list, some conditions left out and others said."""
        query = self.query
        for name in without:
            query.pop(name, None)
        for name, value in said.items():
            query[name] = value
        return f"{reverse(self.queue.list_name)}?{query.urlencode()}"


def read_query(text: str) -> QueryDict | None:
    """None of what is no query of ours."""
    if len(text) > LONGEST:
        return None
    try:
        return QueryDict(text)
    except TooManyFieldsSent:
        return None


def asked_for(by: Actor, desk: str, query: QueryDict) -> Asked:
    """`query` may be anything."""
    queue = QUEUES[desk]
    visible = visible_to(by, Project.objects.all())
    custodians = cache(lambda: custodians_among(visible))  # asked only where one is said or shown
    form = QueueForm(query, custodians=custodians, is_centre=queue.is_centre)
    tab = next((tab for tab in queue.tabs if tab.value == query.get("state")), queue.tabs[0])
    form.tell_usual(tab.usual_order)
    return Asked(queue, visible, form, tab, narrowing_of(visible, form.wanted, tab.statuses))


def _encoded(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]
