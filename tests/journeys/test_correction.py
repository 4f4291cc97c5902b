"""A correction over HTTP, as each person would: the holder corrects, the unit returns it with
remarks, it is mended and accepted; whoever reads, reads the old until that commit, then the new."""

from datetime import timedelta

import pytest

from foundation import clock
from projects.models import Correction, Project, Version
from records.models import Entry
from records.verifying import verify_trail
from tests.factories import make_centre, make_holder, make_lead, make_project
from tests.projects.attaching_files import make_attachment
from tests.projects.correcting_things import REASON, TITLE
from tests.projects.sending import of_step, step

pytestmark = pytest.mark.django_db

OLD = "面向车规的碳化硅栅极驱动芯片"


def says(answer, *words):
    page = answer.content.decode()
    assert [one for one in words if one not in page] == []
    return page


@pytest.fixture
def people():
    return {"holder": make_holder(), "lead": make_lead(), "centre": make_centre()}


def test_a_correction_travels_from_its_reason_to_the_showcase(client, people):
    project = make_project("listed", people["holder"])
    begin_it(client, people, project)
    correct_it(client, people, project)
    public_reads(client, project, OLD, 0)
    correction = Correction.objects.get()
    return_it(client, people, correction)
    mend_it(client, people, project)
    public_reads(client, project, OLD, 0)
    accept_it(client, people, correction)
    public_reads(client, project, f"{TITLE}，附报告", 1)

    verbs = Entry.objects.filter(table="projects.correction").exclude(verb="save").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        *("begin", "propose", "return", "propose", "accept")
    ]
    client.force_login(people["holder"].user)
    says(client.get(f"/my/projects/{project.ref}/"), "开始更正信息", "附复测报告编号", "更正生效")
    says(client.get(f"/my/projects/{project.ref}/journey/"), "更正生效")
    client.force_login(people["centre"].user)
    says(client.get("/center/corrections/?state=ended"), "更正已生效")
    assert list(verify_trail()) == []


def begin_it(client, people, project):
    client.force_login(people["holder"].user)
    page = client.get(f"/my/projects/{project.ref}/")
    says(page, "更正信息", "更正原因")
    answer = client.post(f"/my/projects/{project.ref}/correct/", {"reason": ""})
    says(answer, "请填写“更正原因”")
    answer = client.post(f"/my/projects/{project.ref}/correct/", {"reason": REASON}, follow=True)
    says(answer, "放弃更正", REASON, "提交更正")
    assert answer.redirect_chain[-1][0] == f"/my/projects/{project.ref}/?step=basic"


def correct_it(client, people, project):
    where = f"/my/projects/{project.ref}/?step=basic"
    answer = client.post(where, {**of_step(step("basic"), title=TITLE), "submit": "1"}, follow=True)
    says(answer, "更正已提交，等待四川审核", "更正待审", OLD)
    assert client.get(where).status_code == 200
    client.force_login(people["lead"].user)
    says(client.get("/unit/projects/"), "信息更正")
    says(client.get("/unit/corrections/"), OLD, "更正待审")


def public_reads(client, project, title, found):
    client.logout()
    page = says(client.get(f"/showcase/{project.ref}/"), title)
    assert ("第二代" in page) == bool(found)
    assert client.get("/showcase/?q=第二代").context["found"].total == found
    assert client.get("/showcase/?q=碳化硅").context["found"].total == 1


def return_it(client, people, correction):
    client.force_login(people["lead"].user)
    address = f"/unit/corrections/{correction.ref}/"
    page = client.get(address)
    assert page.context["changes"].lines[0].label == "成果名称"
    says(page, "（第二代）", REASON, "通过更正", "六项征集条件")
    due_on = (clock.today() + timedelta(days=14)).isoformat()
    answer = client.post(f"{address}return/", {"remarks": "", "due_on": due_on})
    says(answer, "请写明修改意见，对方会看到")
    remarks = {"remarks": "附复测报告编号", "due_on": due_on}
    says(client.post(f"{address}return/", remarks, follow=True), "已退回修改")


def mend_it(client, people, project):
    client.force_login(people["holder"].user)
    says(client.get("/my/projects/"), "按意见修改更正")
    where = f"/my/projects/{project.ref}/?step=basic"
    says(client.get(where), "附复测报告编号", "更正信息")
    data = {**of_step(step("basic"), title=f"{TITLE}，附报告"), "submit": "1"}
    says(client.post(where, data, follow=True), "更正已提交")
    assert Version.objects.filter(project=project).count() == 3


def accept_it(client, people, correction):
    client.force_login(people["lead"].user)
    answer = client.post(f"/unit/corrections/{correction.ref}/accept/", follow=True)
    says(answer, "更正已生效", f"{TITLE}，附报告")


def test_given_up_everything_is_as_it_was(client, people):
    project = make_project("listed", people["holder"])
    begin_it(client, people, project)
    where = f"/my/projects/{project.ref}/?step=basic"
    client.post(where, {**of_step(step("basic"), title=TITLE), "save": "1"})
    correction = Correction.objects.get()
    make_attachment(project, people["holder"], visibility="public", title="复测报告")
    says(client.get(f"/my/corrections/{correction.ref}/"), "（第二代）", "复测报告", "接着改")

    answer = client.post(f"/my/corrections/{correction.ref}/withdraw/", follow=True)

    says(answer, "已放弃对", "更正已撤回")
    says(client.get(f"/my/projects/{project.ref}/"), OLD, "更正信息")
    assert Project.objects.get().title == OLD
    assert list(project.attachments.values_list("status", flat=True)) == ["removed"]
    assert client.post(where, of_step(step("basic"), title=TITLE)).status_code == 409
