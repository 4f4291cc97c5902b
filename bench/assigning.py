"""`assignment`: who reviews what, ours against giving each plan in turn to whoever has least and
may (`greedy`), on the same cases.

A case is made of a seed: plans of 37 units, several of each where there are more than 37, and
experts with ties to some of them, a tenth of whom take half as many. `tight` has hardly more room
than is asked for, and ten units from which seven of eight experts abstain: there a greedy hand
paints itself into a corner. `lacking` are reviews that nobody does, `spread` the difference of the
largest load and the smallest of those that may have more, `fitting` the share of plans with an
expert who knows their field.
"""

import random
from collections import Counter
from collections.abc import Callable
from math import ceil
from time import perf_counter

from bench.measuring import peak_mib
from bench.results import Figures, Result
from bench.synthetic import SEED
from provinces.assignment import Answer, Asked, Case, Offered, Pair, solve

PER_PLAN = 3
UNITS = [f"U{number:02}" for number in range(37)]
_FIELDS = [str(number) for number in range(1, 10)]
_SMALLEST = 37
_SHUN = 0.88
_ROUNDS = 5


def run(size: int) -> Result:
    """Up to `size` plans, with experts in proportion: 20 for 37, 120 for 400."""
    sizes = sorted({_SMALLEST, max(_SMALLEST, size // 4), max(_SMALLEST, size)})
    shapes = [(plans, _experts_for(plans)) for plans in sizes]
    ours: Figures = {}
    greedy: Figures = {}
    for plans, experts in shapes:
        for kind in ("roomy", "tight"):
            case, name = _case(plans, experts, kind), f"{kind}_{plans}x{experts}"
            ours[name], greedy[name] = _measured(case, solve), _measured(case, _greedy)
    lost = [sum(case["lacking"] for case in side.values()) for side in (ours, greedy)]
    return Result(
        params={
            "plans": sizes[-1],
            "per_plan": PER_PLAN,
            "seed": SEED,
            "rounds": _ROUNDS,
            "compared": {"greedy": "lacking of all cases, and one"},
        },
        ours={"cases": ours, "peak_mib": peak_mib()},
        peers={"greedy": {"cases": greedy}},
        ratios={"greedy": (lost[1] + 1) / (lost[0] + 1)},
    )


def _experts_for(plans: int) -> int:
    return round(20 + (plans - _SMALLEST) * 100 / (400 - _SMALLEST))


def _case(plans: int, experts: int, kind: str) -> Case:
    chance = random.Random(SEED)
    asked = [
        Asked(f"p{number:04}", UNITS[number % 37], frozenset(chance.sample(_FIELDS, 2)))
        for number in range(plans)
    ]
    is_tight = kind == "tight"
    room = plans * PER_PLAN / experts * (1.04 if is_tight else 2)
    offered = [
        Offered(
            f"e{number:04}",
            ceil(room if number % 10 else room / 2),
            frozenset(chance.sample(_FIELDS, 2)),
            _ties(chance, is_tight=is_tight),
        )
        for number in range(experts)
    ]
    return Case(asked, offered, PER_PLAN)


def _ties(chance: random.Random, *, is_tight: bool) -> frozenset[str]:
    shunned = {unit for unit in UNITS[-10:] if is_tight and chance.random() < _SHUN}
    return frozenset({*chance.sample(UNITS, chance.randint(1, 3)), *shunned})


def _measured(case: Case, order: Callable[[Case], Answer]) -> Figures:
    """The median of several times; it is the same each time."""
    times = []
    for _ in range(_ROUNDS):
        began = perf_counter()
        answer = order(case)
        times.append(perf_counter() - began)
    return {"seconds": sorted(times)[_ROUNDS // 2], **_figures(case, answer.pairs)}


def _figures(case: Case, pairs: tuple[Pair, ...]) -> Figures:
    loads = Counter(expert for _, expert in pairs)
    plans = {plan.key: plan for plan in case.plans}
    experts = {expert.key: expert for expert in case.experts}
    known = {p for p, e in pairs if plans[p].fields & experts[e].fields}
    free = [loads[key] for key, one in experts.items() if loads[key] < one.capacity]
    return {
        "lacking": len(plans) * PER_PLAN - len(pairs),
        "broken": sum(plans[p].unit in experts[e].abstains for p, e in pairs)
        + sum(loads[key] > one.capacity for key, one in experts.items()),
        "spread": max(loads.values()) - min(free, default=max(loads.values())),
        "fitting": len(known) / len(plans),
    }


def _greedy(case: Case) -> Answer:
    """As it is done by hand: plan by plan, whoever has least and may, if possible of the field."""
    loads: Counter[str] = Counter()
    pairs: list[Pair] = []
    for plan in case.plans:
        may = [
            one
            for one in case.experts
            if plan.unit not in one.abstains and loads[one.key] < one.capacity
        ]
        ranked = sorted(
            may, key=lambda one: (loads[one.key], not plan.fields & one.fields, one.key)
        )
        for one in ranked[: case.per_plan]:
            pairs.append((plan.key, one.key))
            loads[one.key] += 1
    return Answer(tuple(pairs))
