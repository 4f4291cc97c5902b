"""What the cast is asked about of last year's plans, which were reviewed: SC's was approved and
one of its roadshows is shown, GD's was denied, HB's was returned, YN's was mended and waits to be
checked again, and JS's is being reviewed."""

from datetime import timedelta

from accounts.cycles import current_cycle, open_cycle
from accounts.models import Membership
from foundation import clock
from provinces.assigning import pair
from provinces.displaying import open_display
from provinces.experts import declare_tie
from provinces.hosting import Proposal, propose
from provinces.issuing import issue_denial
from provinces.matters import Raised, raise_matter
from provinces.models import PlanEvent
from provinces.objecting import file_objection
from provinces.reviewing import close_round
from tests.provinces.judging import (
    accepted_plans,
    approved,
    assigned,
    decided,
    handed_in,
    make_expert,
    make_round,
    mended,
    returned_plan,
    reviewed,
    score,
)
from tests.provinces.making import DAY, print_one

LAST_YEAR = timedelta(days=-365)


def review_plans(cast):
    """Each object by the word the table uses."""
    year = current_cycle().year - 1
    open_cycle(year, issuer="科技部火炬中心", by=cast.actors["centre_lead"])
    with clock.shift(LAST_YEAR):
        _return_plans(cast, cast.actors["centre"])
        judged = accepted_plans("SC", "GD", "HN", "JS", by=cast.actors["centre"])
        _review(cast, *judged)
        _decide(cast, *judged[:3])
        print_one(cast.letter_denied)
    cast.round_number = {"number": cast.round.number}
    cast.round_unit = {"ref": cast.round.ref, "abbr": "JS"}
    cast.paired_at = f"JS.{cast.pairing.expert.ref}"


def _return_plans(cast, centre):
    returned, waiting = handed_in("HB", "YN")
    cast.check_returned = returned_plan(returned, until=400 * DAY, by=centre)
    returned_plan(waiting, until=400 * DAY, by=centre)
    mended(waiting, aims="征集一批能转化的成果，办好一场路演。")


def _review(cast, approved_plan, denied, shown, open_plan):
    centre, returned = cast.actors["centre"], cast.check_returned.plan
    # In the role by then, though the clock says a year ago.
    in_role = Membership.objects.filter(user=cast.actors["expert"].user_id)
    in_role.update(valid_from=clock.now())
    cast.reviewer = make_expert(by=cast.actors["expert"])[1]
    cast.tie = declare_tie(cast.reviewer, returned.unit, by=centre, reason="项目合作")
    others = [make_expert() for _ in range(3)]
    cast.reviewer_other = others[0][1]
    cast.round_closed = reviewed([approved_plan, denied, shown], others)
    close_round(cast.round_closed, by=centre)
    cast.round = make_round([open_plan], closes_in=400 * DAY, by=centre)
    reviewers = [(cast.actors["expert"], cast.reviewer), others[0]]
    cast.assignment, cast.assignment_other = assigned(cast.round, [e for _, e in reviewers])
    score(cast.assignment_other, by=others[0][0])
    cast.round_plan = cast.round.round_plans.get()
    cast.pairing = pair(cast.round_plan, others[1][1])
    cast.reviewed_round = {"number": cast.round.number}
    cast.reviewed_plan = {"number": cast.round.number, "abbr": open_plan.unit_id}


def _decide(cast, approved_plan, denied, shown):
    centre, lead = cast.actors["centre"], cast.actors["centre_lead"]
    [cast.approval] = approved([approved_plan], by=lead)
    approved([shown], by=lead)
    approved([denied], "denied", by=lead)
    cast.letter_denied = issue_denial(denied, by=lead)
    [cast.host_decision] = decided([approved_plan], lead=lead)
    cast.display = open_display(approved_plan.cycle, by=lead)
    cast.objection = file_objection(
        cast.display, "承办方案与基础不符", decision=cast.host_decision, by=cast.actors["holder"]
    )
    [cast.proposal] = propose(
        PlanEvent.objects.filter(plan=shown), Proposal("host", "排名靠前"), by=centre
    )
    raised = Raised("场地冲突", "原定场馆被征用，请协调改期。")
    cast.matter = raise_matter(approved_plan, raised, by=cast.actors["clerk"])
    cast.last_year = {"year": approved_plan.cycle.year}
    cast.reviewed_unit = {"abbr": "SC"}
    cast.letter_of_unit = {"abbr": "GD", "ref": cast.letter_denied.ref}
