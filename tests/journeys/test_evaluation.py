"""From the library to a recommendation over HTTP, each as the person who does it: a unit delegates
evaluation, two persons disagree, a third decides, one opinion is sent back, and what comes of it
is recommended, withdrawn with a reason and read by its holder."""

import pytest

from projects.models import Evaluation, EvaluationReport, Opinion, Recommendation
from records.working import carry_out
from tests.factories import make_agent, make_centre, make_holder, make_lead, make_organisation
from tests.logins import FreshClient
from tests.projects.evaluated import make_costly
from tests.provinces.deciding import as_actor, text_of

pytestmark = pytest.mark.django_db
KEYS = ("lead", "maturity", "rights", "market", "team")
LIST = "/unit/evaluations/"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def read(who, address):
    client = FreshClient()
    as_actor(client, who)
    return text_of(client.get(address))


def send(who, address, **sent):
    client = FreshClient()
    as_actor(client, who)
    answer = client.post(address, sent, follow=True)
    assert answer.redirect_chain, text_of(answer)
    return text_of(answer)


def judge(who, project, points, comment):
    send(who, f"{LIST}take/{project.ref}/")
    give(who, points, comment)


def give(who, points, comment):
    url = f"{LIST}{Evaluation.objects.get().ref}/"
    reasons = {f"reason-{key}": "对照检测报告核实" for key in KEYS}
    marks = {f"points-{key}": str(points) for key in KEYS}
    send(who, url, **marks, **reasons, comment=comment, file="stay")


def test_from_the_library_to_a_recommendation():
    holder, lead, house = make_holder(), make_lead(), make_organisation()
    project = make_costly(holder=holder)
    people = [make_agent(house) for _ in range(3)]
    send(
        lead,
        "/unit/delegations/",
        organisation=house.pk,
        scopes=["evaluate"],
        until="2098-01-31",
    )
    page = f"/unit/projects/{project.ref}/"

    judge(people[0], project, 5, "国内领先")
    assert "国内领先" not in read(lead, page)
    judge(people[1], project, 2, "还在实验室")
    assert "分歧大，待复议" in read(lead, f"{LIST}?show=disputed")
    assert "国内领先" not in read(holder, f"/my/projects/{project.ref}/")
    judge(people[2], project, 4, "中试数据完整")
    assert "80.00" in read(lead, f"{LIST}?show=done")

    opinion = Opinion.objects.get(evaluator=people[2].user_id)
    send(lead, f"{LIST}opinions/{opinion.ref}/reopen/", reason="没有核对检测报告")
    assert "没有核对检测报告" in read(people[2], f"{LIST}{Evaluation.objects.get().ref}/")
    give(people[2], 3, "核对过检测报告")

    recommended = send(lead, f"{page}recommend/", reasons="评价扎实")
    assert "依据专业评价 60.00 分" in recommended
    told = read(holder, f"/my/projects/{project.ref}/")
    assert "核对过检测报告" in told
    assert people[2].user.name not in told
    _read_reports(lead, holder)
    given = Recommendation.objects.get()
    send(lead, f"/unit/recommendations/{given.ref}/withdraw/", reason="改报明年")
    assert "撤回的理由：改报明年" in read(holder, f"/my/projects/{project.ref}/")


def _read_reports(lead, holder):
    for pk in EvaluationReport.objects.filter(state="waiting").values_list("pk", flat=True):
        carry_out("projects.evaluationreport", pk)
    ref = Evaluation.objects.get().ref
    readers = ((lead, "unit"), (holder, "my"), (make_centre(), "center"))
    for who, desk in readers:
        client = FreshClient()
        as_actor(client, who)
        answer = client.get(f"/{desk}/evaluations/{ref}/report.pdf")
        assert answer["Content-Type"] == "application/pdf"
        list(answer.streaming_content)
