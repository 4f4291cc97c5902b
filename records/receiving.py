"""收件: a file comes in piece by piece, is resumed where its line broke, and is kept once a worker
has looked at the whole of it.

A piece is first received into a file of its own; only under the row's lock is it put where it
belongs. So two senders of one piece cannot mix, and after the last byte nobody writes any more to
what is inspected. What a lost line had brought is kept: the row's `received` is the truth, written
after the bytes are on the disk.
"""

import io
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count, Q, Sum, TextChoices

from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from foundation.passing import sweep_passing
from foundation.uploads import Purpose, UploadProblem, check_declared, clean_name
from records.actors import Actor
from records.filing import LIMITS, file_document
from records.models import Document, Inspection, Upload
from records.previewing import ask_for_picture
from records.queries import being_checked, unfinished
from records.states import MoveProblem
from records.working import ring

MIB = 1 << 20
MOST_PIECE = MIB  # bytes in one request
MOST_OPEN = 20  # a person's uploads at a time
MOST_A_DAY = 2048 * MIB  # a person's declared bytes
KEPT_FOR = timedelta(days=3)  # an upload nobody goes on with, and the answer to an ended one
LONGEST_LOOK = timedelta(hours=1)  # into a file; none takes as long
_READ = 1 << 16
Follow = Callable[[Upload, Document], Any]


@dataclass(frozen=True, slots=True)
class Destination:
    """`target` names the room that takes the document, `about` the ref of the record it is for,
    `wish` what that room is told; JSON."""

    target: str
    about: str = ""
    wish: dict[str, Any] = field(default_factory=dict)


class ReceivingProblem(TextChoices):
    """What may be wrong with the way a file comes in."""

    OFFSET = "upload_offset", "已收到 {found} 字节，请从那里接着传"
    MORE = "upload_more", "传来的内容比申报的多，原来申报 {expected} 字节。请重新选择文件上传"
    PIECE = "upload_piece", "一次最多传 {expected}。请刷新页面再传"
    OPEN = "upload_open", "同时上传的文件最多 {expected} 个。请等前面的传完，或放弃没传完的"
    DAY = "upload_day", "一天最多上传 {expected}。请明天再传"
    LOST = "upload_lost", "服务器上没有收全这个文件。请重新上传"


_FOLLOWERS: dict[str, Follow] = {}


def register_target(target: str, follow: Follow) -> None:
    """From a room's declarations: `follow(upload, document)` makes of the document what the sender
    wished, in the transaction that files it. Raises Refused where that cannot be any more."""
    _FOLLOWERS[target] = follow


@transaction.atomic
def begin_upload(name: str, size: int, *, purpose: Purpose, to: Destination, by: Actor) -> Upload:
    """Room for a file of `size` bytes.

    Raises Refused (422): what can be told from name and size, too many at a time or a day.
    """
    refuse_if(check_declared(name, size, purpose=purpose, limit=LIMITS[purpose]))
    # A person's uploads are counted one after the other.
    get_user_model().objects.select_for_update(no_key=True).get(pk=by.person_id)
    refuse_if(_quota_problems(by.person_id, size))
    return Upload.objects.create(
        owner_id=by.person_id,
        role=by.role,
        unit=by.unit,
        organisation=by.organisation_id,
        name=clean_name(name),
        purpose=purpose,
        target=to.target,
        about=to.about,
        wish=to.wish,
        size=size,
    )


def _quota_problems(person: int, size: int) -> list[Problem]:
    lately = Q(begun_at__gt=clock.Now() - timedelta(days=1))
    counted = Upload.objects.filter(owner=person).aggregate(
        open=Count("pk", filter=unfinished()), bytes=Sum("size", filter=lately)
    )
    problems = []
    if counted["open"] >= MOST_OPEN:
        problems.append(Problem(ReceivingProblem.OPEN, expected=str(MOST_OPEN)))
    if (counted["bytes"] or 0) + size > MOST_A_DAY:
        problems.append(Problem(ReceivingProblem.DAY, expected=f"{MOST_A_DAY // MIB} MB"))
    return problems


def receive(upload: Upload, stream: BinaryIO, *, offset: int) -> Upload:
    """Put what comes (at most MOST_PIECE bytes, fewer where the line breaks) at `offset`.

    Raises Refused: 409 with what was received as `found` where that is not the offset, 413 a
    piece too large, 422 more than was declared, 410 given up meanwhile.
    """
    _refuse_other_offset(upload, offset)
    folder = _folder()
    with tempfile.TemporaryFile(dir=folder) as piece:
        _read_piece(stream, piece)
        return _put(upload, piece, offset)


