"""Rounds judged plan by plan and expert by expert, for the board."""

from provinces.reviewing import close_round
from tests.factories import make_staff
from tests.provinces.judging import assigned, make_round, score


def judged(plans, experts, *given, closed=True, **terms):
    """A round in which each plan gets its own points from each expert; None is not filed."""
    round_ = make_round(plans, **terms)
    tasks = assigned(round_, [expert for _, expert in experts])
    actors = {expert.pk: (at, by) for at, (by, expert) in enumerate(experts)}
    points = dict(zip([plan.pk for plan in plans], given, strict=True))
    for task in tasks:
        at, by = actors[task.expert_id]
        found = points[task.round_plan.plan_id][at]
        if found is not None:
            score(task, by=by, **(found if isinstance(found, dict) else {"points": found}))
    return close_round(round_, by=make_staff("centre")) if closed else round_


def ask(client, actor, address):
    client.force_login(actor.user)
    return client.get(address)


def text_of(answer):
    return answer.content.decode()
