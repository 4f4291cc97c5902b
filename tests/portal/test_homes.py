"""工作台: what waits for whom, what they wait for, in the order in which it is due."""

from datetime import timedelta

import pytest

from accounts.acting import actor_of
from accounts.granting import apply_for, invite
from accounts.models import Unit
from accounts.people import suspend
from accounts.states import Role
from foundation import clock
from matching.agreeing import decline
from matching.feedback import Pair, Said, give
from matching.interests import Wish, send_interest
from matching.states import InterestKind, InterestReason, PostingKind, Side, Verdict
from matching.taking_up import ask
from portal.waiting import home_of, waiting_for
from projects.claiming import invite_holder, request_claim
from projects.intake import submit
from projects.models import Project
from projects.screening import send_back
from provinces.matters import Raised, raise_matter
from records.models import Message, Verification
from tests.factories import (
    make_agent,
    make_centre,
    make_clerk,
    make_delegation,
    make_draft,
    make_filed_draft,
    make_filed_project,
    make_holder,
    make_institute,
    make_lead,
    make_organisation,
    make_project,
    make_staff,
    make_user,
)
from tests.matching.filing import accepted, handed_in
from tests.matching.making import make_enterprise, make_partner, suggest
from tests.provinces.judging import accepted_plans, assigned, make_expert, make_round
from tests.provinces.making import plan_of, publish, submitted_plan
from tests.roadshows.coaching import make_deck, make_remark
from tests.roadshows.making import dated

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def mine(by):
    return {line.label: line.count for line in home_of(by).mine}


def others(by):
    return {line.label: line.count for line in home_of(by).others}


def returned(holder, days, status="submitted"):
    project = make_project(status, holder)
    due = clock.today() + timedelta(days=days)
    return send_back(project, by=make_lead(), remarks="补测试报告", due_on=due)


def test_nothing_waits_for_who_is_new():
    assert (mine(make_holder()), others(make_holder())) == ({}, {})


def test_holder_sees_what_came_back_before_what_was_never_sent():
    holder = make_holder()
    make_draft(holder)
    returned(holder, 5)
    make_project("submitted", holder)
    make_project("accepted", holder)
    invite_holder(make_filed_project("listed"), holder.user.email, "李", by=make_clerk())

    home = home_of(holder)

    assert [(line.label, line.count) for line in home.mine] == [
        ("退回修改的成果", 1),
        ("没有提交的成果", 1),
        ("请你认领的成果", 1),
    ]
    assert (home.mine[0].due.partition("，")[2], home.mine[0].tone) == ("还有 5 天", "")
    assert (home.mine[1].due, home.mine[1].waited) == ("", "今天刚到")
    assert {line.label: line.count for line in home.others} == {
        "成果：等推荐单位初审": 1,
        "成果：等火炬中心入库": 1,
    }


@pytest.mark.parametrize(
    ("later", "words", "tone"),
    [
        (0, "还有 4 天", ""),
        (1, "还有 3 天", "warn"),
        (4, "就是今天", "warn"),
        (6, "已过 2 天", "bad"),
    ],
)
def test_due_day_is_told_by_how_near_it_is(later, words, tone):
    holder = make_holder()
    returned(holder, 4)

    with clock.shift(later * DAY):
        [line] = home_of(holder).mine

    assert (line.due.partition("，")[2], line.tone) == (words, tone)


def test_lead_screens_what_others_filed_and_the_clerk_waits_for_it():
    lead, clerk = make_lead(), make_clerk()
    for _ in range(2):
        make_project("submitted")
    submit(make_filed_draft(lead), by=lead)
    make_project("submitted", unit=Unit.objects.get(abbr="GD"))
    member = make_holder(make_user(organisation=make_institute()))
    request_claim(make_filed_project("listed", clerk), by=member)
    make_filed_draft(clerk)
    make_project("accepted")

    assert mine(lead) == {"待初审的成果": 2, "待确认的认领": 1, "没有提交的成果": 1}
    assert mine(clerk) == {"没有提交的成果": 1}
    assert others(lead) == {"成果：等火炬中心入库": 1}
    assert others(clerk) == {"成果：等本单位审核人初审": 3, "成果：等火炬中心入库": 1}


