"""Pages of demands and offers at the desks of those whose they are."""

import pytest
from django.urls import reverse

from foundation.typed import Page
from matching.filing import draft_of, drop, keep_typed, open_posting, submit
from matching.models import Posting, PostingVersion
from matching.moderating import send_back
from matching.states import PostingKind
from matching.views.desks import Desk
from tests.factories import make_centre, make_clerk, make_lead, make_user
from tests.matching.filing import accepted, day_in, handed_in, typed_demand, typed_posting
from tests.matching.making import make_enterprise, make_partner

pytestmark = pytest.mark.django_db
DESK, UNIT = Desk("desk", PostingKind.DEMAND), Desk("unit", PostingKind.DEMAND)
HTML = "text/html"


def url(name, posting, desk=DESK, step=""):
    return desk.url(name, posting) + (f"?step={step}" if step else "")


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_new_opens_a_draft_at_once_and_takes_an_untouched_one_again(client):
    by = make_enterprise()
    client.force_login(by.user)

    first = client.post("/desk/demands/new/")
    second = client.post("/desk/demands/new/")

    posting = Posting.objects.get()
    assert first.url == second.url == f"/desk/demands/{posting.ref}/edit/"
    assert "说清需求" in read(client, first.url)


def test_four_steps_lead_to_the_check_and_into_the_queue(client):
    by = make_enterprise()
    client.force_login(by.user)
    path = client.post("/desk/demands/new/").url

    for step in ("what", "technical", "deal", "reach"):
        answer = client.post(f"{path}?step={step}", {**typed_demand(), "next": "1"})
        assert answer.status_code == 302
        path = answer.url.partition("?")[0]
    assert answer.url.endswith("?step=check")
    page = read(client, answer.url)
    assert "填全了" in page
    assert "13800000000" in page

    answer = client.post(url("posting_submit", Posting.objects.get()), follow=True)
    assert "已提交，审核结果会在消息里告诉你" in answer.content.decode()
    assert PostingVersion.objects.get().status == "submitted"


def test_check_tells_each_thing_missing_with_its_place(client):
    by = make_enterprise()
    client.force_login(by.user)
    posting = typed_posting(by, problem="", contact_phone="12")

    page = read(client, url("posting_edit", posting, step="check"))

    assert "还差 2 处" in page
    assert f"{url('posting_edit', posting, step='what')}#id_problem" in page
    assert "还没有填“主要问题”" in page
    answer = client.post(url("posting_submit", posting))
    assert answer.url == url("posting_edit", posting, step="check")
    assert PostingVersion.objects.count() == 0


def test_typing_is_kept_and_clashes_are_shown(client):
    by = make_enterprise()
    posting = open_posting(PostingKind.DEMAND, by=by)
    keep_typed(posting, {"title": "甲"}, page=Page(0, "other"), by=by)
    client.force_login(by.user)
    path = f"{url('posting_keep', posting)}?step=what"
    sent = {"title": "乙", "goal": "丙", "changed": ["title", "goal"], "revision": "0", "page": "p"}

    told = client.post(path, sent).json()

    assert told["clashes"] == {"title": "甲"}
    assert "你在另一个页面" in told["clashing"]
    assert "还差" in told["side"]
    assert draft_of(posting).typed == {"title": "甲", "goal": "丙"}
    assert client.post(path, {**sent, "leave": "1"}).status_code == 204


def test_without_a_script_a_clash_shows_both_and_loses_nothing(client):
    by = make_enterprise()
    posting = open_posting(PostingKind.DEMAND, by=by)
    keep_typed(posting, {"title": "甲"}, page=Page(0, "other"), by=by)
    client.force_login(by.user)

    answer = client.post(
        url("posting_edit", posting, step="what"), {"title": "乙", "revision": "0"}
    )

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "甲" in page
    assert 'value="乙"' in page


def test_typing_into_what_waits_is_refused_and_shown_as_typed(client):
    by = make_enterprise()
    posting = handed_in(by).posting
    client.force_login(by.user)

    kept = client.post(
        f"{url('posting_keep', posting)}?step=what",
        {"title": "改", "changed": "title"},
        headers={"accept": "application/json"},
    )
    saved = client.post(url("posting_edit", posting, step="what"), {"title": "改过的名字"})

    assert kept.status_code == saved.status_code == 409
    assert "已提交，正在审核" in kept.json()["detail"]
    assert 'value="改过的名字"' in saved.content.decode()
    assert client.get(url("posting_edit", posting)).url == url("own_posting", posting)


def test_anonymous_text_is_shown_with_the_place_that_tells(client):
    by = make_enterprise()
    posting = typed_posting(by, reach="anonymous", alias="某企业", problem="海岳精密缺芯片")
    client.force_login(by.user)

    page = read(client, url("posting_edit", posting, step="reach"))

    assert "<mark>海岳精密</mark>缺芯片" in page


