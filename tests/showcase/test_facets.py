"""Facets: each counted under all other conditions; no query string breaks the page."""

import string

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.models import Field
from foundation.facets import facet_of, facets_of
from foundation.search import finding
from projects.queries import listings_of
from showcase.forms import SearchForm
from showcase.queries import found_by
from tests.factories import make_holder, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    """Two in 1.2 at TRL 7, one in 1.5 at TRL 5, one in 3.1 at TRL 9 by financing."""
    holder = make_holder()
    field = {field.code: field for field in Field.objects.all()}
    rest = {"price_open": True}
    return [
        make_project("listed", holder, field=field["1.2"], title="驱动芯片"),
        make_project("listed", holder, field=field["1.2"], title="隔离芯片"),
        make_project("listed", holder, field=field["1.5"], trl=5, stage="bench", title="识别"),
        make_project(
            "listed",
            holder,
            **rest,
            field=field["3.1"],
            trl=9,
            stage="industrial",
            modes=["financing"],
            funding=500,
            level="unrated",
            title="硅钢",
        ),
    ]


def asked(query):
    form = SearchForm(QueryDict(query))
    return form, form.wanted


def facet(query, name):
    form, wanted = asked(query)
    return next(one for one in facets_of(form, found_by(wanted)) if one.name == name)


def flat(options):
    for option in options:
        yield option
        yield from flat(option.within)


def counts(query, name):
    one = facet(query, name)
    return {option.value: option.count for option in flat([*one.first, *one.rest])}


def titles(query):
    _, wanted = asked(query)
    return [listing.title for listing in listings_of(found_by(wanted).keys)]


def test_each_facet_is_counted_under_the_others(library):
    assert counts("", "field") == {"1": 3, "3": 1}
    assert counts("", "trl") == {"4-6": 1, "7-9": 3}
    assert counts("field=1", "trl") == {"4-6": 1, "7-9": 2}
    assert counts("field=1&trl=7-9", "field") == {"1": 2, "1.2": 2, "3": 1}
    assert counts("trl=7-9", "mode") == {"licence": 2, "joint": 2, "financing": 1}
    assert counts("", "level") == {"domestic_lead": 3, "unrated": 1}
    assert counts("q=硅钢", "unit") == {"SC": 1}


def test_groups_stand_in_their_class_once_it_is_chosen(library):
    [first, third] = facet("field=1&field=1.5", "field").first

    assert [(one.value, one.is_chosen) for one in first.within] == [("1.2", False), ("1.5", True)]
    assert (first.is_chosen, third.value, third.within) == (True, "3", [])


def test_value_with_a_dot_that_is_in_no_class_is_offered():
    choices = [(value, value) for value in ("AI2.0", "1", "1.2")]

    offered = facet_of("theme", "主题", choices, {"AI2.0": 1, "1": 2, "1.2": 2}, []).first

    assert [option.value for option in offered] == ["AI2.0", "1"]


def test_group_narrows_its_class(library):
    assert sorted(titles("field=1")) == ["识别", "隔离芯片", "驱动芯片"]
    assert sorted(titles("field=1&field=1.5")) == ["识别"]
    assert sorted(titles("field=1.5&field=3")) == ["硅钢", "识别"]


def test_any_value_of_a_condition_will_do_and_all_conditions_must(library):
    assert titles("trl=4-6&mode=financing") == []
    assert sorted(titles("mode=financing&mode=joint")) == ["硅钢", "识别", "隔离芯片", "驱动芯片"]


def test_counts_that_were_cut_short_say_so(library, client, monkeypatch):
    """Of two in the field all others are counted; of all there are, three."""
    monkeypatch.setattr(finding, "CAP", 3)

    assert [facet("", name).is_capped for name in ("field", "trl")] == [True, True]
    assert [facet("field=1.2", name).is_capped for name in ("field", "trl")] == [True, False]
    page = client.get("/showcase/").content.decode()
    assert '找到 <b class="num">3+</b> 项成果' in page
    assert '<span class="c num">3+</span>' in page


def test_order_by_relevance_is_offered_with_words_only():
    orders = [[value for value, _ in asked(q)[0].fields["sort"].choices] for q in ("", "q=芯片")]

    assert orders == [["", "maturity"], ["", "newest", "maturity"]]


def test_query_too_long_is_told(client):
    """And kept, to be shortened."""
    page = client.get("/showcase/", {"q": "长" * 201}).content.decode()

    assert "没有按关键词找：最多 200 字，现在 201 字，请写短一些" in page
    assert f'value="{"长" * 201}"' in page


_NAMES = st.sampled_from(["q", "field", "unit", "trl", "mode", "level", "sort", "page"])
_VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["1", "1.2", "SC", "7-9", "licence", "domestic_lead", "newest", "0", "-1"]),
    st.text(alphabet=string.punctuation + "\x00\u202e", max_size=10),
)


@pytest.mark.parametrize("path", ["/showcase/", "/showcase/suggest/"])
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(_NAMES, _VALUES), max_size=8))
def test_no_query_string_breaks_the_page(client, path, pairs):
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value.encode("utf-8", "ignore").decode())

    assert client.get(f"{path}?{query.urlencode()}").status_code == 200
