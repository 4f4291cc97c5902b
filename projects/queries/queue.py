"""Reads of a desk's list: what narrows it, in which order it stands, how many there are of what,
and what stands before and after one of it. Each begins with what somebody may see."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Lag, Lead, RowNumber, TruncDate

from accounts.models import Organisation
from foundation.clock import SHANGHAI, Now, end_of_day
from foundation.search.asking import exact_query
from foundation.text import fold
from projects.models import Evaluation, Listing, Project, QueueRow, Recommendation, SavedView
from projects.models.sheet import COLUMNS
from projects.queries.projects import cycle_now
from projects.states import (
    Evaluated,
    EvaluationStatus,
    ProjectStatus,
    QueueOrder,
    RecommendationStatus,
    YesNo,
)
from records.actors import Actor

ANY = "any"
_TOLD = ("title", "field", "trl", "level")  # of the sheet
_UNTOLD = ("queue_row__search", *(name for name in COLUMNS if name not in _TOLD))
Wanted = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a list is narrowed by: condition → what holds of those in it. `statuses` are those of
    the tab."""

    conditions: Mapping[str, Q]
    statuses: Sequence[str]

    @property
    def all(self) -> Q:
        """Of those in the list."""
        within = Q(status__in=self.statuses)
        for condition in self.conditions.values():
            within &= condition
        return within


@dataclass(frozen=True, slots=True)
class Counted:
    """Status → how many hold every condition; condition → the same of those in the tab that hold
    all the others."""

    by_status: Mapping[str, int]
    without: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one stands in a list: counted from 1, None where it is not in it (any more); `before`
    and `after` are refs, "" at the ends."""

    number: int | None
    count: int
    before: str
    after: str


def narrowing_of(projects: QuerySet[Project], wanted: Wanted, statuses: Sequence[str]) -> Narrowing:
    """`wanted` is read forgivingly by `forms.queue`; empty values narrow nothing. What is searched
    is found at once, for it is asked for several times: to tell a phrase, PostgreSQL reads the
    whole vector of each hit."""
    conditions = {
        name: condition(wanted[name]) for name, condition in _CONDITIONS.items() if wanted.get(name)
    }
    if wanted.get("q"):
        conditions = {"q": _found(projects, wanted["q"]), **conditions}
    return Narrowing(conditions, statuses)


def narrowed(projects: QuerySet[Project], narrowing: Narrowing) -> QuerySet[Project]:
    return projects.filter(narrowing.all)


def ordered(projects: QuerySet[Project], order: str) -> QuerySet[Project]:
    return projects.order_by(*_ORDERS[QueueOrder(order)])


def counted(projects: QuerySet[Project], narrowing: Narrowing) -> Counted:
    """In one statement that asks each condition once of each: which of them hold is a number, one
    binary digit for each."""
    bits = {name: 1 << at for at, name in enumerate(narrowing.conditions)}
    held: Combinable = Value(0, output_field=BigIntegerField())
    for name, condition in narrowing.conditions.items():
        held = held + Case(When(condition, then=Value(bits[name])), default=Value(0))
    groups = projects.order_by().annotate(held=held).values("status", "held")
    rows = list(groups.annotate(n=Count("*")).values_list("status", "held", "n"))
    every = sum(bits.values())
    by_status: dict[str, int] = {}
    without = dict.fromkeys(bits, 0)
    for status, mask, n in rows:
        if mask == every:
            by_status[status] = by_status.get(status, 0) + n
        if status in narrowing.statuses:
            for name, bit in bits.items():
                without[name] += n if mask | bit == every else 0
    return Counted(by_status, without)


def page_of_list(
    projects: QuerySet[Project], narrowing: Narrowing, order: str, span: slice
) -> list[Project]:
    """Two statements: the keys of the page alone are put in order, for rows are wide."""
    keys = ordered(narrowed(projects, narrowing), order).values_list("pk", flat=True)[span]
    at = {pk: number for number, pk in enumerate(keys)}
    rows = for_queue(Project.objects.filter(pk__in=list(at)))
    return sorted(rows, key=lambda row: at[row.pk])


def for_queue(projects: QuerySet[Project]) -> QuerySet[Project]:
    """With all that a line of a list can show, and without the long texts, which it does not."""
    rows = projects.select_related(
        *("unit", "organisation", "field", "custodian", "display_consent", "queue_row")
    ).defer(*_UNTOLD)
    return rows.annotate(
        total=_total(),
        is_recommended=Exists(_given_now()),
        is_listed=Exists(Listing.objects.filter(project=OuterRef("pk"))),
    )


def place_in_list(
    projects: QuerySet[Project], narrowing: Narrowing, order: str, project: Project
) -> Place:
    """In one statement. Who has left the list since is told its neighbours where it stood."""
    within = Case(When(narrowing.all, then=Value(1)), default=Value(0))
    keys = _ORDERS[QueueOrder(order)]
    rows = projects.filter(narrowing.all | Q(pk=project.pk)).annotate(
        within=within,
        number=Window(RowNumber(), order_by=keys),
        before=Window(Lag("ref"), order_by=keys),
        after=Window(Lead("ref"), order_by=keys),
        count=Window(Count("pk")),
    )
    # Said of the numbered rows; a plain condition would be asked before they are numbered.
    [found] = rows.filter(Q(pk=project.pk) | Q(number=0)).values(
        *("within", "number", "before", "after", "count")
    )
    is_in = bool(found["within"])
    return Place(
        found["number"] if is_in else None,
        found["count"] if is_in else found["count"] - 1,
        found["before"] or "",
        found["after"] or "",
    )


def custodians_among(projects: QuerySet[Project]) -> list[tuple[str, str]]:
    """Ref and name of those in whose custody any of them is."""
    custodians = projects.order_by().values("custodian").distinct()  # read once, not for each
    named = Organisation.objects.filter(pk__in=custodians).order_by("name", "pk")
    return list(named.values_list("ref", "name"))


def holder_called(projects: QuerySet[Project], ref: str) -> str:
    """The name of the organisation that holds one of them; "" where none of them is its."""
    named = projects.filter(organisation__ref=ref).order_by()
    return named.values_list("organisation__name", flat=True).first() or ""


def saved_views_of(by: Actor, desk: str) -> QuerySet[SavedView]:
    """A person's own, in the order of their names."""
    return SavedView.objects.filter(owner=by.user_id, desk=desk).order_by("name")


