"""A project's matches, at its holder's desk and at that of who looks after it."""

import pytest
from django.urls import reverse

from matching.feedback import Pair, Said, give
from matching.models import Feedback, Suggestion
from matching.scoring import FEATURES
from matching.states import DeclineReason, PostingKind, Side, Verdict
from matching.taking_up import ask, decline
from tests.factories import make_clerk, make_holder, make_lead, make_project
from tests.matching.making import (
    make_enterprise,
    make_partner,
    make_posting,
    make_shown_in_custody,
    suggest,
)
from tests.matching.stock import work

pytestmark = pytest.mark.django_db

WHOSE = "海岳精密股份有限公司"


@pytest.fixture
def owner():
    return make_enterprise(WHOSE)


@pytest.fixture
def holder():
    return make_holder()


@pytest.fixture
def project(holder):
    return make_project("listed", holder)


@pytest.fixture
def read(client, holder, project):
    client.force_login(holder.user)

    def html_of(query=""):
        address = reverse("my_project_matches", args=[project.ref])
        return client.get(f"{address}{query}").content.decode()

    return html_of


def for_project(posting, project, score=60.0, place=1, **fields):
    return suggest(posting, project, score, place=None, place_of_project=place, **fields)


def test_demands_and_offers_stand_apart(read, owner, project):
    for_project(make_posting(owner, title="要一颗驱动芯片"), project)
    offer = make_posting(make_partner(), PostingKind.OFFER, title="八英寸中试线")
    for_project(offer, project)

    demands, offers = read(), read("?kind=offer")

    assert "要一颗驱动芯片" in demands
    assert "八英寸中试线" not in demands
    assert "申请这项支持" not in demands
    assert "八英寸中试线" in offers
    assert f"/offers/{offer.code}/ask/?project={project.ref}" in offers


def test_an_anonymous_demand_is_known_by_its_alias(read, client, owner, project):
    names = {"reach": "anonymous", "alias": "某新能源汽车零部件企业"}
    posting = make_posting(owner, **names)
    for_project(posting, project)
    say = reverse("my_project_match_say", args=[project.ref, posting.ref])
    give(Pair(posting, project, Side.POSTING), Said(Verdict.ACCEPT), by=owner)

    pages = [read(), client.post(say, {"verdict": "accept"}, headers={"HX-Request": "true"})]

    assert "某新能源汽车零部件企业" in pages[0]
    for page in (pages[0], pages[1].content.decode()):
        for secret in ("海岳", owner.user.name, owner.user.email, str(owner.organisation_id) + "G"):
            assert secret not in page
    for message in project.holder.messages.all():
        assert "海岳" not in str(message.context)


def test_what_feedback_moved_is_told_to_nobody_here(read, owner, project):
    parts = [15.0 if name == "liked" else 0.0 for name in FEATURES]
    for_project(make_posting(owner), project, 20.0, plain=5.0, parts=parts)

    html = read()

    assert '<b class="num">5</b>' in html
    assert "接受过" not in html


def test_only_that_the_other_side_accepts_is_seen(read, owner, project):
    posting = make_posting(owner)
    for_project(posting, project)
    pair = Pair(posting, project, Side.POSTING)

    give(pair, Said(Verdict.DECLINE, (DeclineReason.PRICE,), "太贵了"), by=owner)
    assert "太贵了" not in read()
    assert "对方愿意谈" not in read()

    give(pair, Said(Verdict.ACCEPT), by=owner)
    assert "对方愿意谈" in read()


def test_who_accepted_is_listed_though_not_among_the_first(read, owner, project):
    posting = make_posting(owner, title="排在后面的需求")
    suggest(posting, project, 12.0)
    assert "排在后面的需求" not in read()

    give(Pair(posting, project, Side.POSTING), Said(Verdict.ACCEPT), by=owner)

    assert "排在后面的需求" in read("?show=wanted")


def test_both_accepted_is_said_on_this_side_too(read, owner, holder, project):
    posting = make_posting(owner)
    for_project(posting, project)
    give(Pair(posting, project, Side.POSTING), Said(Verdict.ACCEPT), by=owner)

    give(Pair(posting, project, Side.PROJECT), Said(Verdict.ACCEPT), by=holder)

    assert "双方都愿意谈" in read()


def test_an_ended_posting_is_gone_at_once(read, owner, holder, project):
    posting = make_posting(owner)
    for_project(posting, project)
    give(Pair(posting, project, Side.PROJECT), Said(Verdict.ACCEPT), by=holder)
    assert posting.title in read()

    type(posting).objects.filter(pk=posting.pk).update(status="closed")

    assert posting.title not in read()


def test_a_project_that_is_not_shown_says_so(read, owner, project):
    for_project(make_posting(owner), project)
    type(project).objects.filter(pk=project.pk).update(display_consent=None)

    html = read()

    assert "成果没有公开展示，不参加匹配" in html
    assert "车规级隔离驱动芯片" not in html


