"""附件: files are added to a project while its sheet is open, named, put in order, taken out."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.db.models import Q, TextChoices

from accounts.acting import still_sending
from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from foundation.uploads import Purpose
from projects.models import Attachment, Project
from projects.models.attachment import MOST, TITLE_LENGTH
from projects.queries import kept_of
from projects.rules import is_open, may_edit, narrower, with_pending
from projects.states import AttachmentKind, AttachmentStatus, ProjectStatus, Visibility
from records.actors import PORTAL, Actor
from records.filing import forget_document
from records.models import Document, Upload
from records.states import MoveProblem
from records.workflow import begin, move, move_all

TARGET = "projects.attachment"
EMPTIED = "已移除的附件"
# What a file is most likely, by what people call it; the first that fits.
_CALLED = (
    (AttachmentKind.MANDATE, ("委托", "授权书")),
    (AttachmentKind.PLAN, ("商业计划", "计划书", "bp")),
    (AttachmentKind.REPORT, ("检测", "测试报告", "检验", "查新", "鉴定")),
    (AttachmentKind.CERTIFICATE, ("专利", "证书", "软著", "登记证")),
    (AttachmentKind.USE, ("应用证明", "用户报告", "使用证明", "试用")),
)
_BY_EXTENSION = {
    ".mp4": AttachmentKind.VIDEO,
    **dict.fromkeys((".jpg", ".jpeg", ".png"), AttachmentKind.PICTURE),
}


class AttachingProblem(TextChoices):
    CLOSED = (
        "closed",
        "成果的状态是“{found}”，不能改附件。要改，请联系推荐单位退回修改；已经入库的，请先“更正信息”",
    )
    FULL = "full", "最多 {expected} 个附件。请先移除不用的"
    TWICE = "twice", "同样的文件已经在附件里，叫“{found}”"


@dataclass(frozen=True, slots=True)
class Details:
    """What is said of a file; a 委托书 is never open to others, whatever was chosen."""

    kind: AttachmentKind
    title: str
    visibility: Visibility

    @property
    def allowed(self) -> Visibility:
        return Visibility.GRANTED if self.kind == AttachmentKind.MANDATE else self.visibility


def guess_details(name: str) -> Details:
    """By a file's name; nothing is open to others before somebody says so."""
    path = PurePath(name)
    called = path.stem.lower()
    kinds = (kind for kind, words in _CALLED if any(word in called for word in words))
    usual = _BY_EXTENSION.get(path.suffix.lower(), AttachmentKind.TECHNICAL)
    return Details(next(kinds, usual), path.stem[:TITLE_LENGTH] or name, Visibility.GRANTED)


def purpose_of(name: str) -> Purpose:
    return Purpose.VIDEO if name.lower().endswith(".mp4") else Purpose.DOCUMENT


def refuse_unattachable(project: Project, *, by: Actor) -> None:
    """Before anything is sent. Raises Refused: 403 not theirs to edit, 422 closed or full."""
    if not may_edit(by, project):
        raise _not_yours("添加附件")
    refuse_if([*_closed(project), *_full(len(kept_of(project)))])


@transaction.atomic
def take_document(upload: Upload, document: Document) -> Attachment:
    """What came for a project becomes its attachment, if whoever sent it may still do so."""
    project = Project.objects.get(ref=upload.about)
    wish = upload.wish
    details = Details(AttachmentKind(wish["kind"]), wish["title"], Visibility(wish["visibility"]))
    return attach(project, document, details, by=_still_acting(upload))


def _still_acting(upload: Upload) -> Actor:
    actor = still_sending(upload)
    if actor is None:
        raise _not_yours("添加附件")
    return actor


def _not_yours(what: str) -> Refused:
    problem = Problem(MoveProblem.NOT_YOURS, expected=what)
    return Refused([problem], status=HTTPStatus.FORBIDDEN)


@transaction.atomic
def attach(project: Project, document: Document, details: Details, *, by: Actor) -> Attachment:
    """Last in the list. Raises Refused: not theirs (403), closed, full, there already (422)."""
    locked = _lock(project)
    kept = list(kept_of(locked))
    refuse_if([*_closed(locked), *_full(len(kept)), *_twice(kept, document)])
    attachment = Attachment(
        project=locked,
        document=document,
        kind=details.kind,
        title=details.title,
        visibility=details.allowed,
        place=len(kept) + 1,
    )
    return begin(attachment, "attach", by=by)


@transaction.atomic
def revise(attachment: Attachment, details: Details, *, by: Actor) -> Attachment:
    _lock(attachment.project)

    def write(row: Attachment) -> None:
        row.kind, row.title, row.visibility = details.kind, details.title, details.allowed

    return move(attachment, "revise", by=by, write=write)


