"""What this room tells the door: its audited tables, their moves, their rules."""

from accounts.delegating import revoking_problems
from accounts.granting import joining_problems
from accounts.models import Consent, Cycle, Delegation, Membership, Organisation, User
from accounts.queries import agents_of, approvers_of, person_of
from accounts.rules import (
    CONSENT_RULES,
    CYCLE_RULES,
    DELEGATION_RULES,
    MEMBERSHIP_RULES,
    ORGANISATION_RULES,
    USER_RULES,
)
from accounts.states import (
    CONSENT_TRANSITIONS,
    CYCLE_TRANSITIONS,
    DELEGATION_TRANSITIONS,
    MEMBERSHIP_TRANSITIONS,
    ORGANISATION_TRANSITIONS,
    USER_TRANSITIONS,
)
from records.workflows import Workflow, register

# Who is erased has no key any more, and nothing left that would need one.
_OF_PERSON = "case when t.status <> 'erased' then 'user:' || t.id end"
_OF_APPLICANT = "case when t.reason <> '' then 'user:' || t.user_id end"

# Who is not logged in hears of it by e-mail or not at all.
_TO_PERSON = ("warn", "rest", "reopen")

register(
    Workflow(
        User,
        USER_TRANSITIONS,
        USER_RULES,
        tells=dict.fromkeys(_TO_PERSON, lambda user: [user.pk]),
        urgent=frozenset(_TO_PERSON),
        personal=dict.fromkeys(("email", "name", "phone"), _OF_PERSON),
        # Written by Django and allauth at login and at a change of password.
        outside=frozenset({"password", "last_login"}),
    )
)
register(Workflow(Organisation, ORGANISATION_TRANSITIONS, ORGANISATION_RULES))
register(
    Workflow(
        Membership,
        MEMBERSHIP_TRANSITIONS,
        MEMBERSHIP_RULES,
        checks={"approve": joining_problems, "accept": joining_problems},
        tells={
            "apply": approvers_of,
            **dict.fromkeys(("grant", "invite", "approve", "decline", "end"), person_of),
        },
        personal={"reason": _OF_APPLICANT},
    )
)
register(
    Workflow(
        Delegation,
        DELEGATION_TRANSITIONS,
        DELEGATION_RULES,
        checks={"revoke": revoking_problems},
        tells={"delegate": agents_of, "revoke": agents_of},
    )
)
register(Workflow(Consent, CONSENT_TRANSITIONS, CONSENT_RULES))
register(Workflow(Cycle, CYCLE_TRANSITIONS, CYCLE_RULES))
