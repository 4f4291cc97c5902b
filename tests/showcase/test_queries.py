"""A search finds exactly what a plain substring count finds; the public sees only the consented."""

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.consenting import withdraw_consent
from projects.listings import rebuild_index
from projects.models import Listing
from projects.queries import shown, shown_by_name
from showcase import queries
from tests.factories import make_holder, make_project

pytestmark = pytest.mark.django_db

TITLES = [
    "碳化硅 外延炉 温场 控制",
    "炉温控制用碳化硅加热棒",
    "钠离子电池 层状 正极",
    "电池电池电池",
    "LiFePO4/C 复合正极 'SC' \\ 材料",
    "Ａ型 全角 Ｘ 标题",
]


@pytest.fixture
def library():
    holder = make_holder()
    rest = dict.fromkeys(("tagline", "problem", "innovation", "market"), "略")
    rest |= {"summary": "略" * 200, "keywords": ["略"]}
    return [make_project("listed", holder, title=t, **rest) for t in TITLES]


def count_of(text):
    return queries.capped_count(queries.searched(shown(), text))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_every_substring_finds_as_many_as_a_plain_count(library, data):
    titles = [project.title for project in library]
    title = data.draw(st.sampled_from(titles))
    start = data.draw(st.integers(0, len(title) - 2))
    length = data.draw(st.integers(2, 9))
    text = title[start : start + length].strip()
    if len(text) < 2 or " " in text:
        return

    assert count_of(text) == sum(text.casefold() in t.casefold() for t in titles)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=80))
def test_no_query_breaks_the_search(library, text):
    assert 0 <= count_of(text) <= len(TITLES)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("池", 2),
        ("碳化硅 炉", 2),
        ("电池 正极", 1),
        ("正极 碳化硅", 0),
        ("ａ型", 1),
        ("", 6),
        ("\x00", 6),
    ],
)
def test_terms_are_all_required_and_one_character_searches_titles(library, text, count):
    assert count_of(text) == count


def test_summary_is_searched_after_titles():
    holder = make_holder()
    make_project("listed", holder, title="别的名称", summary="用于石墨烯浆料" + "略" * 200)
    make_project("listed", holder, title="石墨烯浆料", summary="略" * 200)

    found = [listing.title for listing in queries.searched(shown(), "石墨烯浆料")]

    assert found == ["石墨烯浆料", "别的名称"]


@pytest.mark.parametrize("status", ["draft", "submitted", "accepted"])
def test_what_is_not_listed_is_not_shown(status):
    make_project(status)

    assert shown().count() == 0


def test_without_consent_or_after_withdrawal_nothing_is_shown():
    holder = make_holder()
    make_project("listed", holder, shown=False)
    project = make_project("listed", holder)
    assert shown().get().project == project

    withdraw_consent(project.display_consent, by=holder)

    assert shown().count() == 0
    assert shown_by_name(project.code).count() == 0


def test_rebuilding_the_index_changes_no_cut(library):
    before = dict(Listing.objects.values_list("pk", "search"))
    Listing.objects.update(search="")

    assert rebuild_index() == len(TITLES)
    assert dict(Listing.objects.values_list("pk", "search")) == before
