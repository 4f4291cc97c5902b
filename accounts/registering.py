"""Registering an organisation: by its 统一社会信用代码 it exists once."""

from django.db import connection, transaction

from accounts.models import Organisation
from accounts.states import OrganisationKind
from records.actors import Actor
from records.workflow import begin


@transaction.atomic
def register_organisation(
    name: str, code: str, kind: OrganisationKind, *, by: Actor
) -> Organisation:
    """The organisation with this code, made if it is new. The name on file stands: whoever knows
    a code cannot rename its owner."""
    with connection.cursor() as cursor:
        # Whoever registers the same code at the same time waits, and finds it known.
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"organisation:{code}"])
    known = Organisation.objects.filter(code=code).first() if code else None
    return known or begin(Organisation(name=name, code=code, kind=kind), "register", by=by)
