"""`deadline`: the last seconds of the call at a portal that really runs, workers and all.

37 units' leads hand in plans whose scans of about 5 MB are up and read; several of them across the
very instant, a third with a double click; a few units ask four times at once for the last
roadshow; and `holders` people save and submit their sheets. Afterwards the database is asked what
became of every answer: `lost` was acknowledged and is not there, `duplicated` is there twice.
"""

import http.client
import io
import os
import random
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.db.models import Count
from PIL import Image

from accounts.acting import actor_for
from accounts.cycles import current_cycle
from accounts.granting import grant_role
from accounts.models import Unit, User
from accounts.people import open_account
from accounts.states import Role
from bench.measuring import percentiles, server_facts
from bench.results import Figures, Result
from bench.serving import SERVER, served, state_folder, worked
from foundation import clock
from projects.models import Project
from provinces.models import PlanEvent, Printing, ScanReading, Submission
from provinces.receipts import is_true
from records.actors import PORTAL, Actor
from records.states import WorkState
from tests.factories import make_draft
from tests.logins import FreshClient
from tests.provinces.making import file_pdf, frozen_plan, publish

_MANY, _FEW = 500, 10  # holders from which on all 37 units hand in; else so many units
_WINDOW, _SHORT = 40.0, 10.0  # seconds that holders are spread over
_LAST, _AFTER = 10.0, 2.0  # seconds before and after the end in which leads hand in
_FIGHTING, _CLICKS = 5, 4  # units that ask for more roadshows, so often at once
_ACROSS, _JITTER = 8, 0.15  # units that hand in across the instant, so close to it
_TIMEOUT = 120
_TOKEN = "b" * 32


@dataclass
class _Person:
    """One browser, logged in; `answers` holds what the server said to each of its requests."""

    session: str
    ref: str = ""
    port: int = 0
    times: list[float] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)  # moments, by this machine's clock
    told: list[float] = field(default_factory=list)

    def post(self, address: str, **fields: str) -> int:
        begun, moment = time.perf_counter(), time.monotonic()
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": _TOKEN, **fields})
        cookie = f"csrftoken={_TOKEN}; {settings.SESSION_COOKIE_NAME}={self.session}"
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_TIMEOUT)
        try:
            line.request("POST", address, body, headers)
            answer = line.getresponse()
            answer.read()
        finally:
            line.close()
        self.times.append((time.perf_counter() - begun) * 1000)
        self.answers.append(answer.status)
        self.sent.append(moment)
        self.told.append(time.monotonic())
        return answer.status


def run(size: int) -> Result:
    """`size` holders."""
    window = _WINDOW if size >= _MANY else _SHORT
    with state_folder() as state:
        os.environ["ZTC_STATE_DIR"] = str(state)
        settings.MEDIA_ROOT = state / "media"
        publish(closes_in=timedelta(days=1))
        with worked("ztc.settings.dev", state):
            units = Unit.objects.values_list("abbr", flat=True)
            leads = [_lead(abbr) for abbr in (units if size >= _MANY else units[:_FEW])]
            holders = [_holder(number) for number in range(size)]
            _wait_for_workers()
            with served("ztc.settings.dev", state, "/showcase/") as port:
                for person in (*leads, *holders):
                    person.port = port
                figures = _rush(leads, holders, window)
                verified = _verified(port)
            _wait_for_workers()
    params = {"units": len(leads), "holders": size, "window_s": window, "server": SERVER}
    return Result(params={**params, **server_facts()}, ours={**figures, "verified": verified})


def _lead(abbr: str) -> _Person:
    """Its plan is printed, and its scan is up."""
    unit = Unit.objects.get(abbr=abbr)
    clerk = actor_for(grant_role(_user(f"{abbr}-clerk"), Role.UNIT_CLERK, by=PORTAL, unit=unit))
    lead = _user(f"{abbr}-lead")
    grant_role(lead, Role.UNIT_LEAD, by=PORTAL, unit=unit)
    plan, version = frozen_plan(abbr, by=clerk)
    file_pdf(plan, version, clerk, _scan())
    return _Person(_session(lead), plan.ref)


def _holder(number: int) -> _Person:
    user = _user(f"holder-{number}")
    title = f"第 {number} 项快速固化风电叶片修补胶及其施工方法"
    draft = make_draft(Actor(user.pk, Role.HOLDER.value, user=user), title=title)
    return _Person(_session(user), draft.ref)


def _user(name: str) -> User:
    """Flagged as a demo account: its second factor is not asked for."""
    return open_account(User(email=f"{name}@bench.invalid", name=name, is_demo=True))


def _session(user: User) -> str:
    client = FreshClient()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _scan() -> bytes:
    """One page of noise, which nothing makes smaller: 5 MB."""
    file = io.BytesIO()
    Image.effect_noise((2300, 3200), 90).save(file, "PDF", quality=85)
    return file.getvalue()


