"""Beside a project: recommendations, services, claims, who stands behind it; and the lists."""

from datetime import timedelta

import pytest

from accounts.cycles import current_cycle, open_cycle
from foundation import clock
from projects.claiming import invite_holder, request_claim
from projects.content import content_of
from projects.entitlements import note_service
from projects.models import Claim, Project, Recommendation, Service, Version
from projects.recommendation import withdraw_recommendation
from projects.states import ClaimStatus, ServiceKind
from projects.views.sections import sections_of
from tests.factories import (
    make_agent,
    make_centre,
    make_clerk,
    make_delegation,
    make_draft,
    make_evaluation,
    make_filed_draft,
    make_filed_project,
    make_holder,
    make_institute,
    make_lead,
    make_organisation,
    make_project,
    make_recommendation,
    make_row,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db

SERVICE = {"kind": "roadshow", "provider": "深交所", "on": "2026-01-05"}


def log_in(client, actor):
    client.force_login(actor.user)
    return actor


def member_of_holder():
    """A person who works where the project is held."""
    return make_holder(make_user(organisation=make_institute()))


# recommendations


def test_lead_recommends_and_takes_it_back(client):
    project = make_project("listed")
    make_evaluation(project)
    log_in(client, make_lead())
    url = f"/unit/projects/{project.ref}/"

    client.post(f"{url}recommend/", {"reasons": "两家整车厂已在台架验证"})
    given = Recommendation.objects.get()
    page = client.get(url).content.decode()
    client.post(f"/unit/recommendations/{given.ref}/withdraw/", {"reason": "改报明年"})

    assert (given.status, given.reasons, given.unit_id) == ("given", "两家整车厂已在台架验证", "SC")
    assert "两家整车厂已在台架验证" in page
    assert "/recommend/" not in page
    assert Recommendation.objects.get().status == "withdrawn"
    assert f"{url}recommend/" in client.get(url).content.decode()


def test_second_recommendation_is_refused_and_the_text_stays(client):
    project, lead = make_project("listed"), make_lead()
    make_recommendation(project, by=lead, reasons="一")
    log_in(client, lead)

    answer = client.post(f"/unit/projects/{project.ref}/recommend/", {"reasons": "再推一次"})

    page = answer.content.decode()
    assert (answer.status_code, Recommendation.objects.count()) == (422, 1)
    assert "已经推荐过这项成果" in page
    assert "再推一次</textarea>" in page


def test_recommendation_of_last_year_leaves_room_for_this_one(client):
    project, lead = make_project("listed"), make_lead()
    make_recommendation(project, by=lead, reasons="一")
    this_year = current_cycle().year
    open_cycle(this_year + 1, issuer="科技部火炬中心", by=make_staff("centre_lead"))
    log_in(client, lead)
    url = f"/unit/projects/{project.ref}/"

    before = client.get(url).content.decode()
    with clock.shift(timedelta(days=366)):
        client.force_login(lead.user)
        session_of_next_year(client)
        after = client.get(url).content.decode()

    assert f"{url}recommend/" not in before
    assert f"{url}recommend/" in after


def session_of_next_year(client):
    session = client.session
    session["began"] = session["seen"] = clock.now().timestamp()
    session.save()


@pytest.mark.parametrize(
    ("make", "status"), [(make_clerk, 403), (lambda: make_lead("GD"), 404), (make_centre, 403)]
)
def test_only_the_lead_of_the_unit_recommends(client, make, status):
    project = make_project("listed")
    given = make_recommendation(project, by=make_lead(), reasons="一")
    log_in(client, make())

    answers = [
        client.post(f"/unit/projects/{project.ref}/recommend/", {"reasons": "二"}),
        client.post(f"/unit/recommendations/{given.ref}/withdraw/", {"reason": "二"}),
    ]

    assert [answer.status_code for answer in answers] == [status, status]
    assert [r.status for r in Recommendation.objects.all()] == ["given"]


# services


@pytest.mark.parametrize(
    ("desk", "make"),
    [("/unit/projects", make_clerk), ("/center/library", make_centre)],
)
def test_service_is_noted_and_shown(client, desk, make):
    project = make_project("listed")
    log_in(client, make())

    answer = client.post(f"{desk}/{project.ref}/services/", SERVICE, follow=True)

    noted = Service.objects.get()
    assert (noted.kind, noted.provider, str(noted.enjoyed_on)) == tuple(SERVICE.values())
    assert "深交所，2026年1月5日" in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({"on": "2098-01-01"}, "服务日期不能晚于今天"),
        ({"provider": " "}, "请填写“提供方”"),
        ({"provider": "长" * 101}, "100"),
        ({"kind": "lunch"}, "lunch"),
        ({"on": "昨天"}, "日期"),
    ],
)
def test_service_noted_wrongly_is_told_so(client, data, complaint):
    project = make_project("listed")
    log_in(client, make_clerk())

    answer = client.post(f"/unit/projects/{project.ref}/services/", SERVICE | data)

    assert (answer.status_code, Service.objects.count()) == (422, 0)
    assert complaint in answer.content.decode()


