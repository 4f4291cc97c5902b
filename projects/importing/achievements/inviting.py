"""Those whose e-mail the rows name are asked to claim what is theirs."""

from django.db import transaction
from django.db.models import QuerySet

from projects.claiming import invite_holder
from projects.importing.achievements.undoing import taken_projects
from projects.importing.ordering import refuse_unimportable
from projects.models import ImportRun, Project
from records.actors import Actor


def invitable(run: ImportRun, *, by: Actor) -> QuerySet[Project]:
    """Taken in, with an e-mail of a contact other than who invites, neither held nor claimed."""
    free = taken_projects(run).filter(holder=None, claims=None)
    own = by.user.email if by.user else ""
    return free.exclude(contact_email="").exclude(contact_email__iexact=own).order_by("pk")


@transaction.atomic
def invite_holders(run: ImportRun, *, by: Actor) -> int:
    """Everybody whom `invitable` finds. Returns how many."""
    refuse_unimportable(run.unit_id, by=by)
    projects = list(invitable(run, by=by))
    for project in projects:
        invite_holder(project, project.contact_email, project.contact_name, by=by)
    return len(projects)