# What is asked


def _found(projects: QuerySet[Project], text: str) -> Q:
    """By every term as an exact substring of what was submitted, or as its code or ref. What never
    was submitted is found by its title."""
    hits: list[int] = []
    query = exact_query(text)
    if query:
        # Through its row, so that the index is read first.
        filed = QueueRow.objects.filter(_says(query), project__in=projects.order_by())
        hits = list(filed.values_list("pk", flat=True))
    name = text.strip().upper()
    return Q(_among(hits)) | Q(ref=name) | Q(code=name) | (Q(queue_row=None) & _titled(text))


def _says(query: str) -> RawSQL:
    column = f"{connection.ops.quote_name(QueueRow._meta.db_table)}.search"
    return RawSQL(f"{column} @@ %s::tsquery", [query], BooleanField())  # noqa: S611 -- the column is ours, the query a parameter


def _among(keys: list[int]) -> Func:
    """As an array, which PostgreSQL hashes; a list of parameters it would go through."""
    array = Value(keys, ArrayField(BigIntegerField()))
    return Func(
        F("pk"),
        array,
        template="%(expressions)s)",
        arg_joiner=" = any(",
        output_field=BooleanField(),
    )


def _titled(text: str) -> Q:
    said = Q()
    for term in fold(text).split("\x03"):
        said &= Q(title__icontains=term)
    return said


def _in_fields(codes: Sequence[str]) -> Q:
    """A code may be of a class ("3") or of one of its groups ("3.2"), which narrows its class."""
    narrower = {code.partition(".")[0] for code in codes if "." in code}
    return Q(field__in=codes) | Q(field__parent__in=set(codes) - narrower)


def _held_by(text: str) -> Q:
    """By the ref of an organisation, as links have it, or by a part of its name, as people do."""
    named = Organisation.objects.filter(Q(ref=text.upper()) | Q(name__icontains=text))
    return Q(organisation__in=named.values("pk"))


