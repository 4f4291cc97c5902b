"""Who may do what here: each predicate one question, the tables the law."""

from django.db.models import QuerySet

from accounts.models import Delegation, Membership
from accounts.rules import is_portal
from accounts.states import Role, Scope
from matching.models import Feedback, Interest, Posting, PostingVersion, Report, TakeUp
from matching.states import PostingKind, Side
from projects.models import Project
from projects.rules import is_in_custody_of, is_of_unit, may_edit
from records.actors import Actor

# Whose own people post for their organisation; a unit's people post for anybody of their province.
POSTS = {
    PostingKind.DEMAND: (Role.ENTERPRISE, Role.INVESTOR, *Role.of_unit),
    PostingKind.OFFER: (Role.PARTNER, Role.INVESTOR, *Role.of_unit),
}


def is_own(by: Actor, interest: Interest) -> bool:
    return by.is_person and by.user_id == interest.person_id


def may_send(by: Actor, interest: Interest) -> bool:
    """Nobody is interested in what they hold, look after or own themselves, in whatever role; what
    it is asked in the name of is theirs."""
    if not is_own(by, interest):
        return False
    target, project, posting = interest.target, interest.project, interest.posting
    if isinstance(target, Posting):
        is_others = not seats_of_owners(target).filter(user=by.user_id or 0).exists()
        return is_others and (project is None or may_edit(by, project))
    is_others = target.holder_id != by.user_id and not is_in_custody_of(by, target)
    return is_others and (posting is None or is_owner(by, posting))


def may_answer_interest(by: Actor, interest: Interest) -> bool:
    """The set form is `queries.interests.answered_by_desk`."""
    if not by.is_person or is_own(by, interest):
        return False
    target = interest.target
    if isinstance(target, Posting):
        return is_owner(by, target)
    return may_edit(by, target) or is_left_to_unit(by, target)


def is_left_to_unit(by: Actor, project: Project) -> bool:
    """In an agency's custody, to which no delegation runs any more."""
    if not is_of_unit(by, project) or project.holder_id or not project.is_with_agency:
        return False
    running = Delegation.objects.valid_now().filter(
        unit=project.unit_id, organisation=project.custodian_id, scopes__contains=[Scope.COLLECT]
    )
    return not running.exists()


def has_agreed(by: Actor, interest: Interest) -> bool:
    return by.is_person and by.user_id == interest.answered_by_id


def is_party(by: Actor, interest: Interest) -> bool:
    return is_own(by, interest) or has_agreed(by, interest)


def has_spoken(by: Actor, interest: Interest) -> bool:
    is_asker_back = by.is_person and by.user_id == interest.questioned_by_id
    return is_party(by, interest) or is_asker_back


def may_end(by: Actor, interest: Interest) -> bool:
    """By its day, or as somebody of it leaves."""
    return is_portal(by, interest) or is_party(by, interest)


def may_report(by: Actor, report: Report) -> bool:
    of_interest = is_party(by, report.interest) or may_answer_interest(by, report.interest)
    return is_reporter(by, report) and of_interest


def is_reporter(by: Actor, report: Report) -> bool:
    return by.is_person and by.user_id == report.by_id


def may_judge(by: Actor, report: Report) -> bool:
    """Persons are compared: nobody judges what they reported, or what was reported of them."""
    is_centre = by.is_person and by.role in Role.of_centre
    return is_centre and by.user_id not in (report.by_id, report.about_id)


def may_post(by: Actor, kind: str) -> bool:
    return by.is_person and by.role in POSTS[PostingKind(kind)]


def is_owner(by: Actor, posting: Posting) -> bool:
    """Of its own people: those of the unit that filed it, else those of its organisation. The set
    form is `queries.postings.own_postings`."""
    if not may_post(by, posting.kind):
        return False
    if by.role in Role.of_unit:
        return posting.custodian_id == by.unit
    is_own_house = by.organisation_id is not None and by.organisation_id == posting.organisation_id
    return posting.custodian_id is None and is_own_house


def seats_of_owners(posting: Posting) -> QuerySet[Membership]:
    """The roles held now that make an owner: `is_owner`, of everybody."""
    valid = Membership.objects.valid_now()
    if posting.custodian_id:
        return valid.filter(role__in=Role.of_unit, unit=posting.custodian_id)
    roles = [role for role in POSTS[PostingKind(posting.kind)] if role not in Role.of_unit]
    return valid.filter(role__in=roles, organisation=posting.organisation_id or 0)


