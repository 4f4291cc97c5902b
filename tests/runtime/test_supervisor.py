"""How it starts, how it stops, and what it says when it cannot."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.runtime.driving import (
    CHECKOUT,
    CLIENTS,
    ROOT,
    SERVERS,
    environment,
    holders,
    result_of,
    send,
    supervise,
    supervised,
    wait,
    worker_works,
)

STARTED = "门户已启动"
ELSEWHERE = {
    "DATABASE_URL": "postgres://a",
    "DATABASE_OWNER_URL": "postgres://b",
    "REDIS_URL": "redis://c",
}


def is_alive(pid: int) -> bool:
    """A zombie is not: it waits for process 1 to look at it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def owner_of(pid: int) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert done.returncode == 1
    return lines[0]


def test_running_portal_tells_its_address_and_accounts(portal):
    assert f"{STARTED}：http://127.0.0.1:{portal.port} " in portal.said()
    assert portal.said().splitlines()[-1] == "  demo@ztc.test  demo"


def test_children_have_sessions_of_their_own_and_servers_are_not_root(portal):
    wait(lambda: set(portal.pids()) == {*SERVERS, *CLIENTS}, 5)
    pids = portal.pids()

    assert all(os.getsid(pid) == pid for pid in pids.values())
    assert all(owner_of(pids[name]) == os.geteuid() for name in CLIENTS)
    assert all((owner_of(pids[name]) == 0) is False for name in SERVERS)


def test_secrets_and_sockets_are_closed_to_others(portal):
    modes = [stat.S_IMODE((portal.state / n).stat().st_mode) for n in ("secrets.json", "run", "pg")]

    assert modes == [0o600, 0o700, 0o700]


def test_stop_hands_running_tasks_back_and_the_next_start_takes_them(start, state):
    first = start()
    first.wait_said(STARTED)
    assert worker_works(first)
    waiting = send(first, "sleep", 1)
    time.sleep(0.3)
    secrets = (state / "secrets.json").read_text()

    assert first.end(signal.SIGINT, signal.SIGTERM, signal.SIGINT) == 0

    assert first.leaves_nothing()
    assert first.said().splitlines()[-1] == "已停止。"
    begun = time.monotonic()
    second = start()
    second.wait_said(STARTED)
    assert time.monotonic() - begun < 8
    assert (state / "secrets.json").read_text() == secrets
    assert wait(lambda: result_of(second, waiting) == "slept", 10)
    killed_supervisor_leaves_no_child(second)


def killed_supervisor_leaves_no_child(portal):
    send(portal, "sleep", 60)
    pids = portal.pids().values()

    portal.process.kill()

    assert wait(lambda: not holders(portal.state / "lock"), 5)
    assert not [pid for pid in pids if is_alive(pid)]
    assert supervise(portal.state).returncode == 0
    assert portal.leaves_nothing()


def test_signal_while_preparing_stops_everything(start):
    portal = start(STANDIN_SECONDS="60")
    portal.wait_said("正在准备数据")
    assert wait(lambda: "prepare" in portal.pids(), 5)

    assert portal.end(signal.SIGINT) == 0

    assert portal.leaves_nothing()


def test_port_in_use_is_said_and_nothing_stays(state):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "ztc.runtime.supervisor"],
            cwd=CHECKOUT,
            env=environment(state, PORT=str(port)),
            capture_output=True,
            text=True,
            check=False,
        )

    expected = f"端口 {port} 已被占用。请换一个：PORT={port + 1} make run"
    assert one_sentence(done) == expected
    assert not (state / "pg").exists()


def test_failed_preparation_is_told_by_its_last_line(start):
    portal = start(STANDIN_FAILS="1", **ELSEWHERE)

    assert portal.process.wait(timeout=20) == 1

    assert "准备数据失败：no such table" in portal.said()
    assert not portal.pids()


def test_command_gets_the_environment_and_gives_its_exit_code(used):
    state = used
    done = supervise(state, "sh", "-c", "echo $DATABASE_URL $REDIS_URL $ZTC_STATE_DIR; exit 7")

    folder = str(state / "run").replace("/", "%2F")
    database = f"postgres://ztc_app@{folder}/ztc"
    broker = f"unix://{state}/run/valkey.sock?db=0"
    assert done.stdout.splitlines()[-1] == f"{database} {broker} {state}"
    assert done.returncode == 7


def test_operators_servers_take_the_place_of_ours(state):
    script = "echo $DATABASE_URL $DATABASE_OWNER_URL $REDIS_URL"

    done = supervise(state, "sh", "-c", script, **ELSEWHERE)

    assert done.stdout.splitlines()[-1] == "postgres://a postgres://b redis://c"
    assert not (state / "pg").exists()
    assert not (state / "valkey").exists()


def test_database_url_alone_is_refused(state):
    done = supervise(state, DATABASE_URL="postgres://a")

    assert one_sentence(done).startswith("DATABASE_URL（ztc_app）和 DATABASE_OWNER_URL")


@pytest.mark.parametrize("port", ["0", "99999", "abc"])
def test_nonsense_port_is_refused(state, port):
    assert "不是端口号" in one_sentence(supervise(state, PORT=port))


def test_signal_reaches_the_command_and_what_it_started(used):
    state = used
    process = subprocess.Popen(
        supervised("sh", "-c", "sleep 77 & sleep 78"),
        cwd=CHECKOUT,
        env=environment(state),
    )
    assert wait(lambda: "command" in children(state), 20)

    process.send_signal(signal.SIGINT)

    assert process.wait(timeout=5) == 130
    assert not holders(state / "lock")


def children(state) -> str:
    file = state / "children.json"
    return file.read_text() if file.exists() else ""


@pytest.mark.skipif(not ROOT, reason="only root may mount; the others meet /dev/full below")
def test_full_disk_is_one_sentence_and_everything_stops(place, state):
    state.mkdir(mode=0o711)
    state.chmod(0o711)
    subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", "size=260m", "none", state], check=True)
    fill = "cd $ZTC_STATE_DIR; cat /dev/zero > filler; kill -9 $(head -1 pg/postmaster.pid)"
    try:
        done = supervise(state, "sh", "-c", f"{fill}; sleep 30")
    finally:
        subprocess.run(["/bin/umount", "-l", state], check=True)

    assert done.stderr.splitlines()[-1].startswith("磁盘已满")
    assert done.returncode == 1