def test_what_may_be_a_brand_is_ticked_before_it_is_handed_in(client):
    by = make_enterprise()
    posting = typed_posting(by, reach="anonymous", alias="某企业", goal="供海岳山区用")
    client.force_login(by.user)

    page = read(client, url("posting_edit", posting, step="check"))
    assert "供<mark>海岳</mark>山区用" in page
    assert 'name="is_sure"' in page
    client.post(url("posting_submit", posting))
    assert posting.versions.count() == 0
    client.post(url("posting_submit", posting), {"is_sure": "on"})
    assert posting.versions.count() == 1
    client.force_login(make_lead().user)
    looked_at = read(client, reverse("posting_look", args=["unit", posting.ref]))
    assert "这些像是单位的简称" in looked_at


def test_colleagues_share_and_strangers_find_nothing(client):
    by = make_enterprise()
    posting = accepted(by)
    colleague = make_enterprise(user=make_user("colleague"))
    stranger = make_enterprise("另一家企业", "91510100MA6DGNAY21")

    client.force_login(colleague.user)
    assert client.get(url("own_posting", posting)).status_code == 200
    client.force_login(stranger.user)
    for name in ("own_posting", "posting_edit"):
        assert client.get(url(name, posting)).status_code == 404
    assert client.post(url("posting_close", posting), {"outcome": "坏"}).status_code == 404
    client.force_login(make_partner().user)
    assert client.get(url("own_posting", posting)).status_code == 403


def test_returned_one_shows_the_remark_and_its_history(client):
    by = make_enterprise()
    version = handed_in(by)
    send_back(version.posting, 1, remark="写上电压等级", by=make_centre())
    client.force_login(by.user)

    page = read(client, url("own_posting", version.posting))

    assert page.count("写上电压等级") == 2
    assert "退回修改" in read(client, "/desk/demands/")


def test_orders_of_a_published_one(client):
    by = make_enterprise()
    posting = accepted(by)
    client.force_login(by.user)

    wrong = client.post(url("posting_renew", posting), {"until": "2020-01-01"})
    assert (wrong.status_code, "请选今天以后的日期" in wrong.content.decode()) == (422, True)
    client.post(url("posting_renew", posting), {"until": day_in(200)})
    assert Posting.objects.get().valid_until.isoformat() == day_in(200)
    assert client.post(url("posting_close", posting), {"outcome": ""}).status_code == 422
    client.post(url("posting_close", posting), {"outcome": "已与某大学签约"})
    assert Posting.objects.get().status == "closed"
    assert "已与某大学签约" in read(client, url("own_posting", posting))
    client.post(url("posting_reopen", posting), {"until": day_in(30)})
    assert Posting.objects.get().status == "published"


def test_waiting_one_is_fetched_back_and_given_up(client):
    by = make_enterprise()
    posting = handed_in(by).posting
    client.force_login(by.user)

    client.post(url("posting_take_back", posting))
    assert PostingVersion.objects.get().status == "taken_back"
    client.post(url("posting_take_back", posting))
    answer = client.post(url("posting_drop", posting), follow=True)

    assert "没有等待审核的内容" in answer.content.decode()
    assert Posting.objects.get().status == "dropped"
    assert "这里还是空的" in read(client, "/desk/demands/")


def test_given_up_draft_is_found_and_resumed(client):
    by = make_enterprise()
    posting = drop(handed_in(by).posting, by=by)
    client.force_login(by.user)

    assert url("own_posting", posting) in read(client, "/desk/demands/?state=dropped")
    page = read(client, url("own_posting", posting))
    assert url("posting_resume", posting) in page
    assert "现用进口型号交期超过四十周" in page
    answer = client.post(url("posting_resume", posting), follow=True)
    assert "已恢复为草稿" in answer.content.decode()
    assert "没有放弃的草稿" in read(client, "/desk/demands/?state=dropped")
    assert submit(posting, by=by).number == 2
    client.post(url("posting_resume", posting))
    assert Posting.objects.get().status == "draft"


def test_unit_is_asked_whose_it_is_until_it_is_published(client):
    clerk = make_clerk()
    client.force_login(clerk.user)
    posting = typed_posting(clerk, org_name="海岳精密股份有限公司", org_code="91510100MA6CGQ0N7B")

    assert 'name="org_code"' in read(client, url("posting_edit", posting, UNIT))
    submit(posting, by=clerk)
    client.force_login(make_lead().user)
    client.post(reverse("posting_accept", args=["unit", posting.ref]), {"number": "1"})
    client.force_login(clerk.user)
    assert 'name="org_code"' not in read(client, url("posting_edit", posting, UNIT))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("place", "queries"), [("desk", 10), ("unit", 11)])
def test_list_takes_as_many_queries_for_one_row_as_for_three(
    client, django_assert_num_queries, place, queries, count
):
    by = make_enterprise() if place == "desk" else make_clerk()
    house = {"org_name": "海岳精密股份有限公司", "org_code": "91510100MA6CGQ0N7B"}
    for _ in range(count):
        accepted(by, **(house if place == "unit" else {}))
    client.force_login(by.user)

    with django_assert_num_queries(queries):
        assert client.get(f"/{place}/demands/").status_code == 200
