"""审读: who may read, which step follows, what keeps a project out of the library."""

from http import HTTPStatus

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.cycles import current_cycle
from accounts.models import Cycle
from foundation.errors import Refused
from projects.library import list_all, list_project, restore
from projects.models import Project, Proofreading, Version
from projects.proofreading import ProofreadingProblem as P, read_all, read_version, undo
from projects.queries import unread
from projects.screening import accept
from projects.states import ProofreadingStatus, ProofStep
from records.actors import PORTAL, VISITOR
from records.models import Entry
from tests.factories import (
    make_agent,
    make_centre,
    make_clerk,
    make_holder,
    make_lead,
    make_project,
    make_staff,
)
from tests.projects.correcting_things import make_correction

pytestmark = pytest.mark.django_db


def ask_for(readings, **settings):
    Cycle.objects.filter(pk=current_cycle().pk).update(readings=readings, **settings)


def version_of(project):
    return project.versions.get()


def codes(refusal):
    return [problem.code for problem in refusal.value.problems]


def test_two_persons_read_one_after_the_other():
    version, first, second = version_of(make_project("accepted")), make_centre(), make_centre()

    one = read_version(version, by=first, note="数据核对过")
    two = read_version(version, by=second)

    assert (one.step, one.reader, one.note) == (ProofStep.SECOND, first.user, "数据核对过")
    assert (two.step, two.reader) == (ProofStep.FINAL, second.user)
    assert Entry.objects.filter(table="projects.proofreading", verb="read").count() == 2


def test_nobody_does_both_halves_and_nobody_reads_a_third_time():
    version, first = version_of(make_project("accepted")), make_centre()
    read_version(version, by=first)

    with pytest.raises(Refused) as again:
        read_version(version, by=first)
    read_version(version, by=make_centre())
    with pytest.raises(Refused) as third:
        read_version(version, by=make_centre())

    assert (codes(again), codes(third)) == ([P.TWICE], [P.DONE])
    assert Proofreading.objects.count() == 2


def test_database_keeps_two_persons_apart():
    version, first = version_of(make_project("accepted")), make_centre()
    read_version(version, by=first)

    with pytest.raises(IntegrityError, match="proofreading_reader_once"), transaction.atomic():
        Proofreading.objects.create(
            version=version, step=ProofStep.FINAL, reader=first.user, status=ProofreadingStatus.READ
        )


@pytest.mark.parametrize(
    "make",
    [
        make_holder,
        make_clerk,
        make_lead,
        make_agent,
        lambda: make_staff("exchange"),
        lambda: make_staff("auditor"),
        lambda: PORTAL,
        lambda: VISITOR,
    ],
)
def test_only_the_centre_reads(make):
    version = version_of(make_project("accepted"))

    with pytest.raises(Refused) as refusal:
        read_version(version, by=make())

    assert refusal.value.status == HTTPStatus.FORBIDDEN
    assert Proofreading.objects.count() == 0


def test_who_accepted_it_does_not_read_it_at_the_centre():
    project = make_project("submitted")
    lead = make_lead()
    project = accept(project, by=lead)
    both = make_staff("centre", user=make_centre().user)
    Project.objects.filter(pk=project.pk).update(accepted_by=both.user)

    with pytest.raises(Refused) as refusal:
        read_version(version_of(project), by=both)

    assert refusal.value.status == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("status", ["submitted", "returned", "declined"])
def test_what_its_unit_has_not_accepted_is_not_read(status):
    version = version_of(make_project(status))

    with pytest.raises(Refused) as refusal:
        read_version(version, by=make_centre())

    assert codes(refusal) == [P.NOT_HERE]


@pytest.mark.parametrize(
    ("wanted", "done", "missing"),
    [
        (0, 0, None),
        (1, 0, P.NOBODY),
        (1, 1, None),
        (2, 0, P.TWO_MISSING),
        (2, 1, P.NO_FINAL),
        (2, 2, None),
    ],
)
def test_listing_asks_for_as_many_readings_as_the_cycle_says(wanted, done, missing):
    project = make_project("accepted")
    for _ in range(done):
        read_version(version_of(project), by=make_centre())
    ask_for(wanted)

    if missing is None:
        assert list_project(project, by=make_centre()).status == "listed"
    else:
        with pytest.raises(Refused) as refusal:
            list_project(project, by=make_centre())
        assert codes(refusal) == [missing]
        assert Project.objects.get(pk=project.pk).code is None


