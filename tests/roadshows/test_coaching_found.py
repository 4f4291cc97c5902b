"""Where messages lead, until when a holder has time, and which pages lead to coaching."""

from datetime import timedelta

import pytest
from django.urls import reverse

from roadshows.models import Item
from roadshows.queries.coaching import deadlines_of, readiness_of, sessions_of
from roadshows.seeing import seen_of_session
from roadshows.states import ItemKind, Readiness
from tests.factories import make_centre, make_clerk, make_holder, make_lead, make_recommendation
from tests.provinces.making import make_listed
from tests.roadshows.coaching import make_deck, make_person, make_session, tomorrow
from tests.roadshows.making import dated

pytestmark = pytest.mark.django_db


def reached(client, by, url):
    client.force_login(by.user)
    answer = client.get(url)
    return answer.url if answer.status_code == 302 else answer.status_code


def test_each_reader_is_sent_to_the_page_they_may_open(client):
    holder = make_holder()
    project = make_listed(holder=holder)
    make_recommendation(project, by=make_lead(), reasons="中试数据完整")
    url = reverse("coaching_project", args=[project.ref]) + "?kind=deck"

    assert reached(client, holder, url) == f"/my/projects/{project.ref}/coaching/?kind=deck"
    assert reached(client, make_clerk(), url) == f"/unit/projects/{project.ref}/coaching/?kind=deck"
    centre = reached(client, make_centre(), url)
    assert centre == f"/center/library/{project.ref}/coaching/?kind=deck"
    assert reached(client, make_clerk("GD"), url) == 404


def test_session_is_found_by_who_is_in_it(client):
    holder, coach = make_holder(), make_clerk()
    session = make_session([make_person(user=coach.user)], [make_listed(holder=holder)])
    url = reverse("coaching_session", args=[session.ref])

    assert reached(client, holder, url) == "/my/coaching/"
    assert reached(client, coach, url) == f"/unit/coaching/sessions/{session.ref}/"
    assert reached(client, make_holder(), url) == 404


def test_pages_of_a_project_lead_to_its_coaching(client):
    holder = make_holder()
    project = make_listed(holder=holder)

    for by, desk in ((holder, "my"), (make_clerk(), "unit")):
        client.force_login(by.user)
        shown = client.get(f"/{desk}/projects/{project.ref}/").content.decode()
        assert f'href="/{desk}/projects/{project.ref}/coaching/"' in shown


def test_versions_are_paged_and_a_remark_is_of_the_newest(client):
    holder, clerk = make_holder(), make_clerk()
    project = make_listed(holder=holder)
    first = make_deck(project, holder)
    for number in range(10):
        newest = make_deck(project, holder, name=f"第{number}稿.pdf")
    client.force_login(clerk.user)
    url = reverse("unit_project_coaching", args=[project.ref])

    pages = [client.get(url, {"page": number}).content.decode() for number in (1, 2)]

    deck = reverse("deck_file", args=[first.ref])
    assert [deck in page for page in pages] == [False, True]
    assert all(reverse("remark_say", args=[newest.ref]) in page for page in pages)


def test_holder_knows_until_when(db):
    (roadshow,) = dated("SC")
    project = make_listed()
    kind = {"kind": ItemKind.PITCH, "title": project.title}
    Item.objects.create(programme=roadshow.programme, project=project, place=1, **kind)

    until = deadlines_of([project])[project.pk]

    assert until[Readiness.PLAN] == roadshow.day - timedelta(days=21)
    assert until[Readiness.DECK] == roadshow.day - timedelta(days=10)
    assert until[Readiness.SPEAKER] == roadshow.day


def test_another_units_sessions_are_not_shown_and_the_centre_reads_no_coach(client):
    project = make_listed("GD")
    make_recommendation(project, by=make_lead("GD"), reasons="中试数据完整")
    person = make_person("不该看到的老师")
    own = make_session([make_person("梁老师", "GD")], [project], unit="GD", title="诊断")
    other = make_session([person], [make_listed()], title="别处的辅导")
    other.projects.add(project)

    assert [one.pk for one in sessions_of(project)] == [own.pk]
    assert readiness_of([project])[project.pk].session == own
    client.force_login(make_centre().user)
    shown = client.get(f"/center/library/{project.ref}/coaching/").content.decode()
    assert "诊断" in shown
    assert "老师" not in shown


def test_stale_session_form_keeps_what_was_typed(client):
    clerk, person, project = make_clerk(), make_person(), make_listed()
    session = make_session([person], [project])
    client.force_login(clerk.user)
    typed = {
        "kind": "training",
        "title": "集训改期",
        "starts_at": f"{tomorrow(13):%Y-%m-%dT%H:%M}",
        "ends_at": f"{tomorrow(14):%Y-%m-%dT%H:%M}",
        "link": "https://meeting.example.cn/7",
        "people": [person.pk],
        "projects": [project.pk],
        "seen": "another",
    }

    answer = client.post(reverse("unit_session_change", args=[session.ref]), typed)

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="集训改期"' in shown
    assert "商业计划书一对一" in shown
    assert seen_of_session(session) in shown