def test_link_of_a_line_leads_to_its_list(client):
    lead = make_lead()
    make_project("submitted")
    client.force_login(lead.user)

    [line] = home_of(lead).mine
    page = client.get("/unit/projects/?state=submitted")

    assert (line.url_name, line.query) == ("unit_projects", "?state=submitted")
    assert 'href="/unit/projects/?state=submitted"' in client.get("/unit/").content.decode()
    assert len(page.context["page"].object_list) == line.count


def test_plan_and_people_wait_for_the_unit():
    publish(closes_in=9 * DAY)
    lead = make_lead("GD")
    apply_for(Role.UNIT_CLERK, by=make_holder(), unit=Unit.objects.get(abbr="GD"))
    make_delegation(unit="GD", days=20, lead=lead)

    home = home_of(lead)

    assert [(line.label, line.count) for line in home.mine] == [
        ("没有报送的工作方案", 1),
        ("一个月内到期的委托", 1),
        ("待批准的身份申请", 1),
    ]
    assert [(one.about.label, one.about.url_name) for one in home.coming] == [
        ("工作方案报送截止", "unit_plan")
    ]


def test_centre_lists_answers_checks_and_its_lead_decides():
    publish()
    plan, _ = submitted_plan()
    centre, lead = make_centre(), make_staff("centre_lead")
    raise_matter(plan, Raised("场地冲突", "请协调"), by=make_clerk())
    make_project("accepted")
    make_project("submitted")

    assert mine(centre) == {"待答复的重大问题": 1, "待入库的成果": 1}
    assert others(centre) == {"成果：等推荐单位初审": 1}
    with clock.shift(20 * DAY):
        assert mine(centre)["待形式审查的方案"] == 1
        assert mine(lead) == mine(centre)


def test_expert_scores_until_the_round_ends(client):
    [plan] = accepted_plans("GD")
    by, expert = make_expert()
    round_ = make_round([plan])
    assigned(round_, [expert])

    [line] = waiting_for(by)
    client.force_login(by.user)
    page = client.get("/review/").content.decode()

    assert (line.label, line.count, line.url_name) == ("待评分的方案", 1, "review")
    assert "还有 9 天" in line.due or "还有 10 天" in line.due
    assert line.due in page


def test_each_party_of_a_roadshow_has_its_tasks():
    [show] = dated("SC")
    exchange = make_staff("exchange")

    with clock.shift((show.day - clock.today()) - DAY):
        lines = {line.label: line for line in home_of(exchange).mine}
        unit = mine(make_clerk())

    assert lines["两周内到期的路演任务"].count > 0
    assert lines["两周内到期的路演任务"].query == "?todo=on"
    assert unit["一个月内、没有发布议程的路演"] == 1
    assert [one.about.label for one in home_of(exchange).coming] == [f"路演：{show.title}"]


def test_remarks_wait_for_the_holder_and_their_answer_for_the_unit():
    holder, clerk = make_holder(), make_clerk()
    make_remark(make_deck(make_project("listed", holder), holder), clerk)

    assert mine(holder) == {"没有答复的辅导意见": 1}
    assert others(clerk) == {"辅导意见：等持有人答复": 1}


def test_interest_waits_until_it_is_answered(client):
    holder = make_holder()
    project = make_project("listed", holder)
    sent = send_interest(project, Wish(InterestKind.LEARN), by=make_holder())
    client.force_login(holder.user)
    assert mine(holder) == {"等你答复的意向": 1}

    client.get("/my/interests/")

    assert Message.objects.filter(to=holder.user_id, kind="matching.interest.send").get().read_at
    assert mine(holder) == {"等你答复的意向": 1}
    decline(sent, InterestReason.TAKEN, by=holder)
    assert mine(holder) == {}


def test_enterprise_sees_its_demands_and_who_accepted_them():
    by, holder = make_enterprise(), make_holder()
    project = make_project("listed", holder)
    demand = accepted(by)
    suggest(demand, project)
    handed_in(by, title="另一条芯片需求")

    assert mine(by) == {"没有看的匹配": 1}
    assert others(by) == {"供需信息：等审核": 1}
    give(Pair(demand, project, Side.PROJECT), Said(Verdict.ACCEPT), by=holder)
    assert mine(by) == {"成果方愿意谈、等你答复": 1, "没有看的匹配": 1}
    give(Pair(demand, project, Side.POSTING), Said(Verdict.ACCEPT), by=by)
    assert mine(by) == {}


