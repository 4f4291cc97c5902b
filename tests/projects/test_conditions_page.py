"""The page 征集条件 says what the portal does: it is printed from the tables that judge."""

import pytest

from foundation.validators import check_ip_number, check_uscc
from projects import conditions, eligibility
from projects.conditions import CONDITIONS, Finding
from projects.states import Verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(client):
    def read():
        return client.get("/notices/conditions/").content.decode()

    return read


def test_every_finding_of_every_condition_is_printed(shown):
    page = shown()

    for condition in CONDITIONS:
        assert f"{condition.number}. {condition.name}" in page
        assert (condition.clause in page, condition.notice in page) == (True, True)
        for finding in condition.findings:
            assert finding.reason.format(found="…") in page
    assert conditions.RULE_SET in page


def test_page_changes_with_the_table_that_judges(shown, monkeypatch):
    before = shown()
    looked_at = Finding(Verdict.PERSON, "领域要由专家看过", "field")
    monkeypatch.setattr(conditions, "IN_FIELD", looked_at)
    first = CONDITIONS[0]
    monkeypatch.setattr(
        "projects.views.conditions.CONDITIONS",
        (conditions.Condition(1, first.name, first.notice, (looked_at, conditions.NO_FIELD)),),
    )
    monkeypatch.setitem(conditions.AGREES, "bench", (2, 3))

    content = {"field": "1.2", "labels": {"field": "电子核心产业"}}
    assert eligibility._field(content).finding is looked_at
    after = shown()
    assert (looked_at.reason in before, looked_at.reason in after) == (False, True)
    assert ("小试：4 至 6 级" in before, "小试：2 至 3 级" in after) == (True, True)


def test_wrong_numbers_are_shown_with_the_check_digit_expected(shown):
    page = shown()

    for verdict in (
        check_ip_number("ZL202110000001.5", this_year=2026),
        check_ip_number("202220000002", this_year=2026),
        check_uscc("91110108MA00TE5T21"),
    ):
        assert verdict.errors[0].sentence in page
    assert "专利号的校验位应为 6，填的是 5" in page
    assert "统一社会信用代码的校验位应为 6，填的是 1" in page


def test_amounts_and_dates_are_shown_as_they_are_read(shown):
    page = shown()

    for read in ("15000.00", "3000.00", "500.00", "100.00", "价格面议", "2022-04-01", "2022-04"):
        assert f">{read}</td>" in page
    assert "不是一个确定的数" in page


def test_page_asks_the_database_for_the_day_alone(client, django_assert_num_queries):
    client.get("/notices/conditions/")

    with django_assert_num_queries(1):
        assert client.get("/notices/conditions/").status_code == 200


def test_page_is_one_step_from_everywhere(client):
    assert '<a href="/notices/conditions/">征集条件</a>' in client.get("/").content.decode()
