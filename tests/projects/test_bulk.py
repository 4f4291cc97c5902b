"""Orders for many: what is fixed when they are given, and what a worker makes of them."""

from datetime import date, timedelta

import pytest

from accounts.cycles import change_cycle, current_cycle
from accounts.granting import end
from foundation import clock
from foundation.errors import Refused
from projects import bulk
from projects.bulk import carrying, looking, ordering
from projects.models import BulkItem, BulkOrder, Draft, Project
from records.models import Entry, Message
from records.states import WorkState
from tests.factories import (
    make_centre,
    make_clerk,
    make_evaluation,
    make_filed_draft,
    make_filed_project,
    make_lead,
    make_project,
    make_staff,
)
from tests.letters import words_of
from tests.projects.ordering import carried_out, chosen, ordered, outcomes, seen

pytestmark = pytest.mark.django_db

FROM_HERE = "现在的状态是“已入库”，不能这样办理。请刷新页面，看看最新进展"
ENDED = "办理人的身份已经终止，没有办。请由现任的人重新办理"


def statuses(*projects):
    found = dict(Project.objects.values_list("pk", "status"))
    return [found[project.pk] for project in projects]


def codes(refused):
    return [problem.code.value for problem in refused.value.problems]


def test_order_is_carried_out_and_tells_what_became_of_each():
    lead = make_lead()
    first, second, listed = (make_project(s) for s in ("submitted", "submitted", "listed"))

    order = carried_out(ordered("accept", first, second, listed, by=lead))

    assert (order.state, order.progress, order.total) == (WorkState.DONE, 3, 3)
    assert statuses(first, second, listed) == ["accepted", "accepted", "listed"]
    assert outcomes(order) == {
        first.pk: ("done", []),
        second.pk: ("done", []),
        listed.pk: ("refused", [FROM_HERE]),
    }
    entries = Entry.objects.filter(verb="accept", request_id=order.ref)
    assert sorted(entries.values_list("object_id", "actor_id")) == [
        (first.pk, lead.user_id),
        (second.pk, lead.user_id),
    ]


def test_giving_the_order_moves_nothing_and_rings_a_worker(django_capture_on_commit_callbacks):
    project, lead = make_project("submitted"), make_lead()
    with django_capture_on_commit_callbacks() as rings:
        order = ordered("accept", project, by=lead)

    assert (statuses(project), len(rings)) == (["submitted"], 1)
    assert list(order.items.values_list("project", "outcome", "reasons")) == [
        (project.pk, "waiting", [])
    ]


def test_wishes_come_through_as_they_were_given():
    project = make_project("submitted")

    wishes = {"remarks": "补测试报告\n第二条", "due_on": date(2098, 1, 31)}
    order = carried_out(ordered("return", project, by=make_lead(), **wishes))

    project.refresh_from_db()
    assert (project.status, project.due_on) == ("returned", date(2098, 1, 31))
    assert Entry.objects.filter(verb="return").latest("pk").note == "补测试报告\n第二条"
    assert order.wishes == {"remarks": "补测试报告\n第二条", "due_on": "2098-01-31"}


def test_words_that_the_single_step_refuses_are_refused_at_once():
    project, today = make_project("submitted"), clock.today()

    with pytest.raises(Refused) as refused:
        ordered("return", project, by=make_lead(), remarks="", due_on=today)

    assert codes(refused) == ["no_reason", "past"]
    assert BulkOrder.objects.count() == 0


def test_day_that_passes_before_a_worker_comes_leaves_all_alone():
    project = make_project("submitted")
    due_on = clock.today() + timedelta(days=1)
    order = ordered("return", project, by=make_lead(), remarks="补测试报告", due_on=due_on)

    with clock.shift(timedelta(days=2)):
        carried_out(order)

    assert outcomes(order) == {project.pk: ("refused", ["修改期限要在今天以后"])}
    assert statuses(project) == ["submitted"]