# claims


def test_invited_holder_gets_an_account_and_a_claim(client):
    clerk = make_clerk()
    project = make_filed_project("submitted", clerk)
    log_in(client, clerk)

    answer = client.post(f"/unit/projects/{project.ref}/invite/", {"name": "周蜀"}, follow=True)

    claim = Claim.objects.get()
    assert (claim.claimant.email, claim.claimant.name) == ("zhou@example.cn", "周蜀")
    page = answer.content.decode()
    assert "z***@example.cn" in page
    assert "zhou@example.cn" not in page
    client.post(f"/unit/claims/{claim.ref}/give-up/")
    assert Claim.objects.get().status == ClaimStatus.DECLINED


def test_agency_invites_to_what_it_has_filed(client):
    organisation = make_organisation()
    make_delegation(organisation)
    agent = make_agent(organisation)
    project = make_filed_draft(agent)
    log_in(client, agent)

    answer = client.post(
        f"/unit/projects/{project.ref}/invite/", {"email": "lin@example.cn", "name": "林岷"}
    )

    assert (answer.status_code, Claim.objects.get().claimant.email) == (302, "lin@example.cn")


def test_invitation_to_no_address_is_told_so(client):
    clerk = make_clerk()
    project = make_filed_draft(clerk)
    log_in(client, clerk)

    answer = client.post(f"/unit/projects/{project.ref}/invite/", {"email": "周蜀", "name": "周蜀"})

    assert (answer.status_code, Claim.objects.count()) == (422, 0)
    assert "“周蜀”不是电子邮箱" in answer.content.decode()


@pytest.mark.parametrize(("verb", "status"), [("confirm", "confirmed"), ("decline", "declined")])
def test_lead_answers_a_request(client, verb, status):
    project = make_filed_project("listed")
    claim = request_claim(project, by=member_of_holder())
    log_in(client, make_lead())

    page = client.get(f"/unit/projects/{project.ref}/").content.decode()
    answer = client.post(f"/unit/claims/{claim.ref}/{verb}/", {"reason": "查无此人"})

    assert f"/unit/claims/{claim.ref}/{verb}/" in page
    assert (answer.status_code, Claim.objects.get().status) == (302, status)
    holder = Project.objects.get(pk=project.pk).holder_id
    assert holder == (claim.claimant_id if verb == "confirm" else None)


@pytest.mark.parametrize(
    ("make", "status"), [(make_clerk, 403), (lambda: make_lead("GD"), 404), (make_centre, 403)]
)
def test_request_is_answered_by_the_lead_alone(client, make, status):
    claim = request_claim(make_filed_project("listed"), by=member_of_holder())
    log_in(client, make())

    answers = [client.post(f"/unit/claims/{claim.ref}/{v}/") for v in ("confirm", "decline")]

    assert [answer.status_code for answer in answers] == [status, status]
    assert Claim.objects.get().status == ClaimStatus.REQUESTED


# the page


def test_contacts_are_masked_and_only_for_unit_and_centre(client):
    holder = make_holder()
    project = make_project("submitted", holder)
    pages = {}
    for desk, actor in {
        "unit/projects": make_clerk(),
        "center/library": make_centre(),
        "my/projects": holder,
    }.items():
        log_in(client, actor)
        pages[desk] = client.get(f"/{desk}/{project.ref}/").content.decode()

    assert ["周蜀" in page for page in pages.values()] == [True, True, False]
    assert ["138****0000" in page for page in pages.values()] == [True, True, False]
    assert not any("13800000000" in page or "zhou@" in page for page in pages.values())


