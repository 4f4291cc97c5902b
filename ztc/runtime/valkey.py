"""valkey as a child: broker and cache on a unix socket, its queue kept on disk."""

import os
import signal
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ztc.runtime.keeper import Keeper, Service
from ztc.runtime.places import Places
from ztc.runtime.postgres import CLEAN_ENV
from ztc.runtime.processes import Command, last_line, tail
from ztc.runtime.users import User
from ztc.runtime.words import Halt, explain_output


@dataclass(frozen=True)
class Broker:
    """The embedded server of one state folder."""

    places: Places
    program: Path
    sockets: Path
    user: User | None
    volatile: bool = False

    @property
    def socket(self) -> Path:
        return self.sockets / "valkey.sock"

    def url(self) -> str:
        return f"unix://{quote(str(self.socket))}?db=0"

    def make(self) -> None:
        folder = self.places / "valkey"
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.user:
            os.chown(folder, self.user.uid, self.user.gid)

    def service(self) -> Service:
        folder = self.places / "valkey"
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(folder),
            "appendonly": "no" if self.volatile else "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory": "256mb",
            "maxmemory-policy": "noeviction",
            "protected-mode": "yes",
            "daemonize": "no",
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        command = Command(
            name="valkey",
            argv=(str(self.program), *options),
            cwd=folder,
            env=CLEAN_ENV,
            user=self.user,
            stop=((signal.SIGTERM, 0.0),),
        )
        return Service(command, self.sweep, is_server=True)

    def sweep(self) -> None:
        self.socket.unlink(missing_ok=True)

    def wait_ready(self, keeper: Keeper) -> None:
        """valkey reads its whole log of writes before it answers."""
        for _ in range(1200):
            if self._answers():
                return
            if keeper.kept["valkey"].quick_deaths > 3:
                break
            keeper.tick(0.05)
        log = self.places.log("valkey")
        raise Halt(explain_output(tail(log), f"消息队列无法启动：{last_line(log)}"))

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(0.5)
            try:
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
            except OSError:
                return False