def test_set_that_changed_since_it_was_looked_at_is_not_ordered():
    project, newcomer = make_project("submitted"), make_project("submitted")
    verb, both = bulk.verb_named("accept", "unit"), chosen(project, newcomer)

    with pytest.raises(Refused) as refused:
        bulk.order(verb, both, by=make_lead(), wishes={}, seen=seen(project))

    assert codes(refused) == ["changed"]
    assert (BulkOrder.objects.count(), BulkItem.objects.count()) == (0, 0)


def test_set_is_fixed_when_it_is_ordered():
    lead, project = make_lead(), make_project("submitted")
    verb, waiting = bulk.verb_named("accept", "unit"), Project.objects.filter(status="submitted")
    order = bulk.order(verb, waiting, by=lead, wishes={}, seen=seen(project))
    newcomer = make_project("submitted")

    carried_out(order)

    assert statuses(project, newcomer) == ["accepted", "submitted"]


@pytest.mark.parametrize(("count", "code"), [(0, "nothing"), (3, "too_many")])
def test_none_and_too_many_are_refused(monkeypatch, count, code):
    for module in (looking, ordering, bulk.problems):
        monkeypatch.setattr(module, "MOST", 2)
    projects, lead = [make_project("submitted") for _ in range(count)], make_lead()
    verb = bulk.verb_named("accept", "unit")

    with pytest.raises(Refused) as at_order:
        ordered("accept", *projects, by=lead)
    with pytest.raises(Refused) as at_look:
        bulk.preview(verb, chosen(*projects), by=lead)

    assert (codes(at_order), codes(at_look)) == ([code], [code])


@pytest.mark.parametrize(("maker", "verb"), [(make_clerk, "accept"), (make_clerk, "hand_over")])
def test_verb_that_a_role_never_orders_is_not_taken(maker, verb):
    with pytest.raises(Refused) as refused:
        ordered(verb, make_project("submitted"), by=maker())

    assert (refused.value.status, codes(refused)) == (403, ["not_yours"])


def test_right_that_ended_meanwhile_leaves_the_rest_alone(monkeypatch):
    monkeypatch.setattr(carrying, "PIECE", 1)
    lead = make_lead()
    projects = [make_project("submitted") for _ in range(3)]
    order = ordered("accept", *projects, by=lead)

    order.progress = carrying.carry_out(order)
    order.save()
    end(lead.user.memberships.get(), by=lead)
    carried_out(order)

    assert statuses(*projects) == ["accepted", "submitted", "submitted"]
    assert [outcomes(order)[p.pk] for p in projects] == [
        ("done", []),
        ("refused", [ENDED]),
        ("refused", [ENDED]),
    ]


def test_carrying_out_twice_does_nothing_twice(monkeypatch):
    monkeypatch.setattr(carrying, "PIECE", 2)
    projects = [make_project("submitted") for _ in range(5)]
    order = carried_out(ordered("accept", *projects, by=make_lead()))
    entries = Entry.objects.count()

    carried_out(order)

    assert (order.state, order.progress) == (WorkState.DONE, 5)
    assert Entry.objects.count() == entries
    assert Entry.objects.filter(verb="accept").count() == 5


def test_who_accepted_leaves_their_own_to_others_in_a_set_as_well():
    clerk = make_clerk()
    own, other = make_filed_project("submitted", clerk), make_project("submitted")
    lead = make_lead()
    Project.objects.filter(pk=own.pk).update(submitted_by=lead.user_id)

    order = carried_out(ordered("accept", own, other, by=lead))

    assert [outcomes(order)[p.pk][0] for p in (own, other)] == ["refused", "done"]


def test_draft_with_words_not_written_yet_is_left_to_be_submitted_alone():
    clerk = make_clerk()
    whole, typing = make_filed_draft(clerk), make_filed_draft(clerk)
    Draft.objects.create(project=typing, typed={"title": "另一个名称"})

    order = carried_out(ordered("submit", whole, typing, by=clerk))

    assert statuses(whole, typing) == ["submitted", "draft"]
    left = ["还有填了没写入的内容。请打开它核对，单独提交"]
    assert outcomes(order)[typing.pk] == ("refused", left)


