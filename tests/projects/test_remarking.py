"""What is said of single columns: who may when, two at once, and what becomes of it."""

from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.db import transaction

from accounts.models import Unit
from foundation import clock
from foundation.errors import Refused
from projects import correcting
from projects.handover import hand_over
from projects.intake import save_draft, submit, take_back
from projects.library import list_project
from projects.models import Correction, FieldRemark
from projects.models.remark import TEXT_LENGTH
from projects.queries import last_sent_on, to_mend_on
from projects.remarking import drop_remarks, note_remark, send_remarks
from projects.screening import accept, accept_all, decline, send_back
from projects.states import ProjectStatus
from records.models import Entry
from tests.factories import (
    make_agent,
    make_centre,
    make_clerk,
    make_delegation,
    make_filed_project,
    make_holder,
    make_lead,
    make_project,
    make_staff,
)

pytestmark = pytest.mark.django_db

DUE = date(2098, 1, 31)
STATES = (*ProjectStatus.values, "proposed")
FORBIDDEN, CONFLICT = HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT


def project_in(state, holder):
    """In a state of its own; listed, with a correction that waits."""
    if state != "proposed":
        return make_project(state, holder)
    project = make_project("listed", holder)
    propose(project, holder)
    return project


def propose(project, by):
    """As a correction that is submitted stands in its table."""
    version = project.versions.get()
    moments = {"proposed_at": clock.now(), "proposed_by_id": by.user_id}
    return Correction.objects.create(
        project=project, status="proposed", reason="改名", version=version, **moments
    )


def refusal_of(order):
    """The status it is refused with, None where it is carried out; undone at once."""
    try:
        with transaction.atomic():
            order()
            transaction.set_rollback(True)
    except Refused as refusal:
        return refusal.status
    return None


def texts(status):
    rows = FieldRemark.objects.filter(status=status).order_by("pk")
    return [(row.column, row.text) for row in rows]


UNIT_READS, CENTRE_READS = ("submitted", "proposed"), ("accepted",)


@pytest.mark.parametrize("state", STATES)
def test_each_state_and_role(state):
    holder = make_holder()
    project = project_in(state, holder)
    of_unit = {"clerk": make_clerk(), "lead": make_lead()}
    of_centre = {"centre": make_centre(), "centre_lead": make_staff("centre_lead")}
    others = {
        "holder": holder,
        "lead elsewhere": make_lead("GD"),
        "agency": make_agent(make_delegation().organisation),
        "auditor": make_staff("auditor"),
    }

    found = {
        name: refusal_of(lambda by=by: note_remark(project, "summary", "写短些", by=by))
        for name, by in {**of_unit, **of_centre, **others}.items()
    }

    closed = CONFLICT if state not in CENTRE_READS else FORBIDDEN
    unit = None if state in UNIT_READS else closed
    centre = None if state in CENTRE_READS else FORBIDDEN
    assert found == {
        **dict.fromkeys(of_unit, unit),
        **dict.fromkeys(of_centre, centre),
        **dict.fromkeys(others, FORBIDDEN),
    }
    assert (FieldRemark.objects.count(), Entry.objects.filter(verb="note").count()) == (0, 0)


def test_nobody_remarks_on_what_they_filed_or_proposed():
    clerk = make_clerk()
    filed = make_filed_project("submitted", clerk)
    listed = make_filed_project("listed", make_clerk())
    propose(listed, clerk)

    assert refusal_of(lambda: note_remark(filed, "summary", "短", by=clerk)) == FORBIDDEN
    assert refusal_of(lambda: note_remark(listed, "summary", "短", by=clerk)) == FORBIDDEN
    assert refusal_of(lambda: note_remark(listed, "summary", "短", by=make_lead())) is None


def test_who_filed_it_once_remarks_on_and_returns_what_another_proposes():
    """Whoever may decide on a correction reads it; only whose correction it is does not."""
    filer, proposer = make_lead(), make_clerk()
    project = make_filed_project("listed", filer)
    correction = propose(project, proposer)

    note_remark(project, "title", "与批文一致", by=filer)
    note_remark(project, "summary", "写短些", by=filer)
    refused = refusal_of(lambda: note_remark(project, "title", "改", by=proposer))
    returned = correcting.send_back(correction, by=filer, remarks="", due_on=DUE)

    assert (refused, returned.status) == (FORBIDDEN, "returned")
    assert texts("sent") == [("title", "与批文一致"), ("summary", "写短些")]


