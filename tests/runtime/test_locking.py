"""Two supervisors never share a state folder; orphans do not block it for ever."""

import json
import os
import subprocess
import sys
import time

import pytest

from ztc.runtime.locking import held
from ztc.runtime.places import holders, opened_lock, try_lock
from ztc.runtime.words import Halt

HOLD = "import sys, time; print('held', flush=True); time.sleep(60)"


def orphan(lock: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLD]
    process = subprocess.Popen(command, pass_fds=(lock,), stdout=subprocess.PIPE, text=True)
    process.stdout.readline()
    return process


def test_living_supervisor_is_named_with_its_address(tmp_path):
    path = tmp_path / "lock"
    first = held(path, "http://127.0.0.1:8000")
    second = held(path, "", patience=0.2)
    with first, pytest.raises(Halt) as refusal, second:
        pytest.fail("the lock was given twice")

    expected = f"已在运行：http://127.0.0.1:8000（进程 {os.getpid()}）。请先停止它，再运行一次。"
    assert str(refusal.value) == expected


def test_lock_left_is_empty_and_free(tmp_path):
    path = tmp_path / "lock"
    with held(path, "http://127.0.0.1:8000"):
        assert json.loads(path.read_text())["pid"] == os.getpid()

    assert path.read_text() == ""
    with opened_lock(path) as file:
        assert try_lock(file)


def test_deaf_orphans_of_a_dead_supervisor_are_ended(tmp_path):
    path = tmp_path / "lock"
    with opened_lock(path) as file:
        assert try_lock(file)
        file.write('{"pid": 1, "address": ""}')
        file.flush()
        process = orphan(file.fileno())
    assert process.pid in holders(path)

    begun = time.monotonic()
    with held(path, "", patience=2):
        assert process.wait(timeout=1) == -9
    process.stdout.close()

    assert 0.8 < time.monotonic() - begun < 2
