"""The centre's page of the two acts: what waits in each, and the orders on it."""

import pytest
from django.urls import reverse

from provinces.hosting import Proposal, propose
from provinces.issuing import issue_denial
from provinces.models import (
    Approval,
    Display,
    HostDecision,
    Objection,
    PlanEvent,
    ResultLetter,
)
from provinces.reviewing import close_round
from provinces.states import PrintKind
from tests.factories import make_lead, make_staff
from tests.provinces.deciding import (
    TEXT,
    answered,
    as_actor,
    final,
    letters_printed,
    objected,
    of,
    shown,
    text_of,
)
from tests.provinces.judging import accepted_plans, approved, decided, make_expert, reviewed
from tests.provinces.making import print_all, publish

pytestmark = pytest.mark.django_db

PAGE = "/center/hosts/"
YES = {"verdict": "approved", "reason": "论证充分，保障落实"}
HOST = {"verdict": "host", "reason": "排名靠前"}
QUERIES = 21
REASON = {"reason": "数据有误，重新决定"}


def test_page_before_anything_waits(client):
    publish()
    as_actor(client, make_staff("centre"))

    page = text_of(client.get(PAGE))

    for words in ("没有等待审定的方案", "没有等待拟定的场次", "没有等待决定的承办", "还没有结果函"):
        assert words in page


def test_plans_are_listed_by_rank_with_their_figures(client):
    plans = accepted_plans("SC", "HB", "GD")
    experts = [make_expert() for _ in range(3)]
    first = reviewed(plans[:1], experts, (3, 3, 3))
    first.refresh_from_db()
    close_round(first, by=make_staff("centre"))
    close_round(reviewed(plans[1:2], experts, (4, 4, 4)), by=make_staff("centre"))
    as_actor(client, make_staff("centre"))

    page = text_of(client.get(PAGE))

    assert page.index("湖北") < page.index("四川") < page.index("广东")
    assert ("80.0" in page, "60.0" in page, page.count("未评")) == (True, True, 2)


def test_lead_sees_once_more_what_is_approved_and_then_it_is(client):
    plans = accepted_plans("SC", "HB")
    as_actor(client, make_staff("centre_lead"))
    sent = {"plans": [plan.ref for plan in plans], **YES}

    asked = client.post(reverse("center_approve"), {**sent, "preview": "1"})
    assert Approval.objects.count() == 0
    done = client.post(reverse("center_approve"), sent, follow=True)

    for words in ("共 2 项", "四川", "湖北", "审定通过", YES["reason"]):
        assert words in text_of(asked)
    assert "已审定 2 份方案" in text_of(done)
    assert set(Approval.objects.values_list("verdict", "reason")) == {("approved", YES["reason"])}


def test_set_that_cannot_be_approved_is_told_thing_by_thing(client):
    plans = accepted_plans("SC", "HB")
    approved(plans[:1])
    as_actor(client, make_staff("centre_lead"))
    sent = {"plans": [plan.ref for plan in plans], **YES}

    for answer in (
        client.post(reverse("center_approve"), {**sent, "preview": "1"}),
        client.post(reverse("center_approve"), sent),
    ):
        assert answer.status_code == 422
        assert "四川的方案已经审定" in text_of(answer)
    assert Approval.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"verdict": "approved", "reason": ""}, "请填写“理由”"),
        ({"verdict": "", "reason": "好"}, "请填写“审定结论”"),
    ],
)
def test_what_was_ticked_stays_ticked_where_words_lack(client, sent, words):
    [plan] = accepted_plans("SC")
    as_actor(client, make_staff("centre_lead"))

    answer = client.post(reverse("center_approve"), {"plans": [plan.ref], **sent})

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert 'aria-label="选择 四川"' in text_of(answer)
    assert "checked" in text_of(answer).split('aria-label="选择 四川"')[1][:80]


def test_nothing_ticked_is_told(client):
    publish()
    as_actor(client, make_staff("centre_lead"))

    answer = client.post(reverse("center_approve"), YES)

    assert (answer.status_code, "请勾选要审定的方案" in text_of(answer)) == (422, True)


def test_unknown_thing_among_those_ticked_is_not_found(client):
    [plan] = accepted_plans("SC")
    as_actor(client, make_staff("centre_lead"))

    answer = client.post(reverse("center_approve"), {"plans": [plan.ref, "NOSUCH"], **YES})

    assert (answer.status_code, Approval.objects.count()) == (404, 0)


