"""Asking for an offer, answering who asked, and the page that says how a score is made."""

import pytest
from django.urls import reverse

from foundation import clock
from matching import semantic
from matching.models import TakeUp
from matching.scoring import FEATURES
from matching.states import PostingKind
from matching.taking_up import ask, give
from matching.vocabulary import FEATURE_WORDS
from projects.models import Service
from tests.factories import make_agent, make_clerk, make_delegation, make_holder, make_project
from tests.matching.making import (
    make_enterprise,
    make_partner,
    make_posting,
    make_shown_in_custody,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    return make_partner()


@pytest.fixture
def holder():
    return make_holder()


@pytest.fixture
def offer(partner):
    return make_posting(partner, PostingKind.OFFER, title="八英寸中试线")


@pytest.fixture
def project(holder):
    return make_project("listed", holder)


@pytest.fixture
def asked(offer, project, holder):
    return ask(offer, project, message="想排两批", by=holder)


def form_of(offer):
    return reverse("offer_ask", args=[offer.code])


def test_visitor_logs_in_and_is_back_at_the_form(client, offer):
    led = client.get(form_of(offer))

    assert led.status_code == 302
    assert led.url.startswith("/accounts/login/")
    assert client.session["wanted"] == form_of(offer)


def test_asked_in_the_name_of_a_project(client, offer, project, holder):
    client.force_login(holder.user)
    page = client.get(f"{form_of(offer)}?project={project.ref}").content.decode()
    assert f'<option value="{project.ref}" selected>' in page

    answer = client.post(form_of(offer), {"project": project.ref, "message": "想排两批"})

    assert answer.url == f"/my/projects/{project.ref}/matches/?kind=offer"
    assert TakeUp.objects.get().message == "想排两批"
    assert "想排两批" not in client.get(answer.url).content.decode()
    assert "申请过的支持" in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"message": "没选"}, "请填写“用于哪项成果”"),
        ({"project": "NOSUCH"}, "请从列表里选一项成果"),
        ({"project": "own", "message": "长" * 501}, "500"),
    ],
)
def test_bad_input_is_told_and_kept(client, offer, project, holder, data, sentence):
    client.force_login(holder.user)
    data = {**data, "project": project.ref} if data.get("project") == "own" else data

    page = client.post(form_of(offer), data)

    assert sentence in page.content.decode()
    assert TakeUp.objects.count() == 0


def test_asked_twice_is_refused_in_words(client, asked, offer, project, holder):
    client.force_login(holder.user)

    page = client.post(form_of(offer), {"project": project.ref, "message": "再来"})

    assert page.status_code == 422
    assert "已经申请过" in page.content.decode()
    assert "再来" in page.content.decode()


def test_others_projects_are_not_among_the_choices(client, offer, project):
    client.force_login(make_holder().user)

    page = client.get(form_of(offer)).content.decode()

    assert project.ref not in page
    assert "没有可以申请的成果" in page


def test_unit_and_agency_ask_for_what_they_look_after(client, offer):
    clerk, agent = make_clerk(), make_agent()
    make_delegation(agent.user.memberships.get().organisation)
    own = make_shown_in_custody(clerk)
    client.force_login(clerk.user)
    assert own.ref in client.get(form_of(offer)).content.decode()

    client.force_login(agent.user)
    assert own.ref not in client.get(form_of(offer)).content.decode()


def test_a_demand_is_not_asked_for(client, holder):
    client.force_login(holder.user)

    assert client.get(form_of(make_posting())).status_code == 404


def test_one_waits_on_the_page_and_in_the_list_of_the_offer(client, asked, partner):
    client.force_login(partner.user)
    where = reverse("desk_asked", args=[asked.posting.ref])

    page = client.get(f"/desk/offers/{asked.posting.ref}/").content.decode()
    listed = client.get("/desk/offers/").content.decode()

    assert f'href="{where}">谁申请了 <b class="num">1</b></a>' in page
    assert f'<a href="{where}"><b class="num">1</b> 项申请等你答复</a>' in listed


