"""年度: read by the centre, changed by its lead."""

from decimal import Decimal

import pytest

from accounts.cycles import change_cycle, current_cycle
from accounts.models.cycle import default_rubric
from foundation.errors import Refused
from records.models import Entry
from tests.accounts.cycle_settings import SETTINGS
from tests.factories import make_evaluation, make_project, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client):
    actor = make_staff("centre_lead")
    client.force_login(actor.user)
    return actor


def address():
    return f"/center/cycles/{current_cycle().year}/"


def test_lead_changes_the_year_on_the_record(client, lead):
    data = {**SETTINGS, "issuer": " 科技部火炬中心 ", "lists_at_acceptance": "on", "readings": "2"}

    answer = client.post(address(), data, follow=True)

    cycle = current_cycle()
    assert (cycle.issuer, cycle.lists_at_acceptance) == ("科技部火炬中心", True)
    assert (cycle.readings, cycle.rubric) == (2, default_rubric())
    assert "的设置已更改" in answer.content.decode()
    entry = Entry.objects.filter(table="accounts.cycle").latest("id")
    assert (entry.verb, entry.actor_id) == ("change", lead.user_id)


def test_what_evaluations_go_by_is_set(client, lead):
    data = {**SETTINGS, "second_opinion_from": "", "most_spread": "8", "recommended_from": "70"}

    client.post(address(), {**data, "stale_after": "12"})

    cycle = current_cycle()
    assert (cycle.second_opinion_from, cycle.most_spread) == (None, 8)
    assert (cycle.recommended_from, cycle.stale_after) == (70, 12)


def test_rubric_gets_a_criterion_and_loses_one(client, lead):
    fresh = {"label_5": "社会效益", "weight_5": "10", "floor_5": "2"}
    gone = {"label_4": "", "weight_4": "", "floor_4": ""}

    client.post(address(), {**SETTINGS, **gone, **fresh})

    added = {"key": "c1", "label": "社会效益", "weight": 10, "floor": 2}
    assert current_cycle().rubric == [*default_rubric()[:4], added]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"weight_0": "31"}, "相加要等于 100，现在是 101"),
        ({"label_0": ""}, "要写名称"),
        ({"label_0": "成熟度"}, "名称不能重复"),
        ({"most_spread": "-1"}, "评价分歧上限"),
        ({"recommended_from": "101"}, "推荐最低分"),
        ({"readings": "3"}, "入库前审读次数"),
        ({"stale_after": "0"}, "久未更新"),
    ],
)
def test_unsound_settings_are_told_and_nothing_changes(client, lead, changes, told):
    answer = client.post(address(), {**SETTINGS, **changes})

    assert answer.status_code == 422
    assert told in answer.content.decode()
    cycle = current_cycle()
    assert (cycle.rubric, cycle.most_spread, cycle.readings) == (default_rubric(), 12, 0)


def test_what_is_being_evaluated_keeps_its_rubric(lead):
    evaluation = make_evaluation(make_project("listed"))
    rubric = [{**default_rubric()[0], "weight": 100}]

    change_cycle(current_cycle(), {"rubric": rubric}, by=lead)

    evaluation.refresh_from_db()
    assert (evaluation.rubric, current_cycle().rubric) == (default_rubric(), rubric)


@pytest.mark.parametrize("role", ["centre", "unit_lead", "admin"])
def test_nobody_else_sets_what_evaluations_go_by(role):
    by = make_staff(role, "SC" if role == "unit_lead" else "")

    with pytest.raises(Refused) as refusal:
        change_cycle(current_cycle(), {"second_opinion_from": Decimal(1)}, by=by)

    assert refusal.value.status == 403
    assert current_cycle().second_opinion_from == Decimal(1000)


@pytest.mark.parametrize("issuer", ["", " \u200b ", "长" * 61, "长" * 100_000])
def test_bad_issuer_is_told_and_nothing_changes(client, lead, issuer):
    before = current_cycle()

    answer = client.post(address(), {**SETTINGS, "issuer": issuer, "lists_at_acceptance": "on"})

    assert answer.status_code == 422
    assert (current_cycle().issuer, current_cycle().lists_at_acceptance) == (before.issuer, False)


def test_year_that_is_not_there_is_not_found(client, lead):
    assert client.post("/center/cycles/2022/", SETTINGS).status_code == 404


def test_centre_reads_and_is_offered_nothing(client):
    client.force_login(make_staff("centre").user)

    page = client.get("/center/cycles/").content.decode()

    assert current_cycle().issuer in page
    assert "更改设置" not in page
