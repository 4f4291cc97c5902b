"""The panel of a project's attachments, for whoever fills in its sheet."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.states import Role
from foundation.uploads import TAKEN, Purpose
from projects.attaching import TARGET
from projects.forms.attachments import DetailsForm, OpennessForm
from projects.models import Attachment, Project
from projects.models.attachment import MOST
from projects.queries import kept_of, last_frozen, removed_of
from projects.rules import is_open
from projects.states import Visibility
from records.actors import Actor
from records.queries import uploads_about

_REMOVED_SHOWN = 5
ACCEPTED = ",".join(f".{one}" for one in (*TAKEN[Purpose.DOCUMENT], *TAKEN[Purpose.VIDEO]))


@dataclass(frozen=True)
class FileRow:
    """One attachment with the form that may change it."""

    attachment: Attachment
    form: DetailsForm | OpennessForm
    can_move: bool


def panel_of(project: Project, by: Actor, *, desk: str) -> dict[str, Any]:
    """What `projects/_form_attachments.html` shows; `desk` is "my" or "unit"."""
    kept, is_open_now = list(kept_of(project)), is_open(project)
    filed = {} if is_open_now else last_frozen(project)
    return {
        "files_project": project,
        "files": [row_of(one, filed, can_move=is_open_now) for one in kept],
        "files_pending": uploads_about(TARGET, project.ref, by.user_id),
        "files_removed": removed_of(project)[:_REMOVED_SHOWN] if is_open_now else (),
        "files_open": is_open_now,
        "files_most": MOST,
        "files_accepted": ACCEPTED,
        "files_url": reverse(f"{desk}_project_files", args=[project.ref]),
        "files_begin_url": reverse(f"{desk}_project_files_begin", args=[project.ref]),
        "grants_url": reverse(f"{desk}_project_grants", args=[project.ref]),
    }


def row_of(attachment: Attachment, filed: dict[str, str], *, can_move: bool) -> FileRow:
    if can_move:
        return FileRow(attachment, DetailsForm(attachment=attachment), can_move)
    widest = filed.get(attachment.ref, Visibility.GRANTED)
    return FileRow(attachment, OpennessForm(attachment=attachment, filed=widest), can_move)


def desk_for(by: Actor) -> str:
    """Whose addresses lead back: the holder's, or those of who files for others."""
    return "my" if by.role == Role.HOLDER else "unit"
