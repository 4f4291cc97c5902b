"""Contacts are masked; who may know them looks on the record."""

import pytest
from django.template import Context, Template

from accounts.acting import actor_of
from accounts.granting import apply_for
from accounts.states import Role
from records.models import Entry
from tests.factories import make_lead, make_organisation, make_staff, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def applicant():
    user = make_user("li", phone="13800138000")
    apply_for(Role.INVESTOR, by=actor_of(user), organisation=make_organisation())
    return user


def reveals():
    return list(Entry.objects.filter(verb="reveal").values_list("object_id", "actor_id"))


def test_approver_looks_at_a_contact_on_the_record(client, applicant):
    exchange = make_staff("exchange")
    client.force_login(exchange.user)

    answer = client.post(f"/people/{applicant.ref}/reveal/")

    assert "li@example.cn · 13800138000" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert reveals() == [(applicant.pk, exchange.user_id)]


def test_htmx_gets_the_contact_alone(client, applicant):
    client.force_login(make_staff("exchange").user)

    answer = client.post(f"/people/{applicant.ref}/reveal/", headers={"hx-request": "true"})

    assert answer.content.decode().strip() == (
        '<span class="num break">li@example.cn · 13800138000</span>'
    )
    assert "no-store" in answer["Cache-Control"]


def test_stranger_learns_nothing_and_leaves_no_entry(client, applicant):
    for actor in (make_lead(), make_staff("partner"), actor_of(make_user())):
        client.force_login(actor.user)
        assert client.post(f"/people/{applicant.ref}/reveal/").status_code == 404

    assert client.get(f"/people/{applicant.ref}/reveal/").status_code == 405
    client.logout()
    assert "/accounts/login/" in client.post(f"/people/{applicant.ref}/reveal/").url
    assert reveals() == []


def test_component_masks_and_offers_to_show(applicant):
    context = Context({"person": applicant, "csrf_token": "t"})

    html = Template("{% contact person %}").render(context)

    assert '<span class="num break">l***@example.cn · 138****8000</span>' in html
    assert (applicant.email in html, applicant.phone in html) == (False, False)
    assert f'action="/people/{applicant.ref}/reveal/"' in html
    assert 'value="t"' in html
