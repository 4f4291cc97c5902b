"""`login`: fifty people logging in at once at a portal that really runs, every second attempt with
a wrong password; ours against what Django alone does with the same hasher and the same server.

Each person comes from an address of their own through a proxy that is trusted, and no account
fails twice, so that nothing is throttled. A right answer leads on, a wrong one shows the form
again; everything else is an error.
"""

import http.client
import re
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import get_hasher, make_password
from django.urls import reverse

from accounts.models import User
from bench.measuring import percentiles, server_facts
from bench.results import Figures, Result
from bench.serving import SERVER, served, state_folder
from records.actors import PORTAL
from records.workflow import begin_all

CLIENTS = 50
_PASSWORD = "right-horse-42"  # noqa: S105 -- of accounts that live as long as the bench
_PAGE = reverse("account_login")
_TIMEOUT = 300


@dataclass(frozen=True)
class Side:
    """Settings of a server, what its form calls the address, what it says to a wrong password."""

    settings: str
    field: str
    complaint: str


SIDES = {
    "ours": Side("ztc.settings.dev", "login", "邮箱或密码不对"),
    "django-login-view": Side("bench.plain", "username", "区分大小写"),
}


def run(size: int) -> Result:
    """`size` attempts; an account takes two of them, one right and one wrong."""
    _open_accounts((size + 1) // 2)
    with state_folder() as state:
        figures = {name: _measure(side, size, state) for name, side in SIDES.items()}
    ours = figures.pop("ours")
    return Result(
        params={
            "attempts": size,
            "clients": CLIENTS,
            "wrong": size // 2,
            "hasher": get_hasher().algorithm,
            "server": SERVER,
            "compared": "per_s",
            **server_facts(),
        },
        ours=ours,
        peers=figures,
        ratios={name: ours["per_s"] / peer["per_s"] for name, peer in figures.items()},
    )


def _email(number: int) -> str:
    return f"person{number}@bench.invalid"


def _open_accounts(count: int) -> None:
    """One hash for all: only checking it is measured."""
    password = make_password(_PASSWORD)
    users = [User(email=_email(n), name=f"第 {n} 人", password=password) for n in range(count)]
    begin_all(users, "register", by=PORTAL)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )


def _measure(side: Side, size: int, state: Path) -> Figures:
    with served(side.settings, state, _PAGE) as port:
        people = [_Person(side, port, number) for number in range(CLIENTS)]
        ready = threading.Barrier(CLIENTS + 1)
        with ThreadPoolExecutor(CLIENTS) as pool:
            jobs = [pool.submit(person.work, size, ready) for person in people]
            ready.wait()
            begun = time.perf_counter()
            times = [time for job in jobs for time in job.result()]
            seconds = time.perf_counter() - begun
    cuts = percentiles(times)
    errors = sum(person.errors for person in people)
    return {"seconds": seconds, "per_s": size / seconds, **cuts, "errors": errors}


class _Person:
    """A browser that takes every fiftieth attempt, each as a new visitor."""

    def __init__(self, side: Side, port: int, number: int) -> None:
        self._side, self._port, self._number = side, port, number
        self._headers = {"X-Forwarded-For": f"198.51.{100 + number // 250}.{number % 250 + 1}"}
        self.errors = 0

    def work(self, size: int, ready: threading.Barrier) -> list[float]:
        """Milliseconds of each attempt."""
        self._visit()
        ready.wait()
        return [self._timed(attempt) for attempt in range(self._number, size, CLIENTS)]

    def _visit(self) -> None:
        answer, _ = self._ask("GET", "", {})
        (self._token,) = re.findall(r"csrftoken=(\w+)", answer.getheader("Set-Cookie") or "")

    def _timed(self, attempt: int) -> float:
        """Everybody is right and wrong in turn, half of them begin with a mistake."""
        account, is_right = attempt // 2, (attempt // CLIENTS + self._number) % 2 == 0
        fields = {
            self._side.field: _email(account),
            "password": _PASSWORD if is_right else f"wrong-{attempt}",
            "csrfmiddlewaretoken": self._token,
        }
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"csrftoken={self._token}",
        }
        begun = time.perf_counter()
        answer, page = self._ask("POST", urllib.parse.urlencode(fields), headers)
        took = (time.perf_counter() - begun) * 1000
        is_let_in = answer.status == HTTPStatus.FOUND
        is_told = answer.status == HTTPStatus.OK and self._side.complaint in page
        self.errors += not (is_let_in if is_right else is_told)
        return took

    def _ask(
        self, method: str, body: str, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_TIMEOUT)
        try:
            connection.request(method, _PAGE, body or None, self._headers | headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        finally:
            connection.close()
        return answer, page