def test_what_was_asked_for_is_listed_with_its_answer(read, holder, project):
    partner = make_partner()
    offer = make_posting(partner, PostingKind.OFFER, title="八英寸中试线")
    for_project(offer, project)
    asked = ask(offer, project, message="", by=holder)
    assert "已申请，等对方答复" in read("?kind=offer")

    decline(asked, answer="产能满了", by=partner)

    html = read("?kind=offer")
    assert "产能满了" in html
    assert "申请这项支持" in html


def test_verdict_answers_in_place_with_the_counts(client, read, owner, project):
    posting = make_posting(owner)
    for_project(posting, project)
    read()
    say = reverse("my_project_match_say", args=[project.ref, posting.ref])

    html = client.post(say, {"verdict": "accept"}, headers={"HX-Request": "true"}).content.decode()

    assert html.count("<article") == 1
    assert "已接受，等对方表示" in html
    assert 'hx-swap-oob="true"' in html


def test_declining_without_a_reason_is_told_beside_it(client, read, owner, project):
    posting = make_posting(owner)
    for_project(posting, project)
    read()
    say = reverse("my_project_match_say", args=[project.ref, posting.ref])

    html = client.post(say, {"verdict": "decline"}, headers={"HX-Request": "true"}).content.decode()

    assert "请至少选一个原因" in html
    assert Feedback.objects.count() == 0


def test_unit_does_not_read_what_the_holder_said(client, read, owner, holder, project):
    posting = make_posting(owner)
    for_project(posting, project)
    why = Said(Verdict.DECLINE, (DeclineReason.DIRECTION,), "我们和这家谈崩过")
    give(Pair(posting, project, Side.PROJECT), why, by=holder)
    assert "我们和这家谈崩过" in read()

    client.force_login(make_clerk().user)
    page = client.get(reverse("unit_project_matches", args=[project.ref])).content.decode()

    assert posting.title in page
    assert "我们和这家谈崩过" not in page
    assert "match--no" not in page


def test_unit_reads_all_and_speaks_for_its_own(client, owner):
    clerk = make_clerk()
    own, held = make_shown_in_custody(clerk), make_project("listed", make_holder())
    posting = make_posting(owner)
    for_project(posting, own)
    for_project(posting, held, place=1)
    client.force_login(clerk.user)
    pages = {
        one: client.get(reverse("unit_project_matches", args=[one.ref])).content.decode()
        for one in (own, held)
    }

    assert "接受，想进一步谈" in pages[own]
    assert posting.title in pages[held]
    assert "接受，想进一步谈" not in pages[held]
    say = reverse("unit_project_match_say", args=[held.ref, posting.ref])
    assert client.post(say, {"verdict": "accept"}).status_code == 403


def test_page_asks_until_it_is_matched(client, read, owner, project):
    make_posting(owner)
    state = f"{reverse('my_project_matches', args=[project.ref])}state/"

    before = read("?kind=offer")
    polled = client.get(f"{state}?first&kind=offer").content.decode()
    work()
    after = client.get(f"{state}?first&kind=offer").content.decode()

    assert f'hx-get="{state}?first&amp;kind=offer"' in before
    assert f'hx-get="{state}?first&amp;kind=offer"' in polled
    assert "every 2s" not in after
    assert f'<a href="{state.removesuffix("state/")}?kind=offer">看新的排序</a>' in after


def test_strangers_find_nothing(client, owner, project):
    posting = make_posting(owner)
    for_project(posting, project)

    for by, desk in ((make_holder(), "my"), (make_lead("GD"), "unit")):
        client.force_login(by.user)
        page = reverse(f"{desk}_project_matches", args=[project.ref])
        say = reverse(f"{desk}_project_match_say", args=[project.ref, posting.ref])
        assert client.get(page).status_code == 404
        assert client.post(say, {"verdict": "accept"}).status_code == 404
    assert Suggestion.objects.count() == 1


@pytest.fixture
def with_matches(owner, holder, project):
    """As many of a kind, offers asked for."""

    def make(kind, count):
        by = owner if kind == "demand" else make_partner()
        for place in range(1, count + 1):
            posting = make_posting(by, kind)
            for_project(posting, project, 60.0 - place, place=place)
            if kind == "offer":
                ask(posting, project, message="", by=holder)
        return f"{reverse('my_project_matches', args=[project.ref])}?kind={kind}"

    return make


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("kind", PostingKind.values)
def test_page_takes_as_many_queries_for_one_as_for_three(
    client, holder, with_matches, django_assert_num_queries, kind, count
):
    client.force_login(holder.user)
    address = with_matches(kind, count)

    with django_assert_num_queries(15):
        client.get(address)
