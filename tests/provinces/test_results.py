"""What all may read of the results, objecting to them, and what is told to whom."""

import pytest
from django.urls import reverse

from portal.erasing import erase_account
from portal.exporting import of_provinces
from provinces.approving import reopen_approval
from provinces.hosting import Proposal, propose, refuse_proposal, reopen_decision
from provinces.issuing import issue_denial
from provinces.models import Objection, PlanEvent
from provinces.objecting import withdraw_objection
from provinces.queries.decisions import known_approvals
from records.models import Message
from tests.factories import make_holder, make_lead, make_staff, make_user
from tests.letters import words_of
from tests.provinces.deciding import (
    TEXT,
    answered,
    as_actor,
    final,
    objected,
    of,
    settled,
    shown,
    text_of,
)
from tests.provinces.judging import accepted_plans, approved, decided

pytestmark = pytest.mark.django_db
WHY = "合同登记数据有误"
QUERIES = 7
OWN = "/desk/objections/"


def address_of(display):
    return reverse("results", args=[display.cycle.year])


def page_of(client, display):
    return text_of(client.get(address_of(display)))


def sent(about, text=TEXT):
    return {"about": about.ref, "text": text}


def objecting(display):
    return reverse("results_object", args=[display.cycle.year])


def test_nothing_is_there_before_it_is_shown(client):
    plans = accepted_plans("SC")
    approved(plans)
    decided(plans)

    assert client.get(f"/notices/results-{plans[0].cycle.year}/").status_code == 404
    assert client.get("/notices/results-1999/").status_code == 404
    call = text_of(client.get(f"/notices/call-{plans[0].cycle.year}/"))
    assert "看承办公示和结果" not in call


def test_anybody_reads_what_is_shown_until_when_and_how_to_object(client):
    display, _ = shown("SC", "GD")

    page = page_of(client, display)

    for words in ("路演承办结果公示", "公示中", "四川", "广东", "集成电路专场", "排名靠前"):
        assert words in page
    assert ("共 5 个工作日" in page, "登录后提出异议" in page) == (True, True)
    assert "看承办公示和结果" in text_of(client.get(f"/notices/call-{display.cycle.year}/"))


def test_final_display_is_the_announcement(client):
    display, _ = final("SC")

    page = page_of(client, display)

    assert ("路演承办结果公告" in page, "已生效" in page) == (True, True)
    assert "没有收到异议" in page


def test_corrections_are_public_with_reason_and_day(client):
    lead = make_staff("centre_lead")
    display, [row, other] = shown("SC", "GD", lead=lead)
    reopen_decision(row, by=lead, reason=WHY)
    reopen_approval(other.approval, by=lead, reason="方案撤回")

    page = page_of(client, display)

    name = {"SC": "四川", "GD": "广东"}
    assert f"更正{name[row.plan.unit_id]}第 1 场的承办决定" in page
    assert f"更正{name[other.plan.unit_id]}的审定" in page
    assert (page.count(WHY), page.count("已更正")) == (1, 2)


def test_what_was_never_told_is_corrected_without_the_public(client):
    lead = make_staff("centre_lead")
    display, _ = shown("SC", lead=lead)
    plans = accepted_plans("GD", "HB", "BJ")
    by_unit = {row.plan.unit_id: row for row in approved(plans, "denied", by=lead)}
    denied, told_of = by_unit["GD"], by_unit["BJ"]
    issue_denial(told_of.plan, by=lead)
    reopen_approval(told_of, by=lead, reason="原结论有误")
    reopen_approval(denied, by=lead, reason=WHY)
    approved([plans[0]], by=lead)
    [unseen] = decided([plans[0]], lead=lead)
    reopen_decision(unseen, by=lead, reason=WHY)
    approved([told_of.plan], "denied", by=lead)
    issue_denial(told_of.plan, by=lead)

    page, own = page_of(client, display), text_of(as_actor(client, lead).get("/center/hosts/"))

    assert ("更正北京的审定" in page, page.count("更正北京的审定")) == (True, 1)
    assert (WHY in page, "更正广东" in page) == (False, False)
    assert ("更正广东的审定" in own, "更正广东第 1 场的承办决定" in own) == (True, True)


