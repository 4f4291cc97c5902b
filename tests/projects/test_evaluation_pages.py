"""专业评价 at the desks: the agency's queue and form, the unit's list, what each reader of a
project is told."""

import json
import zipfile

import pytest

from foundation.typed import Page
from portal.exporting import export_person
from projects.evaluating import file_opinion, save_opinion, take_up
from projects.models import Evaluation, Opinion, Version
from tests.factories import (
    make_agent,
    make_centre,
    make_clerk,
    make_delegation,
    make_evaluation,
    make_evaluator,
    make_holder,
    make_lead,
    make_opinion,
    make_organisation,
    make_project,
    make_recommendation,
)
from tests.logins import FreshClient
from tests.matrix.crawler import crawl
from tests.projects.evaluated import REASON, make_costly, marks, taken

pytestmark = pytest.mark.django_db
KEYS = ("lead", "maturity", "rights", "market", "team")
SENT = {f"points-{key}": "3" for key in KEYS} | {"comment": "扎实", "revision": "0", "page": "a"}
LIST = "/unit/evaluations/"


def client_of(actor):
    """Logged in, and here before: the first page of a session asks more of the database."""
    client = FreshClient()
    client.force_login(actor.user)
    client.get("/account/")
    return client


def text_of(answer):
    return answer.content.decode()


def address(opinion, verb=""):
    return f"{LIST}{opinion.evaluation.ref}/{verb}"


def test_queue_takes_up_and_leads_to_the_form():
    by = make_evaluator()
    make_project("listed", title="先入库的芯片")
    costly = make_costly(title="要价高的芯片")
    client = client_of(by)

    page = text_of(client.get(LIST))
    answer = client.post(f"{LIST}take/{costly.ref}/")

    assert page.index("先入库的芯片") < page.index("要价高的芯片")
    assert "2,000 万元" in page
    assert "2 份" in page
    opinion = Opinion.objects.select_related("evaluation").get()
    assert (answer.status_code, answer.url) == (302, address(opinion))
    client.get(LIST)  # which says that it was taken up
    assert "要价高的芯片" not in text_of(client.get(LIST))
    assert "要价高的芯片" in text_of(client.get(f"{LIST}?show=mine"))


def test_list_is_narrowed_by_name_and_code():
    first, _ = make_project("listed", title="甲芯片"), make_project("listed", title="乙芯片")
    client = client_of(make_evaluator())

    for q in ("甲", first.code.lower()):
        page = text_of(client.get(LIST, {"q": q}))
        assert ("甲芯片" in page, "乙芯片" in page) == (True, False)
    assert "没有找到" in text_of(client.get(LIST, {"q": "没有的词"}))


def test_tied_house_finds_nothing():
    house = make_organisation()
    make_delegation(house, scopes=("collect", "evaluate"))
    by = make_agent(house)
    project = make_project("listed", title="自己征集的芯片")
    type(project).objects.filter(pk=project.pk).update(collected_by=house)
    client = client_of(by)

    assert "自己征集的芯片" not in text_of(client.get(LIST))
    assert client.post(f"{LIST}take/{project.ref}/").status_code == 404
    assert Evaluation.objects.count() == 0


def test_agency_without_evaluation_has_no_such_desk():
    house = make_organisation()
    make_delegation(house, scopes=("collect",))

    client = client_of(make_agent(house))

    assert client.get(LIST).status_code == 403
    assert LIST not in text_of(client.get("/unit/projects/"))


def test_form_shows_the_version_and_nothing_personal():
    project = make_project("listed", lead_name="林岷江", contact_mobile="13811112222")
    by = make_evaluator()
    opinion = take_up(project, by=by)

    page = text_of(client_of(by).get(address(opinion)))

    assert "退饱和检测与两级软关断同片" in page
    assert "林岷江" not in page
    assert "13811112222" not in page
    assert 'name="points-lead"' in page


