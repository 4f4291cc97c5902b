"""Demands and offers as anybody finds them; what is anonymous stays so."""

import pytest
from django.conf import settings

from foundation.clock import SHANGHAI
from foundation.search import finding
from matching.states import PostingKind
from records.models import Message
from tests.factories import make_holder
from tests.matching.filing import accepted
from tests.matching.making import make_enterprise, make_partner
from tests.metas import ARTICLE, COLUMN, head_of, metas_of, told

pytestmark = pytest.mark.django_db
SECRETS = ("海岳", "91510100MA6CGQ0N7G", "300750", "周蜀", "13800000000")


def anonymous(**said):
    said = {"title": "匿名的控制芯片需求", "alias": "某汽车零部件企业", **said}
    return accepted(make_enterprise(), reach="anonymous", stock_code="300750", **said)


def read(client, path, status=200, **headers):
    answer = client.get(path, headers=headers)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("visits", ["visitor", "holder", "partner"])
def test_anonymous_one_leaks_nothing_of_whose_it_is(client, visits):
    posting = anonymous()
    people = {"holder": make_holder, "partner": make_partner}
    if visits in people:
        client.force_login(people[visits]().user)
    paths = ["/demands/", "/demands/?q=控制芯片", f"/demands/{posting.code}/"]
    paths += [f"/demands/{posting.ref}/", "/demands/?sort=ending&unit=SC"]

    for path in paths:
        answer = client.get(path)
        page = answer.content.decode() + str(dict(answer.headers))
        assert "某汽车零部件企业" in page
        assert [secret for secret in SECRETS if secret in page] == []


@pytest.mark.parametrize("q", SECRETS)
def test_anonymous_one_is_not_found_by_what_is_hidden(client, q):
    anonymous()

    assert "没有找到" in read(client, f"/demands/?q={q}")


def test_named_one_is_found_by_its_house(client):
    posting = accepted()

    assert posting.code in read(client, "/demands/?q=海岳精密")
    assert "单位身份已核实" in read(client, f"/demands/{posting.code}/")


def test_messages_never_say_whose_an_anonymous_one_is():
    anonymous()

    told = "".join(
        str(message.context) for message in Message.objects.filter(kind__startswith="matching")
    )
    assert "海岳" not in told


def test_members_only_is_counted_for_visitors_and_read_by_members(client):
    posting = accepted(reach="members")

    page = read(client, "/demands/")
    assert "后还能看到 1 条" in page
    assert posting.title not in page
    for name in (posting.code, posting.ref):
        assert posting.title not in read(client, f"/demands/{name}/", status=404)
    client.force_login(make_holder().user)
    assert posting.title in read(client, "/demands/")
    assert posting.title in read(client, f"/demands/{posting.code}/")


def test_members_only_is_not_spelt_out_by_what_a_visitor_asks(client):
    accepted(reach="members", title="氮化镓外延片需求")

    for query in ("q=氮化镓", "field=1", "category=technology", "trl=4-6", "unit=SC"):
        assert "后还能看到" not in read(client, f"/demands/?{query}"), query
    assert "后还能看到 1 条" in read(client, "/demands/?sort=ending")


def test_refusals_of_what_there_is_and_is_not_are_alike(client):
    posting = accepted(reach="members")

    one, other = (
        client.get(f"/demands/{name}/", headers={"accept": "application/json"}).json()
        for name in (posting.code, "D2026-999999")
    )

    for answer in (one, other):
        del answer["instance"], answer["request_id"]
    assert one == other


def test_found_by_words_and_narrowed_by_facets(client):
    chip = accepted(title="控制芯片的国产替代")
    other = accepted(title="轴承钢的需求", field="3.1", category="scene", trl_floor="8")

    for query, found in (
        ("q=轴承钢", [other]),
        ("field=3", [other]),
        ("field=1", [chip]),
        ("category=scene", [other]),
        ("trl=4-6", [chip]),
        ("unit=GD", []),
        ("category=nonsense", [chip, other]),
        ("q=%00", [chip, other]),
    ):
        page = read(client, f"/demands/?{query}")
        assert [p for p in (chip, other) if p.code in page] == found, query


def test_what_holds_all_that_was_asked_stands_first(client):
    chip = accepted(title="控制芯片的国产替代")
    other = accepted(title="轴承钢的需求", field="3.1")

    page = read(client, "/demands/?q=控制芯片")

    assert page.index(chip.code) < page.index(other.code)


def test_kinds_do_not_mix(client):
    demand, offer = accepted(), accepted(kind=PostingKind.OFFER)

    assert offer.title in read(client, "/offers/")
    assert demand.title not in read(client, "/offers/")
    assert read(client, f"/demands/{offer.code}/", status=404)


def test_holder_is_led_to_their_achievements_and_owner_to_the_desk(client):
    by = make_enterprise()
    posting = accepted(by)

    assert "我有这样的成果" in read(client, f"/demands/{posting.code}/")
    client.force_login(make_holder().user)
    respond = f"/demands/{posting.code}/respond/"
    assert f'href="{respond}"' in read(client, f"/demands/{posting.code}/")
    client.force_login(by.user)
    assert f"/desk/demands/{posting.ref}/" in read(client, f"/demands/{posting.code}/")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("q", "queries"), [("", 6), ("芯片", 4)])
def test_list_takes_as_many_queries_for_one_row_as_for_three(
    client, django_assert_num_queries, q, queries, count
):
    by = make_enterprise()
    for _ in range(count):
        accepted(by)

    with django_assert_num_queries(queries):
        assert client.get(f"/demands/?q={q}").status_code == 200


def test_search_counts_so_many_and_says_so(client, monkeypatch):
    monkeypatch.setattr(finding, "CAP", 2)
    by = make_enterprise()
    for _ in range(3):
        accepted(by)

    page = read(client, "/demands/?q=芯片")

    assert "结果太多" in page
    assert page.count('<article class="result">') == 2
    assert "结果太多" in read(client, "/demands/")


def test_page_tells_of_itself_as_others_read_it(client):
    posting = anonymous(problem="交期太长")
    page = client.get(f"/demands/{posting.code}/")
    published = posting.published_at.astimezone(SHANGHAI)

    assert told(page, COLUMN)[:2] == ["需求", "办事服务"]
    assert told(page, ARTICLE) == [
        "匿名的控制芯片需求",
        f"{published:%Y-%m-%d %H:%M}",
        "某汽车零部件企业",
        ",".join(posting.keywords),
        f"{settings.SITE_URL}/demands/{posting.code}/",
    ]
    assert metas_of(page)["og:description"].startswith("交期太长 ")
    head = page.content.decode().partition("</head>")[0]
    assert [secret for secret in SECRETS if secret in head] == []
    assert head_of(page).canonical == [f"{settings.SITE_URL}/demands/{posting.code}/"]
