"""Who may do what with a project and what hangs on it: each predicate one question, the tables
the law."""

from django.db.models import Prefetch, prefetch_related_objects

from accounts.rules import is_portal
from accounts.states import Role, Scope
from projects.models import (
    Attachment,
    AttachmentGrant,
    Claim,
    Correction,
    Project,
    Recommendation,
    Service,
    Version,
)
from projects.states import ClaimStatus, CorrectionStatus, Source, Visibility
from records.actors import Actor


def is_holder(by: Actor, project: Project) -> bool:
    return by.is_person and by.role == Role.HOLDER and by.user_id == project.holder_id


def is_own(by: Actor, project: Project) -> bool:
    """Consent is the person's, in whatever role they act."""
    return by.is_person and by.user_id == project.holder_id


def is_of_unit(by: Actor, project: Project) -> bool:
    return by.is_person and by.role in Role.of_unit and by.unit == project.unit_id


def is_agency_of(by: Actor, project: Project) -> bool:
    """Under a delegation of the project's unit, for what the agency itself answers for."""
    is_unit = by.role == Role.AGENCY and by.unit == project.unit_id
    return by.is_person and is_unit and by.organisation_id == project.custodian_id


def is_collecting_agency(by: Actor, project: Project) -> bool:
    return is_agency_of(by, project) and Scope.COLLECT in by.scopes


def is_lead_of_unit(by: Actor, project: Project) -> bool:
    return is_of_unit(by, project) and by.role == Role.UNIT_LEAD


def is_of_centre(by: Actor, project: Project) -> bool:
    return by.is_person and by.role in Role.of_centre


def is_second_person(by: Actor, project: Project) -> bool:
    """Persons are compared, never roles: nobody screens what they filed themselves."""
    return by.user_id not in (project.submitted_by_id, project.holder_id)


def is_third_person(by: Actor, project: Project) -> bool:
    """Nor lists, reads or evaluates what they themselves accepted, or had a hand in correcting."""
    is_new = is_second_person(by, project) and by.user_id != project.accepted_by_id
    return is_new and by.user_id not in _correctors_of(project)


def with_correctors() -> "Prefetch[str]":
    """For projects of which is asked who is a third person: all in one query."""
    accepted = Correction.objects.filter(status=CorrectionStatus.ACCEPTED)
    return Prefetch("corrections", accepted, to_attr="accepted_corrections")


def _correctors_of(project: Project) -> set[int | None]:
    """Who proposed what was corrected, and who accepted it: each correction is made to the one
    before. Asked of the database once each time the project was read, and only of one that has
    been in the library."""
    if project.code is None:
        return set()
    prefetch_related_objects([project], with_correctors())
    accepted: list[Correction] = project.accepted_corrections  # type: ignore[attr-defined]  # -- prefetched
    return {pk for one in accepted for pk in (one.proposed_by_id, one.decided_by_id)}


def is_in_custody_of(by: Actor, project: Project) -> bool:
    """Before a holder has claimed it: those who have it in custody, whoever brought it."""
    is_unit = is_of_unit(by, project) and not project.is_with_agency
    return project.holder_id is None and (is_unit or is_collecting_agency(by, project))


def may_open(by: Actor, project: Project) -> bool:
    if project.source == Source.SELF:
        return is_holder(by, project)
    if project.source == Source.AGENCY:
        return is_collecting_agency(by, project)
    return is_of_unit(by, project)


def may_import(by: Actor, unit: str) -> bool:
    """A unit's own people, into its own custody."""
    return by.is_person and by.role in Role.of_unit and by.unit == unit


def may_edit(by: Actor, project: Project) -> bool:
    return is_holder(by, project) or is_in_custody_of(by, project)


def may_screen(by: Actor, project: Project) -> bool:
    return is_lead_of_unit(by, project) and is_second_person(by, project)


def may_return(by: Actor, project: Project) -> bool:
    """The unit from its queue; the centre what the unit has accepted."""
    if project.accepted_by_id is None:
        return may_screen(by, project)
    return is_of_centre(by, project) and is_second_person(by, project)


def may_list(by: Actor, project: Project) -> bool:
    """The portal itself where the cycle lets acceptance list at once."""
    by_centre = is_of_centre(by, project) and is_third_person(by, project)
    return by_centre or is_portal(by, project)


def may_withdraw(by: Actor, project: Project) -> bool:
    return is_of_centre(by, project) and is_second_person(by, project)


def may_restore(by: Actor, project: Project) -> bool:
    """As it is listed: what they accepted themselves is shown again by another."""
    return is_of_centre(by, project) and is_third_person(by, project) and project.code is not None


def may_resume(by: Actor, project: Project) -> bool:
    return may_edit(by, project) and project.code is None


def may_hold(by: Actor, project: Project) -> bool:
    """Whoever confirmed the claim brings its project to its holder."""
    is_free = project.holder_id is None
    return is_free and any(c.status == ClaimStatus.CONFIRMED for c in project.claims.all())


def may_remind(by: Actor, project: Project) -> bool:
    """Those whose desk it lies on."""
    return is_of_unit(by, project) or is_of_centre(by, project)


def may_confirm(by: Actor, project: Project) -> bool:
    """That what is in the library still holds, is said by who answers for it."""
    return may_edit(by, project)


def may_take_over(by: Actor, project: Project) -> bool:
    """What an agency brought and nobody has claimed comes into the unit's own custody."""
    is_agencys = project.holder_id is None and project.is_with_agency
    return is_agencys and is_lead_of_unit(by, project)


