"""Only what is missing is asked for, and only who may installs it."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.runtime.driving import ROOT, environment
from ztc.runtime import debian
from ztc.runtime.places import CHECKOUT
from ztc.runtime.setting_up import TARGETS

PYTHON = "/usr/bin/python3" if ROOT else "python3"


@pytest.fixture
def bare(place):
    """A machine whose dpkg knows no package, whose sudo wants a password."""
    tools = place / "bin"
    tools.mkdir()
    for name, text in {"dpkg-query": "exit 1", "sudo": "exit 1"}.items():
        (tools / name).write_text(f"#!/bin/sh\n{text}\n")
        (tools / name).chmod(0o755)
    subprocess.run(["/bin/cp", "-r", CHECKOUT / "ztc/runtime", place], check=True)
    (place / "ztc").mkdir()
    (place / "runtime").rename(place / "ztc/runtime")
    return tools


def test_without_root_the_one_line_is_printed_and_nothing_made(place, bare):
    state = place / "state"
    state.mkdir()
    owner = {"user": "nobody", "group": 65534, "extra_groups": []} if ROOT else {}
    if ROOT:
        os.chown(state, 65534, 65534)

    done = subprocess.run(
        [PYTHON, place / "ztc/runtime/bootstrap.py", "run"],
        env=environment(state, PATH=f"{bare}:/usr/bin:/bin"),
        capture_output=True,
        text=True,
        check=False,
        **owner,
    )

    line = "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    assert done.stderr == f"缺少系统软件包。请先运行：{line}\n"
    assert done.returncode == 1
    assert not (place / ".venv").exists()


def test_packages_there_are_not_asked_for(monkeypatch, bare):
    (bare / "dpkg-query").write_text(
        "#!/bin/sh\necho libpango-1.0-0 installed\necho chromium config-files\nexit 1\n"
    )
    monkeypatch.setenv("PATH", f"{bare}:{os.environ['PATH']}")

    assert debian.missing("run") == ["libpangoft2-1.0-0", "libharfbuzz-subset0"]
    assert "chromium" in debian.missing("test")


def test_makefile_hands_every_target_to_the_bootstrap():
    targets = " ".join(TARGETS)

    assert Path(CHECKOUT / "Makefile").read_text().splitlines() == [
        f".PHONY: {targets}",
        "",
        f"{targets}:",
        "\t@exec python3 ztc/runtime/bootstrap.py $@",
    ]
