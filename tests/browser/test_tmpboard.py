import random
import pytest
from accounts.models import Unit
from django.db import connection
from provinces.reviewing import close_round
from tests.browser.test_main_job import log_in
from tests.factories import make_staff
from tests.provinces.judging import *
from tests.browser.walking import picture, overflow_at, violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_look(watched, live_server):
    page, base = watched, live_server.url
    rng = random.Random(3)
    units = [u.pk for u in Unit.objects.order_by("code")][3:25]
    plans = accepted_plans(*units)
    experts = [make_expert(home) for home in ("BJ", "BJ", "TJ", "JS", "ZJ")]
    r = make_round(plans, places=12)
    from provinces.models import Assignment
    from provinces.assigning import pair, assign

    for rp in r.round_plans.select_related("plan"):
        for _, e in experts:
            if e.home_id != rp.plan.unit_id:
                pair(rp, e)
    assign(r, by=make_staff("centre"))
    actors = {e.pk: by for by, e in experts}
    keys = ("theme", "basis", "organisation", "support", "novelty")
    base_ = {p.pk: rng.uniform(1.5, 4.5) for p in plans}
    for t in Assignment.objects.select_related("expert", "round_plan__round").order_by("pk"):
        if rng.random() < 0.03:
            continue
        c = {
            k: min(
                5,
                max(
                    0 if rng.random() < 0.05 else 1,
                    round(base_[t.round_plan.plan_id] + rng.gauss(0, 0.9)),
                ),
            )
            for k in keys
        }
        score(t, by=actors[t.expert_id], **c)
    close_round(r, by=make_staff("centre"))
    approved([p for p in plans if p.unit_id in ("SH", "JS")])
    lead = make_staff("centre_lead")
    log_in(page, base, lead.user.email)
    for name, q in (
        ("b", "?"),
        ("be", "?view=experts"),
        ("bs", "?view=spread&sort=spread"),
        ("bt", "?tick=line"),
    ):
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(f"{base}/center/board/{q}")
        for w in (1440, 375):
            print(name, w, overflow_at(page, w), violations(page))
            page.screenshot(path=f"/tmp/{name}-{w}.png", full_page=True)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{base}/center/board/")
    page.pdf(path="/tmp/b.pdf", prefer_css_page_size=True, print_background=True)
