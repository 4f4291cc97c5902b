"""A roadshow whose day is over was held, and its projects have enjoyed it."""

from datetime import timedelta

import pytest

from foundation import clock
from projects.entitlements import note_service
from projects.models import Service
from projects.states import ServiceKind
from roadshows.closing import close_past
from roadshows.models import Roadshow
from tests.factories import make_holder, make_lead, make_project
from tests.roadshows.making import dated, roadshows
from tests.roadshows.standing import item, released

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(rolled_back):
    (row,) = dated("SC")
    return row.pk


@pytest.fixture
def roadshow(made, db):
    return Roadshow.objects.select_related("unit", "cycle").get(pk=made)


def later(roadshow, days=1):
    return clock.shift(roadshow.day - clock.today() + timedelta(days=days))


def pitch(project, starts, ends):
    return item(starts, ends, project=project.ref, title=project.title)


def services():
    rows = Service.objects.order_by("project")
    return list(rows.values_list("project__ref", "kind", "provider", "enjoyed_on"))


def test_it_was_held_the_day_after(roadshow):
    with later(roadshow, days=0):
        assert close_past() == 0
    with later(roadshow):
        assert close_past() == 1

    assert [row.status for row in roadshows()] == ["held"]
    assert services() == []


def test_projects_of_the_last_release_have_enjoyed_it_once(roadshow):
    stayed, left = make_project("listed"), make_project("listed", make_holder())
    released(roadshow, pitch(stayed, "14:00", "14:13"), pitch(left, "14:15", "14:28"))
    released(
        Roadshow.objects.get(pk=roadshow.pk),
        item("13:50", "14:00", kind="opening", title="致辞"),
        pitch(stayed, "14:00", "14:13"),
    )

    with later(roadshow):
        assert (close_past(), close_past()) == (1, 0)

    assert services() == [(stayed.ref, "roadshow", roadshow.host, roadshow.day)]


def test_what_left_the_library_or_was_noted_by_hand_holds_nothing_up(roadshow):
    noted, withdrawn = make_project("listed"), make_project("withdrawn", make_holder())
    released(roadshow, pitch(noted, "14:00", "14:13"), pitch(withdrawn, "14:15", "14:28"))

    with later(roadshow):
        kind, on = ServiceKind.ROADSHOW, roadshow.day
        note_service(noted, kind, provider=roadshow.host, on=on, by=make_lead())
        assert close_past() == 1

    assert services() == [(noted.ref, "roadshow", roadshow.host, roadshow.day)]
