"""Who may order what in this room: each predicate one question, the tables the law."""

from accounts.models import Consent, Cycle, Delegation, Membership, Organisation, User
from accounts.states import MembershipStatus, Role, UserStatus
from records.actors import Actor

# Who answers for a role; with a unit, the lead of that very unit.
APPROVED_BY = {
    Role.ENTERPRISE: Role.of_centre,
    Role.PARTNER: Role.of_centre,
    Role.EXPERT: Role.of_centre,
    Role.INVESTOR: (Role.EXCHANGE,),
    Role.AGENCY: (Role.UNIT_LEAD,),
    Role.UNIT_CLERK: (Role.UNIT_LEAD,),
    Role.UNIT_LEAD: (Role.CENTRE_LEAD,),
    Role.EXCHANGE: (Role.CENTRE_LEAD,),
}


def is_portal(by: Actor, obj: object) -> bool:
    """The portal itself: its commands, tasks and loading of taxonomies, run by the operator."""
    return by.role == "portal"


def is_person(by: Actor, obj: object) -> bool:
    return by.is_person


def anyone(by: Actor, obj: object) -> bool:
    return True


def is_self(by: Actor, user: User) -> bool:
    return by.is_person and by.user_id == user.pk


def is_security_over(by: Actor, user: User) -> bool:
    return by.is_person and by.role == Role.SECURITY and by.user_id != user.pk


def may_reopen(by: Actor, user: User) -> bool:
    """Who was only long away proves the e-mail; the rest is for the security officer."""
    is_back = is_self(by, user) and user.status == UserStatus.DORMANT
    return is_back or is_security_over(by, user)


def may_reveal(by: Actor, user: User) -> bool:
    """The set form is `queries.users_visible_to`."""
    shown = user.memberships.filter(status__in=MembershipStatus.known)
    return is_self(by, user) or any(answers_for(by, membership) for membership in shown)


def is_approver_of_role(by: Actor, role: str) -> bool:
    return by.is_person and by.role in APPROVED_BY.get(Role(role), ())


def is_approver(by: Actor, membership: Membership) -> bool:
    """Persons are compared, never roles: nobody answers for themselves."""
    is_own_unit = by.role != Role.UNIT_LEAD or by.unit == membership.unit_id
    is_other = by.user_id != membership.user_id
    return is_approver_of_role(by, membership.role) and is_own_unit and is_other


def is_own_membership(by: Actor, membership: Membership) -> bool:
    return by.is_person and by.user_id == membership.user_id


def may_apply(by: Actor, membership: Membership) -> bool:
    return is_own_membership(by, membership) and membership.role in Role.by_application


def may_end(by: Actor, membership: Membership) -> bool:
    is_security = by.role == Role.SECURITY and by.is_person
    return (
        is_approver(by, membership)
        or is_own_membership(by, membership)
        or is_security
        or is_portal(by, membership)
    )


def is_at_desk(by: Actor, membership: Membership) -> bool:
    """The set form is `queries.people_at_desk`. What is only wished for bothers nobody."""
    is_own_unit = by.role not in Role.of_unit or by.unit == membership.unit_id
    is_told = membership.status != MembershipStatus.WISHED
    return by.is_person and is_own_unit and is_told and membership.role in roles_at_desk(by.role)


def answers_for(by: Actor, membership: Membership) -> bool:
    """Who may know how to reach the person: a clerk reads, and decides nothing."""
    return is_at_desk(by, membership) and by.role != Role.UNIT_CLERK


def may_see_membership(by: Actor, membership: Membership) -> bool:
    """The set form is `queries.memberships_visible_to`."""
    is_own = is_own_membership(by, membership) and membership.status != MembershipStatus.WISHED
    return is_own or is_at_desk(by, membership)


def roles_at_desk(role: str) -> tuple[Role, ...]:
    """The roles whose people are looked after by who acts as `role`."""
    if role == Role.SECURITY:
        return tuple(Role)
    approver = Role.UNIT_LEAD if role == Role.UNIT_CLERK else role
    return tuple(one for one, approvers in APPROVED_BY.items() if approver in approvers)


def is_lead_of(by: Actor, delegation: Delegation) -> bool:
    return by.is_person and by.role == Role.UNIT_LEAD and by.unit == delegation.unit_id


def may_see_delegation(by: Actor, delegation: Delegation) -> bool:
    is_unit = by.role in Role.of_unit and by.unit == delegation.unit_id
    is_agency = by.role == Role.AGENCY and by.organisation_id == delegation.organisation_id
    return by.is_person and (is_unit or is_agency or by.role == Role.SECURITY)


def is_own_consent(by: Actor, consent: Consent) -> bool:
    return by.is_person and by.user_id == consent.given_by_id


def may_register(by: Actor, organisation: Organisation) -> bool:
    return is_portal(by, organisation) or is_person(by, organisation)


def may_correct(by: Actor, organisation: Organisation) -> bool:
    return by.is_person and by.role in Role.of_centre


def may_open_cycle(by: Actor, cycle: Cycle) -> bool:
    return is_portal(by, cycle) or may_change_cycle(by, cycle)


def may_change_cycle(by: Actor, cycle: Cycle) -> bool:
    return by.is_person and by.role == Role.CENTRE_LEAD


USER_RULES = {
    "register": anyone,
    "adopt": is_portal,
    "correct": is_self,
    "reveal": may_reveal,
    "warn": is_portal,
    "rest": is_portal,
    "suspend": is_security_over,
    "reopen": may_reopen,
    "erase": is_self,
}
MEMBERSHIP_RULES = {
    "grant": is_portal,
    "wish": may_apply,
    "apply": may_apply,
    "invite": is_approver,
    "approve": is_approver,
    "decline": is_approver,
    "withdraw": is_own_membership,
    "accept": is_own_membership,
    "turn_down": is_own_membership,
    "end": may_end,
    "forget": is_own_membership,
}
ORGANISATION_RULES = {"register": may_register, "correct": may_correct}
DELEGATION_RULES = {"delegate": is_lead_of, "revoke": is_lead_of}
CONSENT_RULES = {"give": is_own_consent, "withdraw": is_own_consent}
CYCLE_RULES = {"open": may_open_cycle, "change": may_change_cycle, "call": may_change_cycle}
