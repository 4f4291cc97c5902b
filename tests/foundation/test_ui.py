"""Components that decide something: what is marked, which condition goes, where one stands."""

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory

from foundation.templatetags.ui import applied, chinese_day, flow, form_row, marked, steps


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("碳化硅驱动", "驱动", "碳化硅<mark>驱动</mark>"),
        ("碳化硅驱动", "碳化 碳化硅", "<mark>碳化硅</mark>驱动"),
        ("SiC 模块", "sic", "<mark>SiC</mark> 模块"),
        ("a(b)", "(b", "a<mark>(b</mark>)"),
        ("<b>粗</b>", "粗", "&lt;b&gt;<mark>粗</mark>&lt;/b&gt;"),
        ("碳化硅", "", "碳化硅"),
        ("<i>", "", "&lt;i&gt;"),
    ],
)
def test_terms_of_the_query_are_marked_and_nothing_else_is_markup(text, query, shown):
    assert marked(text, query) == shown


class Narrowing(forms.Form):
    q = forms.CharField(required=False)
    unit = forms.CharField(required=False)


def test_each_condition_can_be_taken_away_alone():
    request = RequestFactory().get("/", {"q": "硅", "unit": "SC", "sort": "new", "page": "3"})
    form = Narrowing(request.GET)
    assert form.is_valid()

    shown = applied({"request": request}, form)

    assert shown["conditions"] == [
        {"label": "硅", "query": "?unit=SC&sort=new"},
        {"label": "SC", "query": "?q=%E7%A1%85&sort=new"},
    ]
    assert shown["bare"] == "?sort=new"


@pytest.mark.parametrize(
    ("now", "states"), [(1, ["now", "", ""]), (2, ["done", "now", ""]), (4, ["done"] * 3)]
)
def test_steps_before_the_present_one_are_done(now, states):
    assert [state for _, state in steps("填报、初审、入库", now)["stations"]] == states


def test_flow_without_counts_shows_nothing():
    assert flow([("提交", 0), ("入库", 0)])["is_empty"] is True
    assert flow([("提交", 4), ("入库", 1)])["stations"] == [("提交", 4, 100), ("入库", 1, 50)]


def test_thousands_are_parted_by_commas():
    figure = {"label": "已入库", "value": 1418, "unit": "项", "note": "截至今天"}

    assert "1,418<small>项</small>" in render_to_string("ui/stats.html", {"figures": [figure]})


def test_field_outside_its_form_names_it():
    form = Narrowing(auto_id="%s")

    assert 'form="search"' in form_row(form["q"], "search")["control"]
    assert "form=" not in form_row(form["q"])["control"]


@pytest.mark.parametrize(
    ("day", "said"),
    [("2026-05-01", "2026年5月1日"), ("2026-12-31", "2026年12月31日"), ("", "")],
)
def test_day_is_said_without_leading_noughts(day, said):
    assert chinese_day(day) == said
