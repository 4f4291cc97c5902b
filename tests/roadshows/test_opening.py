"""立项: a roadshow follows its host decision."""

from datetime import timedelta

import pytest

from foundation import clock
from foundation.errors import Refused
from foundation.refs import new_ref
from provinces.hosting import reopen_decision
from provinces.models import HostDecision
from records.models import Message
from roadshows.closing import close_past
from roadshows.opening import cancel_roadshow, follow_decisions
from roadshows.seasons import DUTIES
from tests.factories import make_clerk, make_staff
from tests.roadshows.making import dated, opened, roadshows, workdays

pytestmark = pytest.mark.django_db


def test_final_decisions_open_one_roadshow_each():
    rows = opened("SC", "GD")

    year = rows[0].cycle.year
    assert [row.code for row in rows] == [f"R{year}-GD-1", f"R{year}-SC-1"]
    assert [row.title for row in rows] == ["集成电路专场"] * 2
    assert {row.region for row in rows} == {"西南", "华南"}
    assert [row.duties.count() for row in rows] == [len(DUTIES)] * 2
    assert follow_decisions() == 0


def test_reversed_decision_cancels_its_roadshow_and_frees_its_day():
    (row,) = dated("SC")
    reopen_decision(
        HostDecision.objects.get(), by=make_staff("centre_lead"), reason="场地没有消防许可"
    )

    follow_decisions()

    row.refresh_from_db()
    assert (row.status, row.reason) == ("cancelled", "承办决定已更正：场地没有消防许可")
    assert (row.team, row.unit_span, row.sequence) == (None, None, 1)
    assert Message.objects.filter(kind="roadshows.roadshow.cancel").exists()


def test_cancelling_is_the_centre_leads_and_says_why():
    (row,) = opened("SC")

    with pytest.raises(Refused) as refusal:
        cancel_roadshow(row, by=make_clerk(), reason="不办了")
    assert refusal.value.status == 403
    with pytest.raises(Refused) as refusal:
        cancel_roadshow(row, by=make_staff("centre_lead"), reason=" ")
    assert [one.code for one in refusal.value.problems] == ["roadshow_no_reason"]


def test_published_days_hold_a_team_and_their_distance():
    rows = dated("SC", "GD")

    assert [row.day for row in rows] == workdays(2)
    assert [(row.status, row.team, row.sequence) for row in rows] == [("dated", 1, 0)] * 2


def test_event_that_was_held_gets_no_second_roadshow():
    """Decided to host once more after the day."""
    (row,) = dated("SC")
    with clock.shift(timedelta(days=(row.day - clock.today()).days + 1)):
        close_past()
    decision = HostDecision.objects.get()
    reopen_decision(decision, by=make_staff("centre_lead"), reason="经费来源写错")
    decision.pk, decision.ref = None, new_ref()
    decision.save(force_insert=True)

    assert HostDecision.objects.filter(status="final").count() == 1
    assert follow_decisions() == 0
    assert [one.status for one in roadshows()] == ["held"]
