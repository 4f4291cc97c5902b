"""信息更正: what each move leaves, what others read meanwhile, what the database refuses."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Unit
from foundation import clock
from foundation.errors import Refused
from matching.indexing import absorb_all
from matching.models import Indexed
from portal.erasing import erase_account
from portal.invariants import broken_invariants
from projects.claiming import confirm, invite_holder
from projects.correcting import (
    CorrectionProblem,
    accept,
    begin_correction,
    propose,
    send_back,
    withdraw,
)
from projects.forms.taking import take_idle
from projects.handover import hand_over
from projects.intake import save_draft
from projects.library import restore, withdraw as withdraw_project
from projects.models import Correction, Draft, Listing, Project, Version
from projects.queries import as_edited, own_data, sheet_of, standing_version
from projects.rules import is_open
from records.models import Entry, Message
from records.verifying import verify_trail
from tests.factories import (
    make_centre,
    make_clerk,
    make_filed_project,
    make_holder,
    make_institute,
    make_lead,
    make_organisation,
    make_project,
)
from tests.projects.correcting_things import (
    REASON,
    TITLE,
    make_correction,
    proposed,
    read_of,
    type_in,
)

pytestmark = pytest.mark.django_db

OLD = "面向车规的碳化硅栅极驱动芯片"
AS_IT_WAS = (*(OLD,) * 6, {"碳化硅"})
CORRECTED = (*(TITLE,) * 6, {"第二代", "碳化硅"})


@pytest.fixture
def holder():
    return make_holder()


@pytest.fixture
def listed(holder):
    return make_project("listed", holder)


def codes_of(refused):
    return [problem.code for problem in refused.value.problems]


@pytest.mark.parametrize(
    "status", ["open", "proposed", "taken_back", "returned", "declined", "withdrawn"]
)
def test_nothing_not_accepted_is_read_by_anybody(status, holder, listed):
    make_correction(status, listed, holder)

    assert read_of(listed) == AS_IT_WAS
    assert standing_version(listed).number == 1


def test_accepted_correction_is_read_everywhere_at_once(holder, listed):
    correction = make_correction("accepted", listed, holder)

    assert read_of(listed) == CORRECTED
    assert Listing.objects.get(pk=listed.pk).version == correction.version
    assert (correction.sheet, correction.before) == ({}, [])
    assert set(broken_invariants().values()) == {0}
    assert list(verify_trail()) == []


def test_sheet_is_open_while_a_correction_is_worked_on(holder, listed):
    correction = begin_correction(listed, REASON, by=holder)
    save_draft(listed, {"title": TITLE, "trl": 8}, by=holder)

    listed.refresh_from_db()
    assert is_open(listed)
    assert (listed.title, listed.trl) == (OLD, 7)
    edited = as_edited(listed)
    assert (edited.title, edited.trl, edited.field_id) == (TITLE, 8, "1.2")
    assert Correction.objects.get(pk=correction.pk).sheet == sheet_of(edited)


def test_whose_it_is_and_how_to_reach_them_wait_for_acceptance_too(holder, listed):
    begin_correction(listed, REASON, by=holder)
    other = make_organisation()
    fields = {"organisation": other, "contact_mobile": "13911112222", "price": "88.50"}
    save_draft(listed, {**fields, "price_open": False}, by=holder)
    before = Project.objects.get(pk=listed.pk)

    correction = propose(Correction.objects.get(), by=holder)
    accept(correction, by=make_lead())

    assert (before.organisation, before.contact_mobile) == (make_institute(), "13800000000")
    after = Project.objects.get(pk=listed.pk)
    assert (after.organisation, after.contact_mobile) == (other, "13911112222")
    assert str(after.price) == correction.version.content["price"] == "88.50"
    assert correction.version.content["organisation"] == "蜀道技术转移中心"
    assert "13911112222" not in str(correction.version.content)


def test_a_correction_that_changes_nothing_is_not_proposed(holder, listed):
    correction = begin_correction(listed, REASON, by=holder)

    with pytest.raises(Refused) as refused:
        propose(correction, by=holder)

    assert codes_of(refused) == [CorrectionProblem.NOTHING]
    assert Version.objects.filter(project=listed).count() == 1


def test_proposing_is_refused_with_all_that_a_submission_would_lack(holder, listed):
    correction = begin_correction(listed, REASON, by=holder)
    save_draft(listed, {"tagline": "", "willing": False, "summary": "太短"}, by=holder)

    with pytest.raises(Refused) as refused:
        propose(Correction.objects.get(pk=correction.pk), by=holder)

    assert [problem.field for problem in refused.value.problems] == [
        *("tagline", "summary", "willing")
    ]


def test_only_one_is_pending_and_only_in_the_library(holder, listed):
    begin_correction(listed, REASON, by=holder)

    with pytest.raises(Refused) as second:
        begin_correction(listed, REASON, by=holder)
    with pytest.raises(Refused) as early:
        begin_correction(make_project("accepted", holder), REASON, by=holder)
    with pytest.raises(Refused) as silent:
        begin_correction(make_project("listed", holder), "", by=holder)

    assert codes_of(second) == [CorrectionProblem.PENDING]
    assert codes_of(early) == [CorrectionProblem.NOT_LISTED]
    assert codes_of(silent) == [CorrectionProblem.NO_REASON]


def test_without_a_correction_nothing_in_the_library_is_saved(holder, listed):
    with pytest.raises(Refused) as refused:
        save_draft(listed, {"title": TITLE}, by=holder)

    assert refused.value.status == HTTPStatus.CONFLICT
    assert read_of(listed) == AS_IT_WAS


def test_returned_correction_is_mended_and_accepted(holder, listed):
    lead = make_lead()
    correction = make_correction("returned", listed, holder, lead)
    assert correction.due_on == clock.today() + timedelta(days=7)

    again = proposed(correction, holder, title=f"{TITLE}，附报告")
    done = accept(again, by=lead)

    assert done.due_on is None
    assert [v.number for v in Version.objects.standing().filter(project=listed)] == [1, 3]
    assert Listing.objects.get(pk=listed.pk).version.number == 3
    assert set(broken_invariants().values()) == {0}


def test_a_day_that_has_passed_and_no_remarks_are_refused(holder, listed):
    correction = make_correction("proposed", listed, holder)

    with pytest.raises(Refused) as refused:
        send_back(correction, by=make_lead(), remarks="", due_on=clock.today())

    assert codes_of(refused) == [CorrectionProblem.NO_REASON, CorrectionProblem.PAST]


def test_nobody_accepts_what_they_proposed(listed):
    lead = make_lead()
    filed = make_filed_project("listed", make_clerk())
    correction = make_correction("proposed", filed, lead, lead)

    with pytest.raises(Refused) as refused:
        accept(correction, by=lead)

    assert refused.value.status == HTTPStatus.FORBIDDEN
    assert accept(correction, by=make_lead()).status == "accepted"


@pytest.mark.parametrize("status", ["open", "proposed", "returned"])
def test_leaving_the_library_gives_it_up_and_coming_back_shows_what_was_in_force(
    status, holder, listed
):
    correction = make_correction(status, listed, holder)
    centre = make_centre()

    withdraw_project(listed, by=centre, reason="权属有争议")
    correction.refresh_from_db()
    assert (correction.status, correction.sheet) == ("withdrawn", {})
    restore(listed, by=centre, reason="争议已了结")

    assert read_of(listed) == AS_IT_WAS
    assert set(broken_invariants().values()) == {0}


def test_what_was_accepted_before_comes_back_with_it(holder, listed):
    make_correction("accepted", listed, holder)
    make_correction("declined", listed, holder, title=f"{TITLE}，改名")
    centre = make_centre()

    withdraw_project(listed, by=centre, reason="权属有争议")
    restore(listed, by=centre, reason="争议已了结")

    assert read_of(listed) == CORRECTED


def test_handed_over_it_is_decided_by_the_new_unit(holder, listed):
    lead, other = make_lead(), make_lead("GD")
    correction = make_correction("proposed", listed, holder, lead)
    hand_over(listed, Unit.objects.get(abbr="GD"), by=lead, reason="单位在广东")

    with pytest.raises(Refused):
        accept(correction, by=lead)
    accept(correction, by=other)

    assert read_of(listed) == CORRECTED
    assert Listing.objects.get(pk=listed.pk).unit_id == "GD"
    assert set(broken_invariants().values()) == {0}


def test_claimed_it_is_the_holders_to_give_up():
    clerk, person = make_clerk(), make_holder()
    project = make_filed_project("listed", clerk)
    correction = make_correction("proposed", project, clerk)
    confirm(invite_holder(project, person.user.email, "林岷", by=clerk), by=person)

    with pytest.raises(Refused):
        withdraw(correction, by=clerk)

    assert withdraw(correction, by=person).status == "withdrawn"
    assert read_title(project) == OLD


def read_title(project):
    return Project.objects.get(pk=project.pk).title


@pytest.mark.parametrize("status", ["open", "proposed", "returned"])
def test_who_leaves_gives_it_up_and_leaves_no_name_in_it(status, holder, listed):
    correction = make_correction(status, listed, holder, lead_name="林大岷")

    erase_account(holder.user, by=holder)

    correction.refresh_from_db()
    assert (correction.status, correction.sheet, correction.before) == ("withdrawn", {}, [])
    assert list(verify_trail()) == []


def test_own_data_holds_what_is_pending(holder, listed):
    make_correction("open", listed, holder)

    [row] = own_data(holder.user_id)["corrections"]

    assert (row["project__ref"], row["reason"]) == (listed.ref, REASON)
    assert row["sheet"]["contact_mobile"] == "13800000000"


def test_who_must_hear_of_it_does(holder, listed):
    lead = make_lead()
    correction = make_correction("returned", listed, holder, lead)
    accept(proposed(correction, holder, title=f"{TITLE}，附报告"), by=lead)

    told = Message.objects.filter(kind__startswith="projects.correction").order_by("pk")
    told = told.filter(to__in=[lead.user_id, holder.user_id])
    assert list(told.values_list("kind", "to")) == [
        ("projects.correction.propose", lead.user_id),
        ("projects.correction.return", holder.user_id),
        ("projects.correction.propose", lead.user_id),
        ("projects.correction.accept", holder.user_id),
    ]
    assert told[1].context["due_on"] == (clock.today() + timedelta(days=7)).isoformat()


def test_trail_names_neither_people_nor_ways_to_reach_them(holder, listed):
    make_correction("accepted", listed, holder, contact_mobile="13911112222")

    changes = Entry.objects.filter(table__in=("projects.correction", "projects.project"))
    assert "13911112222" not in str(list(changes.values_list("changes", flat=True)))
    assert list(verify_trail()) == []


def test_what_was_typed_and_left_is_taken_into_the_correction(holder, listed):
    begin_correction(listed, REASON, by=holder)
    type_in(listed, holder, title=TITLE)
    Draft.objects.update(saved_at=clock.now() - timedelta(minutes=31))

    assert take_idle() == 1

    assert Correction.objects.get().sheet["title"] == TITLE
    assert read_of(listed) == AS_IT_WAS


def test_what_was_typed_and_not_taken_ends_with_it(holder, listed):
    correction = begin_correction(listed, REASON, by=holder)
    type_in(listed, holder, title=TITLE)

    withdraw(correction, by=holder)

    assert Draft.objects.get(project=listed).typed == {}
    with pytest.raises(Refused) as refused:
        type_in(listed, holder, title=TITLE)
    assert refused.value.status == HTTPStatus.CONFLICT


def test_database_puts_nothing_in_force_that_nobody_accepted(holder, listed):
    correction = make_correction("proposed", listed, holder)
    other = make_project("listed")

    for version in (correction.version, standing_version(other)):
        with pytest.raises(IntegrityError, match="was not accepted"), transaction.atomic():
            Listing.objects.filter(pk=listed.pk).update(version=version)


def test_database_reopens_nothing_that_was_accepted(holder, listed):
    correction = make_correction("accepted", listed, holder)

    with pytest.raises(IntegrityError, match="was accepted"), transaction.atomic():
        Correction.objects.filter(pk=correction.pk).update(status="returned")


def test_matching_hears_of_it_at_acceptance_alone(holder, listed):
    absorb_all()
    words = Indexed.objects.get(sort="project", key=listed.pk)
    correction = make_correction("proposed", listed, holder)

    assert absorb_all() == 0
    accept(correction, by=make_lead())

    assert absorb_all() == 1
    assert Indexed.objects.get(pk=words.pk).counted != words.counted
