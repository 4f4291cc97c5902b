"""The plan is typed, merged, frozen; no order of clicks brings an event too many."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.cycles import current_cycle
from foundation import clock
from foundation.errors import Refused
from foundation.typed import Page
from provinces.content import content_of
from provinces.models import PlanDraft, PlanEvent, PlanVersion, Printing
from provinces.planning import add_event, copy_last, drop_event, freeze, standing_of
from provinces.queries import events_of
from records.models import Entry
from tests.factories import make_clerk, make_lead
from tests.provinces.making import (
    frozen_plan,
    full_plan,
    plan_of,
    publish,
    type_in,
    typed_plan,
)

pytestmark = pytest.mark.django_db


def test_third_event_is_refused_in_words():
    publish()
    clerk = make_clerk()
    add_event(plan_of(), by=clerk)
    add_event(plan_of(), by=clerk)

    with pytest.raises(Refused) as refusal:
        add_event(plan_of(), by=clerk)

    assert str(refusal.value).startswith("本年度最多申报 2 场，名额已用完")
    assert PlanEvent.objects.count() == 2


def test_database_refuses_an_event_beyond_the_slots():
    publish()
    plan = plan_of()

    with pytest.raises(IntegrityError), transaction.atomic():
        PlanEvent.objects.create(plan=plan, number=3)


def test_dropped_event_gives_its_slot_back():
    publish()
    clerk = make_clerk()
    first = add_event(plan_of(), by=clerk)
    add_event(plan_of(), by=clerk)

    drop_event(first, by=clerk)
    again = add_event(plan_of(), by=clerk)

    assert again.number == 1
    assert Entry.objects.filter(table="provinces.planevent").count() == 4


def test_plan_lacks_all_that_a_plan_needs():
    publish()
    standing = standing_of(plan_of())

    said = [problem.sentence for problem in standing.problems]

    assert said[0] == "还没有填“发文字号”"
    assert said[-1] == "还没有申报路演。请增加一场"
    assert len(said) == 27


def test_whole_plan_lacks_nothing():
    publish()

    assert standing_of(full_plan()).problems == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"budget_total": "60"}, "“经费总额”：各行相加是 60.5 万元，与总额不一致，请核对"),
        (
            {"doc_number": "川科函41号"},
            "“发文字号”：请写成“川科函〔2026〕41号”的样子：代字、六角括号里的年份、序号",
        ),
        ({"letter_date": "五月十日"}, "“成文日期”：请写年月日，如 2026-06-16"),
        ({"target_collected": "很多"}, "“征集成果”：输入整数。"),
        ({"letter_date": "2019-05-10"}, "“成文日期”：不在 {year} 年度内，请核对"),
        ({"tasks": []}, "还没有填“任务分工”"),
    ],
)
def test_wrong_answer_is_told_with_its_label(changes, sentence):
    publish()

    said = [problem.sentence for problem in standing_of(full_plan(**changes)).problems]

    assert said == [sentence.format(year=current_cycle().year)]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"second_date": "{year}-06-16"}, "“备选日期”：和首选日期是同一天，请另选一天，或不填"),
        ({"project_count": "0"}, "“拟路演项目数”：已选了 1 个项目，请写不少于这个数"),
    ],
)
def test_wrong_answer_about_an_event_is_told(changes, sentence):
    publish()
    plan = full_plan()
    (event,) = events_of(plan)
    typed = {f"{event.ref}_{name}": text for name, text in changes.items()}
    year = str(plan.cycle.year)
    type_in(plan, {name: text.replace("{year}", year) for name, text in typed.items()})

    assert [problem.sentence for problem in standing_of(plan).problems] == [sentence]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("川科函[2026]41号", "川科函〔2026〕41号"),
        ("川科函（2026）41号", "川科函〔2026〕41号"),
        (" 川科函〔2026〕 41 号", "川科函〔2026〕41号"),
    ],
)
def test_document_number_is_read_in_its_one_form(typed, read):
    publish()

    assert standing_of(full_plan(doc_number=typed)).values["doc_number"] == read


def test_task_nobody_does_is_told():
    publish()
    tasks = typed_plan()["tasks"][:5]

    said = [problem.sentence for problem in standing_of(full_plan(tasks=tasks)).problems]

    assert said == ["“项目入库”还没有责任单位"]


def test_two_pages_type_without_losing_either():
    publish()
    clerk, lead = make_clerk(), make_lead()
    type_in(plan_of(), {"aims": "甲", "basis": "甲"}, by=clerk, page=Page(0, "one"))

    kept = type_in(plan_of(), {"aims": "乙", "staff": "乙"}, by=lead, page=Page(0, "two"))

    draft = PlanDraft.objects.get()
    assert (kept.clashes, kept.newer) == ({"aims"}, {"basis"})
    assert {name: draft.typed[name] for name in ("aims", "basis", "staff")} == {
        "aims": "甲",
        "basis": "甲",
        "staff": "乙",
    }


@pytest.mark.parametrize("unit", ["GD"])
def test_stranger_types_nothing(unit):
    publish()

    with pytest.raises(Refused):
        type_in(plan_of(), {"aims": "甲"}, by=make_clerk(unit))

    assert PlanDraft.objects.count() == 0


def test_nothing_is_typed_after_the_end():
    publish()
    clerk = make_clerk()

    with clock.shift(timedelta(days=11)), pytest.raises(Refused) as refusal:
        type_in(plan_of(), {"aims": "甲"}, by=clerk)

    assert "截止，入口已关闭" in str(refusal.value)


def test_frozen_plan_is_version_one_with_its_letter_ordered():
    publish()
    plan, version = frozen_plan()

    assert (version.number, version.content["letter"]["number"]) == (1, "川科函〔2026〕41号")
    assert version.content["events"][0]["mode"] == "线下线上结合"
    assert version.content["events"][0]["projects"][0]["organisation"] == "岷江器件研究所"
    assert version.content["tasks"][5]["task"] == "项目入库"
    assert Printing.objects.get().version == version
    assert plan.draft.is_frozen


def test_freezing_what_is_unchanged_gives_the_same_version():
    publish()
    plan, version = frozen_plan()
    clerk = make_clerk()
    type_in(plan, {"aims": "改一下"}, by=clerk)
    type_in(plan, {"aims": typed_plan()["aims"]}, by=clerk)

    again = freeze(plan, by=clerk)

    assert again == version
    assert PlanDraft.objects.get().is_frozen


def test_any_edit_makes_the_next_version():
    publish()
    plan, first = frozen_plan()
    clerk = make_clerk()
    type_in(plan, {"aims": "改过的目标"}, by=clerk)
    assert not PlanDraft.objects.get().is_frozen

    second = freeze(plan, by=clerk)

    assert (second.number, second.sha256 == first.sha256) == (2, False)
    assert PlanVersion.objects.get(number=1).content == first.content


def test_incomplete_plan_is_not_frozen():
    publish()
    plan = full_plan(aims="")

    with pytest.raises(Refused) as refusal:
        freeze(plan, by=make_clerk())

    assert str(refusal.value) == "还没有填“总体要求与目标”"
    assert PlanVersion.objects.count() == 0


def test_frozen_version_never_changes():
    publish()
    frozen_plan()

    with pytest.raises(Exception, match="is written once"), transaction.atomic():
        PlanVersion.objects.update(number=9)


def test_content_is_read_back_from_the_database_as_it_was_hashed():
    publish()
    plan, version = frozen_plan()

    assert content_of(standing_of(plan)) == PlanVersion.objects.get().content
    assert len(version.sha256) == 64


def test_last_year_is_no_start_where_there_is_none():
    publish()

    with pytest.raises(Refused) as refusal:
        copy_last(plan_of(), by=make_clerk())

    assert refusal.value.problems[0].code == "plan_no_last"


def test_saving_takes_the_same_statements_for_one_name_and_for_three(
    django_assert_num_queries,
):
    publish()
    clerk, plan = make_clerk(), plan_of()
    type_in(plan, {"aims": "甲"}, by=clerk)

    for typed in ({"aims": "乙"}, {"aims": "丙", "basis": "丙", "staff": "丙"}):
        with django_assert_num_queries(7):
            type_in(plan, typed, by=clerk)


def test_events_of_one_plan_at_once_never_exceed_the_cap():
    publish()
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_constraint where conname = 'event_in_a_slot_of_its_plan'"
        )
        assert cursor.fetchone() == (1,)