def receive_whole(upload: Upload, stream: BinaryIO) -> Upload:
    """All of a file that is here already, as a plain form sends it."""
    while upload.received < upload.size:
        before = upload.received
        upload = receive(upload, io.BytesIO(stream.read(MOST_PIECE)), offset=before)
        if upload.received == before:
            raise Refused([Problem(ReceivingProblem.LOST)], status=HTTPStatus.BAD_REQUEST)
    return upload


def _refuse_other_offset(upload: Upload, offset: int) -> None:
    if offset != upload.received:
        raise Refused([Problem(ReceivingProblem.OFFSET, found=str(upload.received))])


def _read_piece(stream: BinaryIO, piece: BinaryIO) -> None:
    left = MOST_PIECE
    try:
        while chunk := stream.read(_READ):
            left -= len(chunk)
            if left < 0:
                _refuse_piece()
            piece.write(chunk)
    except OSError:
        pass  # the line broke: what came is what there is


def _refuse_piece() -> None:
    problem = Problem(ReceivingProblem.PIECE, expected=f"{MOST_PIECE // MIB} MB")
    raise Refused([problem], status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


@transaction.atomic
def _put(upload: Upload, piece: BinaryIO, offset: int) -> Upload:
    row = Upload.objects.select_for_update().filter(pk=upload.pk).first()
    if row is None:
        raise Refused([Problem(MoveProblem.GONE)], status=HTTPStatus.GONE)
    _refuse_other_offset(row, offset)
    length = piece.seek(0, os.SEEK_END)
    if offset + length > row.size:
        refuse_if([Problem(ReceivingProblem.MORE, expected=str(row.size))])
    if length:
        _write(part_of(row), piece, offset)
        row.received, row.touched_at = offset + length, clock.now()
        row.save()
    if length and row.received == row.size:
        ring(Inspection, [Inspection.objects.create(upload=row).pk])
    return row


def _write(path: Path, piece: BinaryIO, offset: int) -> None:
    """On the disk before the row says so."""
    piece.seek(0)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "wb") as part:
        part.seek(offset)
        shutil.copyfileobj(piece, part, _READ)
        part.flush()
        os.fdatasync(part.fileno())


def part_of(upload: Upload) -> Path:
    return _folder() / upload.ref


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def inspect(row: Inspection) -> int:
    """The step of the work: file the document and let its room take it, or say what is wrong."""
    upload = row.upload
    try:
        with transaction.atomic():
            row.document = _keep(upload)
    except Refused as refusal:
        _wait_for_scanner(refusal)
        row.problems = [problem.as_dict() for problem in refusal.problems]
    _drop_part(upload)
    return row.total


def _keep(upload: Upload) -> Document:
    by = Actor(upload.owner_id, upload.role, upload.unit, upload.organisation)
    try:
        with part_of(upload).open("rb") as stream:
            document = file_document(upload.name, stream, purpose=Purpose(upload.purpose), by=by)
    except FileNotFoundError:
        raise Refused([Problem(ReceivingProblem.LOST)]) from None
    try:
        _FOLLOWERS[upload.target](upload, document)
    except Refused:
        document.file.delete(save=False)
        raise
    ask_for_picture(document)
    return document


def _wait_for_scanner(refusal: Refused) -> None:
    """A scanner that is away is no fault of the file: the work is tried again later."""
    if any(problem.code == UploadProblem.UNSCANNED for problem in refusal.problems):
        raise refusal


def _drop_part(upload: Upload) -> None:
    path = part_of(upload)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


@transaction.atomic
def drop_upload(upload: Upload) -> None:
    """Given up by its sender, or its answer read. What was kept of it stays kept."""
    Upload.objects.filter(pk=upload.pk).delete()
    _drop_part(upload)


@transaction.atomic
def forget_uploads(user_id: int) -> None:
    """A person leaves: what they had not finished goes."""
    for upload in Upload.objects.filter(owner=user_id):
        drop_upload(upload)


def sweep_uploads() -> int:
    """Drop what nobody has gone on with for KEPT_FOR, and part files without a row. Returns how
    many uploads were dropped."""
    before = clock.now() - KEPT_FOR
    left = Upload.objects.filter(touched_at__lt=before).exclude(being_checked())
    dropped = list(left)
    for upload in dropped:
        drop_upload(upload)
    _sweep_parts(before.timestamp())
    sweep_passing(LONGEST_LOOK)
    return len(dropped)


def _sweep_parts(before: float) -> None:
    parts = {path.name: path for path in _folder().iterdir() if path.stat().st_mtime < before}
    known = Upload.objects.filter(ref__in=parts).values_list("ref", flat=True)
    for name in parts.keys() - set(known):
        parts[name].unlink(missing_ok=True)