@transaction.atomic
def put_at(attachment: Attachment, place: int, *, by: Actor) -> None:
    """Among its project's; a place beyond the ends is the end."""
    project = _lock(attachment.project)
    if not may_edit(by, project):
        raise _not_yours("调整附件次序")
    refuse_if(_closed(project))
    order = list(kept_of(project))
    others = [row for row in order if row.pk != attachment.pk]
    at = min(max(place, 1), len(order)) - 1
    _arrange(project, [*others[:at], attachment, *others[at:]], by=by)


@transaction.atomic
def remove(attachment: Attachment, *, by: Actor) -> Attachment:
    """It can be restored as long as the sheet is open."""
    project = _lock(attachment.project)

    def write(row: Attachment) -> None:
        row.place, row.removed_at = None, clock.now()

    removed = move(attachment, "remove", by=by, write=write)
    _arrange(project, list(kept_of(project)), by=by)
    return removed


@transaction.atomic
def restore(attachment: Attachment, *, by: Actor) -> Attachment:
    """Back, as the last."""
    kept = len(kept_of(_lock(attachment.project)))
    refuse_if(_full(kept))

    def write(row: Attachment) -> None:
        row.place, row.removed_at = kept + 1, None

    return move(attachment, "restore", by=by, write=write)


@transaction.atomic
def remove_unfiled(project: Project, *, by: Actor) -> None:
    """A person leaves: of what was never submitted neither names nor their bytes are left."""

    def write(row: Attachment) -> None:
        row.title, row.place, row.removed_at = EMPTIED, None, row.removed_at or clock.now()

    for row in Attachment.objects.filter(project=project).select_related("document"):
        move(row, "forget", by=by, write=write)
        if row.document.owner_id == by.user_id:
            forget_document(row.document, by=by)


def go_back(project: Project, before: Sequence[dict[str, Any]]) -> None:
    """A correction has come to nothing: what was added is taken out, all else is as `before` tells
    (`queries.files_of`). Only what was made less open meanwhile stays so: nobody comes to see what
    somebody has just closed to them."""
    stood = {one["ref"]: one for one in before}
    own = Attachment.objects.filter(project=project).select_related("project")
    added = own.filter(status=AttachmentStatus.KEPT).exclude(ref__in=list(stood))
    changed = [row.pk for row in own.filter(ref__in=list(stood)) if _differs(row, stood[row.ref])]
    now = clock.now()

    def take_out(rows: Sequence[Attachment]) -> None:
        for row in rows:
            row.place, row.removed_at = None, now

    def put_back(rows: Sequence[Attachment]) -> None:
        for row in rows:
            one = stood[row.ref]
            row.kind, row.title, row.place, row.removed_at = (
                one["kind"],
                one["title"],
                one["place"],
                None,
            )
            row.visibility = narrower(one["visibility"], row.visibility)

    move_all(added, "take_out", by=PORTAL, write=take_out)
    move_all(own.filter(pk__in=changed), "put_back", by=PORTAL, write=put_back)


def _differs(row: Attachment, stood: dict[str, Any]) -> bool:
    is_otherwise = any(getattr(row, name) != stood[name] for name in ("kind", "title", "place"))
    return is_otherwise or narrower(stood["visibility"], row.visibility) != row.visibility


def closed_problems(attachment: Attachment) -> list[Problem]:
    return _closed(attachment.project)


def _lock(project: Project) -> Project:
    """The attachments of one project change one after the other, and not while it is submitted."""
    return Project.objects.select_for_update().get(pk=project.pk)


def _closed(project: Project) -> list[Problem]:
    if is_open(project):
        return []
    return [Problem(AttachingProblem.CLOSED, found=project.get_status_display())]


def _full(count: int) -> list[Problem]:
    return [Problem(AttachingProblem.FULL, expected=str(MOST))] if count >= MOST else []


def _twice(kept: list[Attachment], document: Document) -> list[Problem]:
    same = [row for row in kept if row.document.sha256 == document.sha256]
    return [Problem(AttachingProblem.TWICE, found=row.title) for row in same]


def _arrange(project: Project, order: list[Attachment], *, by: Actor) -> None:
    """Numbered from 1 in this order; who stands right is left alone."""
    places = {row.pk: number for number, row in enumerate(order, start=1)}
    moving = Q(pk__in=[row.pk for row in order if row.place != places[row.pk]])

    def write(rows: Sequence[Attachment]) -> None:
        for row in rows:
            row.place = places[row.pk]

    standing_wrong = Attachment.objects.filter(moving).select_related("project")
    if project.status == ProjectStatus.LISTED:
        standing_wrong = standing_wrong.prefetch_related(with_pending("project__corrections"))
    move_all(standing_wrong, "place", by=by, write=write)
