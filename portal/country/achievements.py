"""Achievements of the demo: written in `portal/data/`, filed by those the file names, brought to
the state it names."""

import tomllib
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.consenting import give_consent
from accounts.models import Field, Organisation, Unit
from accounts.registering import register_organisation
from accounts.states import ConsentPurpose, OrganisationKind
from foundation import clock
from portal.country.people import People, agency
from projects.intake import open_draft, submit_all
from projects.library import list_all, withdraw
from projects.models import Project
from projects.models.sheet import CHOSEN, CHOSEN_SEVERAL
from projects.screening import accept_all, decline, send_back
from projects.states import ProjectStatus, Source
from projects.vocabulary import ROWS, Filer
from records.actors import PORTAL, Actor

_DATA = Path(__file__).parents[1] / "data"
_HOLDERS = {"sc-1": "holder", "sc-2": "holder2"}  # the rest are called after their organisation
# Filed in groups over the year; what is still under way was filed last.
_GROUPS, _APART = 6, timedelta(days=48)
_WAY = ("draft", "submitted", "accepted", "returned", "declined", "listed", "withdrawn")
_FINAL = (ProjectStatus.LISTED, ProjectStatus.DECLINED, ProjectStatus.WITHDRAWN)
# Days after the opening of a group.
_SUBMITTED, _SCREENED, _LISTED, _WITHDRAWN = (timedelta(days=days) for days in (2, 9, 16, 30))

Facts = dict[str, Any]


def bring_achievements(people: People) -> int:
    """Returns how many the files name."""
    organisations = {facts["key"]: facts for facts in read_organisations()}
    achievements = [
        {**facts, "holder": _holder_of(key), "of": organisations[key]}
        for facts in read_achievements()
        for key in [facts["organisation"]]
    ]
    registered = _register(organisations.values(), people)
    status = dict(Project.objects.exclude(source_key="").values_list("source_key", "status"))
    for number in range(_GROUPS):
        group = [facts for facts in achievements if _group_of(facts) == number]
        if not any(_is_behind(status.get(facts["id"]), facts["state"]) for facts in group):
            continue
        _Group(group, people, registered, ago=_APART * (_GROUPS - number)).bring()
    return len(achievements)


def read_organisations() -> list[Facts]:
    return _read(_DATA / "organisations.toml", "organisations")


def read_achievements() -> list[Facts]:
    """In the order of the classes of fields, one file each."""
    files = sorted((_DATA / "achievements").glob("*.toml"))
    return [facts for path in files for facts in _read(path, "achievements")]


def _read(path: Path, key: str) -> list[Facts]:
    rows: list[Facts] = tomllib.loads(path.read_text(encoding="utf-8"))[key]
    return rows


def _group_of(facts: Facts) -> int:
    if facts["state"] not in _FINAL:
        return _GROUPS - 1
    return sum(map(ord, facts["id"])) % (_GROUPS - 1)


def _is_behind(status: str | None, wanted: str) -> bool:
    return status is None or _WAY.index(status) < _WAY.index(wanted)


def _holder_of(key: str) -> str:
    return _HOLDERS.get(key, f"holder-{key}")


def _register(organisations: Iterable[Facts], people: People) -> dict[str, Organisation]:
    """By key, each with a person who holds its achievements."""
    registered = {}
    for facts in organisations:
        kind = OrganisationKind(facts["kind"])
        organisation = register_organisation(facts["name"], facts["code"], kind, by=PORTAL)
        registered[facts["key"]] = organisation
        people.user(_holder_of(facts["key"]), organisation)
    return registered


