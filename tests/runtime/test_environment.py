"""A checkout of our own with a tiny lock file, set up from a folder of wheels, no network."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.runtime.driving import environment, wait
from ztc.runtime.environment import Environment
from ztc.runtime.places import CHECKOUT
from ztc.runtime.steps import Steps
from ztc.runtime.words import DISK_FULL, Halt

UV = [str(Path(sys.executable).with_name("uv"))]
SLOW_UV = """#!/bin/sh
[ -e "$UV_WAITS" ] && touch "$UV_WAITS.seen" && sleep 60
exec {uv} --offline "$@"
"""


def make_wheel(folder: Path, name: str, files: dict[str, str]) -> str:
    """A package of its own; the answer is its line in a lock file."""
    files |= {
        f"{name}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{name}-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
    }
    record = f"{name}-1.0.dist-info/RECORD"
    wheel = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            entry = zipfile.ZipInfo(path)
            entry.external_attr = 0o100755 << 16
            archive.writestr(entry, text)
        archive.writestr(record, "".join(f"{path},,\n" for path in (*files, record)))
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return f"--no-index\n--find-links {folder}\n{name}==1.0 --hash=sha256:{digest}\n"


@pytest.fixture
def checkout(place):
    """What bootstrap.py needs of ours, and a supervisor that only says who it is."""
    home, wheels = place / "checkout", place / "wheels"
    wheels.mkdir()
    shutil.copytree(CHECKOUT / "ztc/runtime", home / "ztc/runtime")
    (home / "ztc/__init__.py").write_text("")
    (home / "ztc/runtime/supervisor.py").write_text("import one, sys; print(sys.prefix)")
    uv = SLOW_UV.format(uv=UV[0])
    (home / "requirements-setup.txt").write_text(
        make_wheel(wheels, "uv", {"uv-1.0.data/scripts/uv": uv})
    )
    (home / "requirements.txt").write_text(make_wheel(wheels, "one", {"one.py": ""}))
    return home


def command(checkout: Path) -> list[str]:
    base = os.path.realpath(sys.executable)
    return [base, str(checkout / "ztc/runtime/bootstrap.py"), "run"]


def bootstrap(checkout: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(checkout),
        env=environment(checkout.with_name("state"), **env),
        capture_output=True,
        text=True,
        check=False,
    )


def test_half_made_environment_is_built_anew_and_then_taken_as_it_is(checkout):
    waits = checkout.with_name("waits")
    waits.touch()
    env = environment(checkout.with_name("state"), UV_WAITS=str(waits))
    first = subprocess.Popen(command(checkout), env=env, start_new_session=True)
    assert wait(waits.with_name("waits.seen").exists, 20)
    os.killpg(first.pid, 9)
    first.wait()
    (checkout / ".venv/half").touch()
    assert not Environment(checkout).serves("run")
    waits.unlink()

    done = bootstrap(checkout)

    assert done.stdout.splitlines()[-1] == str(checkout / ".venv"), done.stderr
    assert not (checkout / ".venv/half").exists()
    assert Environment(checkout).serves("run")
    begun = time.monotonic()
    assert bootstrap(checkout).stdout == f"{checkout}/.venv\n"
    assert time.monotonic() - begun < 1
    refuses_what_changed(checkout)


def refuses_what_changed(checkout: Path) -> None:
    """The same environment, no longer that of the lock file, the place or the interpreter."""
    env = Environment(checkout)
    lock = checkout / "requirements.txt"
    before = lock.read_text()
    lock.write_text(before + "# more\n")
    assert (env.serves("run"), env.is_usable()) == (False, True)
    lock.write_text(before)
    (checkout / "requirements-test.txt").write_text(before)
    assert (env.serves("run"), env.serves("test")) == (True, False)
    moved = checkout.rename(checkout.with_name("moved"))
    assert (Environment(moved).serves("run"), Environment(moved).is_usable()) == (False, False)


def test_folder_made_by_somebody_else_is_put_aside(tmp_path):
    (tmp_path / ".venv/lib").mkdir(parents=True)

    Environment(tmp_path)._clear_old()

    assert [path.name for path in tmp_path.glob(".venv.old-*/*")] == ["lib"]
    assert not (tmp_path / ".venv").exists()


def test_no_network_is_one_sentence(tmp_path):
    lock = tmp_path / "requirements.txt"
    lock.write_text("nothing==1.0 --hash=sha256:" + "0" * 64)
    steps = Steps(tmp_path / "log", os.open(lock, os.O_RDONLY))
    nowhere = {"UV_DEFAULT_INDEX": "http://127.0.0.1:9/simple", "UV_HTTP_RETRIES": "0"}
    sync = [*UV, "pip", "sync", "-p", sys.executable, "--dry-run", str(lock)]

    with pytest.raises(Halt) as refusal:
        steps.run(sync, "失败，", nowhere)

    assert str(refusal.value).startswith("下载失败：连不上软件源。")
    os.close(steps.lock)


def test_second_set_up_waits_for_the_first(checkout):
    state = checkout.with_name("state")
    state.mkdir()
    lock = state / "setup.lock"
    holder = subprocess.Popen(["/usr/bin/flock", lock, "/bin/sleep", "1"])
    assert wait(lock.exists, 5)
    time.sleep(0.2)
    (checkout / "requirements-setup.txt").unlink()
    env = environment(state)
    process = subprocess.Popen(command(checkout), env=env, stdout=subprocess.PIPE, text=True)

    assert process.stdout.readline() == "另一个命令正在准备环境，等它完成……\n"
    assert process.stdout.readline().startswith("正在准备 Python 环境")
    assert holder.wait() == 0
    process.terminate()
    process.communicate()


@pytest.mark.parametrize("number", [2, 15], ids=["SIGINT", "SIGTERM"])
def test_signal_during_set_up_is_one_sentence(checkout, number):
    env = environment(checkout.with_name("state"))
    process = subprocess.Popen(command(checkout), env=env, stderr=subprocess.PIPE, text=True)
    assert wait((checkout / ".venv/.ztc-state.json").exists, 10)

    process.send_signal(number)

    _, errors = process.communicate(timeout=5)
    assert (errors, process.returncode) == ("已中断。再运行一次会接着完成。\n", 130)


@pytest.mark.parametrize("what", ["-t tmpfs -o size=8m"])
def test_full_disk_during_set_up_is_one_sentence(checkout, what):
    if os.geteuid() != 0:
        pytest.skip("only root may mount")
    small = checkout.with_name("small")
    shutil.copytree(checkout, small)
    held = checkout.with_name("held")
    held.mkdir()
    subprocess.run(["/bin/mount", *what.split(), "none", held], check=True)
    try:
        shutil.copytree(small, held / "checkout")
        done = bootstrap(held / "checkout")
    finally:
        subprocess.run(["/bin/umount", "-l", held], check=True)

    assert (done.stderr, done.returncode) == (DISK_FULL + "\n", 1)


def test_old_python_is_told_what_is_needed(place):
    source = (CHECKOUT / "ztc/runtime/bootstrap.py").read_text()
    older = source.replace("sys.version_info", "(3, 10)")
    (place / "bootstrap.py").write_text(older)

    done = subprocess.run(
        [sys.executable, place / "bootstrap.py"], capture_output=True, text=True, check=False
    )

    assert done.stderr.startswith("需要 Python 3.11 或更新的版本")
    assert done.returncode == 1
