"""公开范围: who may read an attachment besides those who work on the project, and who did."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import TextChoices

from accounts.models import Organisation
from foundation import clock
from foundation.errors import Problem, refuse_if
from projects.models import Attachment, AttachmentGrant, Project
from projects.queries import last_frozen
from projects.rules import is_open, narrower
from projects.states import AttachmentKind, GrantStatus, Visibility
from records.actors import Actor
from records.workflow import begin, move, move_all


class DisclosingProblem(TextChoices):
    WIDER = "wider", "报送时定的是“{expected}”，不能放得更宽。要放宽，请联系推荐单位退回修改"
    MANDATE = "mandate", "委托书只给核验的人看，不能授权给别的机构"
    PAST = "past", "授权期限要晚于今天"
    NOTHING = "nothing", "请先勾选要授权的附件"


@transaction.atomic
def disclose(attachment: Attachment, visibility: Visibility, *, by: Actor) -> Attachment:
    """Narrower than it was filed at any time, and back again. Raises Refused (422)."""
    project = Project.objects.select_for_update().get(pk=attachment.project_id)
    refuse_if(_too_wide(project, attachment, visibility))

    def write(row: Attachment) -> None:
        row.visibility = visibility

    return move(attachment, "disclose", by=by, write=write)


def _too_wide(project: Project, attachment: Attachment, visibility: Visibility) -> list[Problem]:
    """As long as the sheet is open nothing was filed yet."""
    if attachment.kind == AttachmentKind.MANDATE and visibility != Visibility.GRANTED:
        return [Problem(DisclosingProblem.MANDATE, "visibility")]
    if is_open(project):
        return []
    filed = last_frozen(project).get(attachment.ref, Visibility.GRANTED)
    if narrower(filed, visibility) == visibility:
        return []
    return [Problem(DisclosingProblem.WIDER, "visibility", expected=Visibility(filed).label)]


@transaction.atomic
def grant_all(
    attachments: Sequence[Attachment],
    organisation: Organisation,
    *,
    until: datetime | None = None,
    by: Actor,
) -> list[AttachmentGrant]:
    """The organisation's members may read these, until that moment or until it is revoked; what
    they were granted already gets the new term. Raises Refused (422)."""
    refuse_if(_grant_problems(attachments, until))
    return [_grant(attachment, organisation, until, by) for attachment in attachments]


def _grant(
    attachment: Attachment, organisation: Organisation, until: datetime | None, by: Actor
) -> AttachmentGrant:
    # Two grants of one attachment wait for each other here.
    locked = Attachment.objects.select_for_update().get(pk=attachment.pk)
    given = locked.grants.filter(organisation=organisation, status=GrantStatus.GIVEN).first()
    if given is None:
        grant = AttachmentGrant(attachment=attachment, organisation=organisation, until=until)
        return begin(grant, "grant", by=by)

    def write(row: AttachmentGrant) -> None:
        row.until = until

    return move(given, "renew", by=by, write=write)


def _grant_problems(attachments: Sequence[Attachment], until: datetime | None) -> list[Problem]:
    problems = [] if attachments else [Problem(DisclosingProblem.NOTHING, "attachments")]
    if any(row.kind == AttachmentKind.MANDATE for row in attachments):
        problems.append(Problem(DisclosingProblem.MANDATE, "attachments"))
    if until is not None and until <= clock.now():
        problems.append(Problem(DisclosingProblem.PAST, "until"))
    return problems


def revoke(grant: AttachmentGrant, *, by: Actor) -> AttachmentGrant:
    """From this commit on its members get nothing."""
    return move(grant, "revoke", by=by)


def revoke_all_of(project: Project, *, by: Actor) -> None:
    """A person leaves: nobody is left to answer for what was granted."""
    given = AttachmentGrant.objects.filter(attachment__project=project, status=GrantStatus.GIVEN)
    move_all(given, "revoke", by=by)


def note_reading(attachment: Attachment, *, by: Actor) -> None:
    """Who read it on the strength of a grant stands in the trail."""
    move(attachment, "read", by=by)
