"""Two versions side by side: the whole of both comes out again, and what a page tells of it."""

import pytest
from hypothesis import given, strategies as st

from projects.columns.told import ATTACHMENTS, REMARKABLE
from projects.content import content_of
from projects.intake import save_draft, submit
from projects.screening import send_back
from projects.views.differing import changes_of, told_of, verdict_changes
from projects.views.sections import TOLD
from projects.vocabulary import ROWS
from tests.factories import make_draft, make_holder, make_lead, make_project
from tests.projects.test_remarking import DUE

pytestmark = pytest.mark.django_db

_TEXT = st.text("碳化硅驱动芯片0.9μs，。；\n", max_size=30)
_WORDS = st.lists(_TEXT.filter(bool), max_size=3)
_CELL = st.sampled_from(["", "短路响应", "0.9 μs", "1.2 μs", "检测报告"])
_FILE = st.fixed_dictionaries(
    {
        "ref": st.sampled_from(["A", "B", "C"]),
        "name": st.sampled_from(["检测报告", "查新报告"]),
        "kind_label": st.just("检测报告"),
        "visibility_label": st.sampled_from(["公开", "授权可见"]),
        "sha256": st.sampled_from(["a" * 64, "b" * 64]),
        "size": st.integers(1, 10**8),
    }
)


def _rows(name):
    """Rows that say something, as all that are stored."""
    rows = st.fixed_dictionaries(dict.fromkeys(ROWS[name], _CELL))
    return st.lists(rows.filter(lambda row: any(row.values())), max_size=4)


CONTENTS = st.fixed_dictionaries(
    {"title": _TEXT, "labels": st.just({})},
    optional={
        **dict.fromkeys(("tagline", "summary", "organisation", "market", "price"), _TEXT),
        **dict.fromkeys(("keywords", "modes"), _WORDS),
        **{name: _rows(name) for name in ("indicators", "rights", "awards", "conversions")},
        "trl": st.none() | st.integers(1, 9),
        "willing": st.booleans(),
        "attachments": st.lists(_FILE, max_size=3, unique_by=lambda one: one["ref"]),
    },
)


def joined(side):
    return "".join(segment.text for segment in side)


@given(CONTENTS, CONTENTS)
def test_difference_gives_both_contents_back(left, right):
    changes = changes_of(left, right)

    assert {one.name: joined(one.line.left) for one in changes} == said_in(left, changes)
    assert {one.name: joined(one.line.right) for one in changes} == said_in(right, changes)
    told = {one.name for one in changes}
    for name in (*TOLD, ATTACHMENTS):
        assert name in told or told_of(left, name) == told_of(right, name) == ""


def said_in(content, changes):
    return {one.name: told_of(content, one.name) for one in changes}


@given(CONTENTS, CONTENTS)
def test_rows_that_are_told_are_those_that_differ(left, right):
    for one in changes_of(left, right):
        if one.name not in ROWS:
            continue
        kinds = [row.kind for row in one.rows]
        assert len(kinds) - kinds.count("新增") + one.alike == len(left.get(one.name, []))
        assert len(kinds) - kinds.count("去掉") + one.alike == len(right.get(one.name, []))
        assert all(row.line.is_different for row in one.rows)


@given(CONTENTS)
def test_content_does_not_differ_from_itself(content):
    changes = changes_of(content, content)

    assert [one.name for one in changes if one.is_different or one.rows] == []


def attached(ref, name="检测报告", sha="a", visibility="公开"):
    facts = {"kind_label": name, "visibility_label": visibility, "size": 1000}
    return {"ref": ref, "name": name, "sha256": sha * 64, **facts}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([], [attached("A")], [("检测报告", "新增")]),
        ([attached("A")], [], [("检测报告", "去掉")]),
        ([attached("A")], [attached("B", sha="b")], [("检测报告", "换了文件")]),
        ([attached("A")], [attached("A", visibility="授权可见")], [("检测报告", "有改动")]),
        ([attached("A")], [attached("A", "查新报告")], [("查新报告", "有改动")]),
        ([attached("A")], [attached("A")], []),
    ],
)
def test_attachments_are_told_by_what_became_of_them(before, after, told):
    sides = [{"title": "甲", "labels": {}, "attachments": one} for one in (before, after)]

    [*_, files] = changes_of(*sides)

    assert [(row.label, row.kind) for row in files.rows] == told


def test_every_column_that_is_remarked_on_is_told():
    assert set(REMARKABLE) - {*TOLD, ATTACHMENTS} == {"lead_rank"}


def test_column_that_says_nothing_is_told_where_it_was_asked_for():
    content = content_of(make_draft(), {})

    found = {one.name for one in changes_of(content, content, also={"industry"})}

    assert "industry" in found
    assert "title_en" not in found


def test_verdicts_are_told_before_and_after():
    holder = make_holder()
    project = make_project("submitted", holder)
    returned = send_back(project, by=make_lead(), remarks="改", due_on=DUE)
    submit(save_draft(returned, {"level": "unrated", "level_basis": []}, by=holder), by=holder)
    before, after = (project.versions.get(number=number).verdicts for number in (1, 2))

    changed = [one for one in verdict_changes(before, after) if one.is_different]

    assert [(one.before["label"], one.after["label"]) for one in changed] == [
        ("符合", "需人工核验")
    ]
    assert verdict_changes([], after)[0].before == {}
