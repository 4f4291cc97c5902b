"""What a unit reads of its plan once the centre lets it out, and of whom it says nothing."""

import pytest

from foundation import clock
from provinces.queries.scoring import remarks_on
from provinces.reviewing import close_round, release_comments, reopen_round
from provinces.scoring import reopen_score
from records.models import Message
from tests.factories import make_clerk, make_staff
from tests.logins import FreshClient
from tests.provinces.judging import (
    accepted_plans,
    assigned,
    make_expert,
    make_round,
    score,
)
from tests.provinces.making import DAY

pytestmark = pytest.mark.django_db


def client_of(actor):
    """Logged in, and here before: the first page of a session asks more of the database."""
    client = FreshClient()
    client.force_login(actor.user)
    client.get("/account/")
    return client


def text_of(answer):
    return answer.content.decode()


def tasks_for(*units, by=None):
    by, expert = make_expert(by=by)
    return by, assigned(make_round(accepted_plans(*units)), [expert])


def test_unit_reads_remarks_once_they_are_let_out_and_nothing_else():
    [plan] = accepted_plans("SC")
    experts = [make_expert() for _ in range(3)]
    round_ = make_round([plan])
    tasks = assigned(round_, [expert for _, expert in experts])
    for number, (task, (by, _)) in enumerate(zip(tasks, experts, strict=True)):
        score(task, 3 + number, by=by, comment=f"意见{number}", familiarity=2)
    clerk, lead = make_clerk(), make_staff("centre_lead")
    unit = client_of(clerk)
    assert "意见" not in text_of(unit.get("/unit/plan/"))
    close_round(round_, by=lead)
    assert "意见" not in text_of(unit.get("/unit/plan/"))

    release_comments(round_, by=lead)

    page = text_of(unit.get("/unit/plan/"))
    for words in ("意见0", "意见1", "意见2", "有依据", "总体意见"):
        assert words in page
    told = [
        *(by.user.name for by, _ in experts),
        "某研究院",
        "60.00",
        "80.00",
        "100.00",
        "熟悉程度",
    ]
    assert [words for words in told if words in page] == []
    assert "意见0" not in text_of(client_of(make_clerk("GD")).get("/unit/plan/"))
    [told] = Message.objects.filter(kind="provinces.reviewround.release", to=clerk.user)
    assert "意见" not in str(told.context)
    reopen_round(round_, clock.now() + DAY, by=lead, reason="补一份")
    assert "意见0" not in text_of(unit.get("/unit/plan/"))


def test_order_of_remarks_tells_nothing_of_who_wrote_them():
    [plan] = accepted_plans("SC")
    experts = [make_expert() for _ in range(6)]
    round_ = make_round([plan])
    tasks = assigned(round_, [expert for _, expert in experts])
    for number, (task, (by, _)) in enumerate(zip(tasks, experts, strict=True)):
        score(task, by=by, comment=f"意见{number}")
    lead = make_staff("centre_lead")
    close_round(round_, by=lead)
    release_comments(round_, by=lead)

    [remarks] = remarks_on(plan)

    texts = dict(remarks.by_criterion)["总体意见"]
    assert sorted(texts) == [f"意见{number}" for number in range(6)]
    assert texts == dict(remarks_on(plan)[0].by_criterion)["总体意见"]


def test_remarks_of_a_single_expert_are_not_let_out():
    by, [task] = tasks_for("SC")
    lead, clerk = make_staff("centre_lead"), make_clerk()
    score(task, by=by, comment="只有一人写")
    close_round(task.round_plan.round, by=lead)
    release_comments(task.round_plan.round, by=lead)

    assert remarks_on(task.round_plan.plan) == []
    assert "只有一人写" not in text_of(client_of(clerk).get("/unit/plan/"))
    assert not Message.objects.filter(kind="provinces.reviewround.release").exists()


def test_superseded_scores_are_not_let_out():
    by, [task] = tasks_for("SC")
    lead = make_staff("centre_lead")
    score(task, by=by, comment="写错了")
    reopen_score(task, by=lead, reason="再看看")
    close_round(task.round_plan.round, by=lead)
    release_comments(task.round_plan.round, by=lead)

    assert "写错了" not in text_of(client_of(make_clerk()).get("/unit/plan/"))
