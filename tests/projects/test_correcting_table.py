"""The table of corrections: every status × verb × role, and what a refusal leaves."""

from datetime import date
from http import HTTPStatus

import pytest
from django.db import connection, transaction

from accounts.acting import actor_of
from foundation.errors import Refused
from projects.correcting import (
    accept,
    begin_correction,
    decline,
    propose,
    send_back,
    take_back,
    withdraw,
)
from projects.intake import save_draft
from projects.models import Correction, Project
from projects.states import CORRECTION_TRANSITIONS, CorrectionStatus
from records.actors import PORTAL, VISITOR
from records.models import Entry, Message
from records.workflow import available_moves
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
from tests.projects.correcting_things import REASON, TITLE, make_correction

pytestmark = pytest.mark.django_db

STEPS = {
    "save": lambda c, by: save_draft(c.project, {"tagline": "换一句"}, by=by),
    "propose": lambda c, by: propose(c, by=by),
    "take_back": lambda c, by: take_back(c, by=by),
    "accept": lambda c, by: accept(c, by=by),
    "return": lambda c, by: send_back(c, by=by, remarks="附报告", due_on=date(2098, 1, 31)),
    "decline": lambda c, by: decline(c, by=by, reason="没有依据"),
    "withdraw": lambda c, by: withdraw(c, by=by),
}
ROLES = {
    "other holder": make_holder,
    "second lead": make_lead,
    "lead of another unit": lambda: make_lead("GD"),
    "centre": make_centre,
    "centre_lead": lambda: make_staff("centre_lead"),
    "exchange": lambda: make_staff("exchange"),
    "auditor": lambda: make_staff("auditor"),
    "visitor": lambda: VISITOR,
    "portal": lambda: PORTAL,
}
EDITORS = {
    "own": {"holder"},
    "unit's": {"clerk", "lead", "second lead"},
    "agency's": {"agency"},
}
LEADS = {"lead", "second lead"}
LEGAL = {(t.source, t.verb): t.target for t in CORRECTION_TRANSITIONS}


def who_may(verb, ownership):
    """The law, said once more by hand. What is the unit's is proposed here by its clerk."""
    if verb in {"accept", "return", "decline"}:
        return LEADS
    return EDITORS[ownership] | ({"portal"} if verb == "withdraw" else set())


class Table:
    """Everybody, and a correction of each kind in each state; made once. All have been changed."""

    def __init__(self):
        agent = actor_of(make_agent(make_delegation().organisation).user)
        own, clerk, lead = make_holder(), make_clerk(), make_lead()
        self.people = {
            **{role: make() for role, make in ROLES.items()},
            "holder": own,
            "agency": agent,
            "clerk": clerk,
            "lead": lead,
        }
        of = {
            "own": (own, lambda: make_project("listed", own)),
            "unit's": (clerk, lambda: make_filed_project("listed", clerk)),
            "agency's": (agent, lambda: make_filed_project("listed", agent)),
        }
        self.corrections = {
            (state, whose): self._made(state, make(), by, lead)
            for whose, (by, make) in of.items()
            for state in CorrectionStatus.values
        }

    @staticmethod
    def _made(state, project, by, lead):
        correction = make_correction(state, project, by, lead)
        if state in CorrectionStatus.editable:
            save_draft(project, {"title": f"{TITLE}改"}, by=by)
        return Correction.objects.select_related("project").get(pk=correction.pk)


@pytest.fixture(scope="module")
def table(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set local role ztc_app")
        yield Table()
        transaction.set_rollback(True)


def test_every_verb_is_asked_about():
    assert {t.verb for t in CORRECTION_TRANSITIONS} == {*STEPS, "begin"}


@pytest.mark.parametrize("ownership", EDITORS)
@pytest.mark.parametrize("state", CorrectionStatus.values)
def test_every_status_verb_role_and_ownership(table, state, ownership):
    correction = table.corrections[state, ownership]
    expected = {
        (role, verb): outcome(role in who_may(verb, ownership), state, verb)
        for verb in STEPS
        for role in table.people
    }
    carried = {cell for cell, found in expected.items() if isinstance(found, str)}
    before = traces(correction)

    got = {cell: refusal_of(table, correction, *cell) for cell in expected.keys() - carried}
    assert traces(correction) == before
    got |= {cell: carry_out(table, correction, *cell) for cell in carried}

    assert {cell: found for cell, found in got.items() if found != expected[cell]} == {}
    assert offered(table, correction) == carried


def outcome(may, status, verb):
    return LEGAL.get((status, verb), HTTPStatus.CONFLICT) if may else HTTPStatus.FORBIDDEN


def refusal_of(table, correction, role, verb):
    """What it is refused with, or the state it is in afterwards."""
    try:
        STEPS[verb](correction, table.people[role])
    except Refused as refusal:
        return refusal.status
    return Correction.objects.get(pk=correction.pk).status


def carry_out(table, correction, role, verb):
    """What comes of it; undone at once."""
    with transaction.atomic():
        found = refusal_of(table, correction, role, verb)
        transaction.set_rollback(True)
    return found


def offered(table, correction):
    return {
        (role, transition.verb)
        for role, by in table.people.items()
        for transition in available_moves(correction, by)
    }


def traces(correction):
    row = Correction.objects.values().get(pk=correction.pk)
    project = Project.objects.values().get(pk=correction.project_id)
    return row, project, Entry.objects.count(), Message.objects.count()


@pytest.mark.parametrize("ownership", EDITORS)
def test_it_is_begun_by_who_answers_for_the_project(table, ownership):
    project = table.corrections["withdrawn", ownership].project

    begun = {role: _begun(project, by) for role, by in table.people.items()}

    editors = EDITORS[ownership]
    assert begun == {
        role: "open" if role in editors else HTTPStatus.FORBIDDEN for role in table.people
    }


def _begun(project, by):
    with transaction.atomic():
        try:
            found = begin_correction(project, REASON, by=by).status
        except Refused as refusal:
            found = refusal.status
        transaction.set_rollback(True)
    return found
