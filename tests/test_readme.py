"""Both READMEs are exact: the same commands, and each of them works as it stands there."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.runtime.conftest import place, running  # noqa: F401 -- a fixture
from tests.runtime.driving import environment
from ztc.runtime.places import CHECKOUT

READMES = ("README.md", "README.zh-CN.md")
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
# What the reader puts in for the words in capitals.
VALUES = {
    "FILE": "{file}",
    "DEMANDS": "{file.parent}/demands.csv",
    "ACHIEVEMENTS": "{file}",
    "PAIRS": "{file.parent}/pairs.csv",
    "EMAIL": "unit-sc@demo.ztc.cn",
    "ROLE": "unit_clerk",
    "ABBR": "SC",
    "TEXT": "授权书",
}
# These two are what this very run is part of, or what the test itself starts.
RUN_ELSEWHERE = {"make run", "make test"}


def commands(name):
    text = (CHECKOUT / name).read_text()
    lines = [line for block in BLOCK.findall(text) for line in block.splitlines()]
    return [line.split("  #")[0].strip() for line in lines if line.strip()]


def filled(command, file):
    for word, value in VALUES.items():
        command = re.sub(rf"\b{word}\b", value.format(file=file), command)
    return command.removeprefix(".venv/bin/")


def test_both_readmes_give_the_same_commands():
    assert commands("README.md") == commands("README.zh-CN.md")
    assert commands("README.md")[:2] == ["make run", "make test"]


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name):
    links = re.findall(r"\]\(([^)]+)\)", (CHECKOUT / name).read_text())

    assert [link for link in links if not (CHECKOUT / link).exists()] == []


def test_every_command_works_as_written(place):  # noqa: F811 -- a fixture
    file = place / "achievements.csv"
    file.write_text("id,title\n1,碳化硅外延炉\n2,钠离子电池正极\n")
    (place / "demands.csv").write_text("id,title,content\n7,碳化硅外延设备,国产外延炉\n")
    (place / "pairs.csv").write_text("demand_id,achievement_id,level\n7,1,4\n7,2,1\n")
    script = [filled(c, file) for c in commands("README.md") if c not in RUN_ELSEWHERE]
    assert script.count("make shell") == 1
    inside = [command for command in script if command != "make shell"]

    with running(place / "state", module="ztc.runtime.supervisor") as portal:
        portal.wait_said("门户已启动", 240)
        done = in_shell(place / "state", "\n".join(["set -e", *inside, "echo all done"]))

    assert done.returncode == 0, done.stdout + done.stderr
    assert "all done" in done.stdout.splitlines()
    assert '"imported": 2' in done.stdout
    assert "1 条需求，2 对标注" in done.stdout


def in_shell(state: Path, script: str):
    """What one types after `make shell`, from a window of one's own."""
    return subprocess.run(
        ["make", "shell"],  # noqa: S607 -- as one types it
        cwd=CHECKOUT,
        env=environment(state, SHELL="/bin/bash"),
        input=script,
        capture_output=True,
        text=True,
        check=False,
    )
