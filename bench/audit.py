"""`audit`: sealing a trail of N entries, then recomputing all it claims.

The sealer waits for transactions of the whole server that began before it: on a shared server
their time is in `seal`.
"""

from bench.measuring import measured, peak_mib, server_facts, together
from bench.people import staffed
from bench.results import Figures, Result
from bench.synthetic import SEED, titles
from projects.models import Project
from projects.states import Source
from records.models import Entry
from records.sealing import seal_entries
from records.verifying import verify_trail
from records.workflow import begin_all, move_all

_PATIENCE = 120.0
_RATE = "per_s"  # entries are not rows


def run(size: int) -> Result:
    _write_trail(size)
    entries = Entry.objects.count()
    steps: dict[str, Figures] = {}
    with measured(entries, _RATE) as steps["seal"]:
        seals = seal_entries(patience=_PATIENCE)
    with measured(entries, _RATE) as steps["verify"]:
        findings = sum(1 for _ in verify_trail())
    ours = together(steps, entries, _RATE)
    counts = {"entries": entries, "seals": len(seals), "findings": findings}
    return Result(
        params={"entries": size, "seed": SEED, **server_facts()},
        ours=ours | {"peak_mib": peak_mib()} | counts,
    )


def _write_trail(size: int) -> None:
    """Half of the entries begin a project, half of them save it."""
    desk = staffed("SC")
    facts = {"source": Source.IMPORT, "unit": desk.unit, "custodian_id": desk.unit.organisation_id}
    drafts = [Project(title=title, **facts) for title in titles(size // 2)]
    begin_all(drafts, "open", by=desk.clerk)
    move_all(Project.objects.all(), "save", by=desk.clerk, write=_rename)


def _rename(rows: list[Project]) -> None:
    for row in rows:
        row.title = f"{row.title}（改）"
