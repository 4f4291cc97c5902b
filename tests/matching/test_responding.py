"""我有这样的成果: a demand is answered with a project that the portal did not suggest."""

import pytest

from matching.models import Feedback, Suggestion
from records.models import Message
from tests.factories import make_holder, make_project
from tests.matching.making import make_enterprise, make_posting

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_enterprise()


@pytest.fixture
def demand(owner):
    return make_posting(owner)


@pytest.fixture
def holder():
    return make_holder()


def test_a_project_is_offered_though_not_suggested(client, owner, demand, holder):
    project = make_project("listed", holder)
    Message.objects.all().delete()
    client.force_login(holder.user)

    answer = client.post(f"/demands/{demand.code}/respond/", {"project": project.ref})

    address = f"/my/projects/{project.ref}/matches/?kind=demand#{demand.ref}"
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert demand.title in client.get(address).content.decode()
    feedback = Feedback.objects.get()
    assert (feedback.side, feedback.verdict) == ("project", "accept")
    assert [message.to_id for message in Message.objects.all()] == [owner.user_id]
    assert not Suggestion.objects.exists()


def test_the_demands_side_sees_it_and_agrees(client, owner, demand, holder):
    project = make_project("listed", holder)
    client.force_login(holder.user)
    client.post(f"/demands/{demand.code}/respond/", {"project": project.ref})
    client.force_login(owner.user)
    page = f"/desk/matches/{demand.ref}/"

    html = client.get(page).content.decode()
    client.post(f"{page}{project.ref}/", {"verdict": "accept"})

    assert project.title in html
    assert "对方愿意谈" in html
    assert "不在前 20 名" in html
    assert "双方都愿意谈" in client.get(page).content.decode()


def test_only_ones_own_shown_projects_are_offered(client, demand, holder):
    others = make_project("listed", make_holder())
    waiting = make_project("submitted", holder)
    make_project("listed", holder)
    client.force_login(holder.user)

    for project in (others, waiting):
        answer = client.post(f"/demands/{demand.code}/respond/", {"project": project.ref})
        assert "请从列表里选一项成果" in answer.content.decode()
    assert not Feedback.objects.exists()


def test_who_has_no_shown_project_is_told(client, demand, holder):
    client.force_login(holder.user)

    html = client.get(f"/demands/{demand.code}/respond/").content.decode()

    assert "没有可以回应的成果" in html
