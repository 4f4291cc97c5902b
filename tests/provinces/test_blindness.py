"""Experts learn nothing of each other, and nothing of the plans they abstain from; a unit learns
what was said of its plan when the centre lets it out, and never by whom."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from accounts.models import Unit
from foundation.typed import Page
from portal.exporting import export_person
from provinces.assigning import assign, pair, replace
from provinces.displaying import open_display
from provinces.experts import Profile, confirm_ties, declare_tie, keep_profile
from provinces.models import Assignment, ScoreDraft
from provinces.reviewing import close_round, release_comments
from provinces.scoring import decline_review, file_score, keep_typed, reopen_score
from records.models import Message
from tests.factories import make_clerk, make_staff, make_user
from tests.logins import FreshClient
from tests.matrix.crawler import crawl
from tests.provinces.judging import accepted_plans, approved, decided, make_round, sheet

pytestmark = pytest.mark.django_db
NUMBERS = range(4)


class World:
    """Four plans and four experts of BJ, each of whom wrote what nobody else would; the first has a
    tie with GD. Everybody has filed but one, who declined, and one was sent back."""

    def __init__(self):
        self.lead = make_staff("centre_lead")
        self.plans = plans = accepted_plans("SC", "HB", "GD", "BJ")
        self.experts = [self._expert(number) for number in NUMBERS]
        [tied] = [plan for plan in plans if plan.unit_id == "GD"]
        first_by, first = self.experts[0]
        declare_tie(first, tied.unit, by=first_by, reason="共建实验室")
        self.round = make_round(plans)
        for round_plan in self.round.round_plans.exclude(plan__unit="BJ").select_related("plan"):
            for _, expert in self.experts:
                if expert != first or round_plan.plan_id != tied.pk:
                    pair(round_plan, expert)
        assign(self.round, by=self.lead)
        self.first = self.experts[0]

    @staticmethod
    def _expert(number):
        user = make_user(f"暗名{number}号", phone=f"1380000000{number}")
        by = make_staff("expert", user=user)
        profile = Profile(f"暗处{number}所", Unit.objects.get(abbr="BJ"), ("1",), 12)
        return by, confirm_ties(keep_profile(user, profile, by=by), by=by)

    def tasks_of(self, number):
        return list(Assignment.objects.filter(expert=self.experts[number][1]).order_by("pk"))

    def fill(self, number):
        """As far as the first expert goes on, the others type, file, decline, are replaced."""
        by, _ = self.experts[number]
        for task in self.tasks_of(number):
            said = sheet(3, theme=5, comment=f"暗评{number}")
            reasons = dict.fromkeys(said.reasons, f"暗理{number}")
            keep_typed(task, {"comment": f"暗稿{number}"}, page=Page(), by=by)
            file_score(task, type(said)(said.points, 4, reasons, said.comment), by=by)

    def secrets_of(self, *numbers):
        return [
            text
            for n in numbers
            for text in (
                *(f"暗名{n}号", f"暗处{n}所", f"暗评{n}", f"暗理{n}", f"暗稿{n}"),
                *(f"1380000000{n}", self.experts[n][1].ref),
                *(task.ref for task in self.tasks_of(n)),
            )
        ]


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return World()


def client_of(actor):
    client = FreshClient(raise_request_exception=False)
    client.force_login(actor.user)
    client.get("/account/")
    return client


def shown_to(client, start, foreign):
    """What of it is found on any page that links lead to, and the paths walked."""
    faults, pages = crawl(client, start, foreign=foreign)
    shown = [fault for fault in faults if ": shows " in fault]
    return shown, {urlsplit(page).path for page in pages}


@pytest.mark.parametrize("own", NUMBERS)
def test_expert_finds_nothing_of_others_wherever_they_look(world, own):
    by, _ = world.experts[own]
    for number in (1, 2):
        world.fill(number)
    decline_review(world.tasks_of(3)[0], by=world.experts[3][0], reason="暗评3")
    replace(world.tasks_of(3)[1], by=world.lead, reason="暗理3")
    reopen_score(world.tasks_of(1)[0], by=world.lead, reason="暗稿1")
    world.fill(0)
    client, foreign = client_of(by), world.secrets_of(*(n for n in NUMBERS if n != own))

    faults, seen = shown_to(client, "/review/", foreign)

    assert faults == []
    standing = [one for one in world.tasks_of(own) if one.status in ("assigned", "filed")]
    assert {f"/review/{task.ref}/" for task in standing} <= seen
    assert {"/account/messages/", "/showcase/"} <= seen
    with export_person(by.user) as archive:
        taken = archive.read()
    told = str(list(Message.objects.filter(to=by.user).values_list("context", flat=True)))
    assert [secret for secret in foreign if secret in told or secret.encode() in taken] == []


def test_other_experts_tasks_and_the_centres_pages_do_not_exist(world):
    client = client_of(world.first[0])
    world.fill(1)

    answers = {
        client.get(f"/review/{task.ref}/{verb}").status_code
        for task in world.tasks_of(1)
        for verb in ("", "keep/", "decline/")
    }
    posted = {
        client.post(f"/review/{task.ref}/{verb}", {"changed": "comment"}).status_code
        for task in world.tasks_of(1)
        for verb in ("", "keep/", "decline/")
    }

    assert answers == {404, 405}
    assert posted == {404}
    submission = world.tasks_of(0)[0].round_plan.submission
    papers = (
        reverse("plan_scan", args=[submission.scan.ref]),
        reverse("center_plan_letter", args=["SC"]),
        reverse("unit_plan_letter"),
    )
    assert {client.get(path).status_code for path in papers} <= {403, 404}
    assert client.get("/center/review/1/plans/SC/").status_code == 403


@pytest.mark.parametrize("own", NUMBERS)
def test_plan_of_ones_own_or_a_tied_unit_is_on_no_page(world, own):
    """What only its plan says: the name of its unit stands in public places."""
    abstained = {"北京", "广东"} if own == 0 else {"北京"}
    says = {plan.unit.name: f"{plan.unit.name}场地消防报备" for plan in world.plans}
    client = client_of(world.experts[own][0])

    faults, seen = shown_to(client, "/review/", [says[name] for name in abstained])

    assert faults == []
    tasks = [path for path in seen if re.fullmatch(r"/review/\w{10}/", path)]
    read = "".join(client.get(path).content.decode() for path in tasks)
    assert {name for name, text in says.items() if text in read} == says.keys() - abstained
    queue = client.get("/review/").content.decode()
    assert [name for name in abstained if name in queue] == []


def test_answers_to_an_expert_are_the_same_whatever_others_do(world):
    """Bytes, tags and lengths."""
    client = client_of(world.first[0])
    own = [f"/review/{task.ref}/" for task in world.tasks_of(0)]
    keep = {"changed": "comment", "comment": "好", "revision": "0", "page": "a"}
    client.post(f"{own[0]}keep/", keep)

    def seen():
        pages = [client.get(path) for path in ("/review/", *own)]
        kept = client.post(f"{own[0]}keep/", keep)
        headers = [page.headers.get("ETag") for page in pages]
        return [_steady(page.content) for page in pages], headers, kept.content

    before = seen()
    world.fill(1)
    decline_review(world.tasks_of(2)[0], by=world.experts[2][0], reason="忙")
    world.fill(3)

    assert seen() == before
    assert ScoreDraft.objects.filter(assignment__expert=world.first[1]).count() == 1


def _steady(page):
    """Without the CSRF token and the nonce, and to the minute that is left."""
    text = re.sub(rb'(csrfmiddlewaretoken" value="|nonce="|"X-CSRFToken": ")[^"]*', rb"\1", page)
    return re.sub(rb"\d+ \xe5\x88\x86\xe9\x92\x9f", b"", text)


def test_unit_learns_what_was_said_when_it_is_let_out_and_never_by_whom(world):
    for number in (0, 1, 2):
        world.fill(number)
    own, other = client_of(make_clerk("SC")), client_of(make_clerk("ZJ"))
    secrets = world.secrets_of(*NUMBERS)
    said = {f"{word}{n}" for word in ("暗评", "暗理") for n in NUMBERS}
    close_round(world.round, by=world.lead)

    closed = own.get("/unit/plan/").content.decode()
    assert [text for text in secrets if text in closed] == []
    release_comments(world.round, by=world.lead)

    assert shown_to(own, "/unit/plan/", [text for text in secrets if text not in said])[0] == []
    page = own.get("/unit/plan/").content.decode()
    assert {text for text in said if text in page} == {t for t in said if not t.endswith("3")}
    assert shown_to(other, "/unit/plan/", secrets)[0] == []
    approved(world.plans)
    decided(world.plans)
    open_display(world.plans[0].cycle, by=world.lead)
    visitor = FreshClient()
    assert shown_to(visitor, "/", secrets)[0] == []
    results = visitor.get(reverse("results", args=[world.plans[0].cycle.year])).content.decode()
    assert [text for text in secrets if text in results] == []


def test_profile_page_shows_ones_own_alone(world):
    page = client_of(world.first[0]).get(reverse("review_profile")).content.decode()

    assert "暗处0所" in page
    assert [secret for secret in world.secrets_of(1, 2, 3) if secret in page] == []