def is_moderator(by: Actor, posting: Posting) -> bool:
    """The unit that answers for it; of what the unit itself filed, its lead. The centre of all.
    The set form is `queries.postings.moderated_by`."""
    if by.is_person and by.role in Role.of_centre:
        return True
    is_filed_by_unit = posting.custodian_id is not None
    roles = (Role.UNIT_LEAD,) if is_filed_by_unit else Role.of_unit
    return by.is_person and by.role in roles and by.unit == posting.unit_id


def may_submit(by: Actor, version: PostingVersion) -> bool:
    return is_owner(by, version.posting)


def may_decide(by: Actor, version: PostingVersion) -> bool:
    """Persons are compared, never roles: nobody accepts what they handed in or wrote."""
    authors = (version.submitted_by_id, version.posting.author_id, *version.writers)
    return is_moderator(by, version.posting) and by.user_id not in authors


def may_restore(by: Actor, posting: Posting) -> bool:
    """What the centre took down the centre alone; never who wrote it or handed it in."""
    if not is_moderator(by, posting) or (
        posting.removed_by_centre and by.role not in Role.of_centre
    ):
        return False
    versions = posting.versions.values_list("submitted_by", "writers")
    own = {person for submitter, writers in versions for person in (submitter, *writers)}
    return by.user_id not in {posting.author_id, *own}


def is_author(by: Actor, posting: Posting) -> bool:
    return by.is_person and by.user_id == posting.author_id


def may_answer(by: Actor, feedback: Feedback) -> bool:
    if feedback.side == Side.POSTING:
        return is_owner(by, feedback.posting)
    return may_edit(by, feedback.project)


def is_giver(by: Actor, feedback: Feedback) -> bool:
    return by.is_person and by.user_id == feedback.given_by_id


def may_ask(by: Actor, take_up: TakeUp) -> bool:
    """Nobody of those who own the offer, in whatever role they act now."""
    is_owners = seats_of_owners(take_up.posting).filter(user=by.user_id or 0).exists()
    return may_edit(by, take_up.project) and not is_owners


def may_give(by: Actor, take_up: TakeUp) -> bool:
    """Persons are compared, never roles: nobody answers what they asked for, or what is for
    theirs."""
    theirs = (take_up.asked_by_id, take_up.project.holder_id)
    return is_owner(by, take_up.posting) and by.user_id not in theirs


def may_take_back(by: Actor, take_up: TakeUp) -> bool:
    return may_edit(by, take_up.project) or is_asker(by, take_up)


def is_asker(by: Actor, take_up: TakeUp) -> bool:
    return by.is_person and by.user_id == take_up.asked_by_id


INTEREST_RULES = {
    "send": may_send,
    **dict.fromkeys(("take_back", "reply"), is_own),
    **dict.fromkeys(("ask_back", "agree", "decline"), may_answer_interest),
    "withdraw": has_agreed,
    "introduce": is_portal,
    **dict.fromkeys(("expire", "lay_down"), may_end),
    "forget": has_spoken,
}
REPORT_RULES = {
    "report": may_report,
    **dict.fromkeys(("uphold", "dismiss"), may_judge),
    "forget": is_reporter,
}
POSTING_RULES = {
    **dict.fromkeys(("open", "number", "renew", "close", "reopen", "drop", "resume"), is_owner),
    **dict.fromkeys(("publish", "amend", "remove"), is_moderator),
    "restore": may_restore,
    **dict.fromkeys(("warn", "expire"), is_portal),
    "forget": is_author,
}
POSTING_VERSION_RULES = {
    **dict.fromkeys(("submit", "take_back"), may_submit),
    **dict.fromkeys(("return", "accept"), may_decide),
}
FEEDBACK_RULES = {
    **dict.fromkeys(("give", "change", "take_back"), may_answer),
    "forget": is_giver,
}
TAKE_UP_RULES = {
    "ask": may_ask,
    "take_back": may_take_back,
    **dict.fromkeys(("give", "decline"), may_give),
    "forget": is_asker,
}
