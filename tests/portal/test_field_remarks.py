"""逐项意见 and persons: what belongs to whom, and what stays when somebody leaves."""

from datetime import date

import pytest

from accounts.acting import actor_of
from accounts.granting import end
from portal.erasing import erase_account
from projects.models import FieldRemark
from projects.queries import own_data
from projects.remarking import note_remark
from projects.screening import send_back
from records.verifying import verify_trail
from tests.factories import make_clerk, make_holder, make_lead, make_project

pytestmark = pytest.mark.django_db


def remarked(holder, clerk):
    """One of the holder's came back with a remark; another is being read."""
    project, lead = make_project("submitted", holder), make_lead()
    note_remark(project, "summary", "写短些", by=clerk)
    send_back(project, by=lead, remarks="", due_on=date(2098, 1, 31))
    note_remark(make_project("submitted", holder), "tagline", "还在看", by=clerk)
    return project


def test_each_side_has_its_own_and_nobody_what_is_not_sent():
    holder, clerk = make_holder(), make_clerk()
    project = remarked(holder, clerk)

    theirs, readers = (own_data(by.user_id) for by in (holder, clerk))

    [told] = theirs["field_remarks"]
    assert (told["project__ref"], told["column"], told["text"]) == (
        project.ref,
        "summary",
        "写短些",
    )
    assert "said_by" not in told
    assert [*theirs["field_remarks_written"], *readers["field_remarks"]] == []
    written = [(row["text"], row["status"]) for row in readers["field_remarks_written"]]
    assert written == [("写短些", "sent"), ("还在看", "noted")]


def test_who_wrote_it_leaves_and_the_words_stay_without_a_name(client):
    holder, clerk = make_holder(), make_clerk()
    remarked(holder, clerk)
    name, lead = clerk.user.name, make_lead()
    end(clerk.user.memberships.get(role="unit_clerk"), by=lead)

    erase_account(clerk.user, by=actor_of(clerk.user))

    noted = FieldRemark.objects.get(status="noted")
    client.force_login(lead.user)
    page = client.get(f"/unit/projects/{noted.project.ref}/").content.decode()
    assert "还在看" in page
    assert name not in page
    assert list(verify_trail()) == []


def test_holder_leaves_and_the_unit_keeps_what_it_said_of_the_version():
    holder, clerk = make_holder(), make_clerk()
    project = remarked(holder, clerk)

    erase_account(holder.user, by=actor_of(holder.user))

    assert [one.text for one in FieldRemark.objects.filter(project=project)] == ["写短些"]
