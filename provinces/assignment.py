"""Who should review what, worked out from plain data: a flow of least cost from plans to experts.

Hard, each: an expert abstains from units; nobody gets a plan twice, nor one they gave up; nobody is
given more than they take, but by hand. Then, in this order, each outweighing all that follows:

1. as few reviews as possible lack, and those that lack are spread over plans;
2. loads are level: the k-th task of an expert costs 2k - 1, so that the sum of squares is least;
3. fields fit: of a plan's experts the first who knows one of its fields counts 3, the second 2,
   each further one 1.

The level loads that are possible form a matroid's bases (M-convex), which differ by one at most in
any place: with one expert more, no load grows by more than one. Rows are sorted by key before
anything is reckoned: their order changes nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

Pair = tuple[str, str]  # plan, expert

_FITTING = (3, 2)  # what the first experts are worth who know the field; each further one 1
_MOST_FITTING = max(_FITTING)


class Why(StrEnum):
    """Why a plan lacks experts."""

    TIES = "ties"  # too few are left who may review it at all
    FULL = "full"  # there are enough, but they have as much as they take


class Breach(StrEnum):
    """Why a fixed pair is not kept."""

    GONE = "gone"  # the plan or the expert takes no part any more
    TIES = "ties"
    AGAIN = "again"  # has it already, or gave it up


@dataclass(frozen=True)
class Asked:
    """A plan."""

    key: str
    unit: str
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Offered:
    """An expert: of whose units they see nothing, and how many plans they take in all."""

    key: str
    capacity: int
    fields: frozenset[str] = frozenset()
    abstains: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Case:
    """`given` stand and stay, `fixed` were chosen by hand, `never` were given up."""

    plans: Sequence[Asked]
    experts: Sequence[Offered]
    per_plan: int
    given: Iterable[Pair] = ()
    fixed: Iterable[Pair] = ()
    never: Iterable[Pair] = ()


@dataclass(frozen=True)
class Lack:
    """`candidates` are those who may review it beyond who does."""

    plan: str
    count: int
    candidates: int
    why: Why


@dataclass(frozen=True)
class Answer:
    """`pairs` are new, the fixed ones that were kept among them; what is not met has a name."""

    pairs: tuple[Pair, ...]
    lacks: tuple[Lack, ...] = ()
    broken: Mapping[Pair, Breach] = field(default_factory=dict)


@dataclass(frozen=True)
class _Table:
    """The case by key, sorted, with what is settled before anything is reckoned."""

    plans: Mapping[str, Asked]
    experts: Mapping[str, Offered]
    per_plan: int
    given: frozenset[Pair]
    kept: frozenset[Pair]
    never: frozenset[Pair]

    @cached_property
    def settled(self) -> frozenset[Pair]:
        return self.given | self.kept

    @cached_property
    def loads(self) -> Counter[str]:
        return Counter(expert for _, expert in self.settled)

    @cached_property
    def having(self) -> Counter[str]:
        return Counter(plan for plan, _ in self.settled)

    def needs(self, plan: str) -> int:
        return max(0, self.per_plan - self.having[plan])

    def room(self, expert: str) -> int:
        return max(0, self.experts[expert].capacity - self.loads[expert])

    @cached_property
    def candidates(self) -> Mapping[str, tuple[str, ...]]:
        """By plan: who may review it and does not yet, full or not."""
        out = self.settled | self.never
        return {
            key: tuple(
                expert.key
                for expert in self.experts.values()
                if plan.unit not in expert.abstains and (key, expert.key) not in out
            )
            for key, plan in self.plans.items()
        }

    def fits(self, plan: str, expert: str) -> bool:
        return not self.plans[plan].fields.isdisjoint(self.experts[expert].fields)

    @cached_property
    def fitting(self) -> Counter[str]:
        """By plan: how many of those settled know its field."""
        here = (pair for pair in self.settled if pair[0] in self.plans and pair[1] in self.experts)
        return Counter(pair[0] for pair in here if self.fits(*pair))


def solve(case: Case) -> Answer:
    """The same case gives the same answer."""
    table, broken = _laid_out(case)
    found = _flow(table)
    having = table.having + Counter(plan for plan, _ in found)
    lacks = tuple(
        _lack(table, plan, table.per_plan - having[plan])
        for plan in table.plans
        if having[plan] < table.per_plan
    )
    return Answer(tuple(sorted((*table.kept, *found))), lacks, broken)


def _laid_out(case: Case) -> tuple[_Table, dict[Pair, Breach]]:
    plans = {plan.key: plan for plan in sorted(case.plans, key=lambda plan: plan.key)}
    experts = {one.key: one for one in sorted(case.experts, key=lambda one: one.key)}
    given, never = frozenset(case.given), frozenset(case.never)
    broken: dict[Pair, Breach] = {}
    for pair in sorted(set(case.fixed)):
        plan, expert = plans.get(pair[0]), experts.get(pair[1])
        if plan is None or expert is None:
            broken[pair] = Breach.GONE
        elif plan.unit in expert.abstains:
            broken[pair] = Breach.TIES
        elif pair in given | never:
            broken[pair] = Breach.AGAIN
    kept = frozenset(case.fixed) - broken.keys()
    return _Table(plans, experts, case.per_plan, given, kept, never), broken


def _lack(table: _Table, plan: str, count: int) -> Lack:
    candidates = len(table.candidates[plan])
    why = Why.TIES if candidates < table.needs(plan) else Why.FULL
    return Lack(plan, count, candidates, why)


def _flow(table: _Table) -> list[Pair]:
    """Source → plan → (knows its field | does not) → expert → sink; what lacks flows past them."""
    network = _Network(table)
    network.connect()
    return network.solved()


class _Network:
    """Costs are whole numbers, of three orders apart."""

    def __init__(self, table: _Table) -> None:
        self._table, self._flow = table, SimpleMinCostFlow()
        self._nodes: dict[str, int] = {}
        self._reviews: dict[int, Pair] = {}
        demand = sum(table.needs(plan) for plan in table.plans)
        most = max((one.capacity for one in table.experts.values()), default=0)
        self._level = _MOST_FITTING * demand + 1
        self._lacking = self._level * (2 * most + 1) * demand + self._level
        self._demand = demand

    def connect(self) -> None:
        for plan in self._table.plans:
            self._connect_plan(plan)
        for expert in self._table.experts:
            # The room is taken in rising costs: the emptier of two experts comes first.
            begun = self._table.loads[expert]
            for nth in range(begun + 1, begun + 1 + self._table.room(expert)):
                self._arc(f"expert {expert}", "sink", 1, self._level * (2 * nth - 1))
        self._flow.set_node_supply(self._node("source"), self._demand)
        self._flow.set_node_supply(self._node("sink"), -self._demand)

    def _connect_plan(self, plan: str) -> None:
        needs = self._table.needs(plan)
        for nth in range(1, needs + 1):
            self._arc(f"plan {plan}", "sink", 1, self._lacking * (2 * nth - 1))
        self._arc("source", f"plan {plan}", needs, 0)
        self._reward(plan, needs)
        for expert in self._table.candidates[plan]:
            fits = self._table.fits(plan, expert)
            begins = f"known {plan}" if fits else f"plan {plan}"
            arc = self._arc(begins, f"expert {expert}", 1, 0)
            self._reviews[arc] = (plan, expert)

    def _reward(self, plan: str, needs: int) -> None:
        left = _FITTING[self._table.fitting[plan] :]
        for worth in left:
            self._arc(f"plan {plan}", f"known {plan}", 1, -worth)
        self._arc(f"plan {plan}", f"known {plan}", needs, -1)

    def solved(self) -> list[Pair]:
        if not self._demand:
            return []
        status = self._flow.solve()
        if status != self._flow.OPTIMAL:
            raise RuntimeError(f"no flow: {status}")
        return [pair for arc, pair in self._reviews.items() if self._flow.flow(arc)]

    def _arc(self, tail: str, head: str, room: int, cost: int) -> int:
        add = self._flow.add_arc_with_capacity_and_unit_cost
        return int(add(self._node(tail), self._node(head), room, cost))

    def _node(self, name: str) -> int:
        return self._nodes.setdefault(name, len(self._nodes))
