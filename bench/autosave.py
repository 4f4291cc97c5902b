"""`autosave`: three hundred people typing at once, each into a sheet of their own, at a portal that
really runs; ours against a view of Django's alone that overwrites one text.

Each types a few characters, pauses, and the page keeps what is there so far, as `sheet.js` does:
one request at a time, with the revision of the last answer. At the end every last acknowledged
text is looked for in the database, character for character; `lost` counts those not found.
"""

import http.client
import json
import random
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import Unit, User
from accounts.states import Role
from bench.measuring import percentiles, server_facts
from bench.results import Figures, Result
from bench.serving import SERVER, served, state_folder
from bench.synthetic import summaries
from foundation.typed import Page
from projects.drafting import keep_typed
from projects.forms.typing import shown_of
from projects.intake import open_draft
from projects.models import Draft
from records.actors import PORTAL, Actor
from records.workflow import begin_all

PEOPLE = 300
# Seconds from one pause to the next: a line or two of Chinese. With few people, less, so that
# the smallest run ends soon.
_PACE, _QUICK = (4.0, 10.0), (1.0, 3.0)
_TIMEOUT = 60
# Settings of the server, and through which backend its people have logged in.
_SIDES = {
    "ours": ("ztc.settings.dev", "accounts.backends.Backend"),
    "django-update-view": ("bench.plain", "django.contrib.auth.backends.ModelBackend"),
}
_TOKEN = "b" * 32  # what a browser sends in its cookie and in its form


@dataclass
class _Typist:
    """One browser: its sheet, its session, what the server has acknowledged."""

    ref: str
    session: str
    text: str
    port: int = 0
    revision: int = 0
    acknowledged: str = ""
    times: list[float] = field(default_factory=list)
    errors: int = 0

    def work(self, saves: int, pace: tuple[float, float], ready: threading.Barrier) -> None:
        ready.wait()
        time.sleep(random.uniform(0, pace[1]))
        for number in range(1, saves + 1):
            self._save(self.text[: len(self.text) * number // saves])
            time.sleep(random.uniform(*pace))

    def _save(self, text: str) -> None:
        begun = time.perf_counter()
        answer, told = self._ask(text)
        self.times.append((time.perf_counter() - begun) * 1000)
        if answer != HTTPStatus.OK or told.get("clashes"):
            self.errors += 1
            return
        self.revision, self.acknowledged = told["revision"], text

    def _ask(self, text: str) -> tuple[int, dict[str, object]]:
        fields = {
            "csrfmiddlewaretoken": _TOKEN,
            "revision": self.revision,
            "page": self.ref,
            "changed": "summary",
            "summary": text,
        }
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "Cookie": f"csrftoken={_TOKEN}; {settings.SESSION_COOKIE_NAME}={self.session}",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_TIMEOUT)
        address = f"/my/projects/{self.ref}/keep/?step=technology"
        try:
            connection.request("POST", address, urllib.parse.urlencode(fields), headers)
            answer = connection.getresponse()
            page = answer.read()
        finally:
            connection.close()
        return answer.status, json.loads(page) if answer.status == HTTPStatus.OK else {}


def run(size: int) -> Result:
    """`size` saves, each person as many."""
    people = min(PEOPLE, size // 2)
    saves, pace = size // people, _PACE if people == PEOPLE else _QUICK
    with state_folder() as state:
        figures = {name: _measure(name, people, saves, pace, state) for name in _SIDES}
    ours = figures.pop("ours")
    return Result(
        params={
            "people": people,
            "saves": people * saves,
            "pause_s": list(pace),
            "server": SERVER,
            "compared": "p95_ms",
            **server_facts(),
        },
        ours=ours,
        peers=figures,
        ratios={name: peer["p95_ms"] / ours["p95_ms"] for name, peer in figures.items()},
    )


def _measure(side: str, people: int, saves: int, pace: tuple[float, float], state: Path) -> Figures:
    typists = _seat(side, people)
    with served(_SIDES[side][0], state, reverse("account_login")) as port:
        ready = threading.Barrier(people + 1)
        with ThreadPoolExecutor(people) as pool:
            for typist in typists:
                typist.port = port
            jobs = [pool.submit(typist.work, saves, pace, ready) for typist in typists]
            ready.wait()
            begun = time.perf_counter()
            for job in jobs:
                job.result()
            seconds = time.perf_counter() - begun
    times = [one for typist in typists for one in typist.times]
    return {
        "seconds": seconds,
        "per_s": len(times) / seconds,
        **percentiles(times),
        "errors": sum(typist.errors for typist in typists),
        "lost": _lost(typists),
    }


def _lost(typists: list[_Typist]) -> int:
    drafts = Draft.objects.filter(project__ref__in=[typist.ref for typist in typists])
    kept = dict(drafts.values_list("project__ref", "typed__summary"))
    return sum(kept.get(typist.ref) != typist.acknowledged for typist in typists)


def _seat(side: str, people: int) -> list[_Typist]:
    """Everybody with an account, a sheet that was begun, and a session."""
    users = [User(email=f"{side}{n}@bench.invalid", name=f"第 {n} 人") for n in range(people)]
    begin_all(users, "register", by=PORTAL)
    unit = Unit.objects.get(abbr="SC")
    texts, backend = summaries(people), _SIDES[side][1]
    return [_begun(*one, unit, backend) for one in zip(users, texts, strict=True)]


def _begun(user: User, text: str, unit: Unit, backend: str) -> _Typist:
    by = Actor(user.pk, Role.HOLDER.value, user=user)
    project = open_draft({"title": f"第 {user.pk} 项成果", "unit_id": unit.pk}, by=by)
    keep_typed(project, {"summary": "起"}, show=shown_of, page=Page(name=project.ref), by=by)
    client = Client()
    client.force_login(user, backend)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return _Typist(project.ref, session, text, revision=1)
