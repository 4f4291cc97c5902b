"""形式审查: who checks what when; what goes back, until when, and what stays as handed in."""

from datetime import timedelta

import pytest

from accounts.granting import end
from foundation import clock
from foundation.errors import Refused
from provinces.checking import (
    CheckProblem,
    Found,
    Mending,
    accept,
    extend_mending,
    recheck,
    return_plan,
)
from provinces.exempting import Grant, exempt
from provinces.matters import Raised, answer_matter, defer_matter, raise_matter, withdraw_matter
from provinces.models import FormalCheck, PlanDraft, Submission
from provinces.planning import add_event, add_party, drop_event, freeze
from provinces.queries.checks import filed_in_time, next_unchecked, unchecked, version_before
from provinces.reminding import remind, to_remind
from provinces.reviewing import leave_round
from provinces.states import ExemptionKind
from provinces.submission import submit
from records.models import Entry, Message
from records.workflow import available_moves
from tests.factories import make_clerk, make_lead, make_staff
from tests.letters import words_of
from tests.provinces.judging import (
    MET,
    accepted_plans,
    approved,
    close_call,
    handed_in,
    make_round,
    mended,
    reread,
    returned_plan,
)
from tests.provinces.making import (
    DAY,
    carry_out_all,
    file_pdf,
    publish,
    submitted_plan,
    type_in,
    typed_event,
)

pytestmark = pytest.mark.django_db
STATES = ("draft", "submitted", "returned", "accepted")
VERBS = {"return": {"submitted"}, "accept": {"submitted"}, "recheck": {"returned", "accepted"}}
PEOPLE = ("unit_clerk", "unit_lead", "centre", "centre_lead", "expert", "exchange", "auditor")


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def plan_in(state):
    if state == "draft":
        plan = publish().plans.select_related("unit", "cycle").get(unit="SC")
        close_call()
        return plan
    [plan] = accepted_plans("SC") if state == "accepted" else handed_in("SC")
    if state == "returned":
        returned_plan(plan)
    return reread(plan)


def order(verb, plan, by):
    if verb == "accept":
        return accept(plan, MET, by=by)
    if verb == "return":
        return returned_plan(plan, by=by)
    return recheck(plan, by=by, reason="核对有误")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", VERBS)
def test_verdicts_come_from_the_centre_in_the_right_state_alone(state, verb):
    plan = plan_in(state)
    entries, told = Entry.objects.count(), Message.objects.count()
    for role in PEOPLE:
        unit = "SC" if role.startswith("unit") else None
        by = make_staff(role, unit) if unit else make_staff(role)
        entries, told = Entry.objects.count(), Message.objects.count()
        is_legal = role.startswith("centre") and state in VERBS[verb]
        assert (verb in {m.verb for m in available_moves(plan, by)}) == is_legal
        if is_legal:
            continue
        with pytest.raises(Refused) as refusal:
            order(verb, plan, by)
        assert refusal.value.status == (409 if role.startswith("centre") else 403)
        assert (Entry.objects.count(), Message.objects.count()) == (entries, told)
        assert reread(plan).status == state
    if state in VERBS[verb]:
        order(verb, plan, make_staff("centre"))
        after = {"return": "returned", "accept": "accepted", "recheck": "submitted"}
        assert reread(plan).status == after[verb]


def test_nobody_checks_before_the_units_own_end():
    publish()
    plan, _ = submitted_plan()
    close_call()
    until = clock.now() + 5 * DAY
    grant = Grant(ExemptionKind.EXTENSION, "台风", until=until)
    exempt(plan.unit, plan.cycle, grant, by=make_staff("centre_lead"))

    with pytest.raises(Refused) as early:
        accept(reread(plan), MET, by=make_staff("centre"))
    with clock.shift(6 * DAY):
        check = accept(reread(plan), MET, by=make_staff("centre"))

    assert "前单位还可以撤回重报，截止以后再审查" in str(early.value)
    assert check.verdict == "accepted"


def test_what_is_not_met_is_not_accepted():
    [plan] = handed_in("SC")
    items = [*MET, Found("seal", "加盖公章", is_met=False)]

    with pytest.raises(Refused) as refusal:
        accept(plan, items, by=make_staff("centre"))

    assert str(refusal.value) == "还有 1 项不符合。请退回补正，或核对后改勾选"
    assert FormalCheck.objects.count() == 0


def test_return_says_all_that_is_wrong_with_it_at_once():
    [plan] = handed_in("SC")
    mending = Mending(sections=["nothing"], reason=" ", until=clock.now())

    with pytest.raises(Refused) as refusal:
        return_plan(plan, MET, mending, by=make_staff("centre"))

    assert [one.field for one in refusal.value.problems] == ["sections", "reason", "until"]
    assert reread(plan).status == "submitted"


def test_whoever_handed_in_does_not_check_after_moving_to_the_centre():
    publish()
    lead = make_lead()
    plan, _ = submitted_plan(lead=lead)
    close_call()
    end(lead.user.memberships.get(), by=lead)

    with pytest.raises(Refused) as refusal:
        accept(reread(plan), MET, by=make_staff("centre", user=lead.user))

    assert refusal.value.status == 403
    assert reread(plan).status == "submitted"