def test_who_proposes_sees_why_another_decides(client):
    plans = accepted_plans("SC")
    approved(plans)
    proposer = make_staff("centre_lead")
    as_actor(client, proposer)
    refs = list(PlanEvent.objects.filter(plan__in=plans).values_list("ref", flat=True))
    done = client.post(reverse("center_propose"), {"events": refs, **HOST}, follow=True)
    assert "已拟定 1 场，由另一位负责人决定" in text_of(done)
    proposal = HostDecision.objects.get()

    assert "你拟定的，由另一位负责人决定" in text_of(client.get(PAGE))
    own = client.post(reverse("center_decide"), {"decisions": proposal.ref, "preview": "1"})
    own_at_once = client.post(reverse("center_decide"), {"decisions": proposal.ref}, follow=True)

    assert (own.status_code, "不能由你办" in text_of(own)) == (422, True)
    assert "四川 第 1 场没有办" in text_of(own_at_once)
    proposal.refresh_from_db()
    assert proposal.status == "proposed"


def test_ticking_all_leaves_out_what_one_may_not_decide(client):
    plans = accepted_plans("SC", "HB")
    approved(plans)
    lead = make_staff("centre_lead")
    proposed(plans[:1], by=lead)
    proposed(plans[1:])

    page = text_of(as_actor(client, lead).get(PAGE))

    assert (page.count('name="decisions"'), page.count("data-by-hand")) == (2, 1)


def test_another_decides_or_refuses_with_a_reason(client):
    plans = accepted_plans("SC", "HB")
    approved(plans)
    rows = proposed(plans)
    as_actor(client, make_staff("centre_lead"))

    agreed = client.post(reverse("center_decide"), {"decisions": rows[0].ref}, follow=True)
    empty = client.post(of("center_refuse", rows[1]), {"reason": ""})
    refused = client.post(of("center_refuse", rows[1]), REASON, follow=True)

    assert "已同意 1 场" in text_of(agreed)
    assert (empty.status_code, "请填写“不同意的理由”" in text_of(empty)) == (422, True)
    assert "没有同意四川的第 1 场" in text_of(refused)
    assert [row.status for row in HostDecision.objects.order_by("pk")] == ["decided", "refused"]


def test_proposer_takes_back(client):
    plans = accepted_plans("SC")
    approved(plans)
    by = make_staff("centre")
    [row] = proposed(plans, by=by)
    as_actor(client, by)

    asked = client.post(reverse("center_withdraw"), {"decisions": row.ref, "preview": "1"})
    done = client.post(reverse("center_withdraw"), {"decisions": row.ref}, follow=True)

    assert (asked.status_code, "第 1 场：承办" in text_of(asked)) == (200, True)
    assert "已撤回 1 场" in text_of(done)


def test_display_is_previewed_opened_and_settled(client):
    plans = accepted_plans("SC")
    approved(plans)
    decided(plans)
    as_actor(client, make_staff("centre_lead"))
    year = plans[0].cycle.year

    before = text_of(client.get(PAGE))
    opened = client.post(reverse("center_display_open", args=[year]), follow=True)
    again = client.post(reverse("center_display_open", args=[year]))
    early = client.post(of("center_display_settle", Display.objects.get()))

    assert "公示 5 个工作日，到 " in before
    assert f"已开始公示：{year} 年度第 1 批承办公示" in text_of(opened)
    assert (again.status_code, "没有要公示的决定" in text_of(again)) == (422, True)
    assert (early.status_code, "才结束" in text_of(early)) == (422, True)


def test_objection_is_answered_before_it_is_final(client):
    display, [row] = shown()
    objection = objected(display, row)
    as_actor(client, make_staff("centre"))
    address = of("center_objection_answer", objection)
    assert "还有 1 条异议没有答复" in text_of(client.get(PAGE))
    assert TEXT in text_of(client.get(PAGE))

    empty = client.post(address, {"upheld": "no", "answer": ""})
    done = client.post(address, {"upheld": "no", "answer": "已核实"}, follow=True)
    twice = client.post(address, {"upheld": "no", "answer": "已核实"})

    assert (empty.status_code, "请填写“答复”" in text_of(empty)) == (422, True)
    assert f"已答复异议 {objection.ref}" in text_of(done)
    assert twice.status_code == 409
    assert Objection.objects.get().status == "rejected"


def test_upheld_objection_keeps_it_until_the_decision_is_corrected(client):
    lead = make_staff("centre_lead")
    display, [row] = shown(lead=lead)
    answered(objected(display, row), upheld=True)
    as_actor(client, lead)
    assert "对四川第 1 场的异议成立，请先更正这一场的决定" in text_of(client.get(PAGE))

    done = client.post(of("center_decision_reopen", row), REASON, follow=True)

    assert "已更正四川的第 1 场" in text_of(done)
    assert "的异议成立，请先更正" not in text_of(done)
    assert REASON["reason"] in text_of(done)


