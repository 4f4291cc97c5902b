"""审定, 承办, 公示, objections, letters: who may, what is wrong, what hangs on what."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from foundation import clock
from foundation.errors import Refused
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
    Display,
    HostDecision,
    Objection,
    PlanEvent,
    ResultLetter,
    WorkPlan,
)
from provinces.objecting import MOST, withdraw_objection, withdraw_own_objections
from provinces.queries.decisions import figures_in, results_of
from provinces.reviewing import close_round
from records.workflow import available_moves
from tests.factories import make_clerk, make_holder, make_lead, make_staff, make_user
from tests.provinces.deciding import OVER, answered, final, objected, reread, settled, shown
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


def refused(order):
    """The codes of what is wrong, and the status."""
    with pytest.raises(Refused) as refusal:
        order()
    return [problem.code for problem in refusal.value.problems], refusal.value.status


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


def test_who_handed_a_plan_in_does_not_approve_it_in_another_role():
    [plan] = accepted_plans("SC")
    user = plan.submissions.get().filed_by
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


# 异议


def test_anybody_objects_in_their_own_name_and_three_wait_at_most():
    display, [row] = shown("SC")
    by = make_holder()
    first = objected(display, row, by=by)
    for _ in range(MOST - 1):
        objected(display, by=by)

    assert refused(lambda: objected(display, by=by))[0] == ["objection_too_many"]
    withdraw_objection(first, by=by)
    assert objected(display, row, by=by).status == "filed"


def test_objection_is_to_what_is_shown_and_stands():
    display, [row, other] = shown("SC", "GD")
    [plan] = accepted_plans("HB")
    approved([plan])
    [elsewhere] = decided([plan])
    reopen_decision(other, by=make_staff("centre_lead"), reason=WHY)

    for decision in (elsewhere, other):
        assert refused(lambda d=decision: objected(display, d))[0] == ["objection_not_shown"]
    assert refused(lambda: objected(display, row, text="  "))[0] == ["objection_no_text"]


def test_nobody_answers_their_own_objection():
    display, _ = shown("SC")
    user = make_user()
    objection = objected(display, by=make_holder(user))

    by = make_staff("centre", user=user)
    assert refused(lambda: answered(objection, by=by))[1] == 403
    assert refused(lambda: answered(objection, by=make_lead()))[1] == 403
    assert refused(lambda: withdraw_objection(objection, by=make_holder()))[1] == 403


def test_who_leaves_takes_back_what_waits():
    display, [row] = shown("SC")
    by = make_holder()
    done, waits = objected(display, row, by=by), objected(display, by=by)
    answered(done)

    withdraw_own_objections(by=by)

    assert {o.ref: o.status for o in Objection.objects.all()} == {
        done.ref: "rejected",
        waits.ref: "withdrawn",
    }


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


# What the database holds


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"status": "final"}, "host_decision_shown_before_it_is_final"),
        ({"status": "decided"}, "host_decision_decided_by_somebody"),
        ({"status": "reversed"}, "host_decision_reversed_with_a_reason"),
    ],
)
def test_row_that_skips_a_step_is_refused(change, constraint):
    [plan] = accepted_plans("SC")
    approved([plan])
    row = proposed(plan)
    by = make_staff("centre_lead")
    decider = {} if change["status"] == "decided" else {"decided_by": by.user_id}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows_of(row).update(**change, **decider)


def test_second_of_what_stands_once_is_refused():
    [plan] = accepted_plans("SC")
    [approval] = approved([plan])
    row = proposed(plan)

    for obj, constraint in (
        (approval, "approval_stands_once"),
        (row, "host_decision_current_once"),
    ):
        obj.pk, obj.ref = None, f"X{constraint[:8].upper()}"
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            obj.save(force_insert=True)


def test_display_is_not_final_before_its_end():
    display, _ = shown("SC")

    with pytest.raises(IntegrityError, match="display_final_after"), transaction.atomic():
        Display.objects.filter(pk=display.pk).update(status="final", final_at=clock.now())


# Who may do what, in which state


ROLES = ("centre", "centre_lead", "expert", "exchange", "auditor", "security", "admin")


def verbs_of(obj, **people):
    """By who asks, what the door would let them do; nobody who may do nothing."""
    people |= {role: make_staff(role) for role in ROLES}
    people |= {"unit": make_lead(), "unit_clerk": make_clerk(), "holder": make_holder()}
    found = {who: {m.verb for m in available_moves(obj, by)} for who, by in people.items()}
    return {who: verbs for who, verbs in found.items() if verbs}


def test_proposal_in_each_state_and_who_may_do_what_with_it():
    [plan] = accepted_plans("SC")
    approved([plan])
    proposer = make_staff("centre_lead")
    row = proposed(plan, by=proposer)
    lead = make_staff("centre_lead")
    seen = [verbs_of(row, proposer=proposer)]
    withdraw_proposals(rows_of(row), by=proposer)
    seen.append(verbs_of(*rows_of(row), proposer=proposer))
    row = proposed(plan, by=proposer)
    refuse_proposal(row, by=lead, reason=WHY)
    seen.append(verbs_of(*rows_of(row), proposer=proposer))
    row = proposed(plan, by=proposer)
    decide(rows_of(row), by=lead)
    seen.append(verbs_of(*rows_of(row), proposer=proposer))
    settled(open_display(plan.cycle, by=lead), lead)
    seen.append(verbs_of(*rows_of(row), proposer=proposer))
    reopen_decision(row, by=lead, reason=WHY)
    seen.append(verbs_of(*rows_of(row), proposer=proposer))

    shown_by_leads = {"show", "settle", "reopen"}
    assert seen == [
        {"proposer": {"withdraw", "reopen"}, "centre_lead": {"decide", "refuse", "reopen"}},
        {},
        {},
        {"proposer": shown_by_leads, "centre_lead": shown_by_leads},
        {"proposer": {"reopen"}, "centre_lead": {"reopen"}},
        {},
    ]


def test_approval_display_and_objection_in_each_state_and_who_may_do_what():
    display, [row] = shown("SC")
    by = make_holder()
    objection = objected(display, row, by=by)
    answering = {"uphold", "reject"}
    assert verbs_of(row.approval) == {"centre_lead": {"reopen"}}
    assert verbs_of(display) == {"centre_lead": {"settle"}}
    assert verbs_of(objection, objector=by) == {
        "objector": {"withdraw"},
        "centre": answering,
        "centre_lead": answering,
    }

    answered_one, final_one = answered(objection), settled(display)
    reversed_one = reopen_approval(row.approval, by=make_staff("centre_lead"), reason=WHY)

    assert [verbs_of(one, objector=by) for one in (answered_one, final_one, reversed_one)] == [
        {},
        {},
        {},
    ]


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