def test_who_read_last_may_list():
    ask_for(2)
    project, last = make_project("accepted"), make_centre()
    read_version(version_of(project), by=make_centre())
    read_version(version_of(project), by=last)

    assert list_project(project, by=last).status == "listed"


def test_restoring_shows_again_only_what_was_read():
    project = make_project("withdrawn")
    ask_for(1)

    with pytest.raises(Refused) as refusal:
        restore(project, by=make_centre(), reason="争议已了结")
    read_version(version_of(project), by=make_centre())

    assert codes(refusal) == [P.NOBODY]
    assert restore(project, by=make_centre(), reason="争议已了结").status == "listed"


def test_acceptance_does_not_list_at_once_what_is_to_be_read():
    ask_for(1, lists_at_acceptance=True)

    assert make_project("accepted").status == "accepted"


def test_set_is_listed_as_far_as_it_was_read():
    ask_for(1)
    read, unread_one = make_project("accepted"), make_project("accepted")
    read_version(version_of(read), by=make_centre())

    moved = list_all(Project.objects.filter(status="accepted"), by=make_centre())

    assert moved.rows == [read]
    [(left, problems)] = moved.refused
    assert (left, [one.code for one in problems]) == (unread_one, [P.NOBODY])


def queries_of(order):
    with CaptureQueriesContext(connection) as asked:
        order()
    return len(asked)


@pytest.mark.parametrize("wanted", [0, 2])
def test_set_of_three_costs_as_much_as_one(wanted):
    make_project("listed")  # the first of the year begins the series of codes
    ask_for(wanted)
    centre, counts = make_centre(), []
    for count in (1, 3):
        for _ in range(count):
            project = make_project("accepted")
            for _ in range(wanted):
                read_version(version_of(project), by=make_centre())
        waiting = Project.objects.filter(status="accepted")
        counts.append(queries_of(lambda rows=waiting: list_all(rows, by=centre)))

    assert counts[0] == counts[1]


def test_set_is_read_in_as_many_statements_as_one():
    centre, counts = make_centre(), []
    for count in (1, 3):
        made = [make_project("accepted") for _ in range(count)]
        rows = Version.objects.filter(project__in=made)
        counts.append(queries_of(lambda rows=rows: read_all(rows, by=centre)))

    assert counts[0] == counts[1]
    assert Proofreading.objects.count() == 4


def test_set_is_read_as_far_as_one_may():
    centre, others = make_centre(), make_centre()
    fresh, own = make_project("accepted"), make_project("accepted")
    early = make_project("submitted")
    read_version(version_of(own), by=centre)

    moved = read_all(Version.objects.all(), by=centre)

    assert [one.version.project for one in moved.rows] == [fresh]
    left = {project: [one.code for one in problems] for project, problems in moved.refused}
    assert left == {own: [P.TWICE], early: [P.NOT_HERE]}
    assert [one.step for one in read_all(own.versions.all(), by=others).rows] == [ProofStep.FINAL]


@pytest.mark.parametrize(
    ("status", "standing"),
    [("proposed", 1), ("accepted", 2), ("declined", 1)],
)
def test_set_is_read_in_the_versions_that_stand(status, standing):
    holder = make_holder()
    project = make_project("listed", holder)
    make_correction(status, project, holder)

    moved = read_all(project.versions.all(), by=make_centre())

    assert [one.version.number for one in moved.rows] == [standing]
    [(left, [problem])] = moved.refused
    assert (left, problem.code, problem.expected) == (project, P.OTHER_VERSION, str(standing))


def test_set_of_others_is_read_by_nobody_but_the_centre():
    project = make_project("accepted")

    moved = read_all(project.versions.all(), by=make_lead())

    assert (moved.rows, len(moved.refused), Proofreading.objects.count()) == ([], 1, 0)


