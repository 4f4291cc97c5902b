"""Many at once over HTTP: chosen on the list, looked at, confirmed, followed, reported."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from accounts.models import Unit
from projects.handover import hand_over
from projects.models import BulkOrder, Project
from records.models import Message
from tests.factories import make_centre, make_clerk, make_holder, make_lead, make_project
from tests.logins import FreshClient
from tests.projects.ordering import carried_out, ordered, seen

pytestmark = pytest.mark.django_db

LOOK, GIVE = "/unit/projects/bulk/", "/unit/projects/bulk/order/"
RETURN = {"remarks": "补测试报告", "due_on": "2098-01-31"}


@pytest.fixture
def lead(client):
    actor = make_lead()
    client.force_login(actor.user)
    return actor


def statuses(*projects):
    found = dict(Project.objects.values_list("pk", "status"))
    return [found[project.pk] for project in projects]


def text(answer):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", answer.content.decode()))


def refs(*projects):
    return {"ref": [project.ref for project in projects]}


def test_list_offers_what_its_state_allows_and_the_role_may(client, lead):
    make_project("submitted")

    page = client.get("/unit/projects/").content.decode()
    listed = client.get("/unit/projects/?state=listed").content.decode()

    assert re.findall(r'name="verb"\s+value="(\w+)"', page) == [
        *("accept", "return", "decline", "remind", "hand_over")
    ]
    assert len(re.findall(r'name="ref"\s+form="bulk"', page)) == 1
    assert 'id="bulk"' not in listed


def test_clerk_is_offered_what_clerks_may_do(client):
    client.force_login(make_clerk().user)
    make_project("submitted")

    page = client.get("/unit/projects/?state=all").content.decode()

    assert re.findall(r'name="verb"\s+value="(\w+)"', page) == ["submit", "remind"]


def test_page_before_it_says_what_will_be_done_and_what_not_and_why(client, lead):
    ours = [make_project(status) for status in ("submitted", "submitted", "listed")]

    page = text(client.get(LOOK, {"verb": "accept", **refs(*ours)}))

    assert "批量通过初审：2项" in page
    assert "会办的2项" in page
    assert "不办的1项" in page
    assert "1项：现在的状态是“已入库”，不能这样办理。请刷新页面，看看最新进展" in page
    assert "再次确认，通过初审2项" in page


def test_looking_changes_and_tells_nothing(client, lead):
    project = make_project("submitted")

    client.get(LOOK, {"verb": "accept", **refs(project)})

    assert (BulkOrder.objects.count(), statuses(project)) == (0, ["submitted"])


def test_where_none_can_be_done_there_is_nothing_to_confirm(client, lead):
    page = client.get(LOOK, {"verb": "accept", **refs(make_project("listed"))})

    assert "选中的没有一项能办" in text(page)
    assert "再次确认" not in text(page)


def test_nothing_ticked_leads_back_to_the_same_list_with_the_reason(client, lead):
    answer = client.get(LOOK, {"verb": "accept", "in": "state=returned"}, follow=True)

    assert answer.redirect_chain == [("/unit/projects/?state=returned", 302)]
    assert "没有选中成果。请回到列表勾选" in text(answer)


@pytest.mark.parametrize("verb", ["", "list", "forget"])
def test_verb_of_no_such_name_at_this_desk_does_not_exist(client, lead, verb):
    project = make_project("submitted")

    assert client.get(LOOK, {"verb": verb, **refs(project)}).status_code == 404
    assert client.post(GIVE, {"verb": verb, **refs(project)}).status_code == 404


def test_confirmed_order_is_followed_to_its_report(client, lead):
    projects = [make_project("submitted") for _ in range(2)]
    sent = {"verb": "return", **refs(*projects), **RETURN, "seen": seen(*projects)}

    answer = client.post(GIVE, sent)
    order = BulkOrder.objects.get()
    waiting = client.get(answer.url)
    carried_out(order)
    done = client.get(answer.url)

    assert answer.url == f"/unit/orders/{order.ref}/"
    assert f'hx-get="/unit/orders/{order.ref}/progress/"' in waiting.content.decode()
    assert "等待办理2" in text(waiting)
    assert "2项都办好了" in text(done)
    assert "修改意见补测试报告修改期限2098-01-31" in text(done)
    assert statuses(*projects) == ["returned", "returned"]


def test_words_that_lack_are_asked_for_beside_what_was_typed(client, lead):
    project = make_project("submitted")
    sent = {"verb": "return", **refs(project), **RETURN, "remarks": "", "seen": seen(project)}

    answer = client.post(GIVE, sent)

    assert answer.status_code == 422
    assert "请写明修改意见，持有人会看到" in text(answer)
    assert 'value="2098-01-31"' in answer.content.decode()
    assert f'name="ref" value="{project.ref}"' in answer.content.decode()


def test_all_of_a_filter_means_what_the_list_shows(client, lead):
    waiting, returned = make_project("submitted"), make_project("returned")
    sent = {"verb": "remind", "all": "on", "in": "state=returned", "note": "请补检测报告"}

    client.post(GIVE, sent | {"seen": seen(returned)})
    carried_out(BulkOrder.objects.get())

    told = Message.objects.filter(kind="projects.project.remind")
    assert list(told.values_list("about_ref", flat=True)) == [returned.ref]
    assert waiting.ref not in {item.project.ref for item in BulkOrder.objects.get().items.all()}


def test_list_that_changed_meanwhile_is_shown_once_more(client, lead):
    project, newcomer = make_project("submitted"), make_project("submitted")
    sent = {"verb": "accept", "all": "on", "in": "", "seen": seen(project)}

    answer = client.post(GIVE, sent)

    assert answer.status_code == 422
    assert "这会儿清单有变化，现在是2项。请再看一遍，再确认" in text(answer)
    assert f'name="seen" value="{seen(project, newcomer)}"' in answer.content.decode()
    assert BulkOrder.objects.count() == 0


def test_projects_of_others_are_not_found_however_they_are_asked_for(client, lead):
    project, elsewhere = make_project("submitted"), make_project("submitted", unit_id="GD")
    sent = {"verb": "accept", **refs(project, elsewhere), "seen": seen(project)}

    client.post(GIVE, sent)
    order = carried_out(BulkOrder.objects.get())

    assert [item.project_id for item in order.items.all()] == [project.pk]
    assert statuses(project, elsewhere) == ["accepted", "submitted"]


def test_progress_is_told_once_and_ends_with_the_whole_page(client, lead):
    order = ordered("accept", make_project("submitted"), by=lead)
    address = f"/unit/orders/{order.ref}/progress/"

    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    carried_out(order)
    ended = client.get(address, headers={"HX-Request": "true", "If-None-Match": first["ETag"]})

    assert "0/1" in text(first)
    assert (again.status_code, again.content) == (304, b"")
    assert ended["HX-Redirect"] == f"/unit/orders/{order.ref}/"


def test_report_is_filtered_and_names_what_is_out_of_sight_without_a_link(client, lead):
    gone, listed = make_project("submitted"), make_project("declined")
    gd = make_lead("GD").unit
    wishes = {"reason": "单位在广东", "unit": Project(unit_id=gd).unit}
    order = carried_out(ordered("hand_over", gone, listed, by=lead, **wishes))

    page = client.get(f"/unit/orders/{order.ref}/").content.decode()
    refused = client.get(f"/unit/orders/{order.ref}/?show=refused").content.decode()

    assert f"/unit/projects/{gone.ref}/" not in page
    assert f"/unit/projects/{listed.ref}/" in page
    assert gone.ref in page
    assert gone.ref not in refused


def test_report_as_a_workbook_has_a_row_a_project(client, lead):
    done, left = make_project("submitted"), make_project("listed")
    order = carried_out(ordered("accept", done, left, by=lead))

    answer = client.get(f"/unit/orders/{order.ref}/report.xlsx")

    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    left.refresh_from_db()
    house = "岷江器件研究所"
    reason = "现在的状态是“已入库”，不能这样办理。请刷新页面，看看最新进展"
    assert rows == [
        ("成果名称", "编号", "持有单位", "结果", "原因"),
        (done.title, done.ref, house, "已办理", ""),
        (left.title, left.code, house, "没有办理", reason),
    ]


def test_orders_are_their_givers_alone(client, lead):
    order = ordered("accept", make_project("submitted"), by=lead)
    address = f"/unit/orders/{order.ref}/"
    other = FreshClient()

    for actor, code in ((make_lead(), 404), (make_centre(), 403), (make_holder(), 403)):
        other.force_login(actor.user)
        assert other.get(address).status_code == code
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_as_many_queries_for_one_as_for_three(
    client, lead, django_assert_num_queries, count
):
    projects = [make_project("submitted") for _ in range(count)]
    orders = [carried_out(ordered("accept", project, by=lead)) for project in projects]
    order = carried_out(ordered("remind", *projects, by=lead, note="请补检测报告"))

    for address, queries in (
        (f"{LOOK}?verb=return&all=on&in=state%3Daccepted", 10),
        ("/unit/orders/", 7),
        (f"/unit/orders/{order.ref}/", 8),
    ):
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200
    assert len(orders) == count


def test_centre_has_the_same_at_its_own_addresses(client):
    centre = make_centre()
    client.force_login(centre.user)
    project = make_project("accepted")
    sent = {"verb": "list", **refs(project), "seen": seen(project)}

    assert "再次确认，入库1项" in text(client.get("/center/library/bulk/", sent))
    answer = client.post("/center/library/bulk/order/", sent)
    order = carried_out(BulkOrder.objects.get())

    assert answer.url == f"/center/orders/{order.ref}/"
    assert "1项都办好了" in text(client.get(answer.url))
    assert "批量入库" in text(client.get("/center/orders/"))


def test_order_that_failed_is_tried_again_by_a_button(client, lead, monkeypatch):
    monkeypatch.setattr("records.working.MAX_ATTEMPTS", 1)
    order = ordered("accept", make_project("submitted"), by=lead)
    BulkOrder.objects.filter(pk=order.pk).update(verb="nothing")
    carried_out(order)
    BulkOrder.objects.filter(pk=order.pk).update(verb="accept")

    page = client.get(f"/unit/orders/{order.ref}/")
    client.post(f"/unit/orders/{order.ref}/again/")
    carried_out(order)

    assert "剩下的没有办完" in text(page)
    assert order.state == "done"


def test_single_reminder_is_a_button_on_the_project_and_tells_when_it_was_the_last(client, lead):
    project = make_project("returned")
    address = f"/unit/projects/{project.ref}/"

    offered = client.get(address).content.decode()
    done = client.post(f"{address}remind/", {"note": "请补检测报告"}, follow=True)
    again = client.post(f"{address}remind/", {"note": "请补检测报告"})

    assert f'action="{address}remind/"' in offered
    assert "已催办" in text(done)
    assert again.status_code == 422
    assert "刚催办过，过一天再催" in text(again)


def test_reminder_needs_no_words(client, lead):
    project = make_project("returned")
    address = f"/unit/projects/{project.ref}/"

    offered = client.get(address)
    done = client.post(f"{address}remind/", {"note": ""})

    assert "不填就列出还缺的材料。对方会看到，最多500字" in text(offered)
    assert done.url == address
    assert Message.objects.filter(kind="projects.project.remind").count() == 1


def test_centre_reminds_as_well(client):
    client.force_login(make_centre().user)
    project = make_project("listed")

    answer = client.post(f"/center/library/{project.ref}/remind/", {"note": "请更新进展"})

    assert answer.url == f"/center/library/{project.ref}/"
    assert Message.objects.filter(kind="projects.project.remind").count() == 1


def test_what_went_elsewhere_is_told_by_its_number_alone(client, lead):
    project = make_project("submitted", title="去广东的装置")
    order = carried_out(ordered("accept", project, by=lead))
    hand_over(project, Unit.objects.get(abbr="GD"), by=lead, reason="在广东")

    page = text(client.get(f"/unit/orders/{order.ref}/"))
    report = client.get(f"/unit/orders/{order.ref}/report.xlsx")
    cells = list(load_workbook(BytesIO(b"".join(report.streaming_content))).active.values)

    assert "去广东的装置" not in page
    assert project.ref in page
    assert "去广东的装置" not in str(cells)
    assert project.ref in str(cells)
