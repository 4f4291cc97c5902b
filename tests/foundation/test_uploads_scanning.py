"""The virus scan, against a server that speaks clamd's INSTREAM over a real socket."""

import io
import socketserver
import struct
import threading
from contextlib import contextmanager

import pytest

from foundation.uploads import Purpose, UploadProblem, inspect_upload, scan_stream
from tests.foundation import files

SIGNATURE = b"X5O!P%@AP-TEST"


class _Clamd(socketserver.BaseRequestHandler):
    reply = b""  # what to answer whatever comes; "" scans

    def handle(self):
        if self._read(10) != b"zINSTREAM\0":
            return
        content = b""
        while size := struct.unpack("!I", self._read(4))[0]:
            content += self._read(size)
        found = b"stream: Test-Signature FOUND" if SIGNATURE in content else b"stream: OK"
        self.request.sendall((self.reply or found) + b"\0")

    def _read(self, size):
        data = b""
        while len(data) < size:
            data += self.request.recv(size - len(data))
        return data


@contextmanager
def _served(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def clamd():
    with _served(socketserver.TCPServer(("127.0.0.1", 0), _Clamd)) as (host, port):
        yield f"{host}:{port}"


def _found(problems):
    return [(problem.code, problem.found) for problem in problems]


def test_clean_file_passes_over_tcp(clamd):
    assert scan_stream(io.BytesIO(b"x" * 200_000), address=clamd) == []


def test_clean_file_passes_over_a_unix_socket(tmp_path):
    path = str(tmp_path / "clamd.sock")

    with _served(socketserver.UnixStreamServer(path, _Clamd)):
        assert scan_stream(io.BytesIO(b"x"), address=path) == []


def test_virus_across_two_pieces_is_named(clamd):
    content = b"x" * ((1 << 16) - 5) + SIGNATURE

    problems = scan_stream(io.BytesIO(content), address=clamd)

    assert _found(problems) == [(UploadProblem.VIRUS, "Test-Signature")]


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock", "no port", ""])
def test_scanner_that_is_away_refuses_the_file(address):
    problems = scan_stream(io.BytesIO(b"x"), address=address)

    assert _found(problems) == [(UploadProblem.UNSCANNED, "")]


@pytest.mark.parametrize("reply", [b"INSTREAM size limit exceeded. ERROR", b"stream: "])
def test_answer_that_is_no_verdict_refuses_the_file(reply):
    handler = type("Answering", (_Clamd,), {"reply": reply})

    with _served(socketserver.TCPServer(("127.0.0.1", 0), handler)) as (host, port):
        problems = scan_stream(io.BytesIO(b"x"), address=f"{host}:{port}")

    assert _found(problems) == [(UploadProblem.UNSCANNED, "")]


def test_infected_upload_is_refused_by_the_inspection(clamd):
    stream = io.BytesIO(files.pdf(files.pdf_stream(SIGNATURE)))

    verdict = inspect_upload(
        "a.pdf", stream, purpose=Purpose.DOCUMENT, limit=1 << 20, scanner=clamd
    )

    assert _found(verdict.problems) == [(UploadProblem.VIRUS, "Test-Signature")]
    assert verdict.content_type == "application/octet-stream"