def test_typing_is_kept_and_filed_with_all_that_lacks():
    by = make_evaluator()
    opinion = taken(make_project("listed"), by)
    client = client_of(by)
    kept = {"changed": "comment", "comment": "路线清楚", "revision": "0", "page": "a"}

    answer = client.post(address(opinion, "keep/"), kept)
    refused = client.post(address(opinion), {**SENT, "points-market": "0", "file": "stay"})
    filed = client.post(address(opinion), {**SENT, "revision": "9", "file": "next"})

    assert json.loads(answer.content)["revision"] == 1
    assert refused.status_code == 422
    assert "“市场前景”打了 0 分，请写理由" in text_of(refused)
    assert (filed.status_code, filed.url) == (302, LIST)
    opinion.refresh_from_db()
    assert (opinion.status, opinion.total, opinion.comment) == ("filed", 60, "扎实")


def test_save_and_next_goes_round_ones_own():
    by = make_evaluator()
    first, second = (take_up(make_project("listed"), by=by) for _ in range(2))
    client = client_of(by)

    onwards = client.post(address(first), {**SENT, "next": "1"})
    round_ = client.post(address(second), {**SENT, "next": "1"})

    assert (onwards.url, round_.url) == (address(second), address(first))


def test_evaluators_see_nothing_of_each_other_until_all_are_there():
    project, first, second = make_costly(), make_evaluator(), make_evaluator()
    mine = make_opinion(project, 4, by=first, comment="甲写的意见")
    other = taken(project, second)
    save_opinion(other, {"comment": "乙正在写"}, page=Page(), by=second)

    before = text_of(client_of(first).get(address(mine)))
    blind = text_of(client_of(second).get(address(other)))
    file_opinion(other, marks(other, 3, comment="乙写的意见"), by=second)
    after = text_of(client_of(first).get(address(mine)))

    assert "结果还没有出来" in before
    assert "乙" not in before.replace(second.user.name, "")
    assert "甲写的意见" not in blind
    assert "乙写的意见" in after
    assert second.user.name not in after


def test_who_has_no_opinion_on_it_finds_no_page():
    evaluation = make_evaluation(make_project("listed"))

    for actor in (make_evaluator(), make_clerk("GD"), make_lead("GD")):
        assert client_of(actor).get(f"{LIST}{evaluation.ref}/").status_code == 404


def test_evaluator_of_another_unit_finds_nothing_of_it_anywhere():
    project = make_costly(title="川里的芯片")
    opinion = make_opinion(project, 5, comment="川里的意见")
    make_opinion(project, 2, comment="川里的另一份意见")
    stranger = make_evaluator("GD", house=make_organisation())
    foreign = ("川里的意见", "川里的另一份意见", opinion.evaluator.name)

    faults, seen = crawl(client_of(stranger), LIST, foreign=foreign)

    assert faults == []
    assert LIST in seen
    assert f"{LIST}{opinion.evaluation.ref}/" not in seen


def test_given_up_is_free_for_others():
    by, project = make_evaluator(), make_project("listed")
    opinion = take_up(project, by=by)

    client_of(by).post(address(opinion, "give-up/"))

    assert client_of(by).get(address(opinion)).status_code == 404
    assert project.title in text_of(client_of(make_evaluator()).get(LIST))


def test_unit_sees_who_and_how_far_apart_and_asks_again():
    project, lead = make_costly(), make_lead()
    one = make_opinion(project, 5, comment="很好")
    make_opinion(project, 2)
    evaluation = project.evaluations.get()
    client = client_of(lead)
    url = f"{LIST}{evaluation.ref}/"

    listed, page = text_of(client.get(f"{LIST}?show=disputed")), text_of(client.get(url))
    client.post(f"{LIST}opinions/{one.ref}/reopen/", {"reason": REASON})

    assert "30.00" in listed
    assert one.evaluator.name in listed
    assert "分歧大，待复议" in page
    assert "很好" in page
    one.refresh_from_db()
    assert one.status == "taken"