def test_history_shows_what_was_said_and_until_when(client):
    project = make_project("returned")
    log_in(client, make_lead())

    page = client.get(f"/unit/projects/{project.ref}/")

    labels = [entry.label for entry in page.context["history"]]
    assert labels == ["新建", "提交初审", "退回修改"]
    assert "请补测试报告" in page.content.decode()
    assert page.context["history"][-1].due_on == project.due_on


def test_sheet_is_shown_by_section_with_words_for_codes():
    content = content_of(make_draft(), {"licence": "技术许可"})

    sections = {section.title: section for section in sections_of(content)}

    basics = {item.label: item.text for item in sections["基本信息"].items}
    assert basics["战新领域"] == content["labels"]["field"] != "1.2"
    assert (basics["成果来源"], basics["四个面向"]) == ("自选", "面向经济主战场、面向国家重大需求")
    [rights] = [item for item in sections["知识产权"].items if item.rows]
    assert ("类型", "发明专利") in rights.rows[0]
    assert ("状态", "授权有效") in rights.rows[0]
    assert "许可类型" in sections["转化"].missing


def test_coded_texts_of_rows_are_read_in_words(client):
    row = make_row("conversions", party="青川电气", mode="licence", year="2024")
    project = make_project("submitted", conversions=[row])
    client.force_login(make_lead().user)

    page = client.get(f"/unit/projects/{project.ref}/").content.decode()

    assert "技术许可</td>" in page
    assert "发明专利</td>" in page
    assert "licence</td>" not in page


def test_version_from_before_the_labels_is_shown_as_far_as_it_goes():
    old = {"title": "甲", "summary": "乙", "field": "1.2", "field_name": "电子核心产业"}
    old |= {"trl": 7, "patent_no": "ZL1", "modes": ["licence"], "mode_names": ["技术许可"]}

    told = {
        item.label: item.text or item.level
        for section in sections_of(old)
        for item in section.items
    }

    assert told == {
        "项目简介": "乙",
        "战新领域": "电子核心产业",
        "技术成熟度": 7,
        "专利号": "ZL1",
        "转化方式": "技术许可",
    }


# the lists


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("", ["submitted"]),
        ("nonsense", ["submitted"]),
        ("returned", ["returned"]),
        ("draft", ["filed draft"]),
        ("all", ["filed draft", "withdrawn", "returned", "submitted"]),
    ],
)
def test_unit_reads_its_projects_by_state(client, state, shown):
    for status in ("submitted", "returned", "withdrawn", "draft"):
        make_project(status, title=status)
    make_filed_draft(title="filed draft")
    log_in(client, make_clerk())

    page = client.get("/unit/projects/", {"state": state})

    assert [line.project.title for line in page.context["page"]] == shown
    counts = {one.tab.value: one.count for one in page.context["tabs"]}
    assert counts == {
        **dict.fromkeys(("submitted", "returned", "draft"), 1),
        **dict.fromkeys(("accepted", "listed", "declined"), 0),
        "all": 4,
    }


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "make", "status"),
    [
        ("/unit/projects/?state=listed", make_lead, "listed"),
        ("/center/library/?state=listed", make_centre, "listed"),
        ("/center/library/", make_centre, "accepted"),
    ],
)
def test_list_asks_as_much_for_three_as_for_one(
    client, django_assert_num_queries, path, make, status, count
):
    for _ in range(count):
        make_filed_project(status)
    log_in(client, make())
    client.get(path)

    with django_assert_num_queries(10):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("desk", "make", "queries"),
    [("/unit/projects", make_lead, 17), ("/center/library", make_centre, 24)],
)
def test_page_asks_as_much_for_three_of_each_as_for_one(
    client, django_assert_num_queries, desk, make, queries, count
):
    project, lead = make_filed_project("listed"), make_lead()
    for number in range(count):
        given = make_recommendation(project, by=lead, reasons="一")
        withdraw_recommendation(given, by=lead, reason="二")
        note_service(project, ServiceKind.ROADSHOW, provider=f"{number}", on=clock.today(), by=lead)
        invite_holder(project, f"h{number}@example.cn", "周蜀", by=lead)
    url = f"{desk}/{project.ref}/"
    log_in(client, make())
    client.get(url)

    with django_assert_num_queries(queries):
        assert client.get(url).status_code == 200
    assert Version.objects.count() == 1
