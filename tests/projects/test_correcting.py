"""信息更正: what each move leaves, what others read meanwhile, what the database refuses."""

import pytest

from foundation.errors import Refused
from projects.correcting import accept, begin_correction, propose, take_back, withdraw
from projects.intake import save_draft
from projects.models import Correction, Listing
from projects.queries import as_edited, sheet_of
from projects.rules import is_open
from tests.factories import make_holder, make_lead, make_project
from tests.projects.correcting_things import REASON, TITLE, make_correction, read_of

pytestmark = pytest.mark.django_db

OLD = "面向车规的碳化硅栅极驱动芯片"
AS_IT_WAS = (OLD, OLD, OLD, OLD, {"碳化硅"})
CORRECTED = (TITLE, TITLE, TITLE, TITLE, {"第二代", "碳化硅"})


@pytest.fixture
def holder():
    return make_holder()


@pytest.fixture
def listed(holder):
    return make_project("listed", holder)


@pytest.mark.parametrize(
    "status", ["open", "proposed", "taken_back", "returned", "declined", "withdrawn"]
)
def test_nothing_not_accepted_is_read_by_anybody(status, holder, listed):
    make_correction(status, listed, holder)

    assert read_of(listed) == AS_IT_WAS


def test_accepted_correction_is_read_everywhere_at_once(holder, listed):
    correction = make_correction("accepted", listed, holder)

    assert read_of(listed) == CORRECTED
    assert Listing.objects.get(pk=listed.pk).version == correction.version
    assert (correction.sheet, correction.before) == ({}, [])


def test_sheet_is_open_while_a_correction_is_worked_on(holder, listed):
    correction = begin_correction(listed, REASON, by=holder)
    save_draft(listed, {"title": TITLE, "trl": 8}, by=holder)

    listed.refresh_from_db()
    assert is_open(listed)
    assert (listed.title, listed.trl) == (OLD, 7)
    edited = as_edited(listed)
    assert (edited.title, edited.trl, edited.field_id) == (TITLE, 8, "1.2")
    assert Correction.objects.get(pk=correction.pk).sheet == sheet_of(edited)