def test_lead_who_proposed_a_correction_sends_no_remark_on_it():
    lead = make_lead()
    project = make_filed_project("listed", make_clerk())
    propose(project, lead)
    note_remark(project, "title", "与批文一致", by=make_clerk())

    assert refusal_of(lambda: send_remarks([project], by=lead)) == FORBIDDEN


@pytest.mark.parametrize("count", [1, 3])
def test_whose_corrections_they_are_is_asked_once(django_assert_num_queries, count):
    lead, columns = make_lead(), ("title", "summary", "tagline")
    project = make_filed_project("listed", lead)
    propose(project, make_clerk())
    for column in columns[:count]:
        note_remark(project, column, "改", by=lead)

    with django_assert_num_queries(12):
        sent = send_remarks([project], by=lead)

    assert sent == {project.pk: count}


@pytest.mark.parametrize(
    "column",
    [
        *("", "status", "holder_id", "contact_mobile", "members", "lead_name", "unit", "shown"),
        *("__class__", "summary; drop table", "summary' or 1=1", "../summary", "项目简介", "id"),
    ],
)
def test_what_is_no_column_of_a_version_is_refused(column):
    project = make_project("submitted")

    found = refusal_of(lambda: note_remark(project, column, "改", by=make_lead()))

    assert found == HTTPStatus.UNPROCESSABLE_ENTITY


def test_remark_is_written_changed_and_taken_back():
    project, lead = make_project("submitted"), make_lead()

    first = note_remark(project, "summary", "写短些", by=lead)
    same = note_remark(project, "summary", "写短些", seen="", by=lead)
    changed = note_remark(project, "summary", "写到 300 字", seen="写短些", by=lead)
    gone = note_remark(project, "summary", "", seen="写到 300 字", by=lead)

    assert (first.pk, first.version.number, first.said_by_id) == (same.pk, 1, lead.user_id)
    assert (changed.pk, changed.text, gone) == (first.pk, "写到 300 字", None)
    verbs = Entry.objects.filter(table="projects.fieldremark").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["note", "change", "drop"]
    assert note_remark(project, "summary", "", by=lead) is None
    assert texts("dropped") == [("summary", "写到 300 字")]


def test_second_writer_is_told_and_overwrites_nothing():
    project, lead, clerk = make_project("submitted"), make_lead(), make_clerk()
    note_remark(project, "summary", "写短些", by=clerk)

    for text in ("补数据", ""):
        with pytest.raises(Refused, match=f"{clerk.user.name}刚写了这一栏的意见") as refused:
            note_remark(project, "summary", text, seen="", by=lead)
        assert refused.value.status == CONFLICT
    assert texts("noted") == [("summary", "写短些")]

    merged = note_remark(project, "summary", "写短些，补数据", seen="写短些", by=lead)
    assert (merged.text, merged.said_by_id) == ("写短些，补数据", lead.user_id)


def test_longest_remark_is_kept_and_a_longer_one_is_not():
    project, lead = make_project("submitted"), make_lead()

    kept = note_remark(project, "summary", "长" * TEXT_LENGTH, by=lead)

    assert len(kept.text) == TEXT_LENGTH
    with pytest.raises(Refused, match=f"最多 {TEXT_LENGTH} 字，现在 {TEXT_LENGTH + 1} 字"):
        note_remark(project, "title", "长" * (TEXT_LENGTH + 1), by=lead)


def test_return_sends_them_in_one_moment():
    project, lead = make_project("submitted"), make_lead()
    note_remark(project, "summary", "写短些", by=make_clerk())
    note_remark(project, "rights", "补号码", by=lead)

    returned = send_back(project, by=lead, remarks="", due_on=DUE)

    sent = FieldRemark.objects.filter(status="sent")
    assert (returned.status, sent.count()) == ("returned", 2)
    assert len(set(sent.values_list("sent_at", flat=True))) == 1
    entry = Entry.objects.get(table="projects.project", verb="return")
    assert entry.note == "请按 2 条逐项意见修改"
    assert [one.column for one in to_mend_on(project)] == ["summary", "rights"]


