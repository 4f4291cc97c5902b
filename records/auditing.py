"""核对: an auditor asks for a verification of the trail; a worker does it piece by piece."""

from django.db import connection, transaction

from records.actors import Actor
from records.models import Verification
from records.states import WorkState
from records.verifying import Finding, confirmed, parts
from records.working import ring

_MOST_KEPT = 1_000
_LOCK = "records.verification"


@transaction.atomic
def ask_for_verification(*, by: Actor) -> Verification:
    """The one that is under way, else a new one."""
    with connection.cursor() as cursor:
        # Two who ask at the same time get the same one.
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [_LOCK])
    running = Verification.objects.filter(state=WorkState.WAITING).first()
    if running is not None:
        return running
    verification = Verification(asked_by_id=by.person_id, total=len(parts()))
    verification.save()
    ring(Verification, [verification.pk])
    return verification


def verify_piece(verification: Verification) -> int:
    """The step of a Verification's work: one piece, its findings kept with its progress."""
    pieces = parts()
    findings = confirmed(pieces[verification.progress])
    room = _MOST_KEPT - len(verification.findings)
    verification.findings += [_as_row(finding) for finding in findings[: max(room, 0)]]
    verification.found += len(findings)
    verification.total = len(pieces)
    return verification.progress + 1


def _as_row(finding: Finding) -> dict[str, str]:
    return {
        "fault": finding.fault.label,
        "table": finding.table,
        "pk": str(finding.pk),
        "ref": finding.ref,
    }