class _Group:
    """Achievements filed at about the same time, taken along the way together; each step takes
    only those that are still before it."""

    def __init__(
        self,
        group: Sequence[Facts],
        people: People,
        organisations: dict[str, Organisation],
        *,
        ago: timedelta,
    ) -> None:
        self.people, self.organisations, self.ago = people, organisations, ago
        self.facts = {facts["id"]: facts for facts in group}
        self.units = {unit.abbr: unit for unit in Unit.objects.select_related("organisation")}
        self.fields = {field.code: field for field in Field.objects.all()}

    def bring(self) -> None:
        with clock.shift(-self._back()):
            self._open()
        with clock.shift(-self._back(_SUBMITTED)):
            self._submit()
        with clock.shift(-self._back(_SCREENED)):
            self._screen()
        with clock.shift(-self._back(_LISTED)):
            list_all(self._waiting("accepted", "listed", "withdrawn"), by=self._of_centre)
        with clock.shift(-self._back(_WITHDRAWN)):
            for project in self._waiting("listed", "withdrawn"):
                withdraw(project, by=self._of_centre, reason="权属有争议，核实期间撤下")

    def _back(self, after: timedelta = timedelta()) -> timedelta:
        return self.people.ago(self.ago - after)

    @property
    def _of_centre(self) -> Actor:
        return self.people.actor("centre")

    def _waiting(self, status: str, *wanted: str) -> QuerySet[Project]:
        """Those of the group in `status` that shall go on to one of the states `wanted`."""
        keys = [key for key, facts in self.facts.items() if facts["state"] in wanted]
        return Project.objects.filter(source_key__in=keys, status=status).order_by("pk")

    def _open(self) -> None:
        there = Project.objects.filter(source_key__in=self.facts)
        known = set(there.values_list("source_key", flat=True))
        for key in sorted(set(self.facts) - known):
            self._open_one(self.facts[key])

    @transaction.atomic
    def _open_one(self, facts: Facts) -> None:
        source, by = Source(facts["source"]), self._filer(facts)
        mandate = "" if source == Source.SELF else f"{facts['of']['name']}成果展示委托书"
        fields = {
            **{name: value for name, value in facts.items() if name in _PLAIN},
            **{name: [_row(name, row) for row in facts.get(name, [])] for name in ROWS},
            **_SAID_OF_ALL,
            **_people_of(facts),
            "price_open": "price" not in facts,
            "field": self.fields[facts["field"]],
            "unit": self.units[facts["of"]["unit"]],
            "organisation": self.organisations[facts["organisation"]],
            "source_key": facts["id"],
            "display_consent": give_consent(ConsentPurpose.DISPLAY, by=by, mandate=mandate),
        }
        open_draft(fields, by=by, source=source, custodian=self._custodian(facts))

    def _filer(self, facts: Facts) -> Actor:
        unit = facts["of"]["unit"].lower()
        names = {"self": facts["holder"], "unit": f"unit-{unit}", "agency": f"agency-{unit}"}
        return self.people.actor(names[facts["source"]])

    def _custodian(self, facts: Facts) -> Organisation | None:
        if facts["source"] == Source.SELF:
            return None
        if facts["source"] == Source.AGENCY:
            return agency()
        return self.units[facts["of"]["unit"]].organisation

    def _submit(self) -> None:
        waiting = self._waiting("draft", *_beyond("draft"))
        filers = {self._filer(self.facts[project.source_key]) for project in waiting}
        for filer in sorted(filers, key=lambda actor: actor.person_id):
            keys = [key for key, facts in self.facts.items() if self._filer(facts) == filer]
            submit_all(waiting.filter(source_key__in=keys), by=filer)

    def _screen(self) -> None:
        waiting = self._waiting("submitted", *_beyond("submitted"))
        for unit in sorted({project.unit_id for project in waiting}):
            lead = self.people.actor(f"unit-{unit.lower()}-lead")
            accepted = self._waiting("submitted", "accepted", "listed", "withdrawn")
            accept_all(accepted.filter(unit=unit), by=lead)
        for project in self._waiting("submitted", "returned", "declined"):
            lead = self.people.actor(f"unit-{project.unit_id.lower()}-lead")
            self._turn_down(project, lead)

    def _turn_down(self, project: Project, lead: Actor) -> None:
        if self.facts[project.source_key]["state"] == ProjectStatus.DECLINED:
            decline(project, by=lead, reason="样机还没有完成，建议中试后再报")
        else:
            due_on = clock.today() + _APART
            send_back(project, by=lead, remarks="请补充第三方检测报告的编号", due_on=due_on)


def _beyond(status: str) -> tuple[str, ...]:
    return _WAY[_WAY.index(status) + 1 :]


_PLAIN = {
    *("title", "tagline", "keywords", "summary", "problem", "innovation", "trl", "modes"),
    *("market", "benefit", "benefit_amount", "wants_note", "team", "price", "funding"),
    *("funding_share", *CHOSEN, *CHOSEN_SEVERAL),
}
_SAID_OF_ALL: Facts = {
    "secrecy": "open",
    "rights_declared": True,
    "willing": True,
    "attendance": "either",
    "publications": ["portal"],
    "truthful": True,
}
_FILERS = {Source.SELF: Filer.HOLDER, Source.UNIT: Filer.UNIT, Source.AGENCY: Filer.AGENCY}


def _people_of(facts: Facts) -> Facts:
    """Offices, not persons: nobody real is called."""
    return {
        "lead_name": "项目负责人",
        "lead_rank": "senior",
        "contact_name": "成果转化办公室",
        "contact_mobile": "13800000000",
        "contact_email": People.email(facts["holder"]),
        "filer": _FILERS[Source(facts["source"])],
    }


def _row(column: str, texts: dict[str, str]) -> dict[str, str]:
    return {**dict.fromkeys(ROWS[column], ""), **texts}
