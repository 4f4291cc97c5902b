"""The queue of those who look at what was handed in, and the verdict."""

import pytest
from django.urls import reverse

from foundation.typed import Page
from matching.filing import Opening, keep_typed, open_postings, submit, submit_all, take_back
from matching.models import Posting, PostingVersion
from tests.factories import make_centre, make_clerk, make_lead
from tests.matching.filing import accepted, handed_in, typed_demand, typed_posting
from tests.matching.making import make_enterprise

pytestmark = pytest.mark.django_db
HOUSE = {"org_name": "海岳精密股份有限公司", "org_code": "91510100MA6CGQ0N7B"}
TICKED = "/unit/postings/accept/"


def look(place, posting, verb="look"):
    return reverse(f"posting_{verb}", args=[place, posting.ref])


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_oldest_first_and_next_after_a_verdict(client):
    by, lead = make_enterprise(), make_lead()
    first, second, third = (handed_in(by, title=f"第{n}项芯片需求") for n in "一二三")
    client.force_login(lead.user)

    page = read(client, "/unit/postings/")
    assert page.index("第一项") < page.index("第二项") < page.index("第三项")
    sent = {"number": "1", "next": "1"}
    assert client.post(look("unit", first.posting, "accept"), sent).url == look(
        "unit", second.posting
    )
    back = {**sent, "remark": "写上指标"}
    assert client.post(look("unit", second.posting, "return"), back).url == look(
        "unit", third.posting
    )
    assert client.post(look("unit", third.posting, "accept"), sent).url == "/unit/postings/"
    assert sorted(PostingVersion.objects.values_list("status", flat=True)) == [
        "accepted",
        "accepted",
        "returned",
    ]


def test_ticked_are_accepted_and_the_rest_is_told(client):
    by, lead = make_enterprise(), make_lead()
    first, second = (handed_in(by, title=f"第{n}项芯片需求") for n in "一二")
    own = handed_in(lead, title="自己的芯片需求", **HOUSE)
    client.force_login(lead.user)
    page = read(client, "/unit/postings/")
    assert f'value="{first.posting.ref}/1"' in page
    assert f'value="{own.posting.ref}/1"' not in page
    assert 'name="all"' not in page

    ticked = [f"{first.posting.ref}/1", f"{own.posting.ref}/1", f"{second.posting.ref}/2", "\0", ""]
    answer = client.post(TICKED, {"version": ticked}, follow=True)

    told = answer.content.decode()
    assert "已发布 1 条" in told
    assert "“自己的芯片需求”没有通过：" in told
    assert list(Posting.objects.order_by("pk").values_list("status", flat=True)) == [
        "published",
        "draft",
        "draft",
    ]
    assert "请先勾选要通过的" in client.post(TICKED, follow=True).content.decode()


def test_all_that_wait_are_accepted_but_what_came_since_and_ones_own(client):
    clerk, lead = make_clerk(), make_lead()
    rows = [Opening({**typed_demand(title=f"第 {n} 项芯片需求"), **HOUSE}) for n in range(25)]
    opened = open_postings("demand", rows, by=clerk)
    submit_all(Posting.objects.filter(pk__in=[one.pk for one in opened]), by=clerk)
    own = handed_in(lead, **HOUSE).posting
    client.force_login(lead.user)
    newest = PostingVersion.objects.latest("pk").pk
    assert f'name="all" value="{newest}"' in " ".join(read(client, "/unit/postings/").split())
    since = handed_in(make_enterprise()).posting

    answer = client.post(TICKED, {"all": newest}, follow=True)

    assert "已发布 25 条" in answer.content.decode()
    drafts = Posting.objects.filter(status="draft").order_by("pk")
    assert list(drafts) == [own, since]


def test_amendment_stands_beside_what_it_replaces(client):
    by = make_enterprise()
    posting = accepted(by)
    keep_typed(posting, {"title": "车规级隔离驱动芯片国产化"}, page=Page(), by=by)
    submit(posting, by=by)
    client.force_login(make_centre().user)

    page = read(client, look("center", posting))

    assert page.count("有改动") == 1
    assert "<del>" in page
    assert "13800000000" not in page


def test_return_needs_words(client):
    version = handed_in()
    client.force_login(make_lead().user)

    answer = client.post(look("unit", version.posting, "return"), {"number": "1", "remark": " "})

    assert answer.status_code == 422
    assert "请填写“退回意见”" in answer.content.decode()
    assert PostingVersion.objects.get().status == "submitted"


def test_who_filed_reads_that_somebody_else_decides(client):
    lead = make_lead()
    house = {"org_name": "海岳精密股份有限公司", "org_code": "91510100MA6CGQ0N7B"}
    version = handed_in(lead, **house)
    client.force_login(lead.user)

    assert "由别人审核" in read(client, look("unit", version.posting))
    answer = client.post(look("unit", version.posting, "accept"), {"number": "1"})
    assert answer.status_code == 403
    assert Posting.objects.get().status == "draft"


def test_version_that_is_fetched_back_meanwhile_is_not_published(client):
    by = make_enterprise()
    version = handed_in(by)
    client.force_login(make_lead().user)
    take_back(version.posting, by=by)
    submit(version.posting, by=by)

    answer = client.post(look("unit", version.posting, "accept"), {"number": "1"})

    assert answer.status_code == 409
    assert "没有等待审核的内容" in answer.content.decode()


def test_drafts_of_others_are_nobodys_to_read(client):
    posting = typed_posting()

    for place, by in (("unit", make_lead()), ("center", make_centre())):
        client.force_login(by.user)
        assert client.get(look(place, posting)).status_code == 404


def test_taken_down_and_put_back(client):
    posting = accepted()
    client.force_login(make_clerk().user)

    assert client.post(look("unit", posting, "remove"), {"reason": ""}).status_code == 422
    client.post(look("unit", posting, "remove"), {"reason": "夸大宣传"})
    assert client.get(f"/demands/{posting.code}/").status_code == 404
    assert posting.code in read(client, "/unit/postings/?state=removed")
    client.post(look("unit", posting, "restore"), {"reason": "已说明"})
    assert client.get(f"/demands/{posting.code}/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/unit/postings/", 10),
        ("/center/postings/", 10),
        ("/unit/postings/?state=published", 10),
    ],
)
def test_queue_takes_as_many_queries_for_one_row_as_for_three(
    client, django_assert_num_queries, path, queries, count
):
    by = make_enterprise()
    for _ in range(count):
        accepted(by)
        handed_in(by)
    people = {"/unit": make_lead, "/cent": make_centre}
    client.force_login(people[path[:5]]().user)

    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200