def test_unit_reads_no_opinion_before_all_are_there():
    project = make_costly()
    make_opinion(project, 5, comment="很好的技术")
    evaluation = project.evaluations.get()

    page = text_of(client_of(make_lead()).get(f"{LIST}{evaluation.ref}/"))

    assert "意见还没有交齐" in page
    assert "很好的技术" not in page


def test_refusal_stands_beside_what_was_typed():
    make_recommendation(make_project("listed"))
    evaluation = Evaluation.objects.get()

    answer = client_of(make_lead()).post(f"{LIST}{evaluation.ref}/void/", {"reason": REASON})

    assert answer.status_code == 422
    assert "先撤回推荐" in text_of(answer)
    assert f"{REASON}</textarea>" in text_of(answer)


@pytest.mark.parametrize(
    ("desk", "knows_names"),
    [("/unit/projects", True), ("/center/library", False), ("/my/projects", False)],
)
def test_project_page_tells_its_reader_what_it_came_to(desk, knows_names):
    holder = make_holder()
    project = make_project("listed", holder)
    opinion = make_opinion(project, 4, comment="指标扎实")
    reader = {"/unit": make_lead, "/cent": make_centre, "/my/p": lambda: holder}[desk[:5]]()

    page = text_of(client_of(reader).get(f"{desk}/{project.ref}/"))

    assert "指标扎实" in page
    assert opinion.organisation.name in page
    assert (opinion.evaluator.name in page) is knows_names
    assert "评价报告（PDF）" in page


def test_holder_reads_nothing_while_it_runs_or_is_disputed():
    holder = make_holder()
    project = make_costly(holder=holder)
    make_opinion(project, 5, comment="很好的技术")
    make_opinion(project, 2)

    page = text_of(client_of(holder).get(f"/my/projects/{project.ref}/"))

    assert "分歧大，待复议" in page
    assert "很好的技术" not in page


def test_new_version_leaves_it_standing_and_is_told():
    holder = make_holder()
    project = make_project("listed", holder)
    make_evaluation(project)
    old = project.listing.version
    same = {name: getattr(old, name) for name in ("content", "sha256", "verdicts", "rule_set")}
    newer = Version.objects.create(project=project, number=2, **same)
    type(project.listing).objects.filter(project=project).update(version=newer)

    page = text_of(client_of(holder).get(f"/my/projects/{project.ref}/"))

    assert "评价的是第 1 版" in page
    assert "信息表有了新版本" in page


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("show", "queries"), [("waiting", 12), ("mine", 12), ("done", 12)])
def test_agencys_list_asks_as_much_for_three_as_for_one(
    django_assert_num_queries, show, queries, count
):
    by = make_evaluator()
    for _ in range(count):
        make_project("listed")
        take_up(make_project("listed"), by=by)
        make_opinion(make_project("listed"), by=by)
    client = client_of(by)
    client.get(LIST)

    with django_assert_num_queries(queries):
        assert client.get(f"{LIST}?show={show}").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_units_list_asks_as_much_for_three_as_for_one(django_assert_num_queries, count):
    for _ in range(count):
        make_evaluation(make_project("listed"))
    client = client_of(make_lead())
    client.get(LIST)

    with django_assert_num_queries(11):
        assert client.get(LIST).status_code == 200


def test_what_a_person_wrote_is_theirs_to_take_along():
    by = make_evaluator()
    make_opinion(make_project("listed"), by=by, comment="我写的意见")
    save_opinion(take_up(make_project("listed"), by=by), {"comment": "没写完"}, page=Page(), by=by)

    with export_person(by.user) as spool, zipfile.ZipFile(spool) as archive:
        said = json.loads(archive.read("projects.json"))

    assert [row["comment"] for row in said["opinions"]] == ["我写的意见", ""]
    assert [row["typed"] for row in said["opinion_drafts"]] == [{"comment": "没写完"}]
