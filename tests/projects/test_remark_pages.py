"""Remarks on single columns over HTTP: written beside the column, sent, mended, looked at again."""

import pytest

from accounts.acting import actor_of
from accounts.states import Role
from projects.intake import save_draft, submit
from projects.library import list_project
from projects.models import FieldRemark
from projects.remarking import note_remark
from projects.screening import accept, send_back
from records.models import Entry, Message
from tests.factories import (
    make_agent,
    make_centre,
    make_clerk,
    make_delegation,
    make_filed_draft,
    make_filed_project,
    make_holder,
    make_indicator,
    make_lead,
    make_project,
    take_to,
)
from tests.letters import words_of
from tests.projects.test_remarking import DUE
from tests.projects.typing_in import keep

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}


def at(project, column, desk="unit/projects"):
    return f"/{desk}/{project.ref}/remarks/{column}/"


def read(client, by, address):
    client.force_login(by.user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def returned_with(*columns, holder=None):
    """Of the holder, with a remark on each column."""
    project, lead = make_project("submitted", holder), make_lead()
    for column in columns:
        note_remark(project, column, f"改{column}", by=lead)
    return send_back(project, by=lead, remarks="", due_on=DUE)


# writing


def test_reader_writes_beside_the_column_and_sees_what_is_counted(client):
    project = make_project("submitted")
    client.force_login(make_clerk().user)

    answer = client.post(at(project, "summary"), {"text": "写短些"}, **HTMX)

    fragment = answer.content.decode()
    assert (answer.status_code, FieldRemark.objects.get().text) == (200, "写短些")
    assert 'id="remark-summary"' in fragment
    assert '<section class="panel noted"' in fragment
    assert "1 条，未发出" in fragment
    assert "你写的，未发出" in fragment
    assert 'id="noted-to-send"' not in fragment  # a clerk returns nothing


def test_without_a_script_the_page_comes_back_at_the_column(client):
    project = make_project("submitted")
    client.force_login(make_lead().user)

    answer = client.post(at(project, "summary"), {"text": "写短些"})
    page = client.get(f"/unit/projects/{project.ref}/").content.decode()

    assert answer.url == f"/unit/projects/{project.ref}/#column-summary"
    assert "已记下“项目简介”的意见" in page
    assert "一起发出 1 条逐项意见" in page
    client.post(at(project, "summary"), {"text": "写短些", "seen": "写短些", "drop": "1"})
    assert FieldRemark.objects.get().status == "dropped"


@pytest.mark.parametrize("extra", [{}, HTMX])
def test_second_writer_sees_both_texts_and_loses_none(client, extra):
    project, clerk = make_project("submitted"), make_clerk()
    note_remark(project, "summary", "同事写的话", by=clerk)
    client.force_login(make_lead().user)

    answer = client.post(at(project, "summary"), {"text": "我写的话"}, **extra)

    page = answer.content.decode()
    assert answer.status_code == (200 if extra else 409)
    assert "我写的话</textarea>" in page
    assert f"{clerk.user.name}写的：" in page
    assert 'name="seen" value="同事写的话"' in page
    assert FieldRemark.objects.get().text == "同事写的话"
    client.post(at(project, "summary"), {"text": "合起来", "seen": "同事写的话"}, **extra)
    assert FieldRemark.objects.get().text == "合起来"


def test_remark_that_comes_too_late_stays_on_the_page(client):
    project, lead = make_project("submitted"), make_lead()
    accept(project, by=lead)
    client.force_login(lead.user)

    late = client.post(at(make_project("returned"), "summary"), {"text": "写短些"})
    accepted = client.post(at(project, "summary"), {"text": "写短些"})

    assert (late.status_code, accepted.status_code) == (409, 403)
    assert "写短些</textarea>" in late.content.decode()
    assert "现在是“退回修改”，不能提意见" in late.content.decode()


@pytest.mark.parametrize("text", ["长" * 501, "长" * 100_000])
def test_long_remark_is_told_so_and_kept_on_the_page(client, text):
    project = make_project("submitted")
    client.force_login(make_lead().user)

    answer = client.post(at(project, "summary"), {"text": text})

    page = answer.content.decode()
    assert (answer.status_code, FieldRemark.objects.count()) == (422, 0)
    assert "最多" in page
    assert text[:500] in page


@pytest.mark.parametrize(
    "column", ["contact_mobile", "members", "id", "__class__", "项目简介", "%27"]
)
def test_hostile_column_does_not_exist(client, column):
    project = make_project("submitted")
    client.force_login(make_lead().user)

    assert client.post(at(project, column), {"text": "改"}).status_code == 404


def test_who_may_not_write_has_no_boxes(client):
    holder, clerk = make_holder(), make_clerk()
    own = make_filed_project("submitted", clerk)
    project = make_project("submitted", holder)

    for by, address in (
        (clerk, f"/unit/projects/{own.ref}/"),
        (make_centre(), f"/center/library/{project.ref}/"),
        (holder, f"/my/projects/{project.ref}/"),
    ):
        page = read(client, by, address)
        assert ("提意见" in page, 'id="noted"' in page) == (False, False)


def test_every_column_has_its_box_and_none_has_two(client):
    project = make_project("submitted", industry="")
    page = read(client, make_lead(), f"/unit/projects/{project.ref}/")

    for column in ("title", "summary", "industry", "rights", "organisation", "attachments"):
        assert page.count(f'id="remark-{column}"') == 1
    assert 'id="remark-place"' not in page
    assert page.count("data-remark-lost") == page.count('<div class="beside')


# the return


def test_return_needs_a_word_in_one_of_the_two(client):
    project, lead = make_project("submitted"), make_lead()
    client.force_login(lead.user)
    data = {"remarks": "", "due_on": str(DUE)}

    bare = client.post(f"/unit/projects/{project.ref}/return/", data)
    note_remark(project, "summary", "写短些", by=lead)
    done = client.post(f"/unit/projects/{project.ref}/return/", data)

    assert (bare.status_code, done.status_code) == (422, 302)
    assert "请写明修改意见" in bare.content.decode()
    assert Entry.objects.filter(verb="send").count() == 1


def test_message_tells_how_many_there_are(settings):
    settings.SITE_URL = "http://testserver"
    project = returned_with("summary", "rights")
    plain = make_project("returned")

    _, body = words_of(Message.objects.get(to=project.holder_id, kind="projects.project.return"))
    _, other = words_of(Message.objects.get(to=plain.holder_id, kind="projects.project.return"))

    assert "请按 2 条逐项意见修改" in body
    assert "逐项意见 2 条，写在各栏目旁边。" in body
    assert "逐项意见" not in other


# mending


def test_holder_finds_each_remark_beside_its_field_and_in_the_side(client):
    holder = make_holder()
    project = returned_with("summary", "tagline", "attachments", holder=holder)

    basic = read(client, holder, f"/my/projects/{project.ref}/?step=basic")
    technology = client.get(f"/my/projects/{project.ref}/?step=technology").content.decode()

    assert basic.count("改tagline") == 2  # beside the field, and in the side
    assert basic.count("改summary") == 1
    assert technology.count("改summary") == 2
    for link in ("?step=basic#id_tagline", "?step=technology#id_summary", "?step=statement#attach"):
        assert f'href="/my/projects/{project.ref}/{link}' in basic
    assert basic.count(">未改<") == 3


def test_mark_follows_what_is_typed(client):
    holder = make_holder()
    project = returned_with("tagline", "indicators", holder=holder)
    client.force_login(holder.user)

    typed = keep(client, project, "basic", tagline="换一句", revision=0).json()
    rows = [make_indicator(abroad="1.1 μs")]
    both = keep(client, project, indicators=rows, revision=typed["revision"]).json()
    back = keep(client, project, "basic", tagline=project.tagline, revision=both["revision"]).json()

    assert [one["side"].count(">已改<") for one in (typed, both, back)] == [1, 2, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_form_asks_as_much_for_three_remarks_as_for_one(client, django_assert_num_queries, count):
    holder = make_holder()
    project = returned_with(*("tagline", "summary", "rights")[:count], holder=holder)
    client.force_login(holder.user)
    url = f"/my/projects/{project.ref}/?step=team"
    client.get(url)

    with django_assert_num_queries(10):
        assert client.get(url).status_code == 200


def test_custodian_is_led_to_the_fields(client):
    agent = make_agent(make_delegation().organisation)
    agent = actor_of(agent.user)
    project = take_to("submitted", make_filed_draft(agent), agent)
    lead = make_lead()
    note_remark(project, "tagline", "换一句", by=lead)
    returned = send_back(project, by=lead, remarks="", due_on=DUE)
    save_draft(returned, {"tagline": "换了一句"}, by=agent)

    page = read(client, agent, f"/unit/projects/{project.ref}/")
    seen_by_unit = read(client, lead, f"/unit/projects/{project.ref}/")

    assert f'href="/unit/projects/{project.ref}/edit/?step=basic#id_tagline"' in page
    assert (">已改<" in page, ">已改<" in seen_by_unit) == (True, False)
    assert "换了一句" not in seen_by_unit
    assert lead.user.name not in page


def test_reader_sees_old_remarks_beside_the_new_version(client):
    holder = make_holder()
    project = returned_with("tagline", "summary", holder=holder)
    again = submit(save_draft(project, {"tagline": "换了一句"}, by=holder), by=holder)
    lead = make_lead()

    page = read(client, lead, f"/unit/projects/{again.ref}/")
    accept(again, by=lead)
    centres = read(client, make_centre(), f"/center/library/{again.ref}/")

    for one in (page, centres):
        assert (one.count(">已改<"), one.count(">未改<")) == (2, 2)
        assert "已改 1 / 2" in one
        assert "<ins>" in one
    list_project(again, by=make_centre())
    assert "上次退回的意见" not in read(client, lead, f"/unit/projects/{again.ref}/")


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_much_for_three_remarks_as_for_one(client, django_assert_num_queries, count):
    holder, lead = make_holder(), make_lead()
    columns = ("tagline", "summary", "rights")[:count]
    project = returned_with(*columns, holder=holder)
    again = submit(save_draft(project, {"tagline": "换了一句"}, by=holder), by=holder)
    for column in columns:
        note_remark(again, column, "还要改", by=lead)
    client.force_login(lead.user)
    url = f"/unit/projects/{again.ref}/"
    client.get(url)

    with django_assert_num_queries(18):
        assert client.get(url).status_code == 200


# versions


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("desk", "make", "queries"),
    [("unit/projects", make_lead, 8), ("center/library", make_centre, 8), ("my/projects", None, 6)],
)
def test_versions_take_the_same_queries_for_one_and_for_three(
    client, django_assert_num_queries, desk, make, queries, count
):
    holder = make_holder()
    project = make_project("submitted", holder)
    for number in range(1, count):
        returned = send_back(project, by=make_lead(), remarks="改", due_on=DUE)
        project = submit(save_draft(returned, {"tagline": f"{number}"}, by=holder), by=holder)
    client.force_login((make() if make else holder).user)
    url = f"/{desk}/{project.ref}/versions/"
    client.get(url)

    with django_assert_num_queries(queries):
        page = client.get(url).content.decode()
    assert page.count('data-label="SHA-256"') == count
    assert ("只提交过一版" in page) == (count == 1)


def mended_project(holder):
    project = returned_with("tagline", "summary", holder=holder)
    changes = {"tagline": "换了一句", "indicators": [make_indicator(abroad="1.1 μs")]}
    return submit(save_draft(project, changes, by=holder), by=holder)


def test_difference_tells_what_was_asked_for_first(client, django_assert_num_queries):
    holder, lead = make_holder(), make_lead()
    project = mended_project(holder)
    client.force_login(lead.user)
    url = f"/unit/projects/{project.ref}/versions/1/2/"
    client.get(url)

    with django_assert_num_queries(9):
        page = client.get(url).content.decode()

    places = [page.index(f'id="column-{name}"') for name in ("tagline", "summary", "indicators")]
    assert places == sorted(places)
    assert (page.count(">已改<"), page.count(">未改<")) == (1, 1)
    assert "第 1 行 <span" in " ".join(page.split())
    assert page.count("SHA-256") == 2
    assert "没有变化的" in page


def test_only_desks_that_may_know_are_told_by_whom(client):
    holder = make_holder()
    project = list_project(accept(mended_project(holder), by=make_lead()), by=make_centre())
    word = Role.HOLDER.label

    pages = {
        desk: read(client, by, f"/{desk}/{project.ref}/versions/1/2/")
        for desk, by in {
            "unit/projects": make_clerk(),
            "center/library": make_centre(),
            "my/projects": holder,
        }.items()
    }

    told = [page.partition("<main")[2].count(word) for page in pages.values()]
    assert told == [2, 2, 0]
    assert [page.count(">现行<") for page in pages.values()] == [1, 1, 1]
    assert holder.user.name not in pages["unit/projects"]


def test_any_two_are_chosen_on_the_page_of_versions(client):
    holder = make_holder()
    project = mended_project(holder)
    client.force_login(holder.user)
    url = f"/my/projects/{project.ref}/versions/"

    led = [client.get(url, {"one": one, "other": other}) for one, other in ((1, 2), (2, 1))]
    same = client.get(url, {"one": 1, "other": 1}).content.decode()
    hostile = client.get(url, {"one": "1 or 1=1", "other": "9" * 400})

    assert [answer.url for answer in led] == [f"{url}1/2/"] * 2
    assert "请选两个不同的版本" in same
    assert hostile.status_code == 200
    for numbers in ("1/1", "1/3", "0/1", f"1/{'9' * 30}"):
        assert client.get(f"{url}{numbers}/").status_code == 404
