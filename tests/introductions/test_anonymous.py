"""Whose an anonymous demand is, nobody finds out: two worlds that differ in nothing but its owner
are the same, page by page and header by header, to everybody who does not own or look after it."""

import re
from difflib import unified_diff
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.db import connection, transaction

from accounts.models import Organisation
from introductions.introducing import introduce_due
from matching.agreeing import agree, ask_back, reply
from matching.guarding import block
from matching.interests import Wish, send_interest
from matching.models import Interest, Posting
from matching.states import InterestKind, PostingKind, Reach
from matching.subscribing import subscribe
from projects.models import Project
from tests.factories import make_holder, make_project, make_staff
from tests.introductions.making import later
from tests.logins import FreshClient
from tests.matching.making import make_enterprise, make_posting
from tests.matrix.crawler import Page

pytestmark = pytest.mark.django_db

HOUSES = (
    ("海岳精密股份有限公司", "91510100MA6CGQ0N7G"),
    ("岷山装备有限公司", "91510100MA6CGQ0N8E"),
)
MOST = 45
# Digests and lengths follow from the body, which is compared without what is random in it.
HEADERS = ("Cache-Control", "Last-Modified", "Vary", "Content-Type", "Location", "Expires")
STARTS = (
    *("/demands/", "/search/?q=芯片", "/desk/interests/", "/my/interests/", "/introductions/"),
    *("/interests/blocks/", "/account/messages/", "/account/searches/", "/"),
)
_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?(\.\d+)?([+.]\d\d:?\d\d)?|\d{1,2}:\d\d(:\d\d)?"
)
# Names of what is nobody else's (searches), and what a page of an error is told apart by.
_RANDOM = re.compile(r"\b([0-9A-HJKMNP-TV-Z]{10}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")
_TOKEN = re.compile(r'(csrfmiddlewaretoken" value|nonce|data-asked|data-session-ends)="[^"]*"')


class World:
    """Two enterprises, each with a demand of its own name; an anonymous demand of one of them; a
    holder who asks for all three, and is asked in the name of the anonymous one."""

    def __init__(self, owner):
        self.houses = [make_enterprise(*house) for house in HOUSES]
        self.owner = self.houses[owner]
        self.holder = make_holder()
        self.project = make_project("listed", self.holder)
        self.other_project = make_project("listed", self.holder)
        self.named = [make_posting(by, title=f"需求{n}") for n, by in enumerate(self.houses)]
        self.demand = make_posting(
            self.owner, title="匿名的芯片需求", reach=Reach.ANONYMOUS, alias="某装备企业"
        )
        self.ask()
        self.viewers = {
            "visitor": None,
            "holder": self.holder,
            "enterprise": make_enterprise("锦江电子有限公司", "91510100MA6CGQ0N9C"),
            "exchange": make_staff("exchange"),
        }

    def ask(self):
        wish = Wish(InterestKind.JOINT, "想合作开发")
        asked = [send_interest(one, wish, by=self.holder) for one in [*self.named, self.demand]]
        ask_back(asked[-1], "样品什么时候能给？", by=self.owner)
        mine = send_interest(self.project, wish, named=self.demand, by=self.owner)
        for by in self.houses:
            send_interest(self.other_project, wish, by=by)
        # Whose else then disappears would tell whose it is.
        block(mine, whole_house=True, by=self.holder)
        subscribe(PostingKind.DEMAND, {"q": "芯片"}, title="芯片", by=self.holder)

    def refs(self):
        models = [Organisation, Posting, Interest, Project]
        rows = [row for model in models for row in model.objects.order_by("pk")]
        codes = [row.code for row in rows if isinstance(row, Posting)]
        found = [*codes, *(row.ref for row in rows)]
        people = [by.user for by in (*self.houses, *self.viewers.values()) if by]
        return [*found, *(text for user in people for text in (user.email, user.name) if text)]

    def seen_by(self, name):
        client = FreshClient(raise_request_exception=False)
        if self.viewers[name] is not None:
            client.force_login(self.viewers[name].user)
        return dict(walk(client, self.refs()))


def walk(client, refs):
    """Path → status, headers and text of each page that links lead to, without what is random."""
    queue, seen = [*STARTS], set()
    while queue and len(seen) < MOST:
        path = queue.pop(0)
        if path in seen or any(part in path for part in ("/logout", ".pdf", "/new/")):
            continue
        seen.add(path)
        answer = client.get(path, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode(errors="replace")
        facts = [plain(answer.get(one, ""), refs) for one in HEADERS]
        yield plain(path, refs), (answer.status_code, tuple(facts), plain(text, refs))
        if "text/html" in answer.get("Content-Type", ""):
            queue += [link for link in links(text, path) if link not in seen]


def links(text, path):
    for link in Page(text).links:
        url = urlsplit(urljoin(path, urldefrag(link)[0]))
        if not url.netloc:
            yield url.path + (f"?{url.query}" if url.query else "")


def plain(text, refs):
    # The longest first: person1 stands in person19.
    for number, ref in sorted(enumerate(refs), key=lambda one: -len(one[1])):
        text = text.replace(ref, f"<{number}>")
    return _TOKEN.sub("", _TIME.sub("<time>", _RANDOM.sub("<random>", text)))


def differences(first, second):
    """Viewer, path and the lines of each page that is not the same in both."""
    for name, pages in first.items():
        for path, page in pages.items():
            (status, facts, text), (status_2, facts_2, text_2) = page, second[name][path]
            lines = [*unified_diff(text.splitlines(), text_2.splitlines(), n=0, lineterm="")]
            if lines or (status, facts) != (status_2, facts_2):
                yield f"{name} {path}", (status, facts), (status_2, facts_2), lines[:6]


def numbers():
    """Where each sequence of the database stands."""
    with connection.cursor() as cursor:
        cursor.execute("select format('%I', sequencename), last_value from pg_sequences")
        return cursor.fetchall()


def count_again_from(reached):
    """Sequences do not roll back: without this the second world's rows have other numbers."""
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        for name, last in reached:
            cursor.execute("select setval(%s, %s, %s)", [name, last or 1, last is not None])
        cursor.execute("set local role ztc_app")


def world_of(owner):
    with transaction.atomic():
        world = World(owner)
        seen = {name: world.seen_by(name) for name in world.viewers}
        transaction.set_rollback(True)
    return seen


def test_owner_of_an_anonymous_demand_makes_no_difference_to_anybody():
    reached = numbers()
    first = world_of(0)
    count_again_from(reached)
    second = world_of(1)

    assert {name: pages.keys() for name, pages in first.items()} == {
        name: pages.keys() for name, pages in second.items()
    }
    assert list(differences(first, second)) == []
    assert min(len(pages) for pages in first.values()) > 5


def test_world_would_differ_where_the_owner_is_named():
    """Without this the two might be alike because nothing is read."""
    with transaction.atomic():
        world = World(0)
        asked = Interest.objects.get(posting=world.demand, side="posting")
        agree(reply(asked, "月底能给", by=world.holder), by=world.owner)
        with later():
            introduce_due()
        talk = f"/introductions/{asked.ref}/"
        client = FreshClient()
        client.force_login(world.holder.user)
        page = client.get(talk).content.decode()
        transaction.set_rollback(True)

    assert world.owner.user.email in page
