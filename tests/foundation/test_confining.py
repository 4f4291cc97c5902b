"""The child process: what it may do, and that each of its ends is told apart."""

import os
import time
from pathlib import Path

import pytest

from foundation.confining import Crashed, Limits, OutOfMemory, OutOfTime, run_confined

HERE = "tests.foundation.confined_work"
MIB = 1 << 20


def test_function_is_called_with_the_path_and_answers_in_json(tmp_path):
    file = tmp_path / "材料.txt"
    file.write_text("碳化硅")

    answer = run_confined(f"{HERE}:read", file, times=2)

    assert answer.value == {"text": "碳化硅碳化硅"}
    assert 5_000 < answer.peak_kib < 40_000
    assert 0 < answer.seconds < 2


def test_child_knows_no_secret_and_no_django(monkeypatch):
    monkeypatch.setenv("ZTC_SECRET_KEY", "secret")

    surroundings = run_confined(f"{HERE}:surroundings", "/").value

    assert set(surroundings["environment"]) <= {"LANG", "PATH", "LC_CTYPE"}
    assert surroundings["django"] is False
    assert surroundings["open"] == [0, 1, 2, surroundings["pipe"]]
    assert surroundings["cwd"] == "/"


def test_memory_beyond_the_limit_ends_it():
    with pytest.raises(OutOfMemory) as fault:
        run_confined(f"{HERE}:eat", "/", limits=Limits(memory_mib=64))

    assert fault.value.peak_kib < 100_000


def test_time_beyond_the_limit_ends_it_and_what_it_started():
    begun = time.monotonic()

    with pytest.raises(OutOfTime):
        run_confined(f"{HERE}:wait", "/", limits=Limits(seconds=0.3))

    assert time.monotonic() - begun < 2


def test_exception_is_a_crash_that_tells_where():
    with pytest.raises(Crashed, match=r"ZeroDivisionError"):
        run_confined(f"{HERE}:divide", "/")


@pytest.mark.parametrize(
    ("signal", "fault"), [(11, Crashed), (6, Crashed), (9, OutOfMemory), (14, OutOfTime)]
)
def test_signal_of_another_is_told_by_its_number(signal, fault):
    with pytest.raises(fault, match=f"ended with -{signal}"):
        run_confined(f"{HERE}:die", "/", signal=signal)


def test_answer_beyond_the_limit_is_a_crash():
    with pytest.raises(Crashed):
        run_confined(f"{HERE}:talk", "/", size=MIB, limits=Limits(answer_kib=16))


@pytest.mark.parametrize("function", ["nowhere:at_all", f"{HERE}:nothing"])
def test_function_that_is_not_there_is_a_crash(function):
    with pytest.raises(Crashed):
        run_confined(function, "/")


@pytest.mark.parametrize(("size", "written"), [(MIB, MIB), (MIB + 1, 0)])
def test_file_it_writes_is_bounded(tmp_path, size, written):
    into = tmp_path / "out"

    answer = run_confined(
        f"{HERE}:write", "/", into=str(into), size=size, limits=Limits(writes_mib=1)
    )

    assert answer.value == written
    assert into.stat().st_size <= MIB


def test_what_libraries_print_is_no_answer():
    assert run_confined(f"{HERE}:chatter", "/").value == "mine"


def test_nothing_stays_open_and_no_child_is_left():
    before = sorted(Path("/proc/self/fd").iterdir())

    run_confined(f"{HERE}:chatter", "/")

    assert sorted(Path("/proc/self/fd").iterdir()) == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