def _wait_for_workers() -> None:
    for model in (Printing, ScanReading):
        while model.objects.filter(state=WorkState.WAITING).exists():
            time.sleep(0.2)


def _rush(leads: list[_Person], holders: list[_Person], window: float) -> Figures:
    publish(closes_in=timedelta(seconds=window), by=_centre())
    ends = current_cycle().closes_at
    if ends is None:
        raise AssertionError
    over = time.monotonic() + (ends - clock.now()).total_seconds()
    fighting, signing = leads[:_FIGHTING], leads[_FIGHTING:]
    with ThreadPoolExecutor(len(holders) + len(signing) * 2 + _FIGHTING * _CLICKS) as pool:
        jobs = [pool.submit(_file, one, over, window) for one in holders]
        for number, lead in enumerate(signing):
            at = over + _moment(number)
            clicks = 2 if number % 3 == 0 else 1
            jobs += [pool.submit(_hand_in, lead, at) for _ in range(clicks)]
        for lead in fighting:
            jobs += [pool.submit(_ask_for_more, lead, over - _LAST) for _ in range(_CLICKS)]
        for job in jobs:
            job.result()
    return _counted(signing, holders, over) | percentiles(
        [one for person in (*leads, *holders) for one in person.times]
    )


def _centre() -> Actor:
    return actor_for(grant_role(_user("centre-lead"), Role.CENTRE_LEAD, by=PORTAL))


def _moment(number: int) -> float:
    """Seconds from the end."""
    if number < _ACROSS:
        return random.uniform(-_JITTER, _JITTER)
    return random.uniform(-_LAST, _AFTER)


def _hand_in(lead: _Person, at: float) -> None:
    _sleep_until(at)
    lead.post("/unit/plan/submit/")


def _ask_for_more(lead: _Person, at: float) -> None:
    _sleep_until(at)
    lead.post("/unit/plan/events/add/")


def _file(holder: _Person, over: float, window: float) -> None:
    _sleep_until(over - random.uniform(1, window))
    step = f"/my/projects/{holder.ref}/"
    typed = {"revision": "0", "page": "p", "changed": "problem", "problem": "刚改过一句。"}
    holder.post(f"{step}keep/?step=technology", **typed)
    holder.post(f"{step}?step=check", submit="1")


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))


def _counted(signing: list[_Person], holders: list[_Person], over: float) -> Figures:
    """`late_accepted` were sent after the end by our own clock, and taken all the same;
    `early_refused` were answered before it, and never taken."""
    moved = HTTPStatus.FOUND
    receipts = list(Submission.objects.select_related("plan__cycle", "plan__unit"))
    standing = {receipt.plan.ref for receipt in receipts if receipt.status == "standing"}
    filed = Project.objects.filter(ref__in=[holder.ref for holder in holders])
    submitted = set(filed.filter(status="submitted").values_list("ref", flat=True))
    accepted = {lead.ref for lead in signing if moved in lead.answers}
    acknowledged = {holder.ref for holder in holders if holder.answers[-1:] == [moved]}
    twice = filed.annotate(count=Count("versions")).filter(count__gt=1).count()
    planned = PlanEvent.objects.filter(status="planned").values("plan").annotate(n=Count("pk"))
    return {
        "accepted": len(accepted),
        "refused": sum(lead.ref not in accepted for lead in signing),
        "projects_submitted": len(acknowledged),
        "lost": len(accepted - standing) + len(acknowledged - submitted),
        "duplicated": len(receipts) - len({receipt.plan_id for receipt in receipts}) + twice,
        "late_accepted": sum(
            answer == moved and sent > over
            for lead in signing
            for answer, sent in zip(lead.answers, lead.sent, strict=True)
        ),
        "early_refused": sum(
            lead.ref not in accepted and max(lead.told) < over for lead in signing
        ),
        "over_cap": sum(row["n"] > current_cycle().cap for row in planned),
        "errors": sum(
            answer >= HTTPStatus.INTERNAL_SERVER_ERROR
            for person in (*signing, *holders)
            for answer in person.answers
        ),
    }


def _verified(port: int) -> Figures:
    """Receipts that are true, by our own reckoning and by the public page."""
    receipts = list(Submission.objects.select_related("plan__cycle", "plan__unit", "version"))
    pages = [_page(port, f"/receipts/{receipt.ref}/") for receipt in receipts]
    return {
        "receipts": len(receipts),
        "true": sum(is_true(receipt) for receipt in receipts),
        "pages": sum("回执有效" in page for page in pages),
    }


def _page(port: int, address: str) -> str:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
    line.request("GET", address)
    text = line.getresponse().read().decode()
    line.close()
    return text
