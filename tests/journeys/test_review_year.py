"""A year from what was handed in to the letters, over HTTP, each as the person who does it: a plan
is returned and mended, an expert abstains, the experts disagree and another round decides, a
decision is objected to, corrected, shown again and final."""

import re

import pytest
from django.urls import reverse

from foundation import clock
from provinces.models import (
    Assignment,
    Display,
    HostDecision,
    Objection,
    PlanEvent,
    ResultLetter,
    ReviewRound,
    Score,
)
from tests.factories import make_clerk, make_holder, make_lead, make_staff
from tests.logins import FreshClient
from tests.provinces.deciding import OVER, as_actor, of, text_of
from tests.provinces.judging import handed_in, make_expert, reread
from tests.provinces.making import DAY, carry_out_all, file_pdf
from tests.provinces.test_check_pages import ALL_MET

pytestmark = pytest.mark.django_db
WHY = {"reason": "有数据、有分工，也有经费来源"}


class Year:
    def __init__(self):
        self.centre, self.lead = make_staff("centre"), make_staff("centre_lead")
        self.clerk, self.unit_lead, self.holder = make_clerk(), make_lead(), make_holder()
        self.experts = [make_expert("BJ") for _ in range(4)]
        self.plans = dict(zip(("SC", "GD"), handed_in("SC", "GD"), strict=True))
        self.year = self.plans["SC"].cycle.year

    def read(self, who, address):
        client = FreshClient()
        if who is not None:
            as_actor(client, who)
        return text_of(client.get(address))

    def send(self, who, address, **sent):
        client = FreshClient()
        as_actor(client, who)
        answer = client.post(address, sent, follow=True)
        assert answer.redirect_chain, re.findall(r'class="error[^>]*>([^<]+)', text_of(answer))
        assert "/accounts/" not in answer.redirect_chain[0][0], address
        return text_of(answer)

    def day(self, ahead):
        return (clock.today() + ahead * DAY).isoformat()

    @property
    def round(self):
        return ReviewRound.objects.order_by("-number").first()

    def check(self):
        said = {"sections": ["aims", "scan"], "reason": "目标与基础对不上", "until": self.day(9)}
        self.send(self.centre, "/center/plans/SC/return/", **ALL_MET, **said)
        assert "目标与基础对不上" in self.read(self.clerk, "/unit/plan/")
        self.send(self.clerk, "/unit/plan/form/?step=aims", aims="办好一场，签约十项")
        self.send(self.clerk, "/unit/plan/freeze/")
        plan = reread(self.plans["SC"])
        file_pdf(plan, plan.versions.get(number=2), by=self.clerk)
        self.send(self.unit_lead, "/unit/plan/submit/")
        for unit in self.plans:
            self.send(self.centre, f"/center/plans/{unit}/accept/", **ALL_MET)

    def open_round(self, *units):
        plans = [self.plans[unit].ref for unit in units]
        terms = {"closes_on": self.day(20), "per_plan": "3", "places": "1"}
        self.send(self.centre, reverse("center_round_new"), plans=plans, **terms)
        self.send(self.centre, of("center_assign_work_out", self.round))
        self.send(self.centre, of("center_assign_publish", self.round))

    def abstain(self, who, unit):
        answer = self.send(who, reverse("review_profile_tie"), unit=unit, reason="在做合作项目")
        assert "不再评它的方案" in answer

    def file(self, **points):
        """Of each unit's plan what its experts give, one after the other."""
        tasks = Assignment.objects.filter(round_plan__round=self.round, status="assigned")
        actors = {expert.pk: by for by, expert in self.experts}
        for task in tasks.select_related("round_plan__plan"):
            given = points[task.round_plan.plan.unit_id].pop()
            keys = [one["key"] for one in self.round.criteria]
            sent = {f"points-{key}": str(given) for key in keys}
            sent |= {f"reason-{key}": WHY["reason"] for key in keys}
            sent |= {"familiarity": "4", "comment": "可行", "revision": "0", "file": "stay"}
            self.send(actors[task.expert_id], f"/review/{task.ref}/", **sent)

    def host(self, unit, verdict):
        event = PlanEvent.objects.get(plan=self.plans[unit])
        how = {"verdict": verdict, "reason": "排名靠前"}
        self.send(self.centre, reverse("center_propose"), events=event.ref, **how)
        row = HostDecision.objects.get(event=event, status="proposed")
        self.send(self.lead, reverse("center_decide"), decisions=row.ref)
        return row

    def show(self):
        self.send(self.lead, reverse("center_display_open", args=[self.year]))
        return Display.objects.order_by("-number").first()


def review(year):
    """One expert abstains from GD; the others disagree on SC, then agree."""
    (tied, tied_row), *_ = year.experts
    year.abstain(tied, "GD")
    year.open_round("SC", "GD")
    year.file(SC=[5, 1, 3], GD=[3, 3, 3])
    assert not Assignment.objects.filter(expert=tied_row, round_plan__plan=year.plans["GD"])
    year.send(year.centre, of("center_round_close", year.round))
    board = year.read(year.centre, reverse("center_board"))
    assert ("建议复议" in board, "四川" in board) == (True, True)
    year.open_round("SC")
    year.file(SC=[4, 4, 4])
    year.send(year.centre, of("center_round_close", year.round))
    year.send(year.lead, of("center_round_release", year.round))
    page = year.read(year.clerk, "/unit/plan/")
    names = [by.user.name for by, _ in year.experts]
    assert (WHY["reason"] in page, [name for name in names if name in page]) == (True, [])


def decide(year):
    """Two displays: what was decided first, and what SC's became after the objection."""
    refs = [plan.ref for plan in year.plans.values()]
    how = {"verdict": "approved", "reason": "论证充分"}
    year.send(year.lead, reverse("center_approve"), plans=refs, **how)
    row = year.host("SC", "host")
    year.host("GD", "no")
    first = year.show()
    objecting = reverse("results_object", args=[year.year])
    year.send(year.holder, objecting, about=row.ref, text="合同登记数据有误")
    answer = of("center_objection_answer", Objection.objects.get())
    year.send(year.centre, answer, upheld="yes", answer="属实，会更正")
    year.send(year.lead, of("center_decision_reopen", row), reason="异议成立")
    year.host("SC", "reserve")
    return first, year.show()


def test_year_goes_from_check_to_letters_over_http(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with clock.shift(-OVER):
        year = Year()
        year.check()
        review(year)
        displays = decide(year)
    for display in displays:
        year.send(year.lead, of("center_display_settle", display))
    carry_out_all()

    announced = year.read(None, f"/notices/results-{year.year}/")
    letters = ResultLetter.objects.order_by("plan__unit__code")
    final = HostDecision.objects.filter(status="final").order_by("plan__unit__code")

    assert ("公告" in announced, "异议成立" in announced) == (True, True)
    assert [(one.plan.unit_id, one.printing.state) for one in letters] == [
        ("GD", "done"),
        ("SC", "done"),
    ]
    assert [(one.plan.unit_id, one.verdict) for one in final] == [("GD", "no"), ("SC", "reserve")]
    assert [one.checks.count() for one in year.plans.values()] == [2, 1]
    assert Score.objects.filter(status="standing").count() == 9
