"""The pages of a call for hosts: the unit's, the public's, the applicant's."""

import pytest
from django.urls import reverse

from accounts.models import Organisation
from provinces.applying import close_host_call, decline
from provinces.models import HostApplication, HostCall
from records.models import Entry
from tests.factories import PASSWORD, make_clerk, make_holder, make_lead, make_staff
from tests.provinces.hosts import (
    DAY,
    REASON,
    act_for,
    application_in,
    apply,
    make_host,
    open_call,
    parties_of,
    plan_of,
    published,
    terms,
)

pytestmark = pytest.mark.django_db

UNIT, PUBLIC, OWN = "/unit/plan/hosts/", "/notices/hosts/", "/desk/host-applications/"
PHONE, MASKED = "13698765432", "136****5432"
SENT = {
    "role": "host",
    "statement": "出会场和直播",
    "contact_name": "唐工",
    "contact_phone": PHONE,
    "contact_email": "",
}


def text_of(answer):
    return answer.content.decode()


def as_actor(client, actor):
    client.force_login(actor.user)
    return client


def last_day():
    return (terms().closes_at).date().isoformat()


def of_unit(name, obj):
    return reverse(name, args=[obj.ref])


def test_before_the_call_for_plans_there_is_nothing_to_ask_for(client):
    as_actor(client, make_lead())

    assert "发布征集" not in text_of(client.get(UNIT))


def test_lead_publishes_and_anybody_reads_it(client):
    published()
    as_actor(client, make_lead())
    assert "发布征集" in text_of(client.get(UNIT))
    sent = {"title": "征集承办单位", "text": "要 200 人会场", "closes_on": last_day()}

    answer = client.post(reverse("unit_hosts_open"), sent, follow=True)

    assert answer.redirect_chain == [(UNIT, 302)]
    assert "征集已发布" in text_of(answer)
    call = HostCall.objects.get()
    client.logout()
    assert "征集承办单位" in text_of(client.get(PUBLIC))
    page = text_of(client.get(f"{PUBLIC}{call.ref}/"))
    assert ("要 200 人会场" in page, "登录后申请" in page) == (True, True)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "请填写“标题”"),
        ({"title": "征集", "text": "会场", "closes_on": "2020-01-01"}, "申请截止要晚于现在"),
        ({"title": "征集", "text": "会场", "closes_on": "2099-01-01"}, "要早于本单位的报送截止"),
    ],
)
def test_what_is_wrong_with_a_call_is_told_and_kept(client, sent, sentence):
    published()
    as_actor(client, make_lead())

    answer = client.post(reverse("unit_hosts_open"), sent)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert HostCall.objects.count() == 0


def test_clerk_reads_along_and_orders_nothing(client):
    application = application_in("applied")
    close_host_call(application.call, by=make_lead())
    as_actor(client, make_clerk())

    page = text_of(client.get(UNIT))

    assert "出会场和直播" in page
    assert MASKED in page
    assert PHONE not in page
    for name in ("unit_host_pick", "unit_host_decline", "unit_host_reveal"):
        assert of_unit(name, application) not in page
        assert client.post(of_unit(name, application)).status_code == 403


def test_lead_changes_and_closes(client):
    lead = make_lead()
    call = open_call(by=lead)
    as_actor(client, lead)
    sent = {"title": "改了题目", "text": "会场", "closes_on": last_day()}

    bad = client.post(of_unit("unit_hosts_change", call), {**sent, "title": ""})
    client.post(of_unit("unit_hosts_change", call), sent)
    client.post(of_unit("unit_hosts_close", call))

    assert bad.status_code == 422
    assert "请填写“标题”" in text_of(bad)
    call.refresh_from_db()
    assert (call.title, call.status) == ("改了题目", "closed")


def test_lead_picks_with_a_reason_that_anybody_reads(client):
    lead = make_lead()
    application = application_in("applied", lead=lead)
    as_actor(client, lead)
    address = of_unit("unit_host_pick", application)
    assert "选定</summary>" not in text_of(client.get(UNIT))
    early = client.post(address, {"reason": REASON})
    close_host_call(application.call, by=lead)
    empty = client.post(address, {"reason": ""})

    done = client.post(address, {"reason": REASON}, follow=True)

    assert (early.status_code, empty.status_code) == (422, 422)
    assert "申请截止（" in text_of(early)
    assert "请填写“理由”" in text_of(empty)
    assert "方案的“参与单位”里有这一行" in text_of(done)
    assert len(parties_of(plan_of())) == 1
    client.logout()
    assert REASON in text_of(client.get(f"{PUBLIC}{application.call.ref}/"))


def test_lead_declines_one_picked_before_and_hears_what_stays(client):
    lead = make_lead()
    application = application_in("picked", lead=lead)
    as_actor(client, lead)

    answer = client.post(
        of_unit("unit_host_decline", application), {"reason": "退出了"}, follow=True
    )

    assert "请到“参与单位”自己删" in text_of(answer)
    assert len(parties_of(plan_of())) == 1
    client.logout()
    page = text_of(client.get(f"{PUBLIC}{application.call.ref}/"))
    assert ("退出了" in page, REASON in page) == (False, False)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_contact_is_shown_to_the_lead_on_the_record(client, headers):
    lead = make_lead()
    application = application_in("applied", lead=lead)
    as_actor(client, lead)
    assert PHONE not in text_of(client.get(UNIT))

    answer = client.post(of_unit("unit_host_reveal", application), headers=headers)

    assert (PHONE in text_of(answer), "<main" in text_of(answer)) == (True, not headers)
    assert "no-store" in answer["Cache-Control"]
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.actor_id) == ("reveal", lead.user_id)