def test_denied_plan_is_told_by_letter_once(client):
    lead = make_staff("centre_lead")
    [approval] = approved(accepted_plans("SC"), "denied", by=lead)
    as_actor(client, lead)
    assert "四川：不予审定，还没有发函" in text_of(client.get(PAGE))

    done = client.post(of("center_denial", approval), follow=True)
    twice = client.post(of("center_denial", approval))

    assert "已给四川发函" in text_of(done)
    assert (twice.status_code, "结果函已经发出" in text_of(twice)) == (422, True)
    letter = ResultLetter.objects.get()
    assert "等待" in text_of(client.get(PAGE))
    print_all(PrintKind.RESULT)
    assert is_pdf(client.get(reverse("center_result", args=["SC", letter.ref])))
    assert client.get(reverse("center_result", args=["GD", letter.ref])).status_code == 404


def test_approval_is_corrected_with_all_that_hangs_on_it(client):
    lead = make_staff("centre_lead")
    _, [row] = shown(lead=lead)
    as_actor(client, lead)
    address = of("center_approval_reopen", row.approval)

    empty = client.post(address, {"reason": ""})
    client.post(address, REASON)

    assert (empty.status_code, "请填写“更正理由”" in text_of(empty)) == (422, True)
    row, approval = HostDecision.objects.get(), Approval.objects.get()
    assert (row.status, row.reversal) == ("reversed", REASON["reason"])
    assert (approval.status, approval.reversal) == ("reversed", REASON["reason"])
    assert 'aria-label="选择 四川"' in text_of(client.get(PAGE))


def test_clerk_of_the_centre_reads_and_proposes_but_decides_nothing(client):
    display, [row] = shown()
    accepted_plans("GD")
    as_actor(client, make_staff("centre"))
    page = text_of(client.get(PAGE))

    for name, args in (
        ("center_approve", []),
        ("center_decide", []),
        ("center_decision_reopen", [row.ref]),
        ("center_approval_reopen", [row.approval.ref]),
        ("center_display_settle", [display.ref]),
        ("center_display_open", [display.cycle.year]),
    ):
        address = reverse(name, args=args)
        assert f'"{address}"' not in page
        assert client.post(address).status_code == 403


def test_unit_knows_nothing_before_it_is_shown_or_written(client):
    plans = accepted_plans("SC")
    approved(plans)
    decided(plans)
    as_actor(client, make_lead())

    assert "审定和承办结果" not in text_of(client.get("/unit/plan/"))


def test_unit_reads_what_is_shown_and_takes_its_letter(client):
    final("SC", "GD")
    letters_printed()
    letter = ResultLetter.objects.get(plan__unit="SC")
    as_actor(client, make_lead())

    page = text_of(client.get("/unit/plan/"))

    assert ("方案审定通过" in page, "排名靠前" in page, "已生效" in page) == (True, True, True)
    assert is_pdf(client.get(of("unit_result", letter)))
    other = ResultLetter.objects.get(plan__unit="GD")
    assert client.get(of("unit_result", other)).status_code == 404


def test_unit_that_was_denied_knows_by_the_letter(client):
    lead = make_staff("centre_lead")
    [plan] = accepted_plans("SC")
    approved([plan], "denied", by=lead)
    as_actor(client, make_lead())
    assert "不予审定" not in text_of(client.get("/unit/plan/"))

    issue_denial(plan, by=lead)

    assert "方案不予审定" in text_of(client.get("/unit/plan/"))


def test_page_asks_as_much_for_three_as_for_one(client, django_assert_num_queries):
    lead = make_staff("centre_lead")
    display, rows = shown("SC", lead=lead)
    objected(display, rows[0])
    as_actor(client, lead)
    client.get(PAGE)

    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


def test_page_of_three_asks_as_much(client, django_assert_num_queries):
    lead = make_staff("centre_lead")
    display, rows = shown("SC", "GD", "HB", lead=lead)
    for row in rows:
        objected(display, row)
    as_actor(client, lead)
    client.get(PAGE)

    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


def is_pdf(answer):
    return b"".join(answer.streaming_content).startswith(b"%PDF") and answer.status_code == 200


def proposed(plans, by=None):
    events = PlanEvent.objects.filter(plan__in=plans, status="planned")
    return propose(events, Proposal("host", "排名靠前"), by=by or make_staff("centre"))
