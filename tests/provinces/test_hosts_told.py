"""What others learn of a call for hosts: in messages, in public, and when a person leaves."""

import pytest

from provinces.applying import (
    change_host_call,
    close_host_call,
    decline,
    forget_contacts,
    pick,
    withdraw_application,
)
from provinces.models import HostApplication, WorkPlan
from provinces.queries import host_calls, picked_in
from records.models import Message
from tests.factories import make_clerk, make_holder, make_lead
from tests.letters import words_of
from tests.provinces.hosts import (
    REASON,
    application_in,
    apply,
    make_host,
    open_call,
    terms,
)

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
WHO, CALL = "成都芯谷园区运营公司", "征集集成电路专场承办单位"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


def test_whoever_must_hear_is_told_and_no_contact_with_it():
    Message.objects.all().delete()
    lead, clerk, by = make_lead(), make_clerk(), make_host()
    application = application_in("applied", by=by, lead=lead)
    change_host_call(application.call, terms(), by=lead)
    close_host_call(application.call, by=lead)
    pick(application, by=lead, reason=REASON)
    decline(application, by=lead, reason="退出了")

    told = Message.objects.filter(kind__startswith="provinces.host").order_by("pk")
    rest = {lead.user_id, clerk.user_id}
    assert [m.kind.removeprefix("provinces.") for m in told if m.to_id not in rest] == [
        "hostcall.change",
        "hostcall.close",
        "hostapplication.pick",
        "hostapplication.decline",
    ]
    assert {m.to_id for m in told if m.kind.endswith("apply")} == rest
    assert all("13698765432" not in str(message.context) for message in told)
    assert told.get(kind="provinces.hostapplication.pick").context["note"] == REASON


def test_withdrawing_is_told_to_the_unit():
    lead = make_lead()

    application_in("withdrawn", lead=lead)

    told = Message.objects.filter(kind="provinces.hostapplication.withdraw")
    assert lead.user_id in set(told.values_list("to", flat=True))


def test_anybody_reads_what_was_picked_and_nothing_else():
    lead = make_lead()
    application = application_in("picked", lead=lead)
    open_call(by=lead)

    latest, earlier = host_calls()

    assert (latest.is_taking, latest.picked) == (True, 0)
    assert (earlier.is_taking, earlier.picked) == (False, 1)
    assert list(picked_in(earlier)) == [application]
    assert list(picked_in(latest)) == []


def test_call_with_several_applications_is_one_and_counts_those_picked():
    lead = make_lead()
    call = open_call(by=lead)
    applications = [apply(call, make_host(name=f"园区{number}")) for number in range(3)]
    close_host_call(call, by=lead)
    for application in applications[:2]:
        pick(application, by=lead, reason=REASON)

    assert [(one, one.picked) for one in host_calls()] == [(call, 2)]


def test_who_leaves_is_reached_no_more_and_what_was_filed_stays():
    by = make_host()
    application = application_in("picked", by=by)

    forget_contacts(by=make_holder(by.user))

    application.refresh_from_db()
    assert [getattr(application, name) for name in HostApplication.CONTACT] == ["", "", ""]
    assert (application.status, application.reason) == ("picked", REASON)
    assert WorkPlan.objects.get(host_calls=application.call).unit_id == "SC"


@pytest.mark.parametrize(
    ("kind", "subject", "said"),
    [
        ("hostcall.change", f"四川更改了征集：{CALL}", "不合适可以撤回"),
        ("hostcall.close", f"四川的征集已结束：{CALL}", "不再接收申请"),
        ("hostapplication.apply", f"{WHO}申请承办：{CALL}", "截止后可以选定"),
        ("hostapplication.pick", f"四川选定{WHO}承办：{CALL}", f"理由：{REASON}"),
        ("hostapplication.decline", f"四川没有选定{WHO}：{CALL}", "理由：退出了"),
        ("hostapplication.withdraw", f"{WHO}撤回了申请：{CALL}", "撤回了协办申请"),
    ],
)
def test_words_of_each_message(kind, subject, said):
    lead, by = make_lead(), make_host()
    application = application_in("applied", by=by, lead=lead)
    second = apply(application.call, by, role="co_host")
    withdraw_application(second, by=by)
    change_host_call(application.call, terms(), by=lead)
    close_host_call(application.call, by=lead)
    pick(application, by=lead, reason=REASON)
    decline(application, by=lead, reason="退出了")

    message = Message.objects.filter(kind=f"provinces.{kind}").order_by("pk").first()

    found, body = words_of(message)
    assert found == subject
    assert said in body
    assert SITE in body
