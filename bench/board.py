"""`board`: 会商 of so many plans, five experts each, as the centre opens it: in this process,
through all middleware and templates, against the same figures taken the plain way (`orm-loop`): a
query for each plan and each expert, and `statistics` on what comes.

Rows are laid down by set, past the door: this database is a bench's own, and has as many units as
plans. The peer takes means, deviations and standardised means, and neither intervals nor a page.
"""

import gc
import logging
import random
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Avg, StdDev
from django.test import override_settings

from accounts.cycles import current_cycle
from accounts.models import Cycle, Organisation, Unit, User
from accounts.people import open_account
from accounts.states import Role
from bench.database import settle
from bench.measuring import measured, peak_mib, percentiles, server_facts, timed_each
from bench.pages import PLAIN_FILES
from bench.results import Figures, Result
from bench.synthetic import SEED
from foundation import clock
from foundation.marking import total_of
from foundation.sql import insert_rows, take_ids
from provinces.cycles import blank_call
from provinces.forms.board_workbook import board_workbook
from provinces.models import (
    Assignment,
    Expert,
    PlanEvent,
    PlanVersion,
    ReviewRound,
    RoundPlan,
    Scan,
    Score,
    Slot,
    Submission,
    WorkPlan,
)
from provinces.queries.board import board_of
from records.models import Document
from tests.factories import make_staff
from tests.logins import FreshClient
from tests.provinces.plans import make_plan

_EXPERTS, _EACH = 60, 5
_HUNDREDTH = 0.01
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_REGIONS = ("华北", "东北", "华东", "华中", "华南", "西南", "西北")
FEWER, TIMES, SMALL = 5, 40, 40


def run(size: int) -> Result:
    """`size` plans."""
    chance, times = random.Random(SEED), TIMES if size > SMALL else FEWER
    cycle = _cycle()
    round_ = ReviewRound(
        pk=take_ids(ReviewRound, 1)[0],
        cycle=cycle,
        number=1,
        kind="first",
        criteria=cycle.criteria,
        closes_at=clock.now() + timedelta(days=9),
        status="closed",
    )
    insert_rows([round_])
    _lay_down(round_, size, chance)
    settle()
    # As ztc/wsgi.py does in the process that serves pages.
    gc.collect()
    gc.freeze()
    logging.disable(logging.WARNING)
    with override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=PLAIN_FILES):
        ours = _ours(round_, times)
    peer = _peer(round_, times)
    return Result(
        params={"plans": size, "experts": _EXPERTS, "each": _EACH, "times": times, "seed": SEED}
        | server_facts(),
        ours={**ours, "peak_mib": peak_mib()},
        peers={"orm-loop": peer},
        ratios={"orm-loop": peer["p50_ms"] / ours["figures"]["p50_ms"]},
    )


def _ours(round_: ReviewRound, times: int) -> Figures:
    client = FreshClient()
    client.force_login(make_staff(Role.CENTRE_LEAD.value).user)
    address = f"/center/review/{round_.number}/board/"
    shown = client.get(address)
    if shown.status_code != 200:  # noqa: PLR2004 -- what is measured must be the page
        raise AssertionError(address)
    with measured(1, "pages_per_s") as page:
        client.get(address)
    with measured(1, "boards_per_s") as figures:
        board_of(round_)
    return {
        "page": {"queries": page["queries"], "kib": len(shown.content) / 1024}
        | _timed(lambda: client.get(address), times),
        "figures": {"queries": figures["queries"]} | _timed(lambda: board_of(round_), times),
        "workbook": _timed(lambda: board_workbook(board_of(round_)).close(), FEWER),
    }