def test_return_without_a_word_is_refused_and_sends_nothing():
    project, lead = make_project("submitted"), make_lead()

    assert refusal_of(lambda: send_back(project, by=lead, remarks="", due_on=DUE)) == 422
    note_remark(project, "summary", "写短些", by=lead)
    past = clock.today()
    assert refusal_of(lambda: send_back(project, by=lead, remarks="", due_on=past)) == 422
    for by in (make_clerk(), make_lead("GD"), make_centre()):
        order = {"by": by, "remarks": "", "due_on": DUE}
        assert refusal_of(lambda order=order: send_back(project, **order)) == FORBIDDEN
    assert texts("noted") == [("summary", "写短些")]


def test_centre_sends_what_it_noted_of_what_was_accepted():
    project, centre = make_project("accepted"), make_centre()
    note_remark(project, "market", "补依据", by=centre)

    send_back(project, by=centre, remarks="请看逐项意见", due_on=DUE)

    assert texts("sent") == [("market", "补依据")]


@pytest.mark.parametrize("verb", ["accept", "accept_all", "decline", "list", "hand_over"])
def test_what_was_not_sent_is_dropped_with_the_decision(verb):
    is_centres = verb == "list"
    project = make_project("accepted" if is_centres else "submitted")
    lead = make_lead()
    note_remark(project, "summary", "写短些", by=make_centre() if is_centres else lead)
    orders = {
        "accept": lambda: accept(project, by=lead),
        "accept_all": lambda: accept_all(type(project).objects.all(), by=lead),
        "decline": lambda: decline(project, by=lead, reason="不属于战新领域"),
        "list": lambda: list_project(project, by=make_centre()),
        "hand_over": lambda: hand_over(
            project, Unit.objects.get(abbr="GD"), by=lead, reason="在广东"
        ),
    }

    orders[verb]()

    assert (texts("noted"), texts("dropped")) == ([], [("summary", "写短些")])


def test_what_the_centre_notes_outlives_a_handover():
    project = make_project("accepted")
    note_remark(project, "summary", "写短些", by=make_centre())

    hand_over(project, Unit.objects.get(abbr="GD"), by=make_lead(), reason="在广东")

    assert texts("noted") == [("summary", "写短些")]


@pytest.mark.parametrize(("unit", "left"), [("SC", [("summary", "写短些")]), ("GD", [])])
def test_what_was_taken_back_keeps_its_remarks_in_the_same_unit_alone(unit, left):
    holder = make_holder()
    project = make_project("submitted", holder)
    note_remark(project, "summary", "写短些", by=make_lead())

    draft = take_back(project, by=holder)
    draft = save_draft(draft, {"unit_id": unit}, by=holder)
    submit(draft, by=holder)

    assert texts("noted") == left
    note_remark(draft, "title", "改", by=make_lead(unit))


def test_second_return_leaves_the_first_ones_remarks_behind():
    holder, lead = make_holder(), make_lead()
    project = make_project("submitted", holder)
    note_remark(project, "summary", "写短些", by=lead)
    send_back(project, by=lead, remarks="", due_on=DUE)
    again = submit(save_draft(project, {"tagline": "短"}, by=holder), by=holder)

    assert [one.column for one in last_sent_on(again)] == ["summary"]
    assert to_mend_on(again) == []
    send_back(again, by=lead, remarks="再看看", due_on=clock.today() + timedelta(days=3))
    assert to_mend_on(again) == []


def test_they_are_sent_for_whoever_returns_a_correction():
    project, lead = make_project("listed"), make_lead()
    propose(project, make_holder())
    note_remark(project, "title", "与批文一致", by=lead)

    assert send_remarks([project], by=lead) == {project.pk: 1}
    assert (send_remarks([project], by=lead), drop_remarks([project], by=lead)) == ({}, 0)
    note_remark(project, "title", "还是不一致", by=lead)
    assert refusal_of(lambda: send_remarks([project], by=make_lead("GD"))) == FORBIDDEN
    assert drop_remarks([project]) == 1
