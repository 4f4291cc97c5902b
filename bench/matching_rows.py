"""Demands and listed achievements laid down by set, past the door: this database is a bench's own.
Fields, units, maturities, modes and amounts go in turn, as in a library of all units."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from accounts.consenting import give_consent
from accounts.models import Consent, Field, Mode, Organisation, Unit, User
from accounts.people import open_account
from accounts.states import ConsentPurpose
from bench.importing import MANDATE
from bench.people import Desk, staffed
from bench.synthetic import SEED
from bench.wording import DEMAND, PROJECT, Length, texts
from foundation import clock
from foundation.sql import insert_rows, take_ids
from matching.models import Posting
from matching.states import Category, PostingKind, PostingStatus
from projects.intake import sha256_of
from projects.models import Listing, Project, Version
from projects.states import ProjectStatus, Source

_CHUNK = 2_000
_TRLS, _STEP = 9, 50  # 万元
_PARTS = 3  # a demand's body in 主要问题, 技术关键, 预期目标


class Laying:
    """What the rows refer to."""

    def __init__(self) -> None:
        desk: Desk = staffed("SC")
        self.consent: Consent = give_consent(ConsentPurpose.DISPLAY, by=desk.clerk, mandate=MANDATE)
        self.author: User = open_account(User(email="demand@bench.invalid", name="需求方"))
        self.organisation = Organisation.objects.get(pk=desk.unit.organisation_id)
        self.units = list(Unit.objects.order_by("pk"))
        self.fields = list(Field.objects.exclude(parent=None).order_by("pk"))
        self.modes = list(Mode.objects.order_by("pk").values_list("code", flat=True))
        self.now = clock.now()

    def projects(self, count: int) -> None:
        for start, chunk in _chunks(count, PROJECT):
            numbers = range(start, start + len(chunk))
            rows = [self._project(n, *text) for n, text in zip(numbers, chunk, strict=True)]
            projects, versions, listings = (list(row) for row in zip(*rows, strict=True))
            for project, version, listing, pk, of_version in zip(
                *(projects, versions, listings),
                *(take_ids(Project, len(rows)), take_ids(Version, len(rows))),
                strict=True,
            ):
                project.pk, version.pk = pk, of_version
                version.project, listing.project, listing.version = project, project, version
            for each in (projects, versions, listings):
                insert_rows(each)

    def demands(self, count: int) -> None:
        for start, chunk in _chunks(count, DEMAND):
            rows = [self._demand(start + at, *text) for at, text in enumerate(chunk)]
            for row, pk in zip(rows, take_ids(Posting, len(rows)), strict=True):
                row.pk = pk
            insert_rows(rows)

    def _known(self, at: int) -> dict[str, Any]:
        return {
            "unit": self.units[at % len(self.units)],
            "field": self.fields[at % len(self.fields)],
            "modes": [self.modes[at % len(self.modes)], self.modes[at // 7 % len(self.modes)]],
        }

    def _project(self, at: int, title: str, body: str) -> tuple[Project, Version, Listing]:
        known, trl = self._known(at), 1 + at % _TRLS
        days = timedelta(days=at % 1_000)
        project = Project(
            title=title,
            status=ProjectStatus.LISTED,
            code=f"2026-SC-{at:06d}",
            custodian_id=self.organisation.pk,
            source=Source.IMPORT,
            display_consent=self.consent,
            submitted_at=self.now,
            listed_at=self.now - days,
            unit=known["unit"],
        )
        content = {"title": title, "summary": body, "price": str(_STEP * (1 + at % 40))}
        told = {"sha256": sha256_of(content), "verdicts": [], "rule_set": "bench"}
        listed = {"listed_at": self.now - days, "consent": self.consent, "head": "", "search": ""}
        listing = Listing(title=title, trl=trl, **listed, **known)
        return project, Version(number=1, content=content, **told), listing

    def _demand(self, at: int, title: str, body: str) -> Posting:
        third = -(-len(body) // _PARTS)
        problem, points, goal = (body[third * part : third * (part + 1)] for part in range(_PARTS))
        return Posting(
            kind=PostingKind.DEMAND,
            status=PostingStatus.PUBLISHED,
            code=f"D2026-{at:06d}",
            organisation=self.organisation,
            author=self.author,
            title=title,
            category=Category.TECHNOLOGY,
            problem=problem,
            key_points=points,
            goal=goal,
            trl_floor=3 + at % 5,
            budget=_STEP * (1 + at % 60),
            published_at=self.now,
            valid_until=clock.today() + timedelta(days=90),
            **self._known(at * 5),
        )


def _chunks(count: int, length: Length) -> Iterator[tuple[int, Sequence[tuple[str, str]]]]:
    words = texts(count, length, seed=SEED + length.title)
    for start in range(0, count, _CHUNK):
        yield start, list(islice(words, _CHUNK))
