"""认领: what a unit, an agency or an import has filed comes to its holder."""

from django.db import transaction
from django.db.models import TextChoices

from accounts.people import account_for
from foundation.errors import Problem, refuse_if
from projects.models import Claim, Project
from projects.states import ClaimStatus
from records.actors import PORTAL, Actor
from records.workflow import begin, move, move_all


class ClaimProblem(TextChoices):
    HELD = "held", "这项成果已经由持有人认领"
    OPEN = "open", "已经有一份等待确认的认领，请先等它办结"
    NO_CONTACT = "no_contact", "信息表里没有联系人的姓名和邮箱，请填写要邀请的人"
    NO_REASON = "no_reason", "请写明收回代管的理由，原来的机构会看到"
    NOT_HELD_HERE = (
        "not_held_here",
        "你的单位不是这项成果的持有单位。请先在“我的资料”里填写所在单位",
    )


@transaction.atomic
def invite_holder(project: Project, email: str, name: str, *, by: Actor) -> Claim:
    """By the e-mail of the contact, who gets an account if they have none. Raises Refused."""
    claimant = account_for(email, name, by=by)
    refuse_if(_hindrances(project, claimant.pk))
    return begin(Claim(project=project, claimant=claimant), "invite", by=by)


def invite_contact(project: Project, *, by: Actor) -> Claim:
    """The contact of its sheet, by one click. Raises Refused (422): nobody is named there, or as
    `invite_holder`."""
    if not (project.contact_email and project.contact_name):
        refuse_if([Problem(ClaimProblem.NO_CONTACT)])
    return invite_holder(project, project.contact_email, project.contact_name, by=by)


@transaction.atomic
def request_claim(project: Project, *, by: Actor) -> Claim:
    """By a member of the organisation that holds it. Raises Refused."""
    refuse_if(_hindrances(project, by.user_id))
    return begin(Claim(project=project, claimant=by.user), "request", by=by)


@transaction.atomic
def confirm(claim: Claim, *, by: Actor) -> Claim:
    """The project becomes the claimant's; its custodian answers for it no longer. A mandate under
    which it is shown stands until the holder withdraws it."""
    # Two confirmations of one project wait for each other here.
    project = Project.objects.select_for_update().get(pk=claim.project_id)
    refuse_if(_held(project))
    confirmed = move(claim, "confirm", by=by)
    _bring_home(project, confirmed, by)
    others = Claim.objects.filter(project=project, status__in=ClaimStatus.open)
    move_all(others, "decline", by=PORTAL, note=ClaimProblem.HELD.label)
    return confirmed


def take_over(project: Project, *, by: Actor, reason: str) -> Project:
    """收回代管: what an agency brought and nobody has claimed comes into its unit's own custody,
    which answers from now on. Raises Refused: not the unit's lead, or not with an agency (403); no
    reason (422)."""
    refuse_if([] if reason else [Problem(ClaimProblem.NO_REASON, "reason")])

    def write(row: Project) -> None:
        row.custodian_id = row.unit.organisation_id

    return move(project, "take_over", by=by, note=reason, write=write)


def decline(claim: Claim, *, by: Actor, reason: str = "") -> Claim:
    return move(claim, "decline", by=by, note=reason)


def give_up(claim: Claim, *, by: Actor) -> Claim:
    return move(claim, "give_up", by=by)


@transaction.atomic
def leave_claims(*, by: Actor) -> None:
    """A person leaves: nobody is to wait for their answer, or give them anything any more."""
    own = Claim.objects.filter(claimant=by.user_id, status__in=ClaimStatus.open).order_by("pk")
    for claim in own:
        order = decline if claim.status == ClaimStatus.INVITED else give_up
        order(claim, by=by)


def _bring_home(project: Project, claim: Claim, by: Actor) -> None:
    def write(row: Project) -> None:
        row.holder_id, row.custodian = claim.claimant_id, None

    move(project, "hold", by=by, write=write)


def _hindrances(project: Project, claimant_id: int | None) -> list[Problem]:
    Project.objects.select_for_update().get(pk=project.pk)
    open_claims = project.claims.filter(status__in=ClaimStatus.open, claimant=claimant_id)
    is_open = [Problem(ClaimProblem.OPEN)] if open_claims.exists() else []
    return [*_held(project), *is_open]


def _held(project: Project) -> list[Problem]:
    return [Problem(ClaimProblem.HELD)] if project.holder_id else []
