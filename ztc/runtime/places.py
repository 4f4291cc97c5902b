"""Where a checkout keeps its state: one short folder keyed by the checkout's real path."""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ztc.runtime.words import DISK_FULL, Halt

CHECKOUT = Path(__file__).resolve().parents[2]
LONGEST_SOCKET_PATH = 107
LONGEST_SOCKET_NAME = ".s.PGSQL.5432"
NEEDED_BYTES = 200 << 20


def short_key(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:8]


def state_folder(checkout: Path = CHECKOUT) -> Path:
    if chosen := os.environ.get("ZTC_STATE_DIR"):
        return Path(chosen).absolute()
    key = short_key(checkout.resolve())
    if os.geteuid() == 0:
        return Path("/var/lib/ztc") / key
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state"
    return Path(home) / "ztc" / key


@dataclass(frozen=True)
class Places:
    """The state folder and what lies in it."""

    root: Path

    def __truediv__(self, name: str) -> Path:
        return self.root / name

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def data(self) -> Path:
        return self.root / "pg"

    def log(self, name: str) -> Path:
        return self.root / "log" / f"{name}.log"

    def make(self) -> None:
        # The servers' user must pass through to its data but need not list what else is here.
        mode = 0o711 if os.geteuid() == 0 else 0o700
        if not self.root.exists():
            self.root.parent.mkdir(parents=True, exist_ok=True)
            self.root.mkdir(mode=mode, exist_ok=True)
        for name in ("log", "static", "media", "mail"):
            (self.root / name).mkdir(mode=0o700, exist_ok=True)

    def sockets(self, owner: int) -> Path:
        """The folder of the sockets; a long state path takes a short one under /tmp instead."""
        inside = self.root / "run"
        if len(os.fsencode(inside / LONGEST_SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            return inside
        return Path("/tmp") / f"ztc-{owner}-{short_key(self.root)}"  # noqa: S108 -- made 0700, owner checked

    def make_sockets(self, owner: int, group: int) -> Path:
        folder = self.sockets(owner)
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            os.chown(folder, owner, group)
        found = folder.lstat()
        # Under /tmp anyone may have been first.
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.geteuid()}:
            raise Halt(f"套接字目录 {folder} 属于别人，不能使用。请删除它，再运行一次。")
        os.chown(folder, owner, group)
        folder.chmod(0o700)
        return folder

    def require_space(self, needed: int = NEEDED_BYTES) -> None:
        if shutil.disk_usage(self.root).free < needed:
            raise Halt(DISK_FULL)


def clear_folder(folder: Path) -> None:
    if not folder.is_dir() or folder.is_symlink():
        return
    for entry in folder.iterdir():
        entry.unlink(missing_ok=True)


def write_atomically(path: Path, text: str, *, mode: int = 0o600, durable: bool = True) -> None:
    """Whole or not at all, whoever is killed meanwhile."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
            file.write(text)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def secret_keys(places: Places) -> dict[str, str]:
    """Made once: a lost audit key would make the whole trail unreadable, so never replaced."""
    path = places / "secrets.json"
    if not path.exists():
        fresh = {"secret_key": secrets.token_urlsafe(50), "audit_key": secrets.token_hex(32)}
        write_atomically(path, json.dumps(fresh))
    try:
        found = json.loads(path.read_text())
        return {"secret_key": str(found["secret_key"]), "audit_key": str(found["audit_key"])}
    except (ValueError, KeyError, TypeError) as error:
        raise Halt(f"密钥文件 {path} 已损坏。请从备份恢复它；不要删除，审计链要用它。") from error


def try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def opened_lock(path: Path) -> Iterator[IO[str]]:
    # Not truncated on opening: whoever holds it has written its pid there.
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        yield file


def holders(path: Path) -> set[int]:
    """Processes that have the file open, as far as this user may look."""
    found = set()
    target = str(path.resolve())
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if any(str(link.readlink()) == target for link in (process / "fd").iterdir()):
                found.add(int(process.name))
    return found
