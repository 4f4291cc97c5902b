"""A connection that dies in the middle of a piece, on a real socket: what came is kept, the rest
follows."""

import socket
import time
from http import HTTPStatus
from urllib.parse import urlsplit

import pytest

from records.models import Upload
from records.receiving import part_of
from tests.factories import make_draft, make_holder
from tests.logins import FreshClient
from tests.projects.attaching_files import begin_for

pytestmark = pytest.mark.django_db(transaction=True)
DATA = bytes(range(256)) * 1200


@pytest.mark.parametrize("cut", [0, 1, 65_536, 65_537, 200_000, len(DATA) - 1])
def test_killed_connection_is_resumed_byte_exact(settings, tmp_path, live_server, cut):
    settings.MEDIA_ROOT = tmp_path
    holder = make_holder()
    upload = begin_for(make_draft(holder), by=holder, size=len(DATA))
    client = FreshClient()
    client.force_login(holder.user)

    cut_off(live_server, client, upload, DATA[:cut])

    received = settled(upload, cut)
    rest = {"content_type": "application/offset+octet-stream"}
    answer = client.patch(
        f"/uploads/{upload.ref}/",
        DATA[received:],
        headers={"Upload-Offset": str(received)},
        **rest,
    )
    assert answer.status_code == HTTPStatus.NO_CONTENT
    assert part_of(upload).read_bytes() == DATA


def cut_off(live_server, client, upload, data):
    """Promise all of it, send `data`, and vanish."""
    at = urlsplit(live_server.url)
    cookies = "; ".join(f"{c.key}={c.value}" for c in client.cookies.values())
    token = "a" * 32
    head = (
        f"PATCH /uploads/{upload.ref}/ HTTP/1.1\r\nHost: {at.netloc}\r\n"
        f"Cookie: {cookies}; csrftoken={token}\r\nX-CSRFToken: {token}\r\n"
        f"Upload-Offset: 0\r\nContent-Length: {len(DATA)}\r\n\r\n"
    )
    with socket.create_connection((at.hostname, at.port)) as line:
        line.sendall(head.encode() + data)


def settled(upload, sent):
    """How much of what was sent the server kept, once it has noticed."""
    for _ in range(100):
        received = Upload.objects.get(pk=upload.pk).received
        if received == sent:
            break
        time.sleep(0.05)
    assert received == sent
    return received
