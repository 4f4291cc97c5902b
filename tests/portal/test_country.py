"""The demo country: believable, made through the door, the same when made again."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from accounts.acting import actor_of
from accounts.models import Membership, Unit, User
from portal.country import PASSWORD, make_country
from portal.invariants import broken_invariants
from projects.models import Project
from records.models import Entry
from records.verifying import verify_trail
from showcase.queries import shown

pytestmark = pytest.mark.django_db


def test_country_is_made_whole_and_only_once():
    facts = make_country()
    counts = [model.objects.count() for model in (Project, User, Membership, Entry)]

    assert make_country() == facts
    assert [m.objects.count() for m in (Project, User, Membership, Entry)] == counts
    assert facts["achievements"] == Project.objects.count() == 60
    assert set(Project.objects.values_list("status", flat=True)) == {
        "draft",
        "submitted",
        "accepted",
        "listed",
    }
    assert shown().count() == Project.objects.filter(status="listed").count()
    assert Project.objects.values("unit").distinct().count() == Unit.objects.count()
    assert set(broken_invariants().values()) == {0}
    assert list(verify_trail()) == []


def test_demo_accounts_are_flagged_and_log_in(client):
    facts = make_country()

    for account in facts["accounts"]:
        user = User.objects.get(email=account["email"])
        assert user.is_demo
        credentials = {"login": user.email, "password": PASSWORD}
        assert client.post("/accounts/login/", credentials).status_code == 302
        client.logout()
    lead = actor_of(User.objects.get(email="unit-sc-lead@demo.ztc.cn"))
    assert (lead.role, lead.unit) == ("unit_lead", "SC")


def test_country_is_refused_where_demo_is_not_allowed(settings):
    settings.DEMO_ALLOWED = False

    with pytest.raises(ImproperlyConfigured):
        make_country()

    assert User.objects.count() == 0