def test_reading_is_undone_with_a_reason_the_final_one_first():
    version, first, second = version_of(make_project("accepted")), make_centre(), make_centre()
    one, two = read_version(version, by=first), read_version(version, by=second)

    with pytest.raises(Refused) as early:
        undo(one, by=first, reason="漏看一处")
    with pytest.raises(Refused) as silent:
        undo(two, by=second, reason="")
    with pytest.raises(Refused) as foreign:
        undo(two, by=make_centre(), reason="漏看一处")
    undone = undo(two, by=make_staff("centre_lead"), reason="漏看一处")

    assert (codes(early), codes(silent)) == ([P.FINAL_FIRST], [P.NO_REASON])
    assert foreign.value.status == HTTPStatus.FORBIDDEN
    assert undone.status == ProofreadingStatus.UNDONE
    assert read_version(version, by=second).step == ProofStep.FINAL


def test_reading_of_what_is_in_the_library_stays():
    project, reader = make_project("accepted"), make_centre()
    reading = read_version(version_of(project), by=reader)
    list_project(project, by=make_centre())

    with pytest.raises(Refused) as refusal:
        undo(reading, by=reader, reason="漏看一处")

    assert codes(refusal) == [P.SHOWN]


@pytest.mark.parametrize(
    ("wanted", "done", "waits"),
    [(0, 0, set()), (1, 0, {"accepted", "listed"}), (1, 1, set()), (2, 1, {"accepted", "listed"})],
)
def test_what_still_has_to_be_read_is_listed(wanted, done, waits):
    projects = [make_project(status) for status in ("submitted", "accepted", "listed", "withdrawn")]
    for _ in range(done):
        in_sight = Version.objects.filter(project__status__in=("accepted", "listed"))
        read_all(in_sight, by=make_centre())

    found = unread(wanted)

    assert {project.status for project in found} == waits
    assert len(projects) == 4


# the page


def test_panel_says_who_read_which_version_and_who_is_still_to(client):
    ask_for(2)
    project, reader = make_project("accepted"), make_centre()
    read_version(version_of(project), by=make_centre(), note="数据核对过")
    client.force_login(reader.user)
    url = f"/center/library/{project.ref}/"

    before = client.get(url)
    client.post(f"{url}read/", {"number": "1", "note": ""})
    after = client.get(url)

    assert labels(before) == ["初审", "复审", "终审"]
    assert "（数据核对过）" in before.content.decode()
    assert "待终审" in before.content.decode()
    assert [one.who != "" for one in before.context["proofreading"][0].readings] == [1, 1, 0]
    assert "待终审" not in after.content.decode()
    assert Proofreading.objects.filter(reader=reader.user).get().step == ProofStep.FINAL


def labels(page):
    return [one.label for version in page.context["proofreading"] for one in version.readings]


def test_panel_tells_of_the_listing(client):
    project = make_project("listed")
    client.force_login(make_centre().user)

    page = client.get(f"/center/library/{project.ref}/")

    [version] = page.context["proofreading"]
    assert (version.number, version.is_in_force) == (1, True)
    assert labels(page) == ["初审", "入库"]


def test_other_version_than_the_one_seen_is_refused(client):
    project = make_project("accepted")
    client.force_login(make_centre().user)

    answer = client.post(f"/center/library/{project.ref}/read/", {"number": "7"})

    assert (answer.status_code, Proofreading.objects.count()) == (422, 0)
    assert "现在要审读的是第 1 版" in answer.content.decode()


def test_undoing_over_the_page(client):
    project, reader = make_project("accepted"), make_centre()
    reading = read_version(version_of(project), by=reader)
    client.force_login(reader.user)

    client.post(f"/center/readings/{reading.ref}/undo/", {"reason": "漏看一处"})
    page = client.get(f"/center/library/{project.ref}/").content.decode()

    assert Proofreading.objects.get().status == ProofreadingStatus.UNDONE
    assert "复审（已撤销）" in page
