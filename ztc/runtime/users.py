"""As whom the servers run: never as root."""

import contextlib
import os
import pwd
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ztc.runtime.words import Halt

SERVICE_USER = "ztc"


@dataclass(frozen=True)
class User:
    name: str
    uid: int
    gid: int

    @classmethod
    def of(cls, entry: pwd.struct_passwd) -> "User":
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid)


def invoking_user() -> User:
    try:
        return User.of(pwd.getpwuid(os.geteuid()))
    except KeyError as error:
        raise Halt(
            f"用户号 {os.geteuid()} 在系统中没有名字，数据库不接受它。请先用 useradd 建立该用户。"
        ) from error


def service_user(data: Path) -> User | None:
    """None where the servers run as whoever started us."""
    if os.geteuid() != 0:
        return None
    owner = data.stat().st_uid if data.exists() else 0
    if owner:
        return User.of(pwd.getpwuid(owner))
    return _named(SERVICE_USER) or _made() or _named("nobody")


def _named(name: str) -> User | None:
    with contextlib.suppress(KeyError):
        return User.of(pwd.getpwnam(name))
    return None


def _made() -> User | None:
    command = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent"]
    with contextlib.suppress(FileNotFoundError):
        subprocess.run(
            [*command, "--shell", "/usr/sbin/nologin", SERVICE_USER],
            capture_output=True,
            check=False,
        )
    # Another checkout may have made it at the same moment, so its exit code says little.
    return _named(SERVICE_USER)


def require_reach(user: User | None, folder: Path) -> None:
    """The servers' user must get to its folders through every parent."""
    if user is None:
        return
    told = subprocess.run(
        ["test", "-w", folder],
        user=user.uid,
        group=user.gid,
        extra_groups=[],
        check=False,
    )
    if told.returncode != 0:
        raise Halt(
            f"系统用户 {user.name} 进不了 {folder}。请用 ZTC_STATE_DIR 指定不在私人目录下的位置。"
        )


@contextlib.contextmanager
def acting_as(user: User | None) -> Iterator[None]:
    """Root in a container lacks CAP_SYS_PTRACE: only the same user may look into its processes."""
    if user is None:
        yield
        return
    uid, gid = os.geteuid(), os.getegid()
    os.setegid(user.gid)
    os.seteuid(user.uid)
    try:
        yield
    finally:
        os.seteuid(uid)
        os.setegid(gid)
