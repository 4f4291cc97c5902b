"""A project's whole way, over rooms, for those who work on it."""

import pytest

from foundation import clock
from matching.interests import Wish, send_interest
from matching.states import InterestKind
from portal.journey import journey_of
from projects.claiming import confirm, invite_holder
from projects.entitlements import note_service
from tests.factories import (
    make_clerk,
    make_filed_project,
    make_holder,
    make_lead,
    make_project,
    make_recommendation,
)

pytestmark = pytest.mark.django_db


def labels(project):
    return [step.label for step in journey_of(project)]


def test_way_runs_over_rooms_in_order():
    project = make_project("listed")
    lead = make_lead()
    make_recommendation(project, by=lead, reasons="中试数据完整")
    note_service(project, "roadshow", provider="深交所", on=clock.today(), by=lead)
    send_interest(project, Wish(InterestKind.LEARN, "不给别人看"), by=make_holder())

    assert labels(project) == [
        *("新建", "提交初审", "初审通过", "入库"),
        *("开始专业评价", "专业评价完成"),
        *("推荐单位推荐", "享受服务", "提交意向"),
    ]
    assert "不给别人看" not in str(journey_of(project))


def test_remarks_are_told_and_others_projects_are_not():
    project, _other = make_project("returned"), make_project("listed")

    steps = journey_of(project)

    assert [step.label for step in steps] == ["新建", "提交初审", "退回修改"]
    assert steps[-1].note == "请补测试报告"


def test_claim_stands_in_the_way():
    clerk, holder = make_clerk(), make_holder()
    project = make_filed_project("submitted", clerk)
    confirm(invite_holder(project, holder.user.email, "", by=clerk), by=holder)

    assert labels(project) == ["新建", "提交初审", "邀请持有人认领", "认领"]


@pytest.mark.parametrize("status", ["submitted", "listed"])
def test_page_takes_as_many_queries_for_a_short_way_as_for_a_long(
    client, django_assert_num_queries, status
):
    project = make_project(status)
    client.force_login(project.holder)

    with django_assert_num_queries(9):
        assert client.get(f"/my/projects/{project.ref}/journey/").status_code == 200
