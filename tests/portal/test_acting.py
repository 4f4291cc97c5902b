"""In which role one acts: chosen in the header, kept in the session, never beyond its end."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.granting import end
from accounts.middleware import SESSION_KEY, ActorMiddleware
from accounts.models import Delegation
from accounts.people import open_account  # noqa: F401 -- accounts are made through the door
from foundation import clock
from portal.context import portal
from records.messages import keep_messages
from tests.factories import (
    make_agent,
    make_centre,
    make_delegation,
    make_holder,
    make_organisation,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db


def frame_of(user, session=None):
    request = RequestFactory().get("/")
    request.user, request.session = user, session or {}
    ActorMiddleware(portal).process_request(request)
    return portal(request)


def shown(frame):
    return [(one.value, one.label, one.is_current) for one in frame["acting_choices"]]


def test_chooser_offers_every_way_to_act():
    user = make_user()
    make_staff("expert", user=user)
    membership = user.memberships.get()

    frame = frame_of(user, {SESSION_KEY: "holder"})

    assert shown(frame) == [
        (str(membership.pk), "评审专家", False),
        ("holder", "成果持有人", True),
    ]


def test_first_way_is_the_current_one_where_none_was_chosen():
    user = make_user()
    make_staff("expert", user=user)

    assert [current for *_, current in shown(frame_of(user))] == [True, False]


def test_frame_asks_the_database_only_when_a_template_does():
    user = make_user()
    keep_messages("toy.parcel.send", [("样品", [user.pk])])

    with CaptureQueriesContext(connection) as queries:
        frame = frame_of(user)
        assert len(queries) == 0
        assert frame["unread_messages"] == 1
        assert len(queries) == 1
        assert (len(frame["acting_choices"]), str(frame["own_desk"]["role"])) == (1, "成果持有人")
        assert len(queries) == 2


def test_visitor_has_nothing_to_choose_or_read():
    frame = frame_of(AnonymousUser())

    assert (shown(frame), frame["unread_messages"], frame["own_desk"]) == ([], 0, {})


def test_choice_leads_to_the_desk_of_the_role(client):
    user = make_centre().user
    client.force_login(user)
    membership = user.memberships.get()

    for chosen, desk in (("holder", "/my/"), (str(membership.pk), "/center/")):
        answer = client.post("/account/acting/", {"as": chosen}, follow=True)
        assert answer.redirect_chain[-1] == (desk, 302)
        assert answer.status_code == 200


@pytest.mark.parametrize("chosen", ["", "0", "centre", "holder "])
def test_what_is_not_offered_cannot_be_chosen(client, chosen):
    client.force_login(make_holder().user)

    assert client.post("/account/acting/", {"as": chosen}).status_code == 404
    assert client.get("/account/desk/").url == "/my/"


def test_role_of_another_cannot_be_chosen(client):
    theirs = make_centre().user.memberships.get()
    client.force_login(make_user())

    assert client.post("/account/acting/", {"as": str(theirs.pk)}).status_code == 404


def test_ended_role_is_left_at_once(client):
    centre = make_centre()
    client.force_login(centre.user)
    membership = centre.user.memberships.get()
    client.post("/account/acting/", {"as": str(membership.pk)})

    end(membership, by=centre)

    assert client.get("/account/desk/").url == "/my/"


def test_agency_chooses_the_unit_it_acts_for():
    organisation = make_organisation()
    agent = make_agent(organisation)
    make_delegation(organisation, "SC")
    make_delegation(organisation, "GD")
    membership = agent.user.memberships.get()

    values = [value for value, *_ in shown(frame_of(agent.user))]

    assert values == [f"{membership.pk}:GD", f"{membership.pk}:SC", "holder"]
    Delegation.objects.filter(unit="GD").update(
        valid_from=clock.now() - timedelta(days=2), valid_to=clock.now() - timedelta(days=1)
    )
    assert len(frame_of(agent.user)["acting_choices"]) == 2


def test_visitors_are_sent_to_log_in(client):
    assert client.post("/account/acting/", {"as": "holder"}).url.startswith("/accounts/login/")
    assert client.get("/account/acting/").status_code == 405