def test_another_units_call_and_application_do_not_exist(client):
    application = application_in("applied")
    as_actor(client, make_lead("GD"))

    answers = {
        client.post(of_unit(name, application), {"reason": REASON}).status_code
        for name in ("unit_host_pick", "unit_host_decline", "unit_host_reveal")
    }

    assert answers == {404}
    assert client.post(of_unit("unit_hosts_close", application.call)).status_code == 404


def test_withdrawn_application_is_not_the_units_any_more(client):
    application = application_in("withdrawn")
    as_actor(client, make_lead())

    assert "出会场和直播" not in text_of(client.get(UNIT))
    assert client.post(of_unit("unit_host_reveal", application)).status_code == 404


def test_visitor_logs_in_and_is_back_at_the_call(client):
    call, host = open_call(), make_host()

    led = client.get(of_unit("host_apply", call))
    assert led.url.startswith("/accounts/login/")
    client.post("/accounts/login/", {"login": host.user.email, "password": PASSWORD})

    answer = client.get(client.get(reverse("account_landing")).url, follow=True)
    assert answer.redirect_chain == [(f"{PUBLIC}{call.ref}/", 302)]
    assert "提交申请" in text_of(answer)


def test_organisation_applies_and_withdraws(client):
    call, host = open_call(), make_host()
    as_actor(client, host)

    answer = client.post(of_unit("host_apply", call), SENT, follow=True)

    assert answer.redirect_chain == [(OWN, 302)]
    assert call.title in text_of(answer)
    application = HostApplication.objects.get()
    assert application.contact_phone == PHONE
    client.post(of_unit("host_application_withdraw", application))
    application.refresh_from_db()
    assert application.status == "withdrawn"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"statement": ""}, "请填写“能做什么”"),
        ({"role": "organiser"}, "选择一个有效的选项"),
        ({"contact_phone": "12345"}, "请写手机号"),
        ({"contact_email": "唐工@"}, "邮箱"),
        ({"statement": "长" * 1501}, "1500"),
    ],
)
def test_bad_application_is_told_and_kept(client, changes, sentence):
    call = open_call()
    as_actor(client, make_host())

    answer = client.post(of_unit("host_apply", call), {**SENT, **changes})

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "唐工" in text_of(answer)
    assert HostApplication.objects.count() == 0


def test_second_application_is_told_beside_what_was_typed(client):
    application = application_in("applied")
    as_actor(client, act_for(application.organisation, "investor"))

    answer = client.post(of_unit("host_apply", application.call), SENT)

    assert answer.status_code == 422
    assert "不能重复申请" in text_of(answer)
    assert "出会场和直播" in text_of(answer)


@pytest.mark.parametrize("make", [make_holder, make_lead, lambda: make_staff("partner")])
def test_who_acts_for_no_host_sees_why_and_is_refused(client, make):
    call = open_call()
    as_actor(client, make())

    assert "要以机构身份申请" in text_of(client.get(f"{PUBLIC}{call.ref}/"))
    assert client.post(of_unit("host_apply", call), SENT).status_code == 403


def test_strangers_application_does_not_exist(client):
    application = application_in("applied")
    as_actor(client, make_host("enterprise", "另一家"))

    answer = client.post(of_unit("host_application_withdraw", application))

    assert answer.status_code == 404
    assert "还没有申请过" in text_of(client.get(OWN))
    application.refresh_from_db()
    assert application.status == "applied"


def test_decided_application_is_not_withdrawn_and_its_reason_is_read(client):
    by = make_host()
    application = application_in("declined", by=by)
    as_actor(client, by)

    answer = client.post(of_unit("host_application_withdraw", application), follow=True)

    assert REASON in text_of(answer)
    application.refresh_from_db()
    assert application.status == "declined"


def test_public_pages_hold_neither_contacts_nor_those_not_picked(client):
    lead = make_lead()
    call = open_call(by=lead)
    declined = apply(call, make_host(name="落选的一家"))
    close_host_call(call, by=lead)
    decline(declined, by=lead, reason="场地太小")

    pages = text_of(client.get(PUBLIC)) + text_of(client.get(f"{PUBLIC}{call.ref}/"))

    for words in ("落选的一家", "场地太小", PHONE, "唐工"):
        assert words not in pages
    assert "还没有选定" in pages


def test_empty_lists_say_what_comes_next(client):
    assert "还没有征集" in text_of(client.get(PUBLIC))
    as_actor(client, make_host())
    assert "还没有申请过" in text_of(client.get(OWN))
    open_call(by=(lead := make_lead()))
    as_actor(client, lead)
    assert "还没有申请" in text_of(client.get(UNIT))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [(UNIT, 14), (PUBLIC, 9), (OWN, 9)])
def test_pages_take_as_many_queries_for_one_row_as_for_three(
    client, django_assert_num_queries, path, queries, count
):
    lead, host = make_lead(), make_host()
    organisation = Organisation.objects.get(pk=host.organisation_id)
    for number in range(count):
        call = open_call(by=lead, title=f"第 {number} 次", ends_in=(number + 1) * DAY)
        apply(call, host)
        apply(call, make_host(name=f"园区{number}"), role="co_host")
        close_host_call(call, by=lead)
    as_actor(client, {UNIT: lead, PUBLIC: host, OWN: act_for(organisation)}[path])

    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200
