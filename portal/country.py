"""The demo country: every unit staffed, achievements in every state, made through the door.

Repeating it finishes what is missing and changes nothing else; a kill in between costs nothing.
"""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from accounts.acting import actor_for, actor_of
from accounts.granting import grant_role
from accounts.models import Field, Membership, Organisation, Unit, User
from accounts.people import open_account
from accounts.registering import register_organisation
from accounts.states import OrganisationKind, Role
from projects.intake import open_draft, submit
from projects.library import list_project
from projects.models import Project
from projects.screening import accept
from projects.states import ProjectStatus
from records.actors import PORTAL, Actor

PASSWORD = "Ztc-demo-2026!"  # noqa: S105 -- public on purpose; production settings refuse these accounts
_DOMAIN = "demo.ztc.cn"
_FILE = Path(__file__).parent / "data" / "country.toml"

# What `make run` and `demo` print: those one needs to walk the whole way.
SHOWN = ("holder", "holder2", "unit-sc", "unit-sc-lead", "unit-gd", "unit-gd-lead", "centre")
_SINGLE_ROLES = {
    "centre": Role.CENTRE,
    "centre-lead": Role.CENTRE_LEAD,
    "auditor": Role.AUDITOR,
    "security": Role.SECURITY,
    "admin": Role.ADMIN,
}
_HOLDERS = {"sc-1": "holder", "sc-2": "holder2"}  # the rest are called after their organisation
_STEPS: dict[str, tuple[str, Callable[..., Project]]] = {
    ProjectStatus.DRAFT: ("holder", submit),
    ProjectStatus.SUBMITTED: ("lead", accept),
    ProjectStatus.ACCEPTED: ("centre", list_project),
}


def make_country() -> dict[str, Any]:
    """Accounts and achievements, as many as the file names.

    Returns the accounts to show and the number of achievements. Raises ImproperlyConfigured
    where demo accounts are not allowed (production).
    """
    if not settings.DEMO_ALLOWED:
        raise ImproperlyConfigured("demo accounts are refused here: DEMO_ALLOWED is off")
    country = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    people = _People()
    _staff(people)
    organisations = {facts["key"]: facts for facts in country["organisations"]}
    for facts in country["achievements"]:
        _bring(facts, organisations[facts["organisation"]], people)
    accounts = [{"email": f"{name}@{_DOMAIN}", "role": people.role(name)} for name in SHOWN]
    return {
        "accounts": accounts,
        "password": PASSWORD,
        "achievements": len(country["achievements"]),
    }


class _People:
    """Demo accounts by the part of their address before the @; missing ones are made."""

    def __init__(self) -> None:
        users = User.objects.filter(is_demo=True)
        self._users = {user.email.removesuffix(f"@{_DOMAIN}"): user for user in users}
        self._password = ""

    def user(self, name: str) -> User:
        if name not in self._users:
            # One hash for all: it is the same public password.
            self._password = self._password or make_password(PASSWORD)
            self._users[name] = _open_account(name, self._password)
        return self._users[name]

    def holder(self, name: str) -> Actor:
        return actor_of(self.user(name))

    def staff(self, name: str, role: Role, unit: Unit | None = None) -> Actor:
        return actor_for(grant_role(self.user(name), role, by=PORTAL, unit=unit))

    def role(self, name: str) -> str:
        return Role(actor_of(self.user(name)).role).label


@transaction.atomic
def _open_account(name: str, password: str) -> User:
    email = f"{name}@{_DOMAIN}"
    user = User(email=email, name=f"演示-{name}", password=password, is_demo=True)
    open_account(user, by=PORTAL)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _staff(people: _People) -> None:
    """Two persons a unit, so that nobody screens what they filed; the centre; 三员."""
    staffed = set(
        Membership.objects.valid_now()
        .filter(user__is_demo=True)
        .values_list("user__email", flat=True)
    )
    wanted: list[tuple[str, Role, Unit | None]] = [
        (name, role, None) for name, role in _SINGLE_ROLES.items()
    ]
    for unit in Unit.objects.all():
        name = f"unit-{unit.abbr.lower()}"
        wanted += [(name, Role.UNIT_CLERK, unit), (f"{name}-lead", Role.UNIT_LEAD, unit)]
    for name, role, place in wanted:
        if f"{name}@{_DOMAIN}" not in staffed:
            people.staff(name, role, place)


def _bring(facts: dict[str, Any], organisation: dict[str, str], people: _People) -> None:
    """Open one achievement if it is new, and take it along the way to its state."""
    name = _HOLDERS.get(organisation["key"], f"holder-{organisation['key']}")
    unit = organisation["unit"]
    project = Project.objects.filter(unit=unit, source_key=facts["id"]).first()
    if project is None:
        project = _open(facts, organisation, people.holder(name))
    order = list(ProjectStatus)
    while order.index(ProjectStatus(project.status)) < order.index(ProjectStatus(facts["state"])):
        who, step = _STEPS[project.status]
        by = {
            "holder": people.holder(name),
            "lead": actor_of(people.user(f"unit-{unit.lower()}-lead")),
            "centre": actor_of(people.user("centre")),
        }[who]
        project = step(project, by=by)


def _open(facts: dict[str, Any], organisation: dict[str, str], by: Actor) -> Project:
    fields = {
        "title": facts["title"],
        "summary": facts["summary"],
        "field": Field.objects.get(code=facts["field"]),
        "trl": facts["trl"],
        "patent_no": facts["patent"],
        "modes": facts["modes"],
        "unit": Unit.objects.get(abbr=organisation["unit"]),
        "source_key": facts["id"],
    }
    return open_draft(fields, by=by, organisation=_register(organisation, by), shown=True)


def _register(facts: dict[str, str], by: Actor) -> Organisation:
    kind = OrganisationKind(facts["kind"])
    return register_organisation(facts["name"], facts["code"], kind, by=by)