def test_letter_of_what_came_after_does_not_tell_of_what_was_before(client):
    lead = make_staff("centre_lead")
    display, _ = shown("SC", lead=lead)
    [plan] = accepted_plans("GD")
    [unseen] = approved([plan], by=lead)
    reopen_approval(unseen, by=lead, reason=WHY)
    approved([plan], "denied", by=lead)
    issue_denial(plan, by=lead)

    assert WHY not in page_of(client, display)
    assert [row.verdict for row in known_approvals(plan.approvals.all())] == ["denied"]


def test_objections_are_counted_and_dated_but_not_told(client):
    display, [row] = shown("SC")
    by = make_holder(make_user("objector"))
    answered(objected(display, row, by=by))
    objected(display)
    withdraw_objection(objected(display, by=by), by=by)

    page = page_of(client, display)

    assert "收到异议 2 条，1 条等待答复" in page
    assert "已答复，不成立" in page
    assert [word for word in (TEXT, "objector", "已核实") if word in page] == []


def test_visitor_logs_in_and_comes_back_to_what_is_shown(client):
    display, _ = shown("SC")
    visited = client.get(objecting(display))
    assert visited.url.startswith("/accounts/login/")

    as_actor(client, make_holder())
    back = client.get(objecting(display))

    assert back.url == address_of(display)


@pytest.mark.parametrize("make", [make_holder, make_lead, lambda: make_staff("expert")])
def test_anybody_logged_in_objects_and_finds_it_again(client, make):
    display, [row] = shown("SC")
    as_actor(client, make())

    empty = client.post(objecting(display), sent(row, text=" "))
    strange = client.post(objecting(display), {"about": "NOSUCH", "text": TEXT})
    done = client.post(objecting(display), sent(row), follow=True)

    assert (empty.status_code, strange.status_code) == (422, 422)
    assert done.redirect_chain == [(OWN, 302)]
    assert ("异议已送达" in text_of(done), TEXT in text_of(done)) == (True, True)
    assert Objection.objects.get().decision == row


def test_objection_to_the_whole_has_no_roadshow(client):
    display, _ = shown("SC")
    as_actor(client, make_holder())

    client.post(objecting(display), sent(display))

    assert Objection.objects.get().decision is None
    assert "公示整体" in text_of(client.get(OWN))


def test_corrected_decision_is_not_offered(client):
    lead = make_staff("centre_lead")
    display, [row] = shown("SC", lead=lead)
    reopen_decision(row, by=lead, reason=WHY)
    as_actor(client, make_holder())

    answer = client.post(objecting(display), sent(row))

    assert (answer.status_code, Objection.objects.count()) == (422, 0)


def test_own_objection_is_withdrawn_once_and_others_are_not_found(client):
    display, _ = shown("SC")
    by = make_holder()
    own, other = objected(display, by=by), objected(display)
    as_actor(client, by)

    first = client.post(of("objection_withdraw", own), follow=True)
    second = client.post(of("objection_withdraw", own), follow=True)

    assert f"已撤回异议 {own.ref}" in text_of(first)
    assert "已撤回异议" not in text_of(second)
    assert client.post(of("objection_withdraw", other)).status_code == 404
    assert Objection.objects.get(pk=other.pk).status == "filed"


def test_answer_is_read_by_the_objector_alone(client):
    display, [row] = shown("SC")
    by = make_holder()
    answered(objected(display, row, by=by))

    assert "已核实，数据无误" in text_of(as_actor(client, by).get(OWN))
    assert "已核实，数据无误" not in text_of(as_actor(client, make_holder()).get(OWN))


@pytest.mark.parametrize("units", [("SC",), ("SC", "GD", "HB")])
def test_results_ask_as_much_for_three_as_for_one(client, django_assert_num_queries, units):
    display, rows = shown(*units)
    for row in rows:
        objected(display, row)
    client.get(address_of(display))

    with django_assert_num_queries(QUERIES):
        client.get(address_of(display))


@pytest.mark.parametrize("number", [1, 3])
def test_own_objections_ask_as_much_for_three_as_for_one(client, django_assert_num_queries, number):
    display, [row] = shown("SC")
    by = make_holder()
    for _ in range(number):
        objected(display, row, by=by)
    as_actor(client, by).get(OWN)

    with django_assert_num_queries(5):
        client.get(OWN)


# Told


def told(kind):
    return Message.objects.filter(kind=f"provinces.{kind}")


def readers(kind):
    return set(told(kind).values_list("to", flat=True))