def _peer(round_: ReviewRound, times: int) -> Figures:
    with measured(1, "boards_per_s") as figures:
        found = _plainly(round_)
    ours = {line.plan.pk: line.figures for line in board_of(round_).lines}
    agree = sum(
        abs(mean - float(ours[plan].mean)) < _HUNDREDTH for plan, (mean, _, _) in found.items()
    )
    told = {"queries": figures["queries"], "agree": agree / len(found)}
    return told | _timed(lambda: _plainly(round_), max(2, times // 8))


def _timed(job: Callable[[], Any], times: int) -> Figures:
    """`cpu_ms` is what one takes of this process' own, whatever else the machine does."""
    begun = time.process_time()
    figures = percentiles(timed_each([job] * times))
    return figures | {"cpu_ms": (time.process_time() - begun) * 1000 / times}


def _plainly(round_: ReviewRound) -> dict[int, tuple[float, float, float]]:
    """By plan: mean, deviation, mean of standardised totals."""
    levels: dict[int, tuple[float, float]] = {}
    for expert in Expert.objects.all():
        own = Score.objects.filter(assignment__expert=expert).aggregate(
            m=Avg("total"), s=StdDev("total", sample=True)
        )
        levels[expert.pk] = float(own["m"] or 0), float(own["s"] or 0)
    found = {}
    for one in RoundPlan.objects.filter(round=round_):
        rows = Score.objects.filter(assignment__round_plan=one).select_related("assignment")
        totals = [float(score.total) for score in rows]
        told = [
            (float(score.total) - levels[score.assignment.expert_id][0])
            / (levels[score.assignment.expert_id][1] or 1)
            for score in rows
        ]
        found[one.plan_id] = (
            statistics.fmean(totals),
            statistics.stdev(totals),
            statistics.fmean(told),
        )
    return found


def _cycle() -> Cycle:
    cycle = current_cycle()
    now = clock.now()
    times = {"opens_at": now - timedelta(days=9), "closes_at": now - timedelta(days=1)}
    Cycle.objects.filter(pk=cycle.pk).update(**blank_call(cycle), **times)
    cycle.refresh_from_db()
    return cycle


def _laid(rows: list[Any]) -> list[Any]:
    for row, pk in zip(rows, take_ids(type(rows[0]), len(rows)), strict=True):
        row.pk = pk
    insert_rows(rows)
    return rows


def _units(size: int) -> list[Unit]:
    """The taxonomy's, and made-up ones behind them."""
    units = list(Unit.objects.all())[:size]
    more = range(size - len(units))
    organisations = (
        _laid([Organisation(name=f"第 {at} 科技局", kind="government") for at in more])
        if more
        else []
    )
    names = (first + second for first in _LETTERS for second in _LETTERS[:10])
    made = [
        Unit(
            abbr=name,
            code=f"9{at:05}",
            name=f"第{at}单位",
            department=f"第 {at} 科学技术厅",
            kind="province",
            region=_REGIONS[at % len(_REGIONS)],
            organisation=organisation,
        )
        for at, (name, organisation) in enumerate(zip(names, organisations, strict=False))
    ]
    Unit.objects.bulk_create(made)
    return [*units, *made]


def _lay_down(round_: ReviewRound, size: int, chance: random.Random) -> None:
    units = _units(size)
    plans = _laid([WorkPlan(cycle=round_.cycle, unit=unit, status="accepted") for unit in units])
    _laid([Slot(plan=plan, number=number) for plan in plans for number in (1, 2)])
    events = _laid([PlanEvent(plan=plan, number=n) for plan in plans for n in (1, 2)])
    filer = open_account(User(email="filer@bench.invalid", name="报送人"))
    round_plans = _submitted(round_, plans, events, filer, chance)
    experts = _experts(units)
    assignments = _laid(
        [
            Assignment(round_plan=one, expert=expert, status="filed")
            for one in round_plans
            for expert in _asked(one.plan, experts, chance)
        ]
    )
    quality = {one.pk: chance.uniform(1.5, 4.5) for one in round_plans}
    _laid([_score(one, quality[one.round_plan_id], round_.criteria, chance) for one in assignments])


def _submitted(
    round_: ReviewRound,
    plans: list[WorkPlan],
    events: list[PlanEvent],
    filer: User,
    chance: random.Random,
) -> list[RoundPlan]:
    refs = {plan.pk: [one.ref for one in events if one.plan_id == plan.pk] for plan in plans}
    themes = round_.cycle.themes
    versions = []
    for plan in plans:
        [event] = make_plan(projects=9)["events"]
        shows = [{**event, "ref": ref, "theme": chance.choice(themes)} for ref in refs[plan.pk]]
        content = {**make_plan(projects=9), "events": shows}
        given = {"plan": plan, "number": 1, "content": content}
        versions.append(PlanVersion(**given, sha256="0" * 64, frozen_by=filer))
    _laid(versions)
    files = {"content_type": "application/pdf", "size": 1, "sha256": "0" * 64, "owner": filer}
    documents = _laid([Document(name="盖章.pdf", file="none.pdf", **files) for _ in plans])
    scans = _laid(
        [
            Scan(plan=version.plan, version=version, document=document, status="kept")
            for version, document in zip(versions, documents, strict=True)
        ]
    )
    now = clock.now()
    submissions = _laid(
        [
            Submission(
                plan=scan.plan,
                version=scan.version,
                scan=scan,
                status="standing",
                filed_at=now,
                filed_by=filer,
                digest="0" * 64,
            )
            for scan in scans
        ]
    )
    return _laid(
        [
            RoundPlan(round=round_, plan=one.plan, submission=one, status="entered")
            for one in submissions
        ]
    )


def _experts(units: list[Unit]) -> list[Expert]:
    users = [
        open_account(User(email=f"expert-{at}@bench.invalid", name=f"专家{at:02}"))
        for at in range(_EXPERTS)
    ]
    return _laid(
        [
            Expert(
                user=user,
                employer="某研究院",
                home=units[at % len(units)],
                fields=["1"],
                status="standing",
            )
            for at, user in enumerate(users)
        ]
    )


def _asked(plan: WorkPlan, experts: list[Expert], chance: random.Random) -> list[Expert]:
    return chance.sample([one for one in experts if one.home_id != plan.unit_id], k=_EACH)


def _score(one: Assignment, quality: float, criteria: Any, chance: random.Random) -> Score:
    points = {c["key"]: min(5, max(1, round(chance.gauss(quality, 0.8)))) for c in criteria}
    return Score(
        assignment=one,
        points=points,
        reasons={c["key"]: "目标明确，分工落实，经费有来源，时间表可考核。" for c in criteria},
        familiarity=chance.randint(2, 5),
        comment="总体可行，建议补充转化跟踪的安排。",
        total=total_of(criteria, points),
        status="standing",
    )
