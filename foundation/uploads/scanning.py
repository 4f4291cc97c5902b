"""Optional virus scan by clamd over its socket, command INSTREAM of clamd(8)."""

import socket
import struct
from typing import BinaryIO

from foundation.errors import Problem
from foundation.uploads.problems import UploadProblem

_CHUNK = 1 << 16
_SECONDS = 30
_LONGEST_REPLY = 4096


def scan_stream(stream: BinaryIO, *, address: str, seconds: float = _SECONDS) -> list[Problem]:
    """Problems found by the clamd at `address`, `/path/to.sock` or `host:port`.

    A scanner that is configured but does not answer is a problem too: unscanned is refused.
    """
    stream.seek(0)
    try:
        with _connected(address, seconds) as connection:
            reply = _instream(connection, stream)
    except (OSError, ValueError):
        return [Problem(UploadProblem.UNSCANNED)]
    return _read_reply(reply)


def _connected(address: str, seconds: float) -> socket.socket:
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=seconds)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(seconds)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _instream(connection: socket.socket, stream: BinaryIO) -> str:
    connection.sendall(b"zINSTREAM\0")
    while chunk := stream.read(_CHUNK):
        connection.sendall(struct.pack("!I", len(chunk)) + chunk)
    connection.sendall(struct.pack("!I", 0))
    reply = b""
    while len(reply) < _LONGEST_REPLY and not reply.endswith(b"\0"):
        part = connection.recv(_LONGEST_REPLY)
        if not part:
            break
        reply += part
    return reply.rstrip(b"\0").decode(errors="replace")


def _read_reply(reply: str) -> list[Problem]:
    verdict = reply.removeprefix("stream: ")
    if verdict == "OK":
        return []
    if verdict.endswith(" FOUND"):
        return [Problem(UploadProblem.VIRUS, found=verdict.removesuffix(" FOUND"))]
    return [Problem(UploadProblem.UNSCANNED)]