def may_see(by: Actor, project: Project) -> bool:
    """At a desk; what the public sees is the showcase's question. The set form is
    `queries.visible_to`."""
    is_filed = project.submitted_at is not None
    return (
        is_holder(by, project)
        or (is_of_unit(by, project) and (is_filed or may_edit(by, project)))
        or (is_agency_of(by, project) and (is_filed or project.holder_id is None))
        or (is_of_centre(by, project) and is_filed)
    )


def may_freeze(by: Actor, version: Version) -> bool:
    return may_edit(by, version.project)


def may_invite(by: Actor, claim: Claim) -> bool:
    """Nobody invites themselves."""
    return is_in_custody_of(by, claim.project) and by.user_id != claim.claimant_id


def is_claimant(by: Actor, claim: Claim) -> bool:
    return by.is_person and by.user_id == claim.claimant_id


def may_request(by: Actor, claim: Claim) -> bool:
    """A member of the organisation that holds it, by its code."""
    project, user = claim.project, claim.claimant
    is_member = user.organisation_id is not None and user.organisation_id == project.organisation_id
    return is_claimant(by, claim) and is_member and project.holder_id is None


def may_answer(by: Actor, claim: Claim) -> bool:
    """An invitation is answered by the invited, a request by the lead of the unit."""
    if claim.status == ClaimStatus.INVITED:
        return is_claimant(by, claim) or is_portal(by, claim)
    is_lead = is_lead_of_unit(by, claim.project) and not is_claimant(by, claim)
    return is_lead or is_portal(by, claim)


def may_give_up(by: Actor, claim: Claim) -> bool:
    if claim.status == ClaimStatus.INVITED:
        return is_in_custody_of(by, claim.project)
    return is_claimant(by, claim)


def may_recommend(by: Actor, recommendation: Recommendation) -> bool:
    project = recommendation.project
    return is_lead_of_unit(by, project) and by.user_id != project.holder_id


def may_withdraw_recommendation(by: Actor, recommendation: Recommendation) -> bool:
    """The portal, where the project leaves the library."""
    return may_recommend(by, recommendation) or is_portal(by, recommendation)


def may_see_service(by: Actor, service: Service) -> bool:
    """And its evidence: whoever may see the project at a desk."""
    return may_see(by, service.project)


def may_note(by: Actor, service: Service) -> bool:
    """Those who gave it or looked after it; later rooms write it for the portal."""
    project = service.project
    return is_of_unit(by, project) or is_of_centre(by, project) or is_portal(by, service)


def may_attach(by: Actor, attachment: Attachment) -> bool:
    return may_edit(by, attachment.project)


def may_grant(by: Actor, grant: AttachmentGrant) -> bool:
    return may_edit(by, grant.attachment.project)


def narrower(one: str, other: str) -> str:
    return max(one, other, key=Visibility.values.index)


def openness_of(attachment: Attachment) -> str:
    """How widely it may be read beyond the desks: as the version in force has it, or narrower
    where that was changed since; "" where no version in force holds it. One that a correction has
    removed is read until that is accepted."""
    listing = getattr(attachment.project, "listing", None)
    if listing is None:
        return ""
    held = {one["ref"]: one["visibility"] for one in listing.version.content.get("attachments", ())}
    frozen = held.get(attachment.ref, "")
    return narrower(frozen, attachment.visibility) if frozen else ""


def is_open_to(by: Actor, attachment: Attachment) -> bool:
    """Without a grant, as long as the project is shown: to the public, or to who is logged in."""
    open_to = {Visibility.PUBLIC.value}
    open_to |= {Visibility.MEMBERS.value} if by.is_person else set()
    return openness_of(attachment) in open_to and attachment.project.may_be_shown


def may_be_granted(attachment: Attachment) -> bool:
    """A grant holds as long as the project is in the library."""
    return openness_of(attachment) != ""


def reads_by_grant(by: Actor, attachment: Attachment) -> bool:
    """In the name of an organisation that it was granted to."""
    if by.organisation_id is None or not may_be_granted(attachment):
        return False
    return attachment.grants.valid_now().filter(organisation=by.organisation_id).exists()


def may_read(by: Actor, attachment: Attachment) -> bool:
    """Deny by default. The set form is `queries.readable_among`."""
    is_at_desk = may_see(by, attachment.project)
    return is_at_desk or is_open_to(by, attachment) or reads_by_grant(by, attachment)


PROJECT_RULES = {
    "open": may_open,
    "save": may_edit,
    "submit": may_edit,
    "take_back": may_edit,
    "discard": may_edit,
    "undo": may_edit,
    "resume": may_resume,
    "accept": may_screen,
    "return": may_return,
    "decline": may_screen,
    "list": may_list,
    "withdraw": may_withdraw,
    "restore": may_restore,
    "hand_over": is_lead_of_unit,
    "hold": may_hold,
    "remind": may_remind,
    "confirm": may_confirm,
    "correct": is_portal,
    "take_over": may_take_over,
    "show": is_own,
    "hide": is_own,
    "forget": is_own,
    "adopt": is_portal,
}
VERSION_RULES = {"freeze": may_freeze}
CLAIM_RULES = {
    "invite": may_invite,
    "request": may_request,
    "confirm": may_answer,
    "decline": may_answer,
    "give_up": may_give_up,
}
RECOMMENDATION_RULES = {
    "recommend": may_recommend,
    "withdraw": may_withdraw_recommendation,
}
SERVICE_RULES = dict.fromkeys(("note", "prove", "void"), may_note)
ATTACHMENT_RULES = {
    **dict.fromkeys(
        ("attach", "revise", "place", "disclose", "remove", "restore", "forget"), may_attach
    ),
    **dict.fromkeys(("take_out", "put_back"), is_portal),
    "read": reads_by_grant,
}
GRANT_RULES = dict.fromkeys(("grant", "renew", "revoke"), may_grant)