def _numbered(column: str) -> Callable[[Sequence[str]], Q]:
    """Of the six conditions: any of those numbers, or any at all."""

    def condition(values: Sequence[str]) -> Q:
        if ANY in values:
            return Q(queue_row__isnull=False) & ~Q(**{f"queue_row__{column}": []})
        return Q(**{f"queue_row__{column}__overlap": [int(value) for value in values]})

    return condition


def _lacking(values: Sequence[str]) -> Q:
    if ANY in values:
        return Q(queue_row__isnull=False) & ~Q(queue_row__lacks=[])
    return Q(queue_row__lacks__overlap=list(values))


def _since(day: date) -> Q:
    return Q(submitted_at__gte=datetime.combine(day, time.min, tzinfo=SHANGHAI))


def _until(day: date) -> Q:
    return Q(submitted_at__lt=end_of_day(day))


def _answered(holds: Q) -> Callable[[str], Q]:
    return lambda answer: holds if answer == YesNo.YES else ~holds


def _overdue() -> Q:
    """Its day has gone by, and it has not come back."""
    return Q(
        status=ProjectStatus.RETURNED,
        due_on__isnull=False,
        due_on__lt=TruncDate(Now(), tzinfo=SHANGHAI),
    )


def _given_now() -> QuerySet[Recommendation]:
    """For the roadshows of the cycle that runs."""
    given = Recommendation.objects.filter(status=RecommendationStatus.GIVEN)
    return given.filter(project=OuterRef("pk"), cycle=cycle_now())


def _evaluations_now(*statuses: str) -> QuerySet[Evaluation]:
    current = Evaluation.objects.filter(project=OuterRef("pk"), cycle=cycle_now())
    return current.filter(status__in=statuses)


def _evaluated(answer: str) -> Q:
    if answer == Evaluated.NONE:
        return ~Q(Exists(_evaluations_now(*EvaluationStatus.current)))
    if answer == Evaluated.RUNNING:
        return Q(Exists(_evaluations_now(*EvaluationStatus.running)))
    return Q(Exists(_evaluations_now(EvaluationStatus.DONE)))


def _total() -> Subquery:
    return Subquery(_evaluations_now(EvaluationStatus.DONE).values("total")[:1])


def _shown() -> Q:
    """In the library, and a consent to its display stands."""
    listed = Exists(Listing.objects.filter(project=OuterRef("pk")))
    return Q(listed, display_consent__isnull=False, display_consent__withdrawn_at=None)


_CONDITIONS: dict[str, Callable[[Any], Q]] = {
    "field": _in_fields,
    "trl_from": lambda level: Q(trl__gte=level),
    "trl_to": lambda level: Q(trl__lte=level),
    "level": lambda levels: Q(level__in=levels),
    "failing": _numbered("failing"),
    "unsure": _numbered("unsure"),
    "lacks": _lacking,
    "source": lambda sources: Q(source__in=sources),
    "custodian": lambda refs: Q(custodian__ref__in=refs),
    "organisation": _held_by,
    "unit": lambda units: Q(unit__in=units),
    "since": _since,
    "until": _until,
    "overdue": _answered(_overdue()),
    "evaluated": _evaluated,
    "recommended": _answered(Q(Exists(_given_now()))),
    "shown": _answered(_shown()),
}
_NEWEST = (F("submitted_at").desc(nulls_first=True), F("pk").desc())
_ORDERS: dict[QueueOrder, tuple[Any, ...]] = {
    QueueOrder.WAITING: (F("submitted_at").asc(nulls_last=True), F("pk").asc()),
    QueueOrder.NEWEST: _NEWEST,
    QueueOrder.TITLE: (F("title").asc(), F("pk").asc()),
    QueueOrder.TRL: (F("trl").desc(nulls_last=True), *_NEWEST),
    QueueOrder.ORGANISATION: (F("organisation__name").asc(nulls_last=True), F("pk").asc()),
    QueueOrder.DUE: (F("due_on").asc(nulls_last=True), F("pk").asc()),
    QueueOrder.TOTAL: (_total().desc(nulls_last=True), *_NEWEST),
}