def test_codes_are_given_in_the_order_of_filing_over_all_pieces(monkeypatch):
    monkeypatch.setattr(carrying, "PIECE", 2)
    projects = [make_project("accepted") for _ in range(5)]

    carried_out(ordered("list", *projects, by=make_centre()))

    found = dict(Project.objects.values_list("pk", "code"))
    assert [found[p.pk][-6:] for p in projects] == [f"{n:06d}" for n in range(1, 6)]


def test_long_order_tells_when_it_is_done(settings, monkeypatch):
    settings.SITE_URL = "http://testserver"
    monkeypatch.setattr(carrying, "PIECE", 1)
    lead = make_lead()

    order = carried_out(
        ordered("accept", make_project("submitted"), make_project("listed"), by=lead)
    )

    message = Message.objects.get(kind=carrying.DONE)
    subject, body = words_of(message)
    assert (message.to_id, subject) == (lead.user_id, "批量办理完成：通过初审")
    assert "办了 1 项，没有办 1 项。" in body
    assert f"http://testserver/unit/orders/{order.ref}/" in body


def test_short_order_tells_nobody():
    carried_out(ordered("accept", make_project("submitted"), by=make_lead()))

    assert not Message.objects.filter(kind=carrying.DONE).exists()


def test_order_that_failed_is_taken_up_where_it_stopped(monkeypatch):
    order = ordered("accept", make_project("submitted"), by=make_lead())
    monkeypatch.setattr("records.working.MAX_ATTEMPTS", 1)
    BulkOrder.objects.filter(pk=order.pk).update(verb="no such verb")
    carried_out(order)
    assert order.state == WorkState.FAILED

    BulkOrder.objects.filter(pk=order.pk).update(verb="accept")
    bulk.try_again(order)
    carried_out(order)

    assert (order.state, order.progress) == (WorkState.DONE, 1)


def test_trying_again_what_is_done_changes_nothing():
    order = carried_out(ordered("accept", make_project("submitted"), by=make_lead()))

    bulk.try_again(order)

    order.refresh_from_db()
    assert order.state == WorkState.DONE


def test_preview_names_the_first_and_counts_all(monkeypatch):
    monkeypatch.setattr(looking, "SHOWN", 1)
    projects = [make_project(s) for s in ("submitted", "submitted", "listed", "listed", "accepted")]

    shown = bulk.preview(bulk.verb_named("accept", "unit"), chosen(*projects), by=make_lead())

    assert (shown.total, shown.count, len(shown.moved), len(shown.left)) == (5, 2, 1, 1)
    assert shown.by_status == {"submitted": 2}
    assert shown.reasons[FROM_HERE] == 2
    assert shown.seen == seen(*projects)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("verb", "status", "queries"),
    [("accept", "submitted", 2), ("remind", "listed", 2), ("recommend", "listed", 7)],
)
def test_preview_takes_as_many_queries_for_one_as_for_three(
    django_assert_num_queries, verb, status, queries, count
):
    projects = [make_project(status) for _ in range(count)]
    lead = make_lead()
    if verb == "recommend":
        for project in projects:
            make_evaluation(project)

    with django_assert_num_queries(queries):
        shown = bulk.preview(bulk.verb_named(verb, "unit"), chosen(*projects), by=lead)

    assert shown.count == count


@pytest.mark.parametrize("count", [1, 3])
def test_preview_of_listing_asks_once_who_has_read(django_assert_num_queries, count):
    change_cycle(current_cycle(), {"readings": 1}, by=make_staff("centre_lead"))
    projects, centre = [make_project("accepted") for _ in range(count)], make_centre()

    with django_assert_num_queries(5):
        shown = bulk.preview(bulk.verb_named("list", "center"), chosen(*projects), by=centre)

    assert (shown.count, len(shown.left)) == (0, count)


def test_person_who_leaves_takes_their_orders_along():
    lead = make_lead()
    carried_out(ordered("accept", make_project("submitted"), by=lead))

    bulk.forget_orders(lead.user_id)

    assert (BulkOrder.objects.count(), BulkItem.objects.count()) == (0, 0)
