"""Folders and ports for supervisors that must not meet one another."""

import contextlib
import secrets
import shutil
import signal
import socket
from pathlib import Path

import pytest

from tests.runtime.driving import Portal, supervise


@pytest.fixture
def place():
    """Short, and open to the servers' user, unlike pytest's own folders."""
    yield from _place()


@pytest.fixture(scope="session")
def shared_place():
    yield from _place()


@pytest.fixture(scope="session")
def used(shared_place):
    """A state folder that has been started before, and stands still between the tests."""
    assert supervise(shared_place / "used").returncode == 0
    return shared_place / "used"


def _place():
    folder = Path("/tmp") / f"zt-{secrets.token_hex(4)}"  # noqa: S108 -- the name is random
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def state(place):
    return place / "state"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(state: Path, **env: str):
    portal = Portal.start(state, free_port(), **env)
    try:
        yield portal
    finally:
        if portal.process.poll() is None:
            portal.process.send_signal(signal.SIGTERM)
            portal.process.wait(timeout=10)


@pytest.fixture
def start(state):
    """Portals on this test's state folder; what still runs is ended."""
    with contextlib.ExitStack() as stack:
        yield lambda **env: stack.enter_context(running(state, **env))


@pytest.fixture(scope="session")
def portal(shared_place):
    """One for the tests that leave it as they found it."""
    with running(shared_place / "portal") as portal:
        portal.wait_said("门户已启动")
        yield portal
