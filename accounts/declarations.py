"""What this room tells the door: its audited tables, their moves, their rules."""

from accounts.models import Consent, Membership, Organisation
from accounts.rules import CONSENT_RULES, MEMBERSHIP_RULES, ORGANISATION_RULES
from accounts.states import CONSENT_TRANSITIONS, MEMBERSHIP_TRANSITIONS, ORGANISATION_TRANSITIONS
from records.workflows import Workflow, register

register(Workflow(Organisation, ORGANISATION_TRANSITIONS, ORGANISATION_RULES))
register(Workflow(Membership, MEMBERSHIP_TRANSITIONS, MEMBERSHIP_RULES))
register(Workflow(Consent, CONSENT_TRANSITIONS, CONSENT_RULES))