def test_partner_answers_who_asks_for_an_offer():
    partner, holder = make_partner(), make_holder()
    offer = accepted(partner, PostingKind.OFFER)
    ask(offer, make_project("listed", holder), message="想排样片", by=holder)

    assert mine(partner) == {"没有答复的支持申请": 1}
    assert others(holder) == {"申请的支持：等对方答复": 1}


def test_agency_sees_what_it_brought_under_its_delegation():
    house = make_organisation()
    agent = make_agent(house)
    make_delegation(house, scopes=("collect", "evaluate"))
    agent = actor_of(agent.user)
    make_filed_draft(agent)
    make_filed_project("submitted", agent)

    assert mine(agent) == {"没有提交的成果": 1, "一个月内到期的委托": 1}
    assert others(agent) == {"成果：等推荐单位初审": 1}


def test_invitation_waits_for_whoever_was_invited():
    holder = make_holder()
    invite(holder.user, Role.EXPERT, by=make_centre())

    assert mine(holder) == {"等你接受的身份": 1}


def test_security_sees_offices_nobody_holds_any_more(client):
    security, clerk = make_staff("security"), make_clerk()
    suspend(clerk.user, by=security, reason="账号外借")
    client.force_login(security.user)

    assert {line.label: line.count for line in waiting_for(security)} == {
        "账号停用、还担任职务的人": 1
    }
    assert "账号停用、还担任职务的人" in client.get("/security/").content.decode()


def test_auditor_is_told_that_nobody_has_verified(client):
    auditor = make_staff("auditor")
    assert [line.label for line in waiting_for(auditor)] == ["一个月没有核对过的留痕"]

    Verification.objects.create(asked_by=auditor.user, state="done", ended_at=clock.now(), found=2)

    assert {line.label: line.count for line in waiting_for(auditor)} == {"发现问题的核对": 1}
    with clock.shift(31 * DAY):
        assert len(waiting_for(auditor)) == 2


def test_operator_sees_what_failed(client):
    admin = make_staff("admin")
    client.force_login(admin.user)
    assert "等我办理" not in client.get("/system/").content.decode()

    user = make_user()
    Message.objects.create(to=user, kind="a.b.c", state="failed", ended_at=clock.now())

    page = client.get("/system/")
    assert [(line.label, line.count) for line in page.context["failed"]] == [("没有办完：消息", 1)]
    assert "等我办理" in page.content.decode()


HOMES = {
    "/my/": make_holder,
    "/unit/": make_lead,
    "/center/": lambda: make_staff("centre_lead"),
    "/exchange/": lambda: make_staff("exchange"),
    "/desk/": make_enterprise,
}
QUERIES = {"/my/": 9, "/unit/": 12, "/center/": 14, "/exchange/": 10, "/desk/": 10}


def fill(path, by, count):
    """So many of each kind that is easily made."""
    publish()
    for number in range(count):
        holder = by if path == "/my/" else make_holder()
        for status in ("draft", "submitted", "returned", "accepted"):
            make_project(status, holder)
        send_interest(make_project("listed", holder), Wish(InterestKind.LEARN), by=make_holder())
        if path in ("/unit/", "/desk/"):
            handed_in(by if path == "/desk/" else make_enterprise(), title=f"芯片需求 {number}")
        raise_matter(plan_of(), Raised("场地冲突", "请协调"), by=make_clerk())


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("path", HOMES)
def test_home_asks_a_fixed_number_of_questions(client, path, count, django_assert_num_queries):
    by = HOMES[path]()
    fill(path, by, count)
    client.force_login(by.user)
    client.get(path)

    with django_assert_num_queries(QUERIES[path]):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", HOMES)
def test_login_leads_to_the_home_of_the_desk(client, path):
    by = HOMES[path]()
    client.force_login(by.user)

    assert client.get("/account/desk/", follow=True).redirect_chain == [(path, 302)]


def test_messages_and_words_of_people_are_escaped_on_a_home(client):
    holder = make_holder()
    project = make_project("submitted", holder)
    Project.objects.filter(pk=project.pk).update(title="<script>x</script>")
    send_back(
        Project.objects.get(pk=project.pk), by=make_lead(), remarks="补", due_on=clock.today() + DAY
    )
    client.force_login(holder.user)

    assert "<script>x" not in client.get("/my/").content.decode()


def test_nobody_counts_what_is_another_units():
    make_project("submitted", unit=Unit.objects.get(abbr="GD"))
    make_filed_draft(make_clerk("GD"))
    publish()

    assert set(mine(make_lead("SC"))) == {"没有报送的工作方案"}