def test_given_and_declined_at_the_desk_of_the_offer(client, asked, partner, project):
    client.force_login(partner.user)
    page = client.get(reverse("desk_asked", args=[asked.posting.ref])).content.decode()
    assert "想排两批" in page

    data = {"on": clock.today().isoformat(), "answer": "三月排产"}
    answer = client.post(reverse("take_up_give", args=[asked.ref]), data, follow=True)

    assert "已记为落实" in answer.content.decode()
    assert Service.objects.get().project_id == project.pk
    shown = client.get(reverse("showcase_project", args=[project.code])).content.decode()
    assert "锦城高新技术产业园" in shown


def test_declined_needs_words(client, asked, partner):
    client.force_login(partner.user)
    where = reverse("take_up_decline", args=[asked.ref])

    page = client.post(where, {"answer": ""})

    assert page.status_code == 422
    assert "请填写“不能落实的原因”" in page.content.decode()
    assert client.post(where, {"answer": "产能满了"}).status_code == 302
    assert TakeUp.objects.get().answer == "产能满了"


def test_what_is_refused_is_told_beside_what_was_typed(client, asked, partner):
    client.force_login(partner.user)

    page = client.post(
        reverse("take_up_give", args=[asked.ref]), {"on": "2098-01-01", "answer": "到时再说"}
    )

    assert page.status_code == 422
    html = page.content.decode()
    assert "服务日期不能晚于今天" in html
    assert "到时再说" in html


def test_taken_back_until_it_is_answered(client, asked, offer, project, holder, partner):
    client.force_login(holder.user)
    where = reverse("take_up_take_back", args=[asked.ref])
    give(asked, on=clock.today(), answer="", by=partner)

    answer = client.post(where, follow=True)

    assert "不能这样办理" in answer.content.decode()
    assert TakeUp.objects.get().status == "given"


def test_shown_no_more_is_not_named_and_still_taken_back(client, asked, project, holder, partner):
    type(project).objects.filter(pk=project.pk).update(display_consent=None)
    client.force_login(partner.user)
    page = client.get(reverse("desk_asked", args=[asked.posting.ref])).content.decode()
    assert "成果已不再公开" in page
    assert project.title not in page
    assert reverse("take_up_give", args=[asked.ref]) not in page
    assert reverse("take_up_decline", args=[asked.ref]) in page

    client.force_login(holder.user)
    matches = f"/my/projects/{project.ref}/matches/?kind=offer"
    where = reverse("take_up_take_back", args=[asked.ref])
    assert where in client.get(matches).content.decode()
    assert client.post(where).url == matches
    assert TakeUp.objects.get().status == "taken_back"


def test_strangers_find_nothing(client, asked, offer):
    others = [make_holder(), make_enterprise(), make_clerk()]
    for by in others:
        client.force_login(by.user)
        for verb in ("give", "decline", "take_back"):
            where = reverse(f"take_up_{verb}", args=[asked.ref])
            assert client.post(where, {"answer": "不"}).status_code == 404
    client.force_login(make_partner().user)
    assert client.get(reverse("desk_asked", args=[offer.ref])).status_code == 200
    assert TakeUp.objects.get().status == "asked"


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_queries_for_one_as_for_three(
    client, offer, partner, django_assert_num_queries, count
):
    client.force_login(partner.user)
    for _ in range(count):
        person = make_holder()
        ask(offer, make_project("listed", person), message="", by=person)

    with django_assert_num_queries(12):
        client.get(reverse("desk_asked", args=[offer.ref]))


def test_every_feature_is_in_words_and_on_the_page(client):
    assert set(FEATURES) <= FEATURE_WORDS.keys()

    html = client.get("/matching/").content.decode()

    assert all(FEATURE_WORDS[name].label in html for name in FEATURES)
    assert "不用我的反馈" in html


@pytest.mark.parametrize("is_wanted", [True, False])
def test_meaning_says_where_it_is_not_on(client, settings, is_wanted):
    settings.MATCH_BY_MEANING = is_wanted

    html = client.get("/matching/").content.decode()

    is_on = is_wanted and semantic.is_on()
    assert html.count("未启用，现在不计分") == (0 if is_on else 1)
    assert "+12，-12" in html


def test_weights_stand_at_the_desk_too(client, partner):
    client.force_login(partner.user)

    assert client.get("/desk/matches/weights/").status_code == 200
