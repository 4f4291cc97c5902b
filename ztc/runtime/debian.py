"""What the operating system must add: asked for by name, installed only where missing."""

import ctypes
import importlib.util
import os
import shutil
import subprocess

from ztc.runtime.steps import Steps
from ztc.runtime.words import Halt, say

PACKAGES = {
    "run": ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    "test": (
        "libpango-1.0-0",
        "libpangoft2-1.0-0",
        "libharfbuzz-subset0",
        "chromium",
        "fonts-noto-cjk",
        "libatomic1",  # the node that drives Chromium for Playwright
    ),
}
LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
VENV = "python3-venv"
INSTALL = ("install", "-y", "--no-install-recommends")


def ensure(group: str, steps: Steps) -> None:
    if shutil.which("dpkg-query") is None:
        _require_libraries()
        return
    names = missing(group)
    if not names:
        return
    prefix = privilege()
    if prefix is None:
        raise Halt(f"缺少系统软件包。请先运行：sudo apt-get install {' '.join(names)}")
    say(f"正在安装系统软件包：{' '.join(names)}……")
    install(names, prefix, steps)


def missing(group: str) -> list[str]:
    # A python3 from elsewhere brings its own venv; only Debian's leaves it out.
    venv = [] if importlib.util.find_spec("ensurepip") else [VENV]
    said = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *PACKAGES[group]],
        capture_output=True,
        text=True,
        check=False,
    )
    there = {line.split()[0] for line in said.stdout.splitlines() if line.endswith(" installed")}
    return [*venv, *(name for name in PACKAGES[group] if name not in there)]


def privilege() -> list[str] | None:
    """The prefix of a command that may install; None where nothing may."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        told = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if told.returncode == 0:
            return ["sudo", "-n"]
    return None


def install(names: list[str], prefix: list[str], steps: Steps) -> None:
    quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
    apt = [*quiet, "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    # An installation that was killed half-way refuses every further one until this is done.
    steps.run([*quiet, "dpkg", "--configure", "-a"], "系统软件包处于未完成状态，")
    steps.run([*apt, "update"], "apt-get update 失败，")
    steps.run([*apt, *INSTALL, *names], f"安装 {' '.join(names)} 失败，")


def _require_libraries() -> None:
    absent = []
    for name in LIBRARIES:
        try:
            ctypes.CDLL(name)
        except OSError:
            absent.append(name)
    if absent:
        raise Halt(f"缺少系统库 {'、'.join(absent)}。请用本机的软件管理器安装 pango 和 harfbuzz。")