def test_second_of_two_verdicts_finds_the_door_shut():
    [plan] = handed_in("SC")
    stale = reread(plan)
    accept(plan, MET, by=make_staff("centre"))

    with pytest.raises(Refused) as refusal:
        returned_plan(stale)

    assert refusal.value.status == 409
    assert [check.verdict for check in FormalCheck.objects.all()] == ["accepted"]


def test_named_sections_alone_are_typed_until_the_date():
    [plan] = handed_in("SC")
    returned_plan(plan, "aims", until=20 * DAY)
    clerk = make_clerk()

    type_in(reread(plan), {"aims": "改好的目标"}, by=clerk)
    with pytest.raises(Refused) as shut:
        type_in(reread(plan), {"basis": "顺手改"}, by=clerk)
    with pytest.raises(Refused) as no_more:
        add_event(reread(plan), by=clerk)
    with clock.shift(21 * DAY), pytest.raises(Refused) as late:
        type_in(reread(plan), {"aims": "晚了"}, by=clerk)

    assert str(shut.value) == "“工作基础”不在退回补正的范围内，不能改"
    assert str(no_more.value) == "“增减场次”不在退回补正的范围内，不能改"
    assert "截止" in str(late.value)
    assert PlanDraft.objects.get(plan=plan).typed["aims"] == "改好的目标"


def test_mended_plan_is_a_new_version_that_waits_again():
    [plan] = handed_in("SC")
    first = Submission.objects.get()
    returned_plan(plan, "aims")

    second = mended(plan, aims="改好的目标")

    assert (second.version.number, second.version.content["aims"]) == (2, "改好的目标")
    assert dict(Submission.objects.values_list("ref", "status")) == {
        first.ref: "replaced",
        second.ref: "standing",
    }
    assert version_before(second) == first
    assert filed_in_time(second) > plan.cycle.closes_at
    assert [one.unit_id for one in unchecked(plan.cycle)] == ["SC"]
    with pytest.raises(Refused):
        type_in(reread(plan), {"aims": "再改"}, by=make_clerk())
    accept(reread(plan), MET, by=make_staff("centre"))
    assert reread(plan).status == "accepted"


def test_new_scan_alone_answers_a_return():
    [plan] = handed_in("SC")
    returned_plan(plan, "scan")
    plan = reread(plan)
    clerk, version = make_clerk(), plan.versions.get()

    with pytest.raises(Refused):
        type_in(plan, {"aims": "顺手改"}, by=clerk)
    file_pdf(plan, version, by=clerk)
    second = submit(plan, by=make_lead())

    assert second.version == version
    assert Submission.objects.filter(status="standing").get() == second


def test_date_is_changed_for_what_waits_alone():
    [plan] = handed_in("SC")
    check, centre = returned_plan(plan, until=5 * DAY), make_staff("centre")

    with clock.shift(6 * DAY):
        extended = extend_mending(check, clock.now() + 5 * DAY, by=centre, reason="台风")
        type_in(reread(plan), {"aims": "赶上了"}, by=make_clerk())
    with pytest.raises(Refused) as wrong:
        extend_mending(check, clock.now(), by=centre, reason=" ")
    mended(plan, aims="改好的目标")
    with pytest.raises(Refused) as over:
        extend_mending(extended, clock.now() + 9 * DAY, by=centre, reason="台风")
    passed = accept(reread(plan), MET, by=centre)
    with pytest.raises(Refused):
        extend_mending(passed, clock.now() + 9 * DAY, by=centre, reason="台风")

    assert [one.field for one in wrong.value.problems] == ["until", "reason"]
    assert str(over.value) == "这份退回已经了结，不用再改期限"


def test_recheck_waits_until_the_plan_is_out_of_review_and_undecided():
    [plan] = accepted_plans("SC")
    centre = make_staff("centre")
    round_ = make_round([plan])

    with pytest.raises(Refused) as inside:
        recheck(plan, by=centre, reason="漏看")
    leave_round(round_.round_plans.get(), by=centre, reason="重新审查")
    approved([plan])
    with pytest.raises(Refused) as decided:
        recheck(plan, by=centre, reason="漏看")

    assert "不能重新审查。请先撤出评审" in str(inside.value)
    assert [one.code for one in decided.value.problems] == [CheckProblem.APPROVED]
    assert FormalCheck.objects.get().status == "standing"


def test_recheck_takes_the_verdict_back_and_another_follows():
    [plan] = handed_in("SC")
    returned_plan(plan)

    recheck(reread(plan), by=make_staff("centre"), reason="看错了页")
    accept(reread(plan), MET, by=make_staff("centre"))

    kept = FormalCheck.objects.order_by("pk").values_list("verdict", "status")
    assert list(kept) == [("returned", "reversed"), ("accepted", "standing")]


