"""What was typed beyond what was handed in is put back, whatever was typed, added or given up."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.models import Unit
from foundation import clock
from foundation.errors import Refused
from provinces.content import content_of
from provinces.exempting import Grant, exempt, revoke_exemption
from provinces.models import PlanDraft, PlanVersion
from provinces.planning import add_event, drop_event, freeze, standing_of
from provinces.queries import events_of
from provinces.states import ExemptionKind
from provinces.submission import submit, take_back
from tests.factories import make_clerk, make_lead, make_staff
from tests.provinces.judging import close_call, handed_in, mended, reread, returned_plan
from tests.provinces.making import (
    file_pdf,
    full_plan,
    make_listed,
    publish,
    type_in,
    typed_event,
    typed_plan,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def planned(events, *, cap=3):
    """Handed in with so many roadshows, the call still open; the plan, its clerk."""
    publish(cap=cap)
    clerk, code = make_clerk(), make_listed().code
    plan = full_plan(by=clerk)
    for number in range(1, events):
        event = add_event(plan, by=clerk)
        typed = typed_event(event, title=f"第 {number} 个专场", projects=[code])
        type_in(plan, typed, by=clerk)
    version = freeze(reread(plan), by=clerk)
    file_pdf(reread(plan), version, by=clerk)
    submit(reread(plan), by=make_lead())
    return reread(plan), clerk


def said_now(plan):
    return content_of(standing_of(reread(plan)))


def handed_in_content(plan):
    return plan.submissions.get(status="standing").version.content


def test_texts_typed_afterwards_are_put_back_but_those_to_be_mended():
    plan, clerk = planned(1)
    type_in(plan, {"aims": "后来的目标", "basis": "后来的基础", "parties": []}, by=clerk)
    close_call()

    returned_plan(reread(plan), "aims")

    expected = dict(handed_in_content(plan)) | {"aims": "后来的目标"}
    assert said_now(plan) == expected
    assert PlanDraft.objects.get(plan=plan).stamps["basis"][2] == "return"


def test_what_was_changed_in_nothing_stays_frozen():
    plan, _ = planned(1)
    close_call()

    returned_plan(reread(plan), "scan")

    assert PlanDraft.objects.get(plan=plan).is_frozen
    assert PlanVersion.objects.filter(plan=plan).count() == 1


def test_roadshows_added_and_given_up_are_as_they_were_and_in_their_order():
    plan, clerk = planned(2)
    first, second = events_of(plan)
    drop_event(first, by=clerk)
    stranger = add_event(reread(plan), by=clerk)
    type_in(reread(plan), typed_event(stranger), by=clerk)
    drop_event(second, by=clerk)
    close_call()

    returned_plan(reread(plan), "aims")

    assert [(one.ref, one.number) for one in events_of(plan)] == [(first.ref, 1), (second.ref, 2)]
    assert said_now(plan) == handed_in_content(plan)
    stranger.refresh_from_db()
    assert (stranger.status, stranger.number) == ("dropped", None)


def test_order_is_kept_where_a_lower_slot_was_free_all_along():
    plan, clerk = planned(3)
    drop_event(events_of(plan)[0], by=clerk)
    _, third = events_of(plan)
    version = freeze(reread(plan), by=clerk)
    file_pdf(reread(plan), version, by=clerk)
    submit(reread(plan), by=make_lead())
    drop_event(third, by=clerk)
    close_call()

    returned_plan(reread(plan), "aims")

    assert [one.number for one in events_of(plan)] == [2, 3]
    assert said_now(plan) == handed_in_content(plan)


def test_roadshows_stay_as_they_are_typed_where_they_are_to_be_mended():
    plan, clerk = planned(1)
    added = add_event(plan, by=clerk)
    type_in(reread(plan), typed_event(added, title="新增的一场"), by=clerk)
    close_call()

    returned_plan(reread(plan), "events")

    assert len(events_of(plan)) == 2
    assert PlanDraft.objects.get(plan=plan).typed[f"{added.ref}_title"] == "新增的一场"


def test_slot_taken_away_meanwhile_is_told_before_anything_is_changed():
    plan, clerk = planned(1, cap=1)
    lead, unit = make_staff("centre_lead"), Unit.objects.get(abbr="SC")
    extra = exempt(unit, plan.cycle, Grant(ExemptionKind.EXTRA, "大湾区专场", cap=2), by=lead)
    event = add_event(reread(plan), by=clerk)
    type_in(reread(plan), typed_event(event, projects=[make_listed().code]), by=clerk)
    file_pdf(reread(plan), freeze(reread(plan), by=clerk), by=clerk)
    submit(reread(plan), by=make_lead())
    drop_event(event, by=clerk)
    revoke_exemption(extra, by=lead, reason="已取消")
    publish(opens_in=-timedelta(days=9), closes_in=timedelta(seconds=-1), cap=1)

    with pytest.raises(Refused) as refusal:
        returned_plan(reread(plan), "aims")
    assert "报送的 2 场，名额只剩 1 场" in str(refusal.value)
    assert reread(plan).status == "submitted"

    returned_plan(reread(plan), "events")
    assert reread(plan).status == "returned"


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("type"), st.sampled_from(("aims", "basis", "lead", "staff"))),
        st.tuples(st.just("rows"), st.sampled_from(("parties", "tasks", "budget"))),
        st.tuples(st.just("add"), st.just("")),
        st.tuples(st.just("drop"), st.integers(0, 2)),
        st.tuples(st.just("event"), st.integers(0, 2)),
    ),
    max_size=8,
)
KEPT = st.sets(st.sampled_from(("letter", "aims", "basis", "organisation", "support")), min_size=1)


@given(steps=STEPS, kept=KEPT)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_all_but_what_is_to_be_mended_is_as_it_was_handed_in(shared_plan, steps, kept):
    plan, clerk = shared_plan
    with transaction.atomic():
        for number, step in enumerate(steps):
            _take(plan, clerk, step, number)
        typed = dict(PlanDraft.objects.get(plan=plan).typed)
        close_call()
        returned_plan(reread(plan), *kept)
        _assert_put_back(plan, typed, kept)
        transaction.set_rollback(True)


@pytest.fixture
def shared_plan():
    return planned(2)


def _take(plan, clerk, step, number):
    verb, about = step
    plan = reread(plan)
    events = events_of(plan)
    try:
        if verb == "type":
            type_in(plan, {about: f"改动 {number}"}, by=clerk)
        elif verb == "rows":
            type_in(plan, {about: typed_plan()[about][:1]}, by=clerk)
        elif verb == "add":
            type_in(reread(plan), typed_event(add_event(plan, by=clerk)), by=clerk)
        elif events and verb == "drop":
            drop_event(events[about % len(events)], by=clerk)
        elif events:
            event = events[about % len(events)]
            type_in(plan, typed_event(event, title=f"改名 {number}"), by=clerk)
    except Refused:
        assert verb == "add"  # no slot is free


def _assert_put_back(plan, typed, kept):
    """Name by name and roadshow by roadshow."""
    version = plan.submissions.get(status="standing").version
    after, sections = PlanDraft.objects.get(plan=plan), standing_of(reread(plan)).sections
    assert [e.ref for e in events_of(plan)] == [e["ref"] for e in version.content["events"]]
    for section in sections:
        was = typed if section.name in kept else version.typed
        for name in section.names:
            assert (after.typed.get(name) or "") == (was.get(name) or ""), name
    if after.is_frozen:
        assert said_now(plan) == version.content


def test_later_end_granted_after_mending_reopens_nothing():
    [plan] = handed_in("SC")
    returned_plan(plan, "aims")
    mended(plan, aims="改好的目标")
    until = clock.now() + timedelta(days=5)
    grant = Grant(ExemptionKind.EXTENSION, "台风", until=until)
    exempt(plan.unit, plan.cycle, grant, by=make_staff("centre_lead"))

    with pytest.raises(Refused) as back:
        take_back(reread(plan), by=make_lead())
    with pytest.raises(Refused) as again:
        mended(plan, staff="别的一节")

    said = "补正已经交回，不能再改。确需再改，请联系火炬中心再次退回"
    assert (str(back.value), str(again.value)) == (said, said)
    assert reread(plan).status == "submitted"
