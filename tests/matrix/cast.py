"""The cast of the permission matrix: one person for each role and ownership, and the objects
they are asked about. `SC` is the unit that owns, `GD` the other one."""

from accounts.acting import actor_of
from accounts.cycles import current_cycle
from accounts.granting import apply_for
from accounts.models import Membership, Unit
from accounts.states import Role
from foundation import clock
from matching.interests import send_interest
from matching.states import InterestKind
from projects.claiming import invite_holder, request_claim
from projects.entitlements import note_service
from projects.intake import discard
from projects.recommendation import recommend
from projects.states import ServiceKind
from records.auditing import ask_for_verification
from records.models import Entry, Message
from tests import factories
from tests.logins import FreshClient

# Who asks; the first word is the role. `_other` is of another unit, organisation or person.
COLUMNS = (
    "visitor",
    "holder",
    "holder_other",
    "agency",
    "agency_other",
    "clerk",
    "lead",
    "clerk_other",
    "lead_other",
    "expert",
    "centre",
    "centre_lead",
    "exchange",
    "partner",
    "investor",
    "enterprise",
    "security",
    "auditor",
    "admin",
)
_PLAIN = (
    *("expert", "centre", "centre_lead", "exchange", "partner", "investor", "enterprise"),
    *("security", "auditor", "admin"),
)


class Cast:
    """Everybody has TOTP out of the way (`is_demo`) and has just logged in."""

    def __init__(self):
        self.organisation = factories.make_organisation()
        self.actors = {
            "holder": factories.make_holder(self._user("holder")),
            "holder_other": factories.make_holder(self._user("holder_other")),
            "agency": factories.make_agent(self.organisation, user=self._user("agency")),
            "agency_other": factories.make_agent(self._other(), user=self._user("agency_other")),
            **{
                name: self._of_unit(name) for name in ("clerk", "lead", "clerk_other", "lead_other")
            },
            **{name: factories.make_staff(name, user=self._user(name)) for name in _PLAIN},
        }
        self.delegation = factories.make_delegation(self.organisation, lead=self.actors["lead"])
        # Asked for in SC by somebody who is not of the cast.
        self.application = apply_for(
            Role.UNIT_CLERK, by=factories.make_holder(), unit=Unit.objects.get(abbr="SC")
        )
        # The objects, each by the word the table uses; all are the first holder's, in SC.
        holder = self.actors["holder"]
        self.draft = factories.make_draft(holder)
        self.submitted = factories.make_project("submitted", holder)
        self.accepted = factories.make_project("accepted", holder)
        self.listed = factories.make_project("listed", holder)
        self._hang_things_on_projects()
        self._set_side_by_side()
        self.interest = send_interest(
            self.listed, InterestKind.TRIAL, message="想试用", by=self.actors["holder_other"]
        )
        self.somebody = self.actors["expert"].user
        self.membership = Membership.objects.get(user=self.somebody)
        self.giving_up = {"ref": self.membership.ref, "verb": "end"}
        self.message = {"pk": Message.objects.filter(to=self.somebody).first().pk}
        self.consent = {"pk": self.listed.display_consent_id}
        self.applicant = self.application.user
        self.token = {"token": "no-such-token"}
        self.entry = {"pk": Entry.objects.values_list("pk", flat=True).last()}
        self.verification = ask_for_verification(by=self.actors["auditor"])
        self.message_to_lead = self.actors["lead"].user.messages.first()
        self.key = {"key": "no-such-key"}
        self.reset = {"uidb36": "1", "key": "no-such-key"}
        self._claim_and_file()
        self.clients = {name: self._client(name) for name in COLUMNS}

    def _claim_and_file(self):
        """What units and agencies file for others in SC, and the first holder's claims to it."""
        clerk, holder = self.actors["clerk"], self.actors["holder"]
        self.filed_draft = factories.make_filed_draft(clerk)
        self.filed_submitted = factories.make_filed_project("submitted", clerk)
        self.filed_by_agency = factories.make_filed_draft(actor_of(self.actors["agency"].user))
        self.free = factories.make_filed_project("listed", clerk)
        factories.make_member(holder, self.free.organisation)
        rest = {"by": clerk}
        self.invited = invite_holder(self.filed_submitted, holder.user.email, "", **rest)
        asked_for = factories.make_filed_project("listed", clerk)
        self.requested = request_claim(asked_for, by=holder)
        self.given_up = discard(factories.make_draft(holder), by=holder)
        self.filed_given_up = discard(factories.make_filed_draft(clerk), by=clerk)

    def _set_side_by_side(self):
        """Pairs that may be one: the other is public, or nobody's here to read."""
        words = {
            "summary": factories.SUMMARY.replace("0.9 微秒", "1.2 微秒"),
            "tagline": "换了说法",
        }
        elsewhere = {"unit": Unit.objects.get(abbr="GD"), **words}
        self.similar = factories.make_project("listed", **elsewhere)
        hidden = factories.make_project("submitted", **elsewhere)
        self.pair = {"ref": self.submitted.ref, "other": self.similar.ref}
        self.pair_hidden = {"ref": self.submitted.ref, "other": hidden.ref}

    def _hang_things_on_projects(self):
        """One is in custody of SC's unit, with a claim of each kind."""
        holder, clerk, lead = (self.actors[name] for name in ("holder", "clerk", "lead"))
        self.returned = factories.make_project("returned", holder)
        self.withdrawn = factories.make_project("withdrawn", holder)
        self.filed = factories.make_filed_project("listed", clerk)
        self.recommendation = recommend(self.filed, by=lead, reasons="两家整车厂已在台架验证")
        rest = {"provider": "深交所", "on": clock.today(), "by": clerk}
        note_service(self.filed, ServiceKind.ROADSHOW, **rest)
        self.invitation = invite_holder(self.filed, "zhou@example.cn", "周蜀", by=clerk)
        member = factories.make_user(organisation=self.filed.organisation)
        self.request = request_claim(self.filed, by=factories.make_holder(member))
        self.cycle = {"year": current_cycle().year}

    @staticmethod
    def _user(name):
        phone = f"139{COLUMNS.index(name):08}"
        return factories.make_user(f"cast-{name}", is_demo=True, phone=phone)

    def _of_unit(self, name):
        role, _, other = name.partition("_")
        unit = "GD" if other else "SC"
        return factories.make_staff(f"unit_{role}", unit, user=self._user(name))

    @staticmethod
    def _other():
        return factories.make_organisation("珠江技术转移中心", "91440101MA5AKP8U4D")

    def _client(self, name):
        client = FreshClient(raise_request_exception=False)
        if name != "visitor":
            client.force_login(self.actors[name].user)
        return client

    def arguments(self, row):
        """Of the row's address: the object it is about, by the name addresses use."""
        about = getattr(self, row.about)
        return about if isinstance(about, dict) else {"ref": about.ref}

    def data(self, row):
        """What is sent along; a callable is asked about the cast first."""
        return {k: v(self) if callable(v) else v for k, v in row.data.items()}
