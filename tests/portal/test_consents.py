"""Consents: dated, separate, taken back as easily as given; what rested on them is gone at once."""

import pytest

from accounts.consenting import give_consent
from accounts.models import Consent
from accounts.states import ConsentPurpose
from projects.intake import save_draft, submit
from projects.library import list_project
from projects.models import Project
from records.verifying import verify_trail
from tests.factories import make_centre, make_draft, make_holder, make_project, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder(client):
    holder = make_holder()
    client.force_login(holder.user)
    return holder


def on_show(client):
    return client.get("/showcase/").context["found"].total


def test_withdrawn_consent_takes_the_project_out_of_the_showcase(client, holder):
    project = make_project("listed", holder)
    consent = Consent.objects.get()
    page = client.get("/account/consents/").content.decode()
    assert project.title in page
    assert f'action="/account/consents/{consent.pk}/withdraw/"' in page
    assert on_show(client) == 1

    client.post(f"/account/consents/{consent.pk}/withdraw/")

    assert on_show(client) == 0
    assert client.get(f"/showcase/{project.code}/").status_code == 404
    page = client.get("/account/consents/").content.decode()
    assert f'action="/account/consents/{consent.pk}/withdraw/"' not in page
    assert list(verify_trail()) == []


def test_project_is_shown_again_by_a_consent_of_its_own(client, holder):
    project = make_project("listed", holder)
    client.post(f"/account/consents/{Consent.objects.get().pk}/withdraw/")
    make_staff("expert", user=holder.user)  # acting in another role, it is still their own

    answer = client.post("/account/consents/show/", {"ref": project.ref}, follow=True)

    assert f"已同意公开展示“{project.title}”" in answer.content.decode()
    assert on_show(client) == 1
    given = list(Consent.objects.order_by("pk").values_list("withdrawn_at", flat=True))
    assert (len(given), given[0] is None, given[1]) == (2, False, None)


def test_showing_what_is_shown_gives_no_second_consent(client, holder):
    project = make_project("listed", holder)

    client.post("/account/consents/show/", {"ref": project.ref})

    assert Consent.objects.count() == 1


def test_project_submitted_without_consent_is_offered_and_listed_later(client, holder):
    project = make_project("accepted", holder, shown=False)
    page = client.get("/account/consents/")
    assert list(page.context["hidden"]) == [project]

    client.post("/account/consents/show/", {"ref": project.ref})
    list_project(project, by=make_centre())

    assert on_show(client) == 1
    assert list(client.get("/account/consents/").context["hidden"]) == []


@pytest.mark.parametrize("ref", ["", "0000000000", "\0"])
def test_unknown_project_cannot_be_shown(client, holder, ref):
    assert client.post("/account/consents/show/", {"ref": ref}).status_code == 404


def test_others_projects_and_consents_do_not_exist(client, holder):
    project = make_project("listed", shown=False)
    consent = give_consent(ConsentPurpose.FEED, by=make_holder())

    assert client.post("/account/consents/show/", {"ref": project.ref}).status_code == 404
    assert client.post(f"/account/consents/{consent.pk}/withdraw/").status_code == 404
    consent.refresh_from_db()
    assert consent.withdrawn_at is None


def test_feed_is_agreed_to_once_and_withdrawn(client, holder):
    for _ in range(2):
        client.post("/account/consents/give/", {"purpose": "feed"})

    [consent] = Consent.objects.all()
    assert (consent.purpose, consent.given_by_id) == ("feed", holder.user_id)
    assert ConsentPurpose.FEED not in client.get("/account/consents/").context["missing"]
    client.post(f"/account/consents/{consent.pk}/withdraw/")
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None


@pytest.mark.parametrize("purpose", ["display", "", "everything"])
def test_only_what_is_given_for_the_person_is_given_here(client, holder, purpose):
    assert client.post("/account/consents/give/", {"purpose": purpose}).status_code == 404
    assert Consent.objects.count() == 0


def test_consent_to_the_privacy_policy_leads_out_of_the_house(client, holder):
    consent = give_consent(ConsentPurpose.PRIVACY, by=holder)

    answer = client.post(f"/account/consents/{consent.pk}/withdraw/")

    assert answer.url == "/account/data/erase/"
    consent.refresh_from_db()
    assert consent.withdrawn_at is None


def test_draft_whose_consent_was_withdrawn_asks_for_it_again(client, holder):
    draft = make_draft(holder)
    client.post(f"/account/consents/{Consent.objects.get().pk}/withdraw/")
    page = client.get(f"/my/projects/{draft.ref}/?step=statement")
    assert page.context["sheet"].form.initial["shown"] == ""

    draft = Project.objects.get()
    save_draft(draft, {}, by=holder, shown=True)
    project = submit(draft, by=holder)

    assert project.may_be_shown
    assert Consent.objects.filter(withdrawn_at=None).count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_as_many_queries_for_one_as_for_three(
    client, holder, django_assert_num_queries, count
):
    for _ in range(count):
        make_project("listed", holder)
        make_project("submitted", holder, shown=False)

    with django_assert_num_queries(11):
        assert client.get("/account/consents/").status_code == 200
