"""The virtual environment of a checkout: whole and known to be so, or built anew."""

import hashlib
import importlib.util
import json
import os
import shutil
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from ztc.runtime.places import write_atomically
from ztc.runtime.steps import Steps
from ztc.runtime.words import DISK_FULL, Halt, say

LOCK_FILES = {"run": "requirements.txt", "test": "requirements-test.txt"}
SETUP_FILE = "requirements-setup.txt"
SERVED_BY = {"run": ("run", "test"), "test": ("test",)}
NEEDED_BYTES = {"run": 800 << 20, "test": 1600 << 20}
State = dict[str, str]


def bundled_pip() -> Path:
    """The wheel of pip that comes with Python; Debian keeps it in a folder of its own."""
    package = importlib.util.find_spec("ensurepip")
    shelves = [sysconfig.get_config_var("WHEEL_PKG_DIR") or ""]
    if package and package.origin:
        shelves.append(str(Path(package.origin).with_name("_bundled")))
    for shelf in filter(None, shelves):
        for wheel in sorted(Path(shelf).glob("pip-*.whl")):
            return wheel
    raise Halt("Python 缺少 ensurepip。请安装 python3-venv，再运行一次。")


def uv_settings() -> dict[str, str]:
    """From the index that pip is told of, with the Python there is."""
    index = os.environ.get("PIP_INDEX_URL")
    return {"UV_PYTHON_DOWNLOADS": "never"} | ({"UV_DEFAULT_INDEX": index} if index else {})


@dataclass(frozen=True)
class Environment:
    checkout: Path

    @property
    def folder(self) -> Path:
        return self.checkout / ".venv"

    @property
    def python(self) -> Path:
        return self.folder / "bin/python"

    @property
    def state_file(self) -> Path:
        return self.folder / ".ztc-state.json"

    def serves(self, group: str) -> bool:
        """A larger group serves a smaller one."""
        state = self.state()
        found = state.get("group", "")
        return found in SERVED_BY[group] and state == self._whole(found)

    def make(self, group: str, steps: Steps) -> None:
        say("正在准备 Python 环境（第一次要一两分钟）……")
        if self.state().get("group") == "test":
            group = "test"  # what was there for tests stays there when the portal is started
        if shutil.disk_usage(self.checkout).free < NEEDED_BYTES[group]:
            raise Halt(DISK_FULL)
        self._clear_old()
        if not self.is_usable():
            self._create(steps)
        # From here until the end a kill leaves a state that is not taken for whole.
        self._record({"state": "syncing"})
        self._sync(group, steps)
        os.sync()
        self._record(self._whole(group))

    def state(self) -> State:
        try:
            return dict(json.loads(self.state_file.read_text()))
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return {}

    def is_usable(self) -> bool:
        """Once whole, not moved, and its interpreter still the same: only packages may differ."""
        state = self.state()
        return state == self._fingerprint() | {
            name: state.get(name, "") for name in ("group", "lock")
        }

    def _whole(self, group: str) -> State:
        lock = (self.checkout / LOCK_FILES[group]).read_bytes()
        return self._fingerprint() | {"group": group, "lock": hashlib.sha256(lock).hexdigest()}

    def _fingerprint(self) -> State:
        runs = os.access(self.python, os.X_OK)
        return {
            "state": "whole" if runs else "broken",
            "place": str(self.folder),
            "python": os.path.realpath(self.python),
        }

    def _record(self, state: State) -> None:
        write_atomically(self.state_file, json.dumps(state), mode=0o644)

    def _clear_old(self) -> None:
        for trash in self.checkout.glob(".venv.trash-*"):
            shutil.rmtree(trash)
        if not self.folder.exists() or self.is_usable():
            return
        ours = self.state_file.exists() or not any(self.folder.iterdir())
        moved = self.folder.with_name(f".venv.{'trash' if ours else 'old'}-{os.getpid()}")
        self.folder.rename(moved)
        if ours:
            shutil.rmtree(moved)
        else:
            say(f"已有的 .venv 不是本程序建立的，已改名为 {moved.name}。")

    def _create(self, steps: Steps) -> None:
        self.folder.mkdir()
        self._record({"state": "creating"})
        hint = "无法建立 Python 环境（系统要有 python3-venv），"
        steps.run([sys.executable, "-m", "venv", "--without-pip", str(self.folder)], hint)
        # Run from its wheel, as ensurepip does: unpacking it first takes six seconds.
        pip = [str(self.python), str(bundled_pip() / "pip"), "install"]
        pip += ["--no-input", "--require-hashes"]
        options = ["--disable-pip-version-check", "--retries", "2"]
        setup = str(self.checkout / SETUP_FILE)
        steps.run([*pip, *options, "-r", setup], "安装 uv 失败，")

    def _sync(self, group: str, steps: Steps) -> None:
        uv = [str(self.folder / "bin/uv"), "pip", "sync", "--require-hashes", "--compile-bytecode"]
        lock = str(self.checkout / LOCK_FILES[group])
        steps.run([*uv, "-p", str(self.python), lock], "安装 Python 软件包失败，", uv_settings())
