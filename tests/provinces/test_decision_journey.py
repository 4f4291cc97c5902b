"""From what is in form to the letters over HTTP: an objection is upheld, the decision corrected,
shown again, final; each as the person who does it, at the time it is."""

import pytest
from django.urls import reverse

from foundation import clock
from provinces.models import Display, HostDecision, Objection, PlanEvent, ResultLetter
from tests.factories import make_holder, make_lead, make_staff
from tests.provinces.deciding import OVER, as_actor, of, text_of
from tests.provinces.judging import accepted_plans
from tests.provinces.making import carry_out_all

pytestmark = pytest.mark.django_db
PAGE = "/center/hosts/"


class Year:
    """The people of one year, and what each of them sends."""

    def __init__(self, client):
        self.client = client
        self.lead, self.clerk = make_staff("centre_lead"), make_staff("centre")
        self.holder, self.unit = make_holder(), make_lead("SC")
        self.plans = accepted_plans("SC", "GD")
        self.year = self.plans[0].cycle.year

    def read(self, who, address):
        self.client.logout()  # sessions end, and time passes here
        if who is not None:
            as_actor(self.client, who)
        return text_of(self.client.get(address))

    def send(self, who, address, **sent):
        self.client.logout()
        as_actor(self.client, who)
        answer = self.client.post(address, sent, follow=True)
        [(address, status)] = answer.redirect_chain
        assert (status, "/accounts/" in address) == (302, False), address
        return text_of(answer)

    def host(self, event, verdict):
        """Proposed by one, agreed by the other."""
        how = {"verdict": verdict, "reason": "排名靠前"}
        self.send(self.clerk, reverse("center_propose"), events=event.ref, **how)
        row = HostDecision.objects.get(event=event, status="proposed")
        self.send(self.lead, reverse("center_decide"), decisions=row.ref)
        return row

    def show(self):
        self.send(self.lead, reverse("center_display_open", args=[self.year]))
        return Display.objects.order_by("-number").first()

    @property
    def results(self):
        return f"/notices/results-{self.year}/"


def decided_shown_and_corrected(year):
    """Two displays: what was decided first, and what SC's became after the objection."""
    how = {"verdict": "approved", "reason": "论证充分"}
    refs = [plan.ref for plan in year.plans]
    year.send(year.lead, reverse("center_approve"), plans=refs, **how)
    events = {event.plan.unit_id: event for event in PlanEvent.objects.select_related("plan")}
    row = year.host(events["SC"], "host")
    year.host(events["GD"], "no")
    first = year.show()
    objecting = reverse("results_object", args=[year.year])
    year.send(year.holder, objecting, about=row.ref, text="合同登记数据有误")
    answer = of("center_objection_answer", Objection.objects.get())
    year.send(year.clerk, answer, upheld="yes", answer="属实，会更正")
    assert "属实，会更正" in year.read(year.holder, "/desk/objections/")
    year.send(year.lead, of("center_decision_reopen", row), reason="异议成立")
    assert "更正四川第 1 场的承办决定" in year.read(None, year.results)
    year.host(events["SC"], "reserve")
    return first, year.show()


def test_objection_is_followed_to_the_letter(client):
    with clock.shift(-OVER):
        year = Year(client)
        displays = decided_shown_and_corrected(year)
    for display in displays:
        year.send(year.lead, of("center_display_settle", display))
    carry_out_all()
    announced = year.read(None, year.results)
    own = year.read(year.unit, f"/unit/plan/?year={year.year}")
    letter = ResultLetter.objects.get(plan__unit="SC")
    pdf = b"".join(client.get(of("unit_result", letter)).streaming_content)

    assert ("路演承办结果公告" in announced, "异议成立" in announced) == (True, True)
    assert "合同登记数据有误" not in announced
    assert ("候补" in own, "已更正" in own, pdf[:5]) == (True, True, b"%PDF-")
    assert [one["verdict"] for one in letter.content["events"]] == ["候补"]
    assert {(one.plan.unit_id, one.verdict, one.status) for one in HostDecision.objects.all()} == {
        ("SC", "host", "reversed"),
        ("SC", "reserve", "final"),
        ("GD", "no", "final"),
    }
