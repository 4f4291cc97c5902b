"""Files come in piece by piece: byte-exact whatever breaks, kept only after a look at the whole."""

import hashlib
import io
from datetime import timedelta
from http import HTTPStatus

import pytest
from hypothesis import HealthCheck, given, settings as steady, strategies as st

from foundation import clock
from foundation.errors import Problem, Refused
from foundation.uploads import Purpose, UploadProblem
from records import receiving
from records.models import Document, Entry, Inspection, Upload
from records.receiving import (
    MOST_PIECE,
    ReceivingProblem,
    drop_upload,
    forget_uploads,
    part_of,
    receive,
    receive_whole,
    register_target,
    sweep_uploads,
)
from records.states import UploadStage
from tests.records.coming_in import PDF, BrokenLine, begun, looked_at, parts, sent
from tests.toy.factories import make_sender

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def taken(monkeypatch):
    """A room that takes what comes; what it was given."""
    taken = []
    monkeypatch.setattr(receiving, "_FOLLOWERS", {})
    register_target("toy.nowhere", lambda upload, document: taken.append((upload, document)))
    return taken


def refusal_of(call, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.status, refusal.value.problems[0]


def test_whole_file_is_looked_at_kept_and_handed_over(taken):
    sender = make_sender()
    upload = begun(sender)

    upload = sent(upload, PDF[:20])
    assert (upload.stage, upload.received) == (UploadStage.RECEIVING, 20)
    upload = sent(upload, PDF[20:], 20)
    assert upload.stage == UploadStage.CHECKING

    upload = looked_at(upload)
    [(taken_upload, document)] = taken
    assert (upload.stage, taken_upload, upload.inspection.document) == (
        *(UploadStage.KEPT, upload),
        document,
    )
    with document.file.open() as kept:
        assert hashlib.sha256(kept.read()).hexdigest() == hashlib.sha256(PDF).hexdigest()
    assert (document.owner_id, document.name) == (sender.user_id, "说明.pdf")
    assert Entry.objects.get(table="records.document").actor_id == sender.user_id


@steady(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.binary(min_size=1, max_size=5000), breaks=st.lists(st.integers(0, 2000), max_size=8))
def test_interrupted_upload_is_resumed_byte_exact(data, breaks):
    upload = begun(make_sender(), data)

    for length in [*breaks, len(data)]:
        rest = data[upload.received :]
        if rest:
            upload = receive(upload, BrokenLine(rest, length), offset=upload.received)

    assert (upload.received, part_of(upload).read_bytes()) == (len(data), data)
    assert upload.stage == UploadStage.CHECKING


def test_other_offset_is_told_the_right_one():
    upload = sent(begun(make_sender()), PDF[:10])

    for offset in (0, 9, 11):
        status, problem = refusal_of(sent, upload, PDF[:5], offset)
        assert (status, problem) == (
            HTTPStatus.CONFLICT,
            Problem(ReceivingProblem.OFFSET, found="10"),
        )
    assert part_of(upload).read_bytes() == PDF[:10]


def test_same_piece_from_a_second_sender_changes_nothing():
    first = begun(make_sender())
    second = Upload.objects.get(pk=first.pk)
    sent(first, PDF[:30])

    status, problem = refusal_of(sent, second, b"x" * 30)

    assert (status, problem.found) == (HTTPStatus.CONFLICT, "30")
    assert part_of(first).read_bytes() == PDF[:30]


def test_after_the_last_byte_nobody_writes_any_more():
    upload = begun(make_sender())
    stale = Upload.objects.get(pk=upload.pk)
    sent(upload, PDF)

    assert refusal_of(sent, stale, b"MZ" + PDF[2:])[0] == HTTPStatus.CONFLICT
    assert part_of(upload).read_bytes() == PDF


def test_more_than_declared_is_refused_and_not_written():
    upload = begun(make_sender())

    status, problem = refusal_of(sent, upload, PDF + b"more")

    assert (status, problem.code) == (HTTPStatus.UNPROCESSABLE_ENTITY, ReceivingProblem.MORE)
    assert not part_of(upload).exists()


def test_less_than_declared_is_never_looked_at():
    upload = sent(begun(make_sender(), PDF + b"!"), PDF)

    assert upload.stage == UploadStage.RECEIVING
    assert Inspection.objects.count() == 0


def test_piece_over_the_limit_is_refused():
    upload = begun(make_sender(), b"x" * (MOST_PIECE + 1))

    status, problem = refusal_of(sent, upload, b"x" * (MOST_PIECE + 1))

    assert (status, problem.code) == (
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        ReceivingProblem.PIECE,
    )
    assert Upload.objects.get().received == 0


def test_whole_file_of_several_pieces_is_received():
    data = bytes(range(256)) * 5000
    upload = begun(make_sender(), data)

    upload = receive_whole(upload, io.BytesIO(data))

    assert part_of(upload).read_bytes() == data


@pytest.mark.parametrize(
    ("name", "size", "code"),
    [
        ("a.exe", 10, UploadProblem.EXTENSION),
        ("a.pdf", 0, UploadProblem.EMPTY),
        ("a.pdf", 20 * 1024 * 1024 + 1, UploadProblem.TOO_LARGE),
    ],
)
def test_what_cannot_be_kept_is_refused_before_it_is_sent(name, size, code):
    class Sized(bytes):
        def __len__(self):
            return size

    status, problem = refusal_of(begun, make_sender(), Sized(), name)

    assert (status, problem.code) == (HTTPStatus.UNPROCESSABLE_ENTITY, code)
    assert Upload.objects.count() == 0


def test_too_many_at_a_time_are_refused():
    sender, other = make_sender(), make_sender()
    for _ in range(receiving.MOST_OPEN):
        begun(sender)

    assert refusal_of(begun, sender)[1].code == ReceivingProblem.OPEN
    assert begun(other)


def test_too_much_a_day_is_refused(monkeypatch):
    monkeypatch.setattr(receiving, "MOST_A_DAY", len(PDF) + 1)
    sender = make_sender()
    begun(sender)

    assert refusal_of(begun, sender)[1].code == ReceivingProblem.DAY
    with clock.shift(timedelta(days=1, seconds=1)):
        assert begun(sender)


def test_program_in_disguise_ends_refused_and_is_not_kept(taken, settings):
    data = b"MZ\x90\x00" * 99
    upload = sent(begun(make_sender(), data), data)

    upload = looked_at(upload)

    assert (upload.stage, taken, Document.objects.count()) == (UploadStage.REFUSED, [], 0)
    [problem] = upload.inspection.problems
    assert problem["sentence"].startswith("这个文件不是真正的 pdf 文件")
    assert list((settings.MEDIA_ROOT).rglob("documents/*/*")) == []


def test_room_that_refuses_keeps_nothing(settings):
    def refuse(upload, document):
        raise Refused([Problem(ReceivingProblem.OPEN, expected="1")])

    register_target("toy.nowhere", refuse)
    upload = looked_at(sent(begun(make_sender()), PDF))

    assert upload.stage == UploadStage.REFUSED
    assert (Document.objects.count(), Entry.objects.filter(verb="file").count()) == (0, 0)
    assert list(settings.MEDIA_ROOT.rglob("documents/*/*")) == []


def test_scanner_that_is_away_is_asked_again(settings):
    settings.CLAMD = str(settings.MEDIA_ROOT / "no.sock")
    upload = looked_at(sent(begun(make_sender()), PDF))
    assert (upload.stage, upload.inspection.attempts) == (UploadStage.CHECKING, 1)
    assert part_of(upload).exists()

    settings.CLAMD = ""
    Inspection.objects.update(due_at=clock.now())
    assert looked_at(upload).stage == UploadStage.KEPT


def test_part_that_is_gone_is_told():
    upload = sent(begun(make_sender()), PDF)
    part_of(upload).unlink()

    [problem] = looked_at(upload).inspection.problems

    assert problem["code"] == ReceivingProblem.LOST


def test_parts_are_gone_when_it_ended(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        kept = looked_at(sent(begun(make_sender()), PDF))
        given_up = sent(begun(make_sender()), PDF[:9])
        drop_upload(given_up)

    assert (parts(), list(Upload.objects.all())) == ([], [kept])


def test_sweep_takes_what_nobody_goes_on_with(django_capture_on_commit_callbacks, settings):
    stale, waiting = sent(begun(make_sender()), PDF[:9]), sent(begun(make_sender()), PDF)
    with clock.shift(timedelta(days=4)), django_capture_on_commit_callbacks(execute=True):
        fresh = begun(make_sender())
        assert sweep_uploads() == 1

    assert set(Upload.objects.all()) == {waiting, fresh}
    assert parts() == [part_of(waiting)]
    assert not part_of(stale).exists()


def test_leaving_takes_ones_uploads_along(django_capture_on_commit_callbacks):
    sender = make_sender()
    sent(begun(sender), PDF[:9])
    other = begun(make_sender())

    with django_capture_on_commit_callbacks(execute=True):
        forget_uploads(sender.user_id)

    assert (list(Upload.objects.all()), parts()) == ([other], [])


def test_video_may_be_larger():
    assert begun(make_sender(), b"x" * (21 * 1024 * 1024), "a.mp4", purpose=Purpose.VIDEO)
