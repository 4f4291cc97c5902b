"""The centre's pages of experts and rounds, the table of who reviews what, an expert's own page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Membership
from foundation import clock
from provinces.assigning import pair
from provinces.experts import declare_tie
from provinces.models import Assignment, Expert, Pairing, ReviewRound, RoundPlan, Tie
from provinces.reviewing import close_round, leave_round
from tests.factories import make_staff
from tests.provinces.judging import accepted_plans, assigned, make_expert, make_round, score

pytestmark = pytest.mark.django_db

EXPERTS, ROUNDS, OWN = "/center/experts/", "/center/review/", "/review/profile/"
PROFILE = {"employer": "某研究院", "home": "BJ", "fields_known": ["1", "3"], "capacity": "9"}


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def centre(client):
    by = make_staff("centre")
    client.force_login(by.user)
    return by


def order(client, view, *args, **data):
    return client.post(reverse(view, args=args), data, follow=True)


def a_day(days=20):
    return (clock.now() + timedelta(days=days)).date().isoformat()


def set_up(*units, experts=3):
    return make_round(accepted_plans(*units)), [make_expert() for _ in range(experts)]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_a_fixed_number(client, centre, count, django_assert_num_queries):
    for _ in range(count):
        make_expert()
    client.get(EXPERTS)

    with django_assert_num_queries(14):  # the call at work is looked for where none is out
        page = text_of(client.get(EXPERTS))

    assert page.count("某研究院") == count


def test_centre_invites_and_the_expert_is_listed(client, centre):
    sent = {"name": "顾蜀", "email": "gu@example.cn", **PROFILE}

    page = text_of(order(client, "center_expert_invite", **sent))

    assert "已邀请 顾蜀" in page
    expert = Expert.objects.get()
    assert (expert.fields, expert.capacity, expert.home_id) == (["1", "3"], 9, "BJ")
    assert Membership.objects.get(user=expert.user_id).status == "invited"
    assert "身份未生效" in page


def test_half_a_profile_is_asked_for_whole_or_not_at_all(client, centre):
    sent = {"name": "顾蜀", "email": "gu@example.cn", "employer": "某研究院"}

    answer = order(client, "center_expert_invite", **sent)

    assert answer.status_code == 422
    assert "请填写“所在地区”，或三项都留给专家自己填" in text_of(answer)
    page = text_of(order(client, "center_expert_invite", name="顾蜀", email="gu@example.cn"))
    assert "还没有填资料" in page


def test_centre_declares_lifts_and_rests(client, centre):
    _, expert = make_expert()

    order(client, "center_expert_tie", expert.ref, unit="GD", reason="曾任顾问")
    assert order(client, "center_expert_tie", expert.ref, unit="GD", reason="又").status_code == 422
    tie = Tie.objects.get()
    answer = order(client, "center_tie_lift", tie.ref)
    assert (answer.status_code, "请填写“原因”" in text_of(answer)) == (422, True)
    order(client, "center_tie_lift", tie.ref, reason="期满")
    order(client, "center_expert_rest", expert.ref, reason="出国")

    tie.refresh_from_db()
    expert.refresh_from_db()
    assert (tie.status, expert.status) == ("lifted", "resting")
    order(client, "center_expert_return", expert.ref)
    expert.refresh_from_db()
    assert expert.status == "standing"


def test_page_of_an_expert_shows_no_address(client, centre):
    by, expert = make_expert()

    page = text_of(client.get(f"{EXPERTS}{expert.ref}/"))

    assert by.user.email not in page
    assert "所在地区" in page


def test_round_is_opened_over_what_waits_or_what_is_named(client, centre):
    sc, gd = accepted_plans("SC", "GD")
    page = text_of(client.get(f"{ROUNDS}new/"))
    assert page.count("checked") == 2
    assert text_of(client.get(f"{ROUNDS}new/?plan={gd.ref}")).count("checked") == 1
    sent = {"closes_on": a_day(), "per_plan": "3", "places": "20", "plans": [sc.ref]}

    answer = order(client, "center_round_new", **sent)

    assert answer.redirect_chain[0][0].startswith("/center/review/1/assign/")
    round_ = ReviewRound.objects.get()
    assert (round_.places, RoundPlan.objects.get().plan) == (20, sc)
    again = order(client, "center_round_new", **{**sent, "plans": [gd.ref]})
    assert (again.status_code, "还在进行" in text_of(again)) == (422, True)
    assert "广东也通过了形式审查" in text_of(client.get(f"{ROUNDS}1/"))
    order(client, "center_round_enter", round_.ref)
    assert RoundPlan.objects.count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_round_asks_a_fixed_number(client, centre, count, django_assert_num_queries):
    units = ("SC", "GD", "HB")[:count]
    round_, experts = set_up(*units, experts=count)
    assigned(round_, [expert for _, expert in experts], by=centre)
    client.get(f"{ROUNDS}1/")

    with django_assert_num_queries(14):
        client.get(f"{ROUNDS}1/")
    with django_assert_num_queries(14):
        client.get(f"{ROUNDS}1/assign/")
    with django_assert_num_queries(8):
        client.get(ROUNDS)


def test_who_lags_is_seen_reminded_and_replaced(client, centre):
    round_, experts = set_up("SC")
    tasks = assigned(round_, [expert for _, expert in experts], by=centre)
    score(tasks[0], by=experts[0][0])

    assert "已催办 2 位专家" in text_of(order(client, "center_round_remind", round_.ref))
    assert "没有要催办的" in text_of(order(client, "center_round_remind", round_.ref))
    assert order(client, "center_assignment_replace", tasks[1].ref).status_code == 422
    page = text_of(order(client, "center_assignment_replace", tasks[1].ref, reason="联系不上"))

    assert "四川还要另派专家" in page
    assert "四川缺 1 位：能评的只剩 0 位" in page


def test_round_is_changed_closed_and_only_the_lead_reopens_and_releases(client, centre):
    round_, _ = set_up("SC")
    order(client, "center_round_change", round_.ref, closes_on=a_day(30), per_plan="5", places="9")
    order(client, "center_round_close", round_.ref)
    round_.refresh_from_db()
    assert (round_.per_plan, round_.places, round_.status) == (5, 9, "closed")
    assert order(client, "center_round_reopen", round_.ref).status_code == 403

    client.force_login(make_staff("centre_lead").user)
    assert "意见已反馈" in text_of(order(client, "center_round_release", round_.ref))
    assert order(client, "center_round_reopen", round_.ref, closes_on=a_day()).status_code == 422
    order(client, "center_round_reopen", round_.ref, closes_on=a_day(), reason="补评")
    round_.refresh_from_db()
    assert (round_.status, round_.released_at) == ("open", None)


def test_plan_is_taken_out_with_a_reason(client, centre):
    round_, experts = set_up("SC", "GD")
    assigned(round_, [expert for _, expert in experts], by=centre)

    assert order(client, "center_round_leave", round_.ref, "SC").status_code == 422
    order(client, "center_round_leave", round_.ref, "SC", reason="单位撤回")

    states = dict(RoundPlan.objects.values_list("plan__unit", "status"))
    assert states == {"SC": "left", "GD": "entered"}
    assert Assignment.objects.filter(status="replaced").count() == 3


def test_table_is_worked_out_changed_by_cell_and_sent(client, centre):
    round_, experts = set_up("SC", "GD", experts=4)
    by, tied = experts[3]
    declare_tie(tied, round_.round_plans.get(plan__unit="SC").plan.unit, by=by, reason="亲属任职")
    page = text_of(client.get(f"{ROUNDS}1/assign/"))
    assert "2 份还不够 3 位专家" in page
    assert "四川，" + by.user.name + "：亲属任职" in page

    assert "拟分派 6 份" in text_of(order(client, "center_assign_work_out", round_.ref))
    pairing = Pairing.objects.filter(round_plan__plan__unit="GD").first()
    at = f"GD.{pairing.expert.ref}"
    for verb, expected in (("pin", [True]), ("unpin", [False]), ("unpair", [])):
        order(client, "center_assign_cell", round_.ref, **{verb: at})
        found = Pairing.objects.filter(pk=pairing.pk).values_list("is_pinned", flat=True)
        assert list(found) == expected
    order(client, "center_assign_cell", round_.ref, pair=at)
    refused = order(client, "center_assign_cell", round_.ref, pair=f"SC.{tied.ref}")
    assert (refused.status_code, "要回避四川的方案" in text_of(refused)) == (422, True)

    page = text_of(order(client, "center_assign_publish", round_.ref))

    assert "已发出 6 份" in page
    assert Assignment.objects.count() == 6


def test_script_gets_the_table_alone_with_what_was_refused(client, centre):
    round_, experts = set_up("SC")
    url = reverse("center_assign_cell", args=[round_.ref])
    close_round(round_, by=centre)

    answer = client.post(url, {"pair": f"SC.{experts[0][1].ref}"}, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert "这一轮评审已经结束" in text_of(answer)
    assert "<html" not in text_of(answer)


@pytest.mark.parametrize("at", ["", "SC", "XX.ABC", "SC.NOBODY", "SC.甲"])
def test_cell_of_nothing_is_not_found(client, centre, at):
    round_, _ = set_up("SC", experts=1)

    assert order(client, "center_assign_cell", round_.ref, pair=at).status_code == 404


def test_expert_fills_in_declares_and_confirms(client):
    by = make_staff("expert")
    client.force_login(by.user)
    assert "申报回避" not in text_of(client.get(OWN))
    assert order(client, "review_profile_confirm").status_code == 404

    assert order(client, "review_profile_keep", employer="某研究院").status_code == 422
    order(client, "review_profile_keep", **PROFILE)
    assert "请先确认回避申报" in text_of(client.get(OWN))
    order(client, "review_profile_tie", unit="GD", reason="合作项目")
    assert order(client, "review_profile_tie", unit="BJ", reason="本地").status_code == 422
    page = text_of(order(client, "review_profile_confirm"))

    assert "已确认" in page
    assert "请先确认回避申报" not in page
    assert Expert.objects.get().declared_at is not None
    assert Tie.objects.get().unit_id == "GD"


def test_expert_reads_nothing_of_the_centre(client):
    round_, experts = set_up("SC", experts=3)
    assigned(round_, [expert for _, expert in experts])
    client.force_login(experts[0][0].user)

    for path in (EXPERTS, ROUNDS, f"{ROUNDS}1/", f"{ROUNDS}1/assign/"):
        assert client.get(path).status_code == 403
    page = text_of(client.get(OWN))
    assert experts[1][0].user.name not in page


def test_criteria_of_the_year_are_taken_over_when_asked_for_and_nothing_is_filed(client, centre):
    round_, experts = set_up("SC")
    changed = [{**one, "label": one["label"] + "新"} for one in round_.criteria]
    round_.cycle.__class__.objects.filter(pk=round_.cycle_id).update(criteria=changed)
    terms = {"closes_on": a_day(), "per_plan": 3, "places": 20}

    order(client, "center_round_change", round_.ref, **terms)
    round_.refresh_from_db()
    assert round_.criteria != changed
    order(client, "center_round_change", round_.ref, renews_criteria="on", **terms)
    round_.refresh_from_db()
    assert round_.criteria == changed
    tasks = assigned(round_, [expert for _, expert in experts], by=centre)
    score(tasks[0], by=experts[0][0])
    order(client, "center_round_change", round_.ref, **terms)
    again = order(client, "center_round_change", round_.ref, renews_criteria="on", **terms)
    assert (again.status_code, "评审指标不能再改" in text_of(again)) == (422, True)


def test_what_was_taken_out_on_purpose_does_not_come_back_with_the_rest(client, centre):
    round_, _ = set_up("SC", "GD")
    leave_round(round_.round_plans.get(plan__unit="GD"), by=centre, reason="材料有误")

    page = text_of(client.get(f"{ROUNDS}1/"))
    order(client, "center_round_enter", round_.ref)

    assert "广东也通过了形式审查" not in page
    assert RoundPlan.objects.filter(status="entered").count() == 1


def test_plan_that_lacks_experts_because_all_are_full_says_so(client, centre):
    round_, experts = set_up("SC", "GD")
    Expert.objects.update(capacity=1)
    for _, expert in experts:
        pair(round_.round_plans.get(plan__unit="SC"), expert)

    page = text_of(client.get(f"{ROUNDS}1/assign/"))

    assert "广东缺 3 位：能评的都满额了：调高他们的“一轮最多评审”，或手工添加" in page
