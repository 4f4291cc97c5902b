"""The demo country: believable, made through the door, the same when made again."""

from collections import Counter
from datetime import timedelta
from itertools import combinations

import pytest
from django.core.exceptions import ImproperlyConfigured

from accounts.acting import actor_of
from accounts.granting import grant_role
from accounts.models import Membership, User
from accounts.states import Role
from foundation.validators import check_ip_number, check_uscc
from matching.models import Posting
from portal.country import PASSWORD, make_country
from portal.country.achievements import read_achievements, read_organisations
from portal.country.people import People
from portal.invariants import broken_invariants
from projects.models import Claim, Correction, Project, Recommendation, Service
from projects.queries import shown
from projects.states import CorrectionStatus, ProjectStatus
from provinces.models import HostApplication
from records.actors import PORTAL
from records.models import Entry
from records.verifying import verify_trail
from roadshows.models import Roadshow
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_country_is_made_whole_and_only_once(country):
    models = (Project, User, Membership, Entry, Recommendation, Service, Claim, Posting)
    counts = [model.objects.count() for model in models]

    assert make_country() == country
    assert [model.objects.count() for model in models] == counts
    assert country["achievements"] == Project.objects.count() >= 300
    statuses = Counter(Project.objects.values_list("status", flat=True))
    assert set(statuses) == set(ProjectStatus.values)
    assert shown().count() == statuses["listed"]
    assert Project.objects.values("unit").distinct().count() == 37
    assert Project.objects.values("field").distinct().count() == 40
    assert set(Project.objects.values_list("source", flat=True)) == {"self", "unit", "agency"}
    corrected = Correction.objects.values_list("status", flat=True)
    assert sorted(corrected) == sorted(CorrectionStatus.values)
    applied = HostApplication.objects.values_list("call__plan__unit", "status").order_by("pk")
    assert list(applied) == [("SC", "applied"), ("SC", "applied"), ("SH", "picked")]
    postings = Posting.objects.values_list("status", flat=True)
    states = {"published": 19, "draft": 5, "expired": 2, "closed": 1, "removed": 1}
    assert Counter(postings) == states
    assert set(broken_invariants().values()) == {0}
    assert list(verify_trail()) == []


def test_roadshows_of_last_year_have_come_as_far_as_they_can(country):
    roadshows = Roadshow.objects.values_list("unit", "status")

    assert dict(roadshows) == {
        "GD": "preparing",
        "SN": "preparing",
        "HB": "dated",
        "SC": "dated",
        "JS": "cancelled",
        "ZJ": "held",
    }
    assert Service.objects.filter(kind="roadshow").count() == 6


def test_texts_are_of_their_own():
    """No two titles share more than half of the 2-grams of the shorter."""
    titles = [facts["title"] for facts in read_achievements()]
    grams = [{title[i : i + 2] for i in range(len(title) - 1)} for title in titles]

    close = [
        (titles[i], titles[j])
        for i, j in combinations(range(len(titles)), 2)
        if len(grams[i] & grams[j]) * 2 > min(len(grams[i]), len(grams[j]))
    ]

    assert close == []
    for column in ("summary", "problem", "innovation", "market", "benefit", "team", "wants_note"):
        assert len({facts[column] for facts in read_achievements()}) == len(titles), column


def test_codes_and_numbers_are_valid():
    organisations = read_organisations()
    numbers = [row["number"] for facts in read_achievements() for row in facts["rights"]]

    assert [o["code"] for o in organisations if check_uscc(o["code"]).errors] == []
    given = [number for number in numbers if number]
    assert len(set(given)) == len(given) > 300
    assert [n for n in given if check_ip_number(n, this_year=2026).errors] == []


def test_demo_accounts_are_flagged_and_log_in(client, country):
    for account in country["accounts"]:
        user = User.objects.get(email=account["email"])
        assert user.is_demo
        credentials = {"login": user.email, "password": PASSWORD}
        assert client.post("/accounts/login/", credentials).status_code == 302
        client.logout()
    lead = actor_of(User.objects.get(email="unit-sc-lead@demo.ztc.cn"))
    assert (lead.role, lead.unit) == ("unit_lead", "SC")


def test_nobody_acts_before_they_were_there():
    """Made over an older demo, whose people came later than the achievements would be filed."""
    assert People().ago(timedelta(days=100)) == timedelta(days=100)

    grant_role(make_user("unit-sc", is_demo=True), Role.CENTRE, by=PORTAL)

    assert People().ago(timedelta(days=100)) < timedelta(minutes=1)


def test_country_is_refused_where_demo_is_not_allowed(settings):
    settings.DEMO_ALLOWED = False
    accounts = User.objects.count()

    with pytest.raises(ImproperlyConfigured):
        make_country()

    assert User.objects.count() == accounts
