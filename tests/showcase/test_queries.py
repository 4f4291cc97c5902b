"""A search finds what a plain substring finds, then what may have been meant; the public sees only
the consented."""

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.consenting import withdraw_consent
from foundation.search import finding
from foundation.search.cutting import plain_number
from foundation.search.synonyms import synonyms_of
from foundation.text import fold
from projects.listings import rebuild_index
from projects.models import Listing
from projects.queries import shown, shown_by_name
from tests.factories import make_holder, make_project, make_right
from tests.showcase.searching import found, titles_found

pytestmark = pytest.mark.django_db

FURNACE, ROD, BATTERY = "碳化硅 外延炉 温场 控制", "炉温控制用碳化硅加热棒", "钠离子电池 层状 正极"
TITLES = [
    FURNACE,
    ROD,
    BATTERY,
    "电池电池电池",
    "LiFePO4/C 复合正极 'SC' \\ 材料",
    "A型 半角 X Transformer 标题",
]
PLAIN = dict.fromkeys(("tagline", "problem", "innovation", "market", "team"), "略")
PLAIN |= {"summary": "略" * 200, "keywords": ["略"]}
AT_LENGTH = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def library():
    holder = make_holder()
    return [make_project("listed", holder, title=title, **PLAIN) for title in TITLES]


def steps_taken(text):
    """By which steps how many were found."""
    result = found(text)
    whole = {"all": result.whole} if result.whole else {}
    return whole | {step.by: count for step, count in result.further}


@AT_LENGTH
@given(data=st.data())
def test_every_substring_is_found_as_often_as_it_stands_there(library, data):
    title = data.draw(st.sampled_from(TITLES))
    start = data.draw(st.integers(0, len(title) - 2))
    text = title[start : start + data.draw(st.integers(2, 9))].strip()
    if len(text) < 2 or " " in text:
        return

    ways = [fold(text), *synonyms_of(fold(text))]
    names = [f"{fold(one.title)} {fold(one.code)} {plain_number(one.code)}" for one in library]
    assert found(text).whole == sum(any(way in name for way in ways) for name in names)


@AT_LENGTH
@given(text=st.text(max_size=80))
def test_no_query_breaks_the_search(library, text):
    assert 0 <= found(text).total <= len(TITLES)


@pytest.mark.parametrize(
    ("text", "count"),
    [("碳化硅 炉", 2), ("电池 正极", 1), ("正极 碳化硅", 0), ("ａ型", 1), ("", 6), ("\x00", 6)],
)
def test_all_terms_are_required_first(library, text, count):
    assert found(text).whole == count


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("外延炉 温场", {"all": 1}),
        ("minjiang", {"reading": 6}),
        ("mjqj", {"reading": 6}),
        ("qijian", {"reading": 6}),
        ("transfromer", {"spelling": 1}),
        ("温场碳化硅", {"apart": 1, "most": 1}),
        ("温场 激光雷达", {"most": 1}),
        ("激光雷达", {}),
    ],
)
def test_what_is_found_is_told_by_its_step(library, text, steps):
    assert steps_taken(text) == steps


def test_what_holds_all_stands_before_what_was_found_later(library):
    result = found("碳化硅 外延炉")

    assert (result.whole, steps_taken("碳化硅 外延炉")) == (1, {"all": 1, "most": 1})
    assert titles_found("碳化硅 外延炉") == [FURNACE, ROD]


def test_one_character_is_sought_only_in_what_names_it():
    holder = make_holder()
    make_project("listed", holder, **PLAIN | {"title": "石英坩埚", "summary": "用于铱" * 70})
    make_project("listed", holder, **PLAIN | {"title": "铱坩埚"})
    make_project("listed", holder, **PLAIN | {"title": "别的", "keywords": ["铱"]})

    assert titles_found("铱") == ["铱坩埚", "别的"]


def test_texts_are_searched_after_titles():
    holder = make_holder()
    make_project("listed", holder, title="别的名称", summary="用于石墨烯浆料" + "略" * 200)
    make_project("listed", holder, title="石墨烯浆料", summary="略" * 200)

    assert titles_found("石墨烯浆料") == ["石墨烯浆料", "别的名称"]


def test_number_of_a_right_is_found_however_it_is_parted():
    holder = make_holder()
    rights = [make_right("ZL202110000007.3")]
    make_project("listed", holder, title="有专利", rights=rights, **PLAIN)
    make_project("listed", holder, title="没有", **PLAIN)

    for text in ("ZL 2021 1 0000007.3", "zl202110000007.3", "2021100000073"):
        assert titles_found(text) == ["有专利"]


@pytest.mark.parametrize("typed", ["Micro LED", "micro-led", "微型发光二极管"])
def test_word_that_is_written_with_a_space_is_found_in_each_of_its_ways(typed):
    holder = make_holder()
    titles = {"Micro LED 显示屏", "Micro-LED 外延片", "微型发光二极管巨量转移"}
    for title in titles:
        make_project("listed", holder, title=title, **PLAIN)

    assert set(titles_found(typed)) == titles
    assert found(typed).whole == 3


def test_orders_are_by_rank_day_and_maturity():
    holder = make_holder()
    for title, trl, stage in (
        ("硅钢硅钢", 9, "industrial"),
        ("硅钢", 5, "bench"),
        ("铁", 7, "pilot"),
    ):
        rest = PLAIN | {"summary": "硅钢" + "略" * 200}
        make_project("listed", holder, title=title, trl=trl, stage=stage, **rest)

    assert titles_found("硅钢")[2] == "铁"
    assert titles_found("硅钢", "newest") == ["铁", "硅钢", "硅钢硅钢"]
    assert titles_found("硅钢", "maturity") == ["硅钢硅钢", "铁", "硅钢"]
    assert titles_found("", "maturity") == ["硅钢硅钢", "铁", "硅钢"]
    assert titles_found() == ["铁", "硅钢", "硅钢硅钢"]


def test_more_than_are_counted_are_told_to_be_more(library, monkeypatch):
    monkeypatch.setattr(finding, "CAP", 3)

    everything, two = found(), found("碳化硅")

    assert (everything.total, everything.is_capped) == (3, True)
    assert everything.counts["unit:SC"] == 3
    assert (two.total, two.is_capped) == (2, False)


@pytest.mark.parametrize("status", ["draft", "submitted", "accepted"])
def test_what_is_not_listed_is_not_shown(status):
    make_project(status)

    assert shown().count() == 0
    assert found().total == 0


def test_without_consent_or_after_withdrawal_nothing_is_found():
    holder = make_holder()
    make_project("listed", holder, shown=False)
    project = make_project("listed", holder)
    assert list(found("碳化硅").keys) == [project.pk]

    withdraw_consent(project.display_consent, by=holder)

    assert shown_by_name(project.code).count() == 0
    for text in ("", "碳化硅", "minjiang", "driver 碳化硅"):
        assert (found(text).total, found(text).counts) == (0, {})


def test_rebuilding_the_index_changes_no_cut(library):
    before = dict(Listing.objects.values_list("pk", "search"))
    Listing.objects.update(search="")

    assert rebuild_index() == len(TITLES)
    assert dict(Listing.objects.values_list("pk", "search")) == before
