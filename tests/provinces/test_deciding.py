"""审定, 承办, 公示, objections, letters: who may, what is wrong, what hangs on what."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.granting import end
from foundation import clock
from provinces.approving import Judgement, approve, reopen_approval
from provinces.checking import recheck
from provinces.displaying import open_display, settle
from provinces.hosting import (
    Proposal,
    decide,
    propose,
    refuse_proposal,
    reopen_decision,
    withdraw_proposals,
)
from provinces.invariants import (
    approvals_of_what_does_not_stand,
    decisions_without_approval,
    final_without_display,
)
from provinces.issuing import issue_denial
from provinces.models import (
    Approval,
    HostDecision,
    PlanEvent,
    ResultLetter,
    WorkPlan,
)
from provinces.queries.decisions import figures_in, results_of
from provinces.reviewing import close_round
from records.actors import PORTAL
from tests.factories import make_staff
from tests.provinces.deciding import (
    OVER,
    answered,
    final,
    objected,
    refused,
    reread,
    settled,
    shown,
)
from tests.provinces.judging import (
    accepted_plans,
    approved,
    decided,
    handed_in,
    make_expert,
    make_round,
    reviewed,
)

pytestmark = pytest.mark.django_db
WHY = "数据有误"


def events_of(*plans):
    return PlanEvent.objects.filter(plan__in=plans, status="planned")


def rows_of(*rows):
    return HostDecision.objects.filter(pk__in=[row.pk for row in rows])


def proposed(plan, by=None, verdict="host"):
    [row] = propose(events_of(plan), Proposal(verdict, "靠前"), by=by or make_staff("centre"))
    return row


# 审定


def test_all_that_keeps_plans_from_being_approved_is_told_at_once():
    accepted = accepted_plans("SC", "HB", "GD")
    approved(accepted[:1])
    make_round(accepted[1:2])
    [submitted] = handed_in("JS")
    rows = WorkPlan.objects.filter(pk__in=[p.pk for p in (*accepted[:2], submitted)])
    lead = make_staff("centre_lead")

    codes, status = refused(lambda: approve(rows, Judgement("approved", " "), by=lead))

    assert sorted(codes) == [
        "approval_decided",
        "approval_in_review",
        "approval_no_reason",
        "approval_not_accepted",
    ]
    assert (status, Approval.objects.count()) == (422, 1)


@pytest.mark.parametrize("role", ["centre", "expert", "auditor", "exchange"])
def test_nobody_but_the_lead_of_the_centre_approves(role):
    [plan] = accepted_plans("SC")
    by = make_staff(role)

    assert refused(lambda: approved([plan], by=by)) == (["not_yours"], 403)


def test_who_handed_a_plan_in_does_not_approve_it_after_moving_to_the_centre():
    [plan] = accepted_plans("SC")
    user = plan.submissions.get().filed_by
    end(user.memberships.get(), by=PORTAL)
    by = make_staff("centre_lead", user=user)

    assert refused(lambda: approved([plan], by=by)) == (["not_yours"], 403)


def test_what_was_approved_is_not_checked_again_before_it_is_corrected():
    [plan] = accepted_plans("SC")
    [approval] = approved([plan])
    centre = make_staff("centre")

    codes, _ = refused(lambda: recheck(plan, by=centre, reason=WHY))
    reopen_approval(approval, by=make_staff("centre_lead"), reason=WHY)
    rechecked = recheck(plan, by=centre, reason=WHY)

    assert (codes, rechecked.status) == (["check_approved"], "submitted")
    assert approvals_of_what_does_not_stand() == 0


def test_correction_is_kept_beside_what_comes_after_it():
    [plan] = accepted_plans("SC")
    [first] = approved([plan], "denied")
    lead = make_staff("centre_lead")
    assert refused(lambda: reopen_approval(first, by=lead, reason=" "))[1] == 422
    assert refused(lambda: reopen_approval(first, by=make_staff("centre"), reason=WHY))[1] == 403

    reopen_approval(first, by=lead, reason=WHY)
    approved([plan])

    rows = Approval.objects.order_by("pk").values_list("verdict", "status", "reversal")
    assert list(rows) == [("denied", "reversed", WHY), ("approved", "standing", "")]
    assert Approval.objects.filter(reversed_at=None).count() == 1


def test_correction_of_a_plan_brings_down_what_hangs_on_it():
    [plan] = accepted_plans("SC")
    [approval] = approved([plan])
    proposed(plan)

    reopen_approval(approval, by=make_staff("centre_lead"), reason=WHY)

    row = HostDecision.objects.get()
    assert (row.status, row.reversal, row.decided_by_id) == ("reversed", WHY, None)
    assert refused(lambda: proposed(plan)) == (["hosting_not_approved"], 422)
    assert decisions_without_approval() == 0


# 承办


def test_denied_plan_has_no_host():
    [plan] = accepted_plans("SC")
    approved([plan], "denied")

    assert refused(lambda: proposed(plan)) == (["hosting_not_approved"], 422)


def test_roadshow_has_one_current_decision():
    [plan] = accepted_plans("SC")
    approved([plan])
    row = proposed(plan)

    assert refused(lambda: proposed(plan)) == (["hosting_current"], 422)
    refuse_proposal(row, by=make_staff("centre_lead"), reason=WHY)
    assert proposed(plan).status == "proposed"


def test_nobody_does_both_halves_and_the_database_holds_it():
    [plan] = accepted_plans("SC")
    approved([plan])
    lead = make_staff("centre_lead")
    row = proposed(plan, by=lead)

    [(left, [problem])] = decide(rows_of(row), by=lead).refused
    in_another_role = make_staff("centre", user=lead.user)
    with pytest.raises(IntegrityError, match="host_decision_by_two_people"), transaction.atomic():
        rows_of(row).update(status="decided", decided_by=lead.user_id, decided_at=clock.now())

    assert (left, problem.code) == (row, "not_yours")
    assert refused(lambda: refuse_proposal(row, by=lead, reason=WHY))[1] == 403
    assert withdraw_proposals(rows_of(row), by=in_another_role).rows == [row]


def test_set_is_decided_row_by_row():
    plans = accepted_plans("SC", "HB")
    approved(plans)
    lead = make_staff("centre_lead")
    own, others = proposed(plans[0], by=lead), proposed(plans[1])

    moved = decide(rows_of(own, others), by=lead)

    assert ([r.pk for r in moved.rows], [r.pk for r, _ in moved.refused]) == (
        [others.pk],
        [own.pk],
    )


# 公示


def test_display_says_what_was_decided_word_for_word():
    display, [row] = shown("SC")

    assert display.content == [
        {
            "decision": row.ref,
            "unit": "四川",
            "event": "第 1 场",
            "title": "集成电路专场",
            "verdict": "承办",
            "reason": "排名靠前",
        }
    ]
    assert refused(lambda: open_display(display.cycle, by=make_staff("centre_lead"))) == (
        ["display_nothing"],
        422,
    )


def test_nothing_is_final_before_its_days_are_over_and_objections_answered():
    display, [row] = shown("SC")
    objection = objected(display, row)
    lead = make_staff("centre_lead")

    codes, _ = refused(lambda: settle(display, by=lead))
    answered(objection)
    with clock.shift(OVER):
        done = settle(display, by=lead)
        assert refused(lambda: settle(display, by=lead)) == (["not_from_here"], 409)

    assert codes == ["display_still_open", "display_unanswered"]
    assert (done.status, reread([row])[0].status) == ("final", "final")
    assert final_without_display() == 0


def test_display_is_over_at_its_very_end():
    display, _ = shown("SC")
    lead, left = make_staff("centre_lead"), display.closes_at - clock.now()

    with clock.shift(left - timedelta(seconds=5)):
        assert refused(lambda: settle(display, by=lead))[0] == ["display_still_open"]
    with clock.shift(left + timedelta(seconds=1)):
        assert refused(lambda: objected(display))[0] == ["objection_over"]
        assert settle(display, by=lead).status == "final"


def test_upheld_objection_is_followed_before_it_is_final():
    display, [row] = shown("SC")
    answered(objected(display, row), upheld=True)
    lead = make_staff("centre_lead")

    with clock.shift(OVER):
        codes, _ = refused(lambda: settle(display, by=lead))
        reopen_decision(row, by=lead, reason=WHY)
        done = settle(display, by=lead)

    assert (codes, done.status) == (["display_upheld"], "final")
    assert reread([row])[0].status == "reversed"
    assert ResultLetter.objects.count() == 0


def test_upheld_objection_to_the_whole_is_followed_before_it_is_final():
    display, [row, other] = shown("SC", "GD")
    lead = make_staff("centre_lead")
    reopen_decision(other, by=lead, reason=WHY)  # before the answer: it follows from nothing
    answered(objected(display), upheld=True)

    with clock.shift(OVER):
        codes, _ = refused(lambda: settle(display, by=lead))
        reopen_decision(row, by=lead, reason=WHY)
        done = settle(display, by=lead)

    assert (codes, done.status) == (["display_upheld_on_all"], "final")


def test_upheld_objection_to_the_whole_stops_nothing_where_nothing_is_left():
    display, [row] = shown("SC")
    reopen_decision(row, by=make_staff("centre_lead"), reason=WHY)
    answered(objected(display), upheld=True)

    assert settled(display).status == "final"


def test_proposal_is_not_corrected_for_it_is_no_decision():
    [plan] = accepted_plans("SC")
    lead = make_staff("centre_lead")
    [approval] = approved([plan], by=lead)
    events = PlanEvent.objects.filter(plan=plan)
    [row] = propose(events, Proposal("host", "排名靠前"), by=make_staff("centre"))

    found = refused(lambda: reopen_decision(row, by=lead, reason=WHY))
    empty = refused(lambda: refuse_proposal(row, by=lead, reason=" "))
    assert (found, empty) == ((["hosting_undecided"], 409), (["hosting_no_refusal"], 422))
    reopen_approval(approval, by=lead, reason=WHY)
    assert reread([row])[0].status == "reversed"


def test_plan_corrected_while_shown_does_not_keep_the_others_from_being_final():
    display, [row, other] = shown("SC", "GD")
    lead = make_staff("centre_lead")
    reopen_approval(row.approval, by=lead, reason=WHY)

    settled(display, lead)

    assert {r.pk: r.status for r in reread([row, other])} == {
        row.pk: "reversed",
        other.pk: "final",
    }
    assert ResultLetter.objects.get().plan_id == other.plan_id


def test_corrected_decision_is_shown_again_and_told_in_a_letter_that_replaces_the_first():
    display, [row] = final("SC")
    lead = make_staff("centre_lead")
    reopen_decision(row, by=lead, reason=WHY)
    plan = WorkPlan.objects.get(unit="SC")
    decided([plan], "reserve", lead=lead)

    with clock.shift(OVER):
        second = open_display(display.cycle, by=lead)
    with clock.shift(2 * OVER):
        settle(second, by=lead)

    first, letter = ResultLetter.objects.order_by("pk")
    assert (second.number, letter.display) == (2, second)
    assert [one["verdict"] for one in letter.content["events"]] == ["候补"]
    assert (first.content["replaces"], letter.content["replaces"]) == ("", first.content["date"])
    assert (letter.content["has_host"], letter.content["has_reserve"]) == (False, True)


# 结果函


def test_denial_is_told_once_and_again_when_it_was_decided_anew():
    [plan] = accepted_plans("SC")
    lead = make_staff("centre_lead")
    assert refused(lambda: issue_denial(plan, by=lead))[0] == ["issuing_not_denied"]
    [approval] = approved([plan], "denied", by=lead)
    assert refused(lambda: issue_denial(plan, by=make_staff("centre")))[1] == 403

    issue_denial(plan, by=lead)

    assert refused(lambda: issue_denial(plan, by=lead))[0] == ["issuing_sent"]
    reopen_approval(approval, by=lead, reason=WHY)
    assert refused(lambda: issue_denial(plan, by=lead))[0] == ["issuing_not_denied"]
    approved([plan], "denied", by=lead)
    second = issue_denial(plan, by=lead)
    assert (second.content["is_approved"], second.content["events"]) == (False, [])
    assert second.content["replaces"] == second.content["date"]


def test_letter_stays_as_it_was_issued():
    final("SC")

    with pytest.raises(Exception, match="provinces_resultletter"), transaction.atomic():
        ResultLetter.objects.update(content={})


# Reads


def test_unit_knows_what_was_shown_or_written_and_nothing_before():
    [plan] = accepted_plans("SC")
    lead = make_staff("centre_lead")
    approved([plan], by=lead)
    rows = decided([plan], lead=lead)
    assert not results_of(plan)

    open_display(plan.cycle, by=lead)

    results = results_of(plan)
    assert (results.approval.verdict, list(results.decisions)) == ("approved", rows)


def test_figures_are_of_the_newest_round_that_is_over_trimmed_from_five_on():
    plans = accepted_plans("SC", "HB", "GD")
    centre = make_staff("centre")
    experts = [make_expert() for _ in range(5)]
    close_round(reviewed(plans[:2], experts, (3, 3, 3, 4, 5)), by=centre)
    close_round(reviewed(plans[1:2], experts[:3], (4, 4, 5)), by=centre)
    make_round(plans[2:])

    figures = figures_in(plans[0].cycle)

    found = {key: (str(f.score), f.count, f.rank) for key, f in figures.items()}
    assert found == {plans[0].pk: ("66.67", 5, 2), plans[1].pk: ("86.67", 3, 1)}
