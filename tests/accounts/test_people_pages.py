"""What the desks show: whom, masked, with the buttons the door would accept."""

import pytest
from django.urls import reverse

from accounts.models import Membership, Organisation
from records.models import Entry, Message
from tests.factories import (
    make_agent,
    make_application,
    make_centre,
    make_clerk,
    make_holder,
    make_lead,
    make_organisation,
    make_staff,
    make_user,
)
from tests.matrix.crawler import crawl

pytestmark = pytest.mark.django_db

DESKS = {
    "/unit/people/": (make_lead, "unit_clerk"),
    "/center/people/": (make_centre, "enterprise"),
    "/exchange/people/": (lambda: make_staff("exchange"), "investor"),
}


@pytest.mark.parametrize("url", DESKS)
@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, url, count
):
    by, role = DESKS[url]
    for _ in range(count):
        make_application(role)
    client.force_login(by().user)
    client.get("/")

    with django_assert_num_queries(7):
        answer = client.get(url)

    assert len(answer.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_organisations_take_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, count
):
    codes = ["91510100MA61RU9B1F", "91440101MA5AKP8U4D", "91350100M000100Y43"]
    for code in codes[:count]:
        make_organisation("试验机构", code)
    client.force_login(make_centre().user)
    client.get("/")

    with django_assert_num_queries(7):
        answer = client.get("/center/organisations/?q=试验")

    assert len(answer.context["page"]) == count


@pytest.mark.parametrize("url", DESKS)
def test_desk_shows_its_own_kind_only(client, url):
    by, role = DESKS[url]
    for one in ("enterprise", "investor", "unit_clerk", "unit_lead"):
        make_application(one)
    make_application("unit_clerk", "GD")
    client.force_login(by().user)

    rows = client.get(url).context["rows"]

    assert [row["membership"].role for row in rows] == [role]


def test_centre_lead_looks_after_unit_leads_and_the_exchange_too(client):
    for role in ("enterprise", "unit_lead", "exchange", "investor"):
        make_application(role)
    client.force_login(make_staff("centre_lead").user)

    rows = client.get("/center/people/").context["rows"]

    assert [r["membership"].role for r in rows] == ["enterprise", "unit_lead", "exchange"]


def test_tabs_part_people_by_where_they_stand(client):
    make_application("unit_clerk")
    clerk = make_clerk()
    client.force_login(make_lead().user)

    found = {
        show: [
            r["membership"].user for r in client.get(f"/unit/people/?show={show}").context["rows"]
        ]
        for show in ("granted", "invited", "closed")
    }

    assert found == {"granted": [clerk.user], "invited": [], "closed": []}


def test_clerk_reads_and_finds_no_button(client):
    application = make_application("unit_clerk")
    client.force_login(make_clerk().user)

    page = client.get("/unit/people/").content.decode()

    assert application.user.name in page
    assert reverse("membership_approve", args=[application.ref]) not in page
    assert reverse("membership_invite") not in page
    page = client.get(f"/memberships/{application.ref}/").content.decode()
    assert reverse("membership_decline", args=[application.ref]) not in page


def test_lead_finds_the_buttons_of_what_may_be_done(client):
    application, agent = make_application("unit_clerk"), make_agent()
    client.force_login(make_lead().user)

    waiting = client.get(f"/memberships/{application.ref}/").context
    granted = client.get(f"/memberships/{agent.user.memberships.get().ref}/").context

    assert waiting["verbs"] == {"approve", "decline"}
    assert granted["verbs"] == {"end"}


def test_contacts_are_masked(client):
    user = make_user("wangfang", phone="13912345678")
    application = make_application("unit_clerk", by=make_holder(user))
    client.force_login(make_lead().user)

    for url in ("/unit/people/", f"/memberships/{application.ref}/"):
        page = client.get(url).content.decode()
        assert "w***@example.cn" in page
        assert "wangfang@example.cn" not in page
    assert "139****5678" in page
    assert "13912345678" not in page


def test_decline_without_a_reason_is_told_and_changes_nothing(client):
    application = make_application("unit_clerk")
    client.force_login(make_lead().user)
    before = (Entry.objects.count(), Message.objects.count())

    answer = client.post(reverse("membership_decline", args=[application.ref]), {"reason": " "})

    assert answer.context["form"].errors == {"reason": ["请填写“原因”"]}
    assert Membership.objects.get(pk=application.pk).status == "requested"
    assert (Entry.objects.count(), Message.objects.count()) == before


def test_too_long_a_reason_is_kept_and_told(client):
    application = make_application("unit_clerk")
    client.force_login(make_lead().user)

    answer = client.post(
        reverse("membership_decline", args=[application.ref]), {"reason": "长" * 301}
    )

    assert list(answer.context["form"].errors) == ["reason"]
    assert "长" * 301 in answer.content.decode()


def test_ended_role_is_told_to_its_person_with_the_reason(client):
    agent = make_agent()
    membership = agent.user.memberships.get()
    client.force_login(make_lead().user)

    client.post(reverse("membership_end", args=[membership.ref]), {"reason": "已离职"})

    membership.refresh_from_db()
    assert membership.status == "ended"
    [message] = Message.objects.filter(to=agent.user_id, kind="accounts.membership.end")
    assert message.context["note"] == "已离职"


def test_organisation_is_corrected_by_the_centre(client):
    organisation = make_organisation()
    client.force_login(make_centre().user)
    url = f"/center/organisations/{organisation.ref}/"

    assert client.post(url, {"name": "", "kind": "service"}).status_code == 200
    client.post(url, {"name": "蜀道技术转移研究院", "kind": "academic", "place": "510100"})

    organisation = Organisation.objects.get(pk=organisation.pk)
    found = (organisation.name, organisation.kind, organisation.place_id, organisation.code)
    assert found == ("蜀道技术转移研究院", "academic", "510100", "91510100MA61RU9B1F")
    assert Entry.objects.filter(table="accounts.organisation", verb="correct").count() == 1


@pytest.mark.parametrize(
    ("column", "start", "also"),
    [
        ("lead", "/unit/people/", "/unit/delegations/new/"),
        ("clerk", "/unit/people/", "/unit/people/?show=granted"),
        ("centre_lead", "/center/people/", "/center/organisations/"),
        ("exchange", "/exchange/people/", "/memberships/invite/"),
        ("agency", "/unit/", "/unit/projects/?state=all"),
    ],
)
def test_no_page_of_the_desks_is_dead_or_leaks_a_contact(cast, column, start, also):
    others = (actor.user for name, actor in cast.actors.items() if name != column)
    foreign = {contact for user in others for contact in (user.email, user.phone)}

    faults, seen = crawl(cast.clients[column], start, foreign=foreign)

    assert faults == []
    assert also in seen