def test_accepted_plan_is_not_typed_in_whatever_end_the_call_gets():
    [plan] = accepted_plans("SC")
    publish()

    with pytest.raises(Refused) as refusal:
        type_in(reread(plan), {"aims": "再改"}, by=make_clerk())

    assert str(refusal.value) == "形式审查已通过，不能再改"


def test_returned_plans_are_reminded_in_their_own_words():
    clerk = make_clerk()
    [plan] = handed_in("SC")
    returned_plan(plan)

    moved = remind(to_remind(plan.cycle), by=make_staff("centre"))

    assert [row.unit_id for row in moved.rows] == ["SC"]
    told = Message.objects.filter(kind="provinces.workplan.remind", to=clerk.user_id).get()
    assert told.context["returned"] == "是"
    with clock.shift(21 * DAY):
        assert to_remind(plan.cycle).count() == 0


def test_picked_host_does_not_come_into_a_section_that_is_shut():
    [plan] = handed_in("SC")
    party = {"role": "host", "name": "天府会展公司", "code": "", "duty": "会务"}
    returned_plan(plan, "aims")
    assert add_party(reread(plan), party, by=make_lead()) is False

    recheck(reread(plan), by=make_staff("centre"), reason="换一处补正")
    returned_plan(reread(plan), "organisation")
    assert add_party(reread(plan), party, by=make_lead()) is True


def test_roadshow_added_while_mending_can_be_filled_in():
    [plan] = handed_in("SC")
    first = plan.events.get()
    returned_plan(plan, "events")
    clerk = make_clerk()

    event = add_event(reread(plan), by=clerk)
    shown = plan.draft.typed[f"{first.ref}_projects"]
    type_in(reread(plan), typed_event(event, projects=shown), by=clerk)
    with pytest.raises(Refused):
        type_in(reread(plan), {f"{first.ref}_title": "不在范围"}, by=clerk)
    version = freeze(reread(plan), by=clerk)

    assert [one["ref"] for one in version.content["events"]] == [first.ref, event.ref]
    drop_event(event, by=clerk)


def test_next_to_check_follows_the_order_of_the_address_list():
    plans = handed_in("BJ", "SC", "GD")
    by_unit = {plan.unit_id: plan for plan in plans}

    assert next_unchecked(by_unit["BJ"]).unit_id == "GD"
    assert next_unchecked(by_unit["SC"]).unit_id == "BJ"
    carry_out_all()
    for unit in ("BJ", "GD"):
        accept(by_unit[unit], MET, by=make_staff("centre"))
    assert next_unchecked(by_unit["SC"]) is None


def test_every_step_is_told_to_the_unit():
    clerk = make_clerk()
    [plan] = handed_in("SC")
    centre = make_staff("centre")
    check = returned_plan(plan, by=centre)
    extend_mending(check, clock.now() + timedelta(days=30), by=centre, reason="台风")
    recheck(reread(plan), by=centre, reason="看错了页")
    accept(reread(plan), MET, by=centre)

    told = Message.objects.filter(to=clerk.user_id, kind__startswith="provinces.formalcheck")
    assert list(told.order_by("pk").values_list("kind", flat=True)) == [
        f"provinces.formalcheck.{verb}" for verb in ("return", "extend", "reverse", "accept")
    ]


@pytest.mark.parametrize(
    ("kind", "subject", "said"),
    [
        ("formalcheck.return", "请补正{year} 年度工作方案", "目标与基础不一致，请改"),
        ("formalcheck.extend", "补正期限改了：{year} 年度工作方案", "理由：\n台风"),
        ("formalcheck.reverse", "形式审查结论已撤销：{year} 年度工作方案", "看错了页"),
        ("formalcheck.accept", "四川 {year} 年度工作方案通过形式审查", "下一步是专家评审"),
        ("workplan.remind", "请尽快报送{year} 年度工作方案的补正", "退回补正，还没有重新报送"),
        ("matter.raise", "四川提出重大问题：场地冲突", "前答复"),
        ("matter.withdraw", "四川撤回了问题：场地冲突", "不用答复了"),
        ("matter.defer", "答复期限改了：直播", "理由：\n要会商"),
        ("matter.answer", "火炬中心已答复：直播", "同意改期"),
    ],
)
def test_words_of_each_message(kind, subject, said):
    clerk, centre = make_clerk(), make_staff("centre")
    [plan] = handed_in("SC")
    check = returned_plan(plan, by=centre)
    remind(to_remind(plan.cycle), by=centre)
    extend_mending(check, clock.now() + 30 * DAY, by=centre, reason="台风")
    recheck(reread(plan), by=centre, reason="看错了页")
    accept(reread(plan), MET, by=centre)
    withdraw_matter(raise_matter(plan, Raised("场地冲突", "请协调"), by=clerk), by=clerk)
    matter = raise_matter(plan, Raised("直播", "请协调"), by=clerk)
    defer_matter(matter, clock.now() + 30 * DAY, by=centre, reason="要会商")
    answer_matter(matter, "同意改期", by=centre)

    message = Message.objects.filter(kind=f"provinces.{kind}").order_by("pk").first()

    found, body = words_of(message)
    assert found == subject.format(year=plan.cycle.year)
    assert said in body
