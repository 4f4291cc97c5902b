"""The pages of corrections: lists, what each desk is shown, the sheet that is corrected."""

import pytest
from django.urls import reverse

from projects.correcting import begin_correction
from projects.intake import save_draft
from projects.models import Correction, Draft, Project
from tests.factories import (
    make_centre,
    make_clerk,
    make_filed_project,
    make_holder,
    make_lead,
    make_project,
)
from tests.logins import FreshClient
from tests.projects.correcting_things import REASON, TITLE, make_correction
from tests.projects.sending import of_step, step
from tests.projects.typing_in import keep

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder():
    return make_holder()


def client_of(by):
    client = FreshClient()
    client.force_login(by.user)
    return client


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("desk", "make"), [("unit", make_lead), ("center", make_centre)])
def test_lists_ask_as_much_for_three_as_for_one(
    holder, desk, make, count, django_assert_num_queries
):
    for _ in range(count):
        make_correction("proposed", make_project("listed", holder), holder)
    client, address = client_of(make()), reverse(f"{desk}_corrections")
    client.get(address)

    with django_assert_num_queries(7):
        page = client.get(address)

    assert len(page.context["page"].object_list) == count
    assert [one["count"] for one in page.context["tabs"]] == [count, 0, 0, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_own_list_asks_as_much_for_three_as_for_one(holder, count, django_assert_num_queries):
    for _ in range(count):
        make_correction("returned", make_project("listed", holder), holder)
    client, address = client_of(holder), reverse("my_projects")
    client.get(address)

    with django_assert_num_queries(8):
        page = client.get(address).content.decode()

    assert page.count("按意见修改更正") == count


def test_lists_show_each_where_it_stands(holder):
    for status in ("open", "proposed", "returned", "accepted", "declined", "withdrawn"):
        make_correction(status, make_project("listed", holder), holder)
    client = client_of(make_centre())

    for state, statuses in {
        "proposed": ["proposed"],
        "returned": ["returned"],
        "open": ["open"],
        "ended": ["withdrawn", "declined", "accepted"],
        "nonsense": ["proposed"],
    }.items():
        rows = client.get(f"/center/corrections/?state={state}").context["page"]
        assert [row.status for row in rows] == statuses


def test_unit_sees_of_what_is_worked_on_that_it_is(holder):
    correction = make_correction("open", make_project("listed", holder), holder)
    save_draft(correction.project, {"title": TITLE}, by=holder)

    page = client_of(make_lead()).get(f"/unit/corrections/{correction.ref}/").content.decode()

    assert "正在修改，提交以后可以在这里看到" in page
    assert "第二代" not in page
    own = client_of(holder).get(f"/my/corrections/{correction.ref}/").content.decode()
    assert "（第二代）" in own
    assert "接着改" in own


def test_of_people_only_what_was_changed_is_told(holder):
    project = make_project("listed", holder)
    fields = {"contact_mobile": "13911112222", "trl": 8}
    correction = make_correction("proposed", project, holder, **fields)

    page = client_of(make_lead()).get(f"/unit/corrections/{correction.ref}/")

    assert page.context["changes"].people == ("联系人手机",)
    assert [line.label for line in page.context["changes"].lines] == ["技术成熟度"]
    assert "13911112222" not in page.content.decode()


def test_project_pages_say_what_is_in_force_and_that_a_correction_waits(holder):
    correction = make_correction("proposed", make_project("listed", holder), holder)
    ref = correction.project.ref

    for client, address in (
        (client_of(holder), f"/my/projects/{ref}/"),
        (client_of(make_lead()), f"/unit/projects/{ref}/"),
        (client_of(make_centre()), f"/center/library/{ref}/"),
    ):
        page = client.get(address).content.decode()
        assert "第二代" not in page
        assert "更正待审" in page
        assert page.count("看更正") == 1


def test_lists_of_the_desks_say_what_is_in_force(holder):
    make_correction("proposed", make_project("listed", holder), holder)

    for client, address in (
        (client_of(make_lead()), "/unit/projects/?state=listed"),
        (client_of(make_centre()), "/center/library/?state=listed"),
        (client_of(holder), "/my/projects/"),
    ):
        assert "第二代" not in client.get(address).content.decode()


def test_sheet_is_kept_as_it_is_typed_and_asks_for_no_consent(holder):
    project = make_project("listed", holder)
    begin_correction(project, REASON, by=holder)
    client = client_of(holder)

    assert keep(client, project, "basic", title=TITLE).json()["clashes"] == {}

    assert Draft.objects.get(project=project).typed == {"title": TITLE}
    page = client.get(f"/my/projects/{project.ref}/?step=basic").content.decode()
    assert TITLE in page
    statement = client.get(f"/my/projects/{project.ref}/?step=statement")
    assert "shown" not in statement.context["sheet"].names
    assert "六项征集条件" in statement.content.decode()
    assert Project.objects.get(pk=project.pk).title == "面向车规的碳化硅栅极驱动芯片"


def test_without_a_change_it_is_not_proposed(holder):
    project = make_project("listed", holder)
    begin_correction(project, REASON, by=holder)

    answer = client_of(holder).post(f"/my/projects/{project.ref}/?step=check", {"submit": "1"})

    assert answer.status_code == 422
    assert "还没有改动" in answer.content.decode()


def test_unit_corrects_what_it_has_in_custody():
    clerk = make_clerk()
    project = make_filed_project("listed", clerk)
    client = client_of(clerk)
    answer = client.post(f"/unit/projects/{project.ref}/correct/", {"reason": REASON})
    assert answer.url == f"/unit/projects/{project.ref}/edit/?step=basic"

    data = {**of_step(step("basic"), title=TITLE), "submit": "1"}
    page = client.post(answer.url, data, follow=True).content.decode()

    assert "更正已提交，等待四川审核" in page
    correction = Correction.objects.get()
    assert (correction.status, correction.proposed_by_id) == ("proposed", clerk.user_id)
    page = client.get(f"/unit/corrections/{correction.ref}/").content.decode()
    assert "通过更正" not in page
    assert "撤回更正的提交" in page


def test_new_draft_like_one_that_is_corrected_has_what_is_typed(holder):
    project = make_project("listed", holder)
    begin_correction(project, REASON, by=holder)
    save_draft(project, {"title": TITLE}, by=holder)

    client_of(holder).post(f"/my/projects/{project.ref}/copy/")

    copy = Project.objects.order_by("-pk").first()
    assert (copy.title, copy.status) == (f"{TITLE}（副本）", "draft")


def test_paper_is_the_working_copy_for_who_corrects_it_alone(holder):
    project = make_project("listed", holder)
    begin_correction(project, REASON, by=holder)
    unit = client_of(make_lead())
    before = unit.get(f"/unit/projects/{project.ref}/sheet.docx").content
    own = client_of(holder).get(f"/my/projects/{project.ref}/sheet.docx").content
    save_draft(project, {"title": TITLE}, by=holder)

    assert unit.get(f"/unit/projects/{project.ref}/sheet.docx").content == before
    assert client_of(holder).get(f"/my/projects/{project.ref}/sheet.docx").content != own
