"""审读记录: who has read which version of a project before it is shown, and who is still to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from accounts.cycles import current_cycle
from accounts.models import User
from projects.models import Correction, Project, Proofreading, Version
from projects.queries import proofreadings_of
from projects.states import CorrectionStatus, ProjectStatus, ProofreadingStatus, ProofStep
from projects.views import library_steps as steps
from projects.views.offering import Offer, Offering
from records.models import Entry

_NAMELESS, _PORTAL = "未填姓名", "平台"


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of 审读记录; without a person it is still to be done."""

    label: str
    who: str = ""
    at: datetime | None = None
    note: str = ""
    is_undone: bool = False
    offers: list[Offer] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReadVersion:
    """A version with its readings, the first by its unit."""

    number: int
    is_standing: bool
    is_in_force: bool
    readings: list[Reading]


def proof_panel(
    offering: Offering, history: Sequence[Entry], standing: Version | None
) -> dict[str, Any]:
    """At the centre, of what its unit has accepted; in a fixed number of queries."""
    project = offering.project
    if standing is None or project.accepted_by_id is None:
        return {}
    project.standing_number = standing.number  # type: ignore[attr-defined]  # -- for the form
    record = _Record(offering, history, standing, list(proofreadings_of(project)))
    return {"proofreading": record.told(), "reading": offering.of((steps.READ,))}


@dataclass
class _Record:
    """All that is known of who has read a project, put together version by version."""

    offering: Offering
    history: Sequence[Entry]
    standing: Version
    readings: list[Proofreading]

    @property
    def project(self) -> Project:
        return self.offering.project

    @cached_property
    def versions(self) -> list[Version]:
        return list(self.project.versions.defer("content", "verdicts").order_by("-number"))

    @cached_property
    def corrections(self) -> dict[int | None, Correction]:
        accepted = self.project.corrections.filter(status=CorrectionStatus.ACCEPTED)
        return {one.version_id: one for one in accepted.select_related("decided_by")}

    @cached_property
    def names(self) -> dict[int, str]:
        written = [one for one in self.history if one.verb in ("accept", "list")]
        ids = [one.actor_id for one in written if one.actor_id]
        return {user.pk: user.name or _NAMELESS for user in User.objects.filter(pk__in=ids)}

    @cached_property
    def wanted(self) -> int:
        """How many persons are to read the standing version; a correction one in any case."""
        is_corrected = self.standing.pk in self.corrections
        return max(current_cycle().readings, 1 if is_corrected else 0)

    def told(self) -> list[ReadVersion]:
        """The newest first: those that were read, and the one that stands."""
        read = {one.version_id for one in self.readings} | {self.standing.pk}
        return [self._version(row) for row in self.versions if row.pk in read]

    def _version(self, row: Version) -> ReadVersion:
        is_standing = row.pk == self.standing.pk
        own = [one for one in self.readings if one.version_id == row.pk]
        lines = [
            *self._first(row),
            *(self._line(one) for one in own),
            *(self._missing(own) if is_standing else ()),
            *self._by_entry("list", "入库", row),
        ]
        in_force = is_standing and self.project.status == ProjectStatus.LISTED
        return ReadVersion(row.number, is_standing, in_force, lines)

    def _first(self, row: Version) -> Iterable[Reading]:
        """The unit's acceptance: of the correction, or of the submission."""
        correction = self.corrections.get(row.pk)
        if correction is None:
            return self._by_entry("accept", "初审", row)
        who = correction.decided_by.name if correction.decided_by else ""
        return [Reading("初审（更正）", who or _NAMELESS, correction.decided_at)]

    def _line(self, one: Proofreading) -> Reading:
        is_undone = one.status == ProofreadingStatus.UNDONE
        step = one.get_step_display()
        offers = [] if is_undone else self.offering.of((steps.UNDO_READING,), one)
        label = f"{step}（已撤销）" if is_undone else step
        who = one.reader.name or _NAMELESS
        return Reading(label, who, one.read_at, one.note, is_undone, offers)

    def _missing(self, own: Iterable[Proofreading]) -> list[Reading]:
        done = {one.step for one in own if one.status == ProofreadingStatus.READ}
        wanted = list(ProofStep)[: self.wanted]
        return [Reading(str(step.label)) for step in wanted if step not in done]

    def _by_entry(self, verb: str, label: str, row: Version) -> list[Reading]:
        """The last one that was about this version: the newest when it was written."""
        about = [one for one in self.history if one.verb == verb and self._newest_at(one) == row]
        return [self._told(label, one) for one in about[-1:]]

    def _told(self, label: str, entry: Entry) -> Reading:
        return Reading(label, self.names.get(entry.actor_id or 0, _PORTAL), entry.at)

    def _newest_at(self, entry: Entry) -> Version | None:
        return next((one for one in self.versions if one.frozen_at <= entry.at), None)