def test_unit_hears_when_it_is_shown_final_or_corrected_and_of_nothing_before():
    unit, lead = make_lead(), make_staff("centre_lead")
    display, [row] = shown("SC", lead=lead)
    assert unit.user_id in readers("hostdecision.show")
    settled(display, lead)
    assert unit.user_id in readers("resultletter.issue")

    reopen_approval(row.approval, by=lead, reason=WHY)

    assert unit.user_id in readers("approval.reopen")
    assert told("hostdecision.reopen").count() == 0  # told with the approval


def test_unit_hears_nothing_of_what_it_was_never_told():
    make_lead()
    lead = make_staff("centre_lead")
    plans = accepted_plans("SC")
    [approval] = approved(plans, by=lead)
    decided(plans, lead=lead)

    reopen_approval(approval, by=lead, reason=WHY)

    assert told("approval.reopen").count() + told("hostdecision.reopen").count() == 0


def test_who_proposed_hears_why_it_was_refused_and_reads_it_where_it_is_proposed_anew(client):
    by = make_staff("centre")
    plans = accepted_plans("SC", "GD")
    approved(plans)
    events = PlanEvent.objects.filter(plan__in=plans)
    first, _ = propose(events, Proposal("host", "排名靠前"), by=by)

    refuse_proposal(first, by=make_staff("centre_lead"), reason=WHY)

    assert readers("hostdecision.refuse") == {by.user_id}
    subject, body = words_of(told("hostdecision.refuse").get())
    assert ("没有同意" in subject, f"理由：{WHY}" in body) == (True, True)
    page = text_of(as_actor(client, by).get("/center/hosts/"))
    assert page.count(f"上次拟定没有同意：{WHY}") == 1


def test_objections_go_to_the_centre_and_answers_to_who_objected():
    centre, by = make_staff("centre"), make_holder()
    display, [row] = shown("SC")
    objection = objected(display, row, by=by)

    answered(objection, by=centre, upheld=True)

    assert centre.user_id in readers("objection.file")
    assert readers("objection.uphold") == {by.user_id}
    assert TEXT not in str(list(told("objection.file").values_list("context", flat=True)))


@pytest.mark.parametrize(
    ("kind", "subject", "said"),
    [
        ("hostdecision.show", "四川第 1 场已列入承办公示", "拟定结论：承办。理由：排名靠前"),
        ("hostdecision.reopen", "四川第 1 场的承办决定已更正", f"理由：{WHY}"),
        ("approval.reopen", "四川的方案审定已更正", "原结论：审定通过"),
        ("objection.file", "批承办公示收到一条异议", "答复以前公示不能生效"),
        ("objection.withdraw", "的一条异议已撤回", "不用再答复"),
        ("objection.uphold", "你的异议成立：", "已核实，数据无误"),
        ("objection.reject", "你的异议已答复：", "不成立"),
        ("resultletter.issue", "年度工作方案的结果函已发出", "在方案页下载"),
    ],
)
def test_words_of_each_message(settings, kind, subject, said):
    settings.SITE_URL = "http://testserver"
    make_lead()
    lead, by = make_staff("centre_lead"), make_holder()
    display, [row, other] = shown("SC", "GD", lead=lead)
    withdraw_objection(objected(display, by=by), by=by)
    answered(objected(display, by=by), upheld=True)
    answered(objected(display, row, by=by))
    reopen_decision(other, by=lead, reason=WHY)
    settled(display, lead)
    reopen_decision(row, by=lead, reason=WHY)
    reopen_approval(row.approval, by=lead, reason=WHY)

    letters = [words_of(message) for message in told(kind)]
    body = next(body for found, body in letters if subject in found)

    assert said in body
    assert "http://testserver/" in body


def test_who_leaves_takes_back_what_waits_and_what_was_answered_stays():
    display, [row] = shown("SC")
    by = make_holder()
    answered(objected(display, row, by=by))
    objected(display, by=by)

    erase_account(by.user, by=by)

    assert list(Objection.objects.values_list("status", flat=True)) == ["rejected", "withdrawn"]


def test_own_data_holds_what_was_objected():
    display, [row] = shown("SC")
    by = make_holder()
    answered(objected(display, row, by=by))

    [found] = of_provinces(by.user_id)["objections"]

    assert (found["text"], found["status"], found["answer"]) == (
        TEXT,
        "rejected",
        "已核实，数据无误",
    )
