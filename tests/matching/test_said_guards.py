"""What the database holds of feedback and of what was asked for, whoever writes."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from foundation import clock
from matching.feedback import Pair, Said, give
from matching.models import Feedback, TakeUp
from matching.states import PostingKind, Side, Verdict
from matching.taking_up import ask, give as give_support
from projects.entitlements import note_service
from projects.states import ServiceKind
from records.actors import PORTAL
from tests.factories import make_holder, make_project
from tests.matching.making import make_enterprise, make_partner, make_posting, suggest

pytestmark = pytest.mark.django_db


def refused(rows, match, **changes):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        rows.update(**changes) if changes else rows.delete()


def test_of_which_pair_something_was_said_stays():
    owner = make_enterprise()
    posting, project = make_posting(owner), make_project("listed")
    suggest(posting, project)
    give(Pair(posting, project, Side.POSTING), Said(Verdict.ACCEPT), by=owner)
    said = Feedback.objects.all()

    for changes in ({"side": "project"}, {"project": make_project("listed")}, {}):
        refused(said, "written once", **changes)
    assert said.update(verdict="later", note="再看看") == 1


def test_what_was_given_stays_given_and_is_the_projects_that_asked():
    partner, holder = make_partner(), make_holder()
    offer, project = make_posting(partner, PostingKind.OFFER), make_project("listed", holder)
    other = make_project("listed", holder)
    asked, today = ask(offer, project, message="", by=holder), clock.today()
    rows = TakeUp.objects.filter(pk=asked.pk)
    strange = note_service(other, ServiceKind.SUPPORT, provider="别处", on=today, by=PORTAL)
    with pytest.raises(IntegrityError, match="serves_its_project"), transaction.atomic():
        rows.update(status="given", service=strange)
    for changes in ({"project": other}, {}):
        refused(rows, "written once", **changes)

    give_support(asked, on=today, answer="", by=partner)

    refused(rows, "stays given", status="declined", service=None)
    assert rows.update(message="", answer="另附说明") == 1
