"""A desk's list against plain Python: whatever is asked together, in whatever order, it holds what
holds every condition and nothing that its reader may not see."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.models import Organisation
from foundation import clock
from projects.models import Project
from projects.queries import counted, page_of_list, place_in_list, visible_to
from projects.states import QueueOrder
from projects.views.lists import QUEUES, asked_for
from tests.factories import make_centre
from tests.projects.queue_pool import HIDDEN, holds, make_pool

pytestmark = pytest.mark.django_db

LATE = 8  # days after which what was returned is overdue
SOME = {"max_examples": 120, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


@pytest.fixture
def actors():
    return make_pool() | {"centre": make_centre()}


def several(*values):
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)


def one(*values):
    return st.sampled_from(values)


def values_of(refs):
    day = clock.today()
    days = [str(day + timedelta(days=n)) for n in (-1, 0, 1)]
    return {
        "q": one("碳化硅", "碳", "电池电池", "岷江", "外延炉 碳化硅", "没有的", "短路保护", *refs),
        "field": several("1", "1.2", "2", "3.1"),
        "trl_from": one("1", "5", "9"),
        "trl_to": one("4", "7", "9"),
        "level": several("intl_lead", "domestic_lead", "unrated"),
        "failing": several("any", "1", "4", "6"),
        "unsure": several("any", "2", "3", "6"),
        "lacks": several("any", "technical", "mandate", "rights", "basis"),
        "source": several("self", "unit", "agency", "import"),
        "custodian": several(*Organisation.objects.values_list("ref", flat=True)),
        "organisation": one("岷江", "大学", *Organisation.objects.values_list("ref", flat=True)),
        "since": one(*days),
        "until": one(*days),
        "overdue": one("yes", "no"),
        "evaluated": one("done", "running", "none"),
        "recommended": one("yes", "no"),
        "shown": one("yes", "no"),
    }


def asked(data, actors):
    """Somebody's list by some conditions, and those as the plain form reads them."""
    who = data.draw(st.sampled_from(sorted(actors)))
    desk = "center" if who == "centre" else "unit"
    strategies = values_of([project.ref for project in Project.objects.all()[:2]])
    names = data.draw(st.lists(st.sampled_from(sorted(strategies)), max_size=4, unique=True))
    said = {name: data.draw(strategies[name]) for name in names}
    if "custodian" in said:
        theirs = {ref for ref, _ in choices_of(actors[who], desk)}
        said["custodian"] = [ref for ref in said["custodian"] if ref in theirs]
    query = QueryDict(mutable=True)
    for name, value in {**said, "state": data.draw(st.sampled_from(tabs(desk)))}.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    query["sort"] = data.draw(st.sampled_from(QueueOrder.values))
    said = {name: value for name, value in said.items() if value}
    return asked_for(actors[who], desk, query), said, actors[who]


def choices_of(by, desk):
    return asked_for(by, desk, QueryDict()).form.fields["custodian"].choices


def tabs(desk):
    return [tab.value for tab in QUEUES[desk].tabs]


@settings(**SOME)
@given(data=st.data())
def test_list_holds_what_plain_python_finds(actors, data):
    late = data.draw(st.booleans())
    with clock.shift(timedelta(days=LATE if late else 0)):
        found, said, by = asked(data, actors)
        seen = list(visible_to(by, Project.objects.all()))
        expected = {
            project.pk
            for project in seen
            if project.status in found.tab.statuses
            and all(holds(project, name, value) for name, value in said.items())
        }

        rows = page_of_list(found.visible, found.narrowing, found.order, slice(0, 50))
        counts = counted(found.visible, found.narrowing)

        assert {row.pk for row in rows} == expected
        assert sum(counts.by_status.get(one, 0) for one in found.tab.statuses) == len(expected)
        assert counts.without == {
            left: sum(
                project.status in found.tab.statuses
                and all(holds(project, n, v) for n, v in said.items() if n != left)
                for project in seen
            )
            for left in said
        }
        assert HIDDEN not in {row.title for row in rows if by != actors["centre"]}


@settings(**SOME | {"max_examples": 60})
@given(data=st.data())
def test_neighbours_are_those_of_the_list(actors, data):
    found, _, _ = asked(data, actors)
    rows = page_of_list(found.visible, found.narrowing, found.order, slice(0, 50))
    refs = ["", *(row.ref for row in rows), ""]

    for at, row in enumerate(rows, start=1):
        place = place_in_list(found.visible, found.narrowing, found.order, row)

        assert (place.number, place.count) == (at, len(rows))
        assert (place.before, place.after) == (refs[at - 1], refs[at + 1])


def test_who_left_the_list_has_the_neighbours_of_where_it_stood(actors):
    query = QueryDict("state=listed&sort=title&source=self")
    found = asked_for(actors["clerk"], "unit", query)
    first, second = page_of_list(found.visible, found.narrowing, found.order, slice(0, 9))
    draft = Project.objects.get(title="碳化硅草稿")

    place = place_in_list(found.visible, found.narrowing, found.order, draft)

    assert [first.title, second.title] == ["碳化硅加热棒", "钠离子电芯"]
    assert (place.number, place.count) == (None, 2)
    assert (place.before, place.after) == (first.ref, second.ref)


@pytest.mark.parametrize(
    ("order", "key"),
    [
        ("waiting", lambda p: (p.submitted_at is None, p.submitted_at, p.pk)),
        ("title", lambda p: (p.title, p.pk)),
        ("trl", lambda p: (p.trl is None, -(p.trl or 0))),
        ("due", lambda p: (p.due_on is None, p.due_on or clock.today(), p.pk)),
        ("total", lambda p: (p.total is None, -(p.total or 0))),
    ],
)
def test_order_is_what_it_says_and_unknown_comes_last(actors, order, key):
    found = asked_for(actors["clerk"], "unit", QueryDict(f"state=all&sort={order}"))

    rows = page_of_list(found.visible, found.narrowing, found.order, slice(0, 50))

    known = [key(row) for row in rows]
    assert known == sorted(known)
    assert len(rows) == 10


def test_text_of_a_list_says_all_of_it_again(actors):
    """A list that travels inside of another address, or is saved, is the same list."""
    query = QueryDict(mutable=True)
    query.update({"q": "a&b=c 100%+;#碳", "state": "all", "page": "7", "nonsense": "1"})
    query.setlist("lacks", ["any", "mandate"])
    found = asked_for(actors["clerk"], "unit", query)

    again = asked_for(actors["clerk"], "unit", QueryDict(found.text))

    assert found.text == "state=all&q=a%26b%3Dc%20100%25%2B%3B%23碳&lacks=any&lacks=mandate"
    assert again.query == found.query
    assert (again.tab, again.form.wanted) == (found.tab, found.form.wanted)
