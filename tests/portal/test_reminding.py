"""提醒: whoever has to do something by a day hears of it before, on it and once after it; whoever
waits too long for others has them reminded. Nobody hears of the same twice."""

from datetime import timedelta

import pytest

from accounts.cycles import current_cycle
from accounts.granting import apply_for, approve, end, invite
from accounts.models import Unit
from accounts.states import Role
from foundation import clock
from foundation.workdays import is_workday
from matching.interests import Wish, send_interest
from matching.states import InterestKind
from portal.reminding import REMINDINGS, remind_all
from portal.tasks import remind_all as task
from projects.claiming import invite_holder, request_claim
from projects.intake import submit
from projects.models import Correction, Evaluation, Opinion
from projects.screening import send_back
from records.letters import letter_of
from records.models import Message, Reminder
from tests.factories import (
    make_agent,
    make_centre,
    make_clerk,
    make_delegation,
    make_filed_project,
    make_holder,
    make_institute,
    make_lead,
    make_organisation,
    make_project,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def reminded(kind, days):
    """Whom a beat reminds that many days from now, by name of the reader, and in which words."""
    before = set(Message.objects.values_list("pk", flat=True))
    with clock.shift(timedelta(days=days)):
        task()
    new = Message.objects.filter(kind=kind).exclude(pk__in=before).select_related("to")
    return [(message.to_id, letter_of(message).subject) for message in new.order_by("to")]


def back(holder, days):
    due = clock.today() + days * DAY
    return send_back(make_project("submitted", holder), by=make_lead(), remarks="补", due_on=due)


def test_returned_project_is_reminded_of_before_on_and_after_its_day():
    holder = make_holder()
    project = back(holder, 10)

    heard = {days: reminded("projects.project.due", days) for days in range(20)}

    assert {days: words for days, [(_, words)] in said(heard)} == {
        7: f"修改还有 3 天到期：{project.title}",
        10: f"修改今天到期：{project.title}",
        11: f"修改已过期 1 天：{project.title}",
    }
    assert {reader for found in heard.values() for reader, _ in found} == {holder.user_id}


def said(heard):
    return [(days, found) for days, found in heard.items() if found]


def test_nobody_is_reminded_of_what_is_done():
    holder = make_holder()
    project = back(holder, 10)
    submit(project, by=holder)

    assert [reminded("projects.project.due", days) for days in (7, 10, 11)] == [[], [], []]


def test_missed_day_is_made_up_for_with_the_right_words_and_once():
    project = back(make_holder(), 10)

    assert len(reminded("projects.project.due", 9)) == 1
    assert reminded("projects.project.due", 9) == []
    words = Message.objects.filter(kind="projects.project.due").latest("pk")
    assert letter_of(words).subject == f"修改还有 1 天到期：{project.title}"


def test_what_is_long_over_is_left_alone():
    back(make_holder(), 1)

    assert reminded("projects.project.due", 9) == []


def test_moved_day_is_reminded_of_anew():
    holder = make_holder()
    project = back(holder, 10)
    assert len(reminded("projects.project.due", 7)) == 1

    type(project).objects.update(due_on=clock.today() + 20 * DAY)

    assert reminded("projects.project.due", 10) == []
    assert len(reminded("projects.project.due", 17)) == 1


def test_who_filed_it_for_others_is_reminded():
    clerk = make_clerk()
    project = make_filed_project("submitted", clerk)
    send_back(project, by=make_lead(), remarks="补", due_on=clock.today() + 3 * DAY)

    [(reader, _)] = reminded("projects.project.due", 0)

    assert reader == clerk.user_id


def test_leads_are_reminded_where_who_filed_it_has_lost_the_role():
    clerk, lead = make_clerk(), make_lead()
    project = make_filed_project("submitted", clerk)
    send_back(project, by=lead, remarks="补", due_on=clock.today() + 3 * DAY)
    end(clerk.user.memberships.get(), by=lead)

    assert [reader for reader, _ in reminded("projects.project.due", 0)] == [lead.user_id]


def test_returned_correction_is_reminded_of():
    holder = make_holder()
    project = make_project("listed", holder)
    Correction.objects.create(
        project=project, status="returned", reason="更新指标", due_on=clock.today() + 3 * DAY
    )

    assert reminded("projects.correction.due", 0) == [
        (holder.user_id, f"更正还有 3 天到期：{project.title}")
    ]


def test_invitation_to_claim_waits_a_week_and_another():
    claim = invite_holder(make_filed_project("listed"), "zhou@x.cn", "周蜀", by=make_clerk())

    heard = {days: reminded("projects.claim.answer", days) for days in range(30)}

    assert [days for days, _ in said(heard)] == [7, 14]
    assert {reader for found in heard.values() for reader, _ in found} == {claim.claimant_id}


def test_request_to_claim_waits_for_the_leads():
    lead = make_lead()
    member = make_holder(make_user("李工", organisation=make_institute()))
    project = make_filed_project("listed")
    request_claim(project, by=member)
    leads = {row.user_id for row in lead.user.memberships.model.objects.filter(role="unit_lead")}

    found = reminded("projects.claim.check", 7)

    assert {reader for reader, _ in found} == leads
    assert {words for _, words in found} == {f"还没有确认：李工申请认领{project.title}"}


def test_interest_nobody_saw_is_reminded_of_after_three_workdays(client):
    holder = make_holder()
    project = make_project("listed", holder)
    send_interest(project, Wish(InterestKind.LEARN), by=make_holder())
    first = next(days for days in range(1, 40) if workdays_within(days) == 3) + 1

    assert reminded("matching.interest.wait", first - 1) == []
    assert reminded("matching.interest.wait", first) == [
        (holder.user_id, f"还没有看：有人对“{project.title}”提出意向")
    ]
    client.force_login(holder.user)
    client.get("/my/interests/")
    assert reminded("matching.interest.wait", first + 7) == []


def workdays_within(days):
    """After today, up to that day."""
    today = clock.today()
    return sum(is_workday(today + number * DAY) for number in range(1, days + 1))


def test_opinion_nobody_files_is_reminded_of_after_ten_days():
    project, evaluator = make_project("listed"), make_user()
    evaluation = Evaluation.objects.create(
        project=project,
        cycle=current_cycle(),
        version=project.versions.get(),
        status="open",
        rubric=[],
    )
    Opinion.objects.create(
        evaluation=evaluation,
        evaluator=evaluator,
        organisation=make_organisation(),
        status="taken",
    )

    heard = {days: reminded("projects.opinion.wait", days) for days in (9, 10, 16, 17)}

    assert [days for days, _ in said(heard)] == [10, 17]
    assert heard[10] == [(evaluator.pk, f"评价还没有提交：{project.title}")]


def test_delegation_is_thought_of_two_weeks_before_its_end():
    house, lead = make_organisation(), make_lead()
    agent = make_agent(house)
    delegation = make_delegation(house, days=30, lead=lead)
    left = (delegation.last_day - clock.today()).days

    heard = {days: reminded("accounts.delegation.end", days) for days in range(left + 1)}

    assert [days for days, _ in said(heard)] == [left - 14, left - 3]
    readers = {reader for reader, _ in heard[left - 14]}
    assert {agent.user_id, lead.user_id} <= readers


def test_application_waits_three_days_for_who_approves_it():
    lead = make_lead()
    membership = apply_for(Role.UNIT_CLERK, by=make_holder(), unit=Unit.objects.get(abbr="SC"))
    assert reminded("accounts.membership.wait", 2) == []

    assert [reader for reader, _ in reminded("accounts.membership.wait", 3)] == [lead.user_id]
    approve(membership, by=lead)
    assert reminded("accounts.membership.wait", 10) == []


def test_invited_person_is_reminded_to_answer():
    user = make_user()
    invite(user, Role.EXPERT, by=make_centre())

    heard = {days: reminded("accounts.membership.answer", days) for days in (6, 7, 13, 14, 21)}

    assert [days for days, _ in said(heard)] == [7, 14]


def test_reminders_follow_the_rhythm_of_the_person(mailoutbox):
    for rhythm in ("at_once", "daily", "never"):
        back(make_holder(make_user(mail_rhythm=rhythm)), 3)

    assert remind_all() == 3

    assert Message.objects.filter(kind="projects.project.due", is_urgent=True).count() == 0
    assert Reminder.objects.count() == 3


def test_kinds_are_once_and_days_ascend():
    kinds = [what.kind for what in REMINDINGS]
    assert len(set(kinds)) == len(kinds)
    assert all(list(what.offsets) == sorted(what.offsets) for what in REMINDINGS)


@pytest.mark.parametrize("count", [1, 3])
def test_beat_that_finds_all_made_asks_a_fixed_number_of_questions(
    count, django_assert_num_queries
):
    for _ in range(count):
        back(make_holder(), 3)
    remind_all()

    with django_assert_num_queries(41):
        assert remind_all() == 0
