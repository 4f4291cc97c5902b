"""The words in which people hear of each step, and who hears of it."""

from datetime import date

import pytest

from accounts.models import Unit
from projects.claiming import confirm, decline as decline_claim, invite_holder, request_claim
from projects.evaluating import release_opinion, reopen_opinion
from projects.handover import hand_over
from projects.library import restore, withdraw
from projects.recommendation import withdraw_recommendation
from projects.screening import decline, send_back
from records.models import Message
from tests.factories import (
    make_centre,
    make_clerk,
    make_evaluator,
    make_filed_project,
    make_holder,
    make_institute,
    make_lead,
    make_opinion,
    make_project,
    make_recommendation,
    make_user,
)
from tests.letters import words_of

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
TITLE = "面向车规的碳化硅栅极驱动芯片"
DUE = date(2098, 1, 31)


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


def told(kind):
    """Reader's id → subject and body of the newest of a kind."""
    messages = Message.objects.filter(kind=f"projects.{kind}").order_by("pk").select_related("to")
    return {message.to_id: words_of(message) for message in messages}


STEPS = {
    "return": (
        "submitted",
        lambda p: send_back(p, by=make_lead(), remarks="补测试报告", due_on=DUE),
        f"请修改后重新提交：{TITLE}",
        ["请在 2098-01-31 前改好", "补测试报告"],
    ),
    "decline": (
        "submitted",
        lambda p: decline(p, by=make_lead(), reason="不属于战新领域"),
        f"未通过初审：{TITLE}",
        ["未通过初审。理由：\n不属于战新领域"],
    ),
    "withdraw": (
        "listed",
        lambda p: withdraw(p, by=make_centre(), reason="权属有争议"),
        f"已从项目库撤下：{TITLE}",
        ["不再公开展示，编号保留。理由：\n权属有争议", "-SC-000001）"],
    ),
    "restore": (
        "withdrawn",
        lambda p: restore(p, by=make_centre(), reason="争议已了结"),
        f"已恢复入库：{TITLE}",
        ["编号还是 20", "说明：争议已了结"],
    ),
}


@pytest.mark.parametrize("verb", STEPS)
def test_holder_hears_of_it_with_its_reason(verb):
    status, step, subject, said = STEPS[verb]
    project = make_project(status)

    step(project)

    found, body = told(f"project.{verb}")[project.holder_id]
    assert found == subject
    assert [words for words in said if words not in body] == []
    assert f"{SITE}/my/projects/{project.ref}/" in body


@pytest.mark.parametrize(
    ("status", "kind"), [("accepted", "accept"), ("listed", "list"), ("returned", "return")]
)
def test_who_filed_it_for_a_holder_is_led_to_their_own_desk(status, kind):
    clerk = make_clerk()
    project = make_filed_project(status, clerk)

    _, body = told(f"project.{kind}")[clerk.user_id]

    assert f"{SITE}/unit/projects/{project.ref}/" in body


def test_handover_is_told_to_the_holder_and_to_the_new_unit():
    project, lead, new = make_project("submitted"), make_lead(), make_lead("GD")

    hand_over(project, Unit.objects.get(abbr="GD"), by=lead, reason="单位在广东")

    letters = told("project.hand_over")
    assert letters.keys() == {project.holder_id, new.user_id}
    assert {subject for subject, _ in letters.values()} == {f"已转交广东：{TITLE}"}
    assert f"{SITE}/my/projects/{project.ref}/" in letters[project.holder_id][1]
    assert f"{SITE}/unit/projects/{project.ref}/" in letters[new.user_id][1]
    assert all("理由：\n单位在广东" in body for _, body in letters.values())


def test_invited_holder_is_told_how_to_get_in():
    clerk = make_clerk()
    claim = invite_holder(make_filed_project("listed", clerk), "zhou@x.cn", "周蜀", by=clerk)

    subject, body = told("claim.invite")[claim.claimant_id]

    assert subject == f"请认领你的成果：{TITLE}"
    assert body.startswith("周蜀，你好：\n\n四川替你填报了")
    assert f"{SITE}/my/claims/" in body
    assert f"{SITE}/accounts/password/reset/" in body


def test_both_sides_hear_what_became_of_a_claim():
    clerk, lead = make_clerk(), make_lead()
    project = make_filed_project("listed", clerk)
    member = make_holder(make_user("李工", organisation=make_institute()))

    claim = request_claim(project, by=member)
    asked, _ = told("claim.request")[lead.user_id]
    decline_claim(claim, by=lead, reason="查无此人")
    declined = told("claim.decline")
    confirm(request_claim(project, by=member), by=lead)
    confirmed = told("claim.confirm")

    assert asked == f"李工申请认领：{TITLE}"
    assert "你对“" in declined[member.user_id][1]
    assert all("理由：查无此人" in body for _, body in declined.values())
    assert f"“{TITLE}”的认领没有成立" in declined[clerk.user_id][1]
    assert f"{SITE}/my/projects/{project.ref}/" in confirmed[member.user_id][1]
    assert f"{SITE}/unit/projects/{project.ref}/" in confirmed[clerk.user_id][1]


def test_recommendation_and_its_withdrawal_are_told_with_reasons():
    project, lead = make_project("listed"), make_lead()

    given = make_recommendation(project, by=lead, reasons="两家整车厂已在台架验证")
    withdraw_recommendation(given, by=lead, reason="改报明年")

    subject, body = told("recommendation.recommend")[project.holder_id]
    assert subject == f"已获推荐：{TITLE}"
    assert f"四川推荐“{TITLE}”参加{given.cycle}的路演。推荐理由：\n两家整车厂" in body
    subject, body = told("recommendation.withdraw")[project.holder_id]
    assert subject == f"推荐已撤回：{TITLE}"
    assert "理由：改报明年" in body
    assert f"{SITE}/my/projects/{project.ref}/" in body


def test_disputed_is_told_to_leads_and_done_to_everybody_about_it():
    project, lead = make_project("listed", price_open=False, price=2000), make_lead()
    make_opinion(project, 5)
    make_opinion(project, 2)
    disputed = told("evaluation.dispute")
    make_opinion(project, 3)
    done = told("evaluation.conclude")

    assert project.holder_id not in disputed
    subject, body = disputed[lead.user_id]
    assert subject == f"专业评价待复议：{TITLE}"
    assert "离散度 30.00" in body
    ref = project.evaluations.get().ref
    assert f"{SITE}/unit/evaluations/{ref}/" in body
    assert done[lead.user_id][0] == f"专业评价完成：{TITLE}，60.00 分"
    assert f"{SITE}/unit/projects/{project.ref}/" in done[lead.user_id][1]
    assert f"{SITE}/my/projects/{project.ref}/" in done[project.holder_id][1]


def test_evaluator_hears_why_it_came_back_or_was_taken_away():
    lead, by = make_lead(), make_evaluator()
    opinion = make_opinion(make_project("listed"), by=by)
    reopen_opinion(opinion, by=lead, reason="没有核对检测报告")
    release_opinion(opinion, by=lead, reason="委托已到期")

    again, gone = told("opinion.reopen")[by.user_id], told("opinion.release")[by.user_id]

    assert again[0] == f"评价退回重评：{TITLE}"
    assert "理由：没有核对检测报告" in again[1]
    assert f"{SITE}/unit/evaluations/{opinion.evaluation.ref}/" in again[1]
    assert "理由：委托已到期" in gone[1]
