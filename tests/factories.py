"""Test data without surprises: people by role, projects brought to a state through the door."""

import itertools
from datetime import timedelta

from allauth.account.models import EmailAddress

from accounts.acting import actor_for, actor_of
from accounts.delegating import delegate
from accounts.granting import apply_for, grant_role
from accounts.models import Field, Unit, User
from accounts.people import open_account
from accounts.registering import register_organisation
from accounts.states import OrganisationKind, Role, Scope
from foundation import clock
from projects.intake import open_draft, submit
from projects.library import list_project
from projects.screening import accept
from projects.states import ProjectStatus
from records.actors import PORTAL, Actor
from tests.logins import give_totp

PASSWORD = "correct-horse-42"
_numbers = itertools.count(1)


def make_user(name="", **fields):
    name = name or f"person{next(_numbers)}"
    user = User(email=f"{name}@example.cn", name=name, **fields)
    user.set_password(PASSWORD)
    open_account(user)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_holder(user=None) -> Actor:
    return actor_of(user or make_user())


def make_staff(role, unit="", user=None) -> Actor:
    """With a phone that shows codes, where the role needs it."""
    unit = Unit.objects.get(abbr=unit) if unit else None
    membership = grant_role(user or make_user(), Role(role), by=PORTAL, unit=unit)
    if role in Role.need_second_factor:
        give_totp(membership.user)
    return actor_for(membership)


def make_lead(unit="SC") -> Actor:
    return make_staff("unit_lead", unit)


def make_clerk(unit="SC") -> Actor:
    return make_staff("unit_clerk", unit)


def make_centre() -> Actor:
    return make_staff("centre")


def make_organisation(name="蜀道技术转移中心", code="91510100MA61RU9B1F", kind="service"):
    return register_organisation(name, code, OrganisationKind(kind), by=make_holder())


def make_agent(organisation=None, unit="SC", user=None) -> Actor:
    """A person of an agency the unit's lead has approved; without a delegation."""
    unit = Unit.objects.get(abbr=unit)
    organisation = organisation or make_organisation()
    rest = {"by": PORTAL, "unit": unit, "organisation": organisation}
    return actor_for(grant_role(user or make_user(), Role.AGENCY, **rest))


def make_application(role, unit="SC", by=None):
    """Somebody asks for a role; `unit` counts where the role has one."""
    role = Role(role)
    needs_none = (*Role.of_unit, Role.EXCHANGE)
    return apply_for(
        role,
        by=by or make_holder(),
        unit=Unit.objects.get(abbr=unit) if role in Role.with_unit else None,
        organisation=None if role in needs_none else make_organisation(),
    )


def make_delegation(organisation=None, unit="SC", scopes=("collect",), days=30, lead=None):
    return delegate(
        Unit.objects.get(abbr=unit),
        organisation or make_organisation(),
        [Scope(scope) for scope in scopes],
        until=clock.now() + timedelta(days=days),
        by=lead or make_lead(unit),
    )


def project_fields(**fields):
    return {
        "title": "面向车规的碳化硅栅极驱动芯片",
        "summary": "给主驱逆变器用的单通道隔离驱动芯片，短路响应小于 0.9 微秒。",
        "field": Field.objects.get(code="1.2"),
        "trl": 7,
        "patent_no": "ZL202110000001.6",
        "modes": ["licence", "equity"],
        "unit": Unit.objects.get(abbr="SC"),
        **fields,
    }


def make_draft(holder=None, *, shown=True, **fields):
    by = holder or make_holder()
    organisation = register_organisation(
        "岷江器件研究所", "91350100M000100Y43", OrganisationKind.ACADEMIC, by=by
    )
    return open_draft(project_fields(**fields), by=by, organisation=organisation, shown=shown)


def make_project(status, holder=None, *, shown=True, **fields):
    """A project in `status`, by the steps that lead there."""
    holder = holder or make_holder()
    project = make_draft(holder, shown=shown, **fields)
    steps = [
        (submit, lambda: holder),
        (accept, lambda: make_lead(project.unit_id)),
        (list_project, make_centre),
    ]
    for step, actor in steps[: list(ProjectStatus).index(ProjectStatus(status))]:
        project = step(project, by=actor())
    return project
