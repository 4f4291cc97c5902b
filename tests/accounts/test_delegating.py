import datetime as dt
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.acting import actor_of
from accounts.delegating import DelegationProblem, delegate, revoke
from accounts.models import Delegation, Unit
from accounts.states import Scope
from foundation import clock
from foundation.errors import Refused
from records.models import Entry, Message
from tests.factories import (
    make_agent,
    make_clerk,
    make_delegation,
    make_lead,
    make_organisation,
    make_staff,
)

pytestmark = pytest.mark.django_db

FORM = {"scopes": ["collect", "coach"], "until": "2030-06-30"}


def test_delegation_lets_the_agency_act_for_the_unit_until_it_is_revoked():
    agent = make_agent()
    assert actor_of(agent.user).unit == ""

    lead = make_lead()
    delegation = make_delegation(make_organisation(), scopes=("coach", "collect"), lead=lead)

    acting = actor_of(agent.user)
    assert (acting.role, acting.unit, acting.scopes) == ("agency", "SC", ("collect", "coach"))
    revoke(delegation, by=lead, reason="不再合作")
    assert actor_of(agent.user).unit == ""
    told = Message.objects.filter(to=agent.user_id).order_by("pk").values_list("kind", flat=True)
    assert list(told)[-2:] == ["accounts.delegation.delegate", "accounts.delegation.revoke"]


def test_delegation_ends_by_itself():
    agent = make_agent()
    make_delegation(days=30)

    with clock.shift(timedelta(days=29, hours=23)):
        assert actor_of(agent.user).unit == "SC"
    with clock.shift(timedelta(days=30)):
        assert actor_of(agent.user).unit == ""


def test_delegation_is_refused_with_all_that_is_wrong():
    lead, organisation = make_lead(), make_organisation()
    make_delegation(organisation, lead=lead)

    with pytest.raises(Refused) as refusal:
        delegate(Unit.objects.get(abbr="SC"), organisation, [], until=clock.now(), by=lead)

    codes = [problem.code for problem in refusal.value.problems]
    assert codes == [DelegationProblem.NO_SCOPE, DelegationProblem.PAST, DelegationProblem.RUNNING]


@pytest.mark.parametrize("by", [make_clerk, lambda: make_lead("GD"), lambda: make_staff("centre")])
def test_only_the_lead_of_the_unit_delegates_and_revokes(by):
    delegation, by = make_delegation(), by()
    unit, until = Unit.objects.get(abbr="SC"), clock.now() + timedelta(days=1)
    other = make_organisation("珠江技术转移中心", "91440101MA5AKP8U4D")
    before = Entry.objects.count()

    for attempt in (
        lambda: delegate(unit, other, [Scope.COLLECT], until=until, by=by),
        lambda: revoke(delegation, by=by),
    ):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.status == HTTPStatus.FORBIDDEN

    assert (Delegation.objects.count(), Entry.objects.count()) == (1, before)


def test_database_refuses_two_at_a_time():
    first = make_delegation(days=30)

    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as one:
        one.execute(
            "insert into accounts_delegation"
            " (ref, unit_id, organisation_id, scopes, granted_by_id, valid_from, valid_to)"
            " values ('0123456789', 'SC', %s, '{coach}', %s, now() + interval '29 days',"
            " now() + interval '60 days')",
            [first.organisation_id, first.granted_by_id],
        )

    assert "delegation_one_at_a_time" in str(refusal.value)


def test_revoked_delegation_makes_room_and_is_not_revoked_again():
    lead = make_lead()
    first = make_delegation(lead=lead)
    revoke(first, by=lead)

    second = make_delegation(first.organisation, lead=lead)

    assert list(Delegation.objects.valid_now()) == [second]
    with pytest.raises(Refused) as refusal:
        revoke(first, by=lead)
    assert [problem.code for problem in refusal.value.problems] == [DelegationProblem.OVER]


def test_page_delegates_until_the_end_of_the_day_in_shanghai(client):
    make_agent()
    client.force_login(make_lead().user)

    answer = client.post("/unit/delegations/new/", {**FORM, "organisation": make_organisation().pk})

    delegation = Delegation.objects.get()
    assert answer.url == f"/unit/delegations/{delegation.ref}/"
    assert delegation.scopes == ["collect", "coach"]
    assert delegation.valid_to == dt.datetime(2030, 6, 30, 16, tzinfo=dt.UTC)
    assert delegation.last_day == dt.date(2030, 6, 30)
    page = client.get("/unit/delegations/").content.decode()
    assert "征集填报、路演辅导" in page
    assert "2030-06-30" in page


@pytest.mark.parametrize(
    ("field", "value", "status", "words"),
    [
        ("scopes", [], 200, "请填写“委托事项”"),
        ("until", "2020-01-01", 422, "截止时间要晚于现在"),
        ("until", "2100-01-01", 200, "不能晚于 2099-12-31"),
        ("organisation", "0", 200, "该选择不在可用的选项中"),
    ],
)
def test_page_says_what_is_wrong_and_keeps_what_was_typed(client, field, value, status, words):
    make_agent()
    client.force_login(make_lead().user)
    form = {**FORM, "organisation": make_organisation().pk, field: value}

    answer = client.post("/unit/delegations/new/", form)

    assert answer.status_code == status
    assert words in "".join(answer.context["form"].errors[field])
    assert answer.context["form"]["until"].value() == form["until"]
    assert Delegation.objects.count() == 0


def test_page_offers_only_agencies_whose_people_the_unit_has_approved(client):
    make_agent()
    make_agent(make_organisation("珠江技术转移中心", "91440101MA5AKP8U4D"), "GD")
    client.force_login(make_lead().user)

    page = client.get("/unit/delegations/new/").content.decode()

    assert "蜀道技术转移中心" in page
    assert "珠江技术转移中心" not in page


def test_page_revokes_with_a_reason_and_only_for_the_lead(client):
    delegation = make_delegation()
    url = reverse("unit_delegation_revoke", args=[delegation.ref])
    client.force_login(make_clerk().user)
    assert client.post(url, {"reason": "不再合作"}).status_code == 403
    assert "撤销委托" not in client.get(f"/unit/delegations/{delegation.ref}/").content.decode()

    client.force_login(make_lead().user)
    assert "请填写“原因”" in client.post(url, {}).content.decode()
    assert client.post(url, {"reason": "不再合作"}).url == "/unit/delegations/"

    delegation.refresh_from_db()
    assert delegation.revoked_at is not None
    assert Entry.objects.get(verb="revoke").note == "不再合作"
    assert client.post(url, {"reason": "再来一次"}).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_queries_for_three_as_for_one(client, django_assert_num_queries, count):
    lead = make_lead()
    codes = ["91510100MA61RU9B1F", "91440101MA5AKP8U4D", "91350100M000100Y43"]
    for code in codes[:count]:
        make_delegation(make_organisation(code, code), lead=lead)
    client.force_login(lead.user)
    client.get("/")

    with django_assert_num_queries(7):
        page = client.get("/unit/delegations/")

    assert len(page.context["page"]) == count
