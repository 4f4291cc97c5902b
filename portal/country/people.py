"""Who lives in the demo: accounts by the part of their address before the @."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Max

from accounts.acting import actor_of
from accounts.delegating import delegate
from accounts.granting import grant_role
from accounts.models import Delegation, Membership, Organisation, Unit, User
from accounts.people import open_account
from accounts.registering import register_organisation
from accounts.states import OrganisationKind, Role, Scope
from foundation import clock
from records.actors import PORTAL, Actor

PASSWORD = "Ztc-demo-2026!"  # noqa: S105 -- public on purpose; production settings refuse these accounts
# Everybody was here before the first achievement was; who made a demo before this one, not so long.
_SETTLED = timedelta(days=320)
_DOMAIN = "demo.ztc.cn"
EVALUATORS = tuple(f"evaluator{number}" for number in range(1, 4))
_EXPERTS = tuple(f"expert{number}" for number in range(1, 6))

# What `make run` and `demo` print: those one needs to walk the whole way.
SHOWN = (
    *("holder", "holder2", "unit-sc", "unit-sc-lead", "unit-gd", "unit-gd-lead", "agency-sc"),
    *(
        "evaluator1",
        *_EXPERTS,
        "centre",
        "centre-lead",
        "exchange",
        "partner",
        "investor",
        "enterprise",
    ),
    *("auditor", "security", "admin"),
)
_WITHOUT_ORGANISATION = {
    **dict.fromkeys(_EXPERTS, Role.EXPERT),
    "centre": Role.CENTRE,
    "centre-lead": Role.CENTRE_LEAD,
    "exchange": Role.EXCHANGE,
    "auditor": Role.AUDITOR,
    "security": Role.SECURITY,
    "admin": Role.ADMIN,
}
_AGENCY = ("蜀汀技术转移中心", "52510000MJ0000018P", OrganisationKind.SERVICE)
_EVALUATING = ("蓟门科技成果评价中心", "52110000MJ0000907U", OrganisationKind.SERVICE)
_WITH_ORGANISATION = {
    "partner": (Role.PARTNER, "锦屏高新技术产业园", "125100004000900178", OrganisationKind.PARK),
    "investor": (
        Role.INVESTOR,
        "砚池创业投资管理",
        "91440300MA0009001M",
        OrganisationKind.INVESTOR,
    ),
    "enterprise": (
        Role.ENTERPRISE,
        "海珠屿装备集团",
        "91440000MA000901XX",
        OrganisationKind.ENTERPRISE,
    ),
}


class People:
    """Those who are there already are found in one query; missing ones are made."""

    def __init__(self) -> None:
        users = User.objects.filter(is_demo=True)
        self._users = {user.email.removesuffix(f"@{_DOMAIN}"): user for user in users}
        self._actors: dict[str, Actor] = {}
        self._password = ""
        known = Membership.objects.filter(user__is_demo=True)
        newest = known.aggregate(newest=Max("valid_from"))["newest"]
        self.settled = min(_SETTLED, clock.now() - newest) if newest else _SETTLED

    def ago(self, wished: timedelta) -> timedelta:
        """Not before everybody was here."""
        return min(wished, self.settled)

    @staticmethod
    def email(name: str) -> str:
        return f"{name}@{_DOMAIN}"

    def user(self, name: str, organisation: Organisation | None = None) -> User:
        if name not in self._users:
            # One hash for all: it is the same public password.
            self._password = self._password or make_password(PASSWORD)
            with clock.shift(-self.settled):
                facts = {"name": f"演示-{name}", "organisation": organisation}
                self._users[name] = _open_account(self.email(name), self._password, facts)
        return self._users[name]

    def actor(self, name: str) -> Actor:
        """In the role they have; as holders those who have none."""
        if name not in self._actors:
            self._actors[name] = actor_of(self.user(name))
        return self._actors[name]

    def role(self, name: str) -> str:
        return Role(self.actor(name).role).label


@transaction.atomic
def _open_account(email: str, password: str, facts: dict[str, Any]) -> User:
    user = User(email=email, password=password, is_demo=True, **facts)
    open_account(user, by=PORTAL)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def staff(people: People) -> None:
    """Two persons a unit, so that nobody screens what they filed; the centre, the exchange, 三员,
    experts, an agency with a delegation, and one of each kind of partner."""
    valid = Membership.objects.valid_now().filter(user__is_demo=True)
    staffed = set(valid.values_list("user__email", flat=True))
    with clock.shift(-people.settled):
        for name, (role, unit, organisation) in _wanted().items():
            if people.email(name) not in staffed:
                user = people.user(name)
                grant_role(user, role, by=PORTAL, unit=unit, organisation=organisation)
    _delegate(people)


def _wanted() -> dict[str, tuple[Role, Unit | None, Organisation | None]]:
    units = {unit.abbr: unit for unit in Unit.objects.all()}
    collecting = register_organisation(*_AGENCY, by=PORTAL)
    wanted: dict[str, tuple[Role, Unit | None, Organisation | None]] = {
        name: (role, None, None) for name, role in _WITHOUT_ORGANISATION.items()
    }
    for abbr, unit in units.items():
        wanted[f"unit-{abbr.lower()}"] = (Role.UNIT_CLERK, unit, None)
        wanted[f"unit-{abbr.lower()}-lead"] = (Role.UNIT_LEAD, unit, None)
    for name, (role, called, code, kind) in _WITH_ORGANISATION.items():
        wanted[name] = (role, None, register_organisation(called, code, kind, by=PORTAL))
    house = register_organisation(*_EVALUATING, by=PORTAL)
    wanted |= dict.fromkeys(EVALUATORS, (Role.AGENCY, None, house))
    return {**wanted, "agency-sc": (Role.AGENCY, units["SC"], collecting)}


def agency() -> Organisation:
    """The one that has a delegation, of Sichuan."""
    return Organisation.objects.get(code=_AGENCY[1])


def evaluating_house() -> Organisation:
    """The one that evaluates for every unit."""
    return Organisation.objects.get(code=_EVALUATING[1])


def _delegate(people: People) -> None:
    if Delegation.objects.valid_now().filter(organisation=agency()).exists():
        return
    with clock.shift(-people.settled):
        until = clock.now() + timedelta(days=2 * 365)
        unit, lead = Unit.objects.get(abbr="SC"), people.actor("unit-sc-lead")
        delegate(unit, agency(), list(Scope), until=until, by=lead)
