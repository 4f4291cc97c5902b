"""One supervisor for all: the order in which things start, are watched, and stop."""

import argparse
import contextlib
import errno
import json
import os
import signal
import socket
import sys
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ztc.runtime.keeper import Keeper, Service
from ztc.runtime.locking import held
from ztc.runtime.places import CHECKOUT, Places, secret_keys, state_folder
from ztc.runtime.portal import Argv, Portal, portal
from ztc.runtime.processes import Command, Stopped, last_line, tail, take_over_signals
from ztc.runtime.servers import Servers
from ztc.runtime.users import invoking_user
from ztc.runtime.words import Halt, complain, explain, explain_output, say

HEALTH = "/healthz"
WEB_SECONDS = 90.0


@dataclass(frozen=True)
class Supervisor:
    """What runs for one state folder."""

    places: Places
    settings: Mapping[str, str]
    port: int = 8000
    volatile: bool = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run_portal(self, programs: Portal) -> None:
        """Until the operator stops it."""
        with self._keeper(self.address) as keeper:
            require_free_port(self.port)
            env = self._start_servers(keeper)
            accounts = self._prepare(keeper, Command("prepare", programs.prepare, CHECKOUT, env))
            self._serve(keeper, programs, env)
            say(f"门户已启动：{self.address} （按 Ctrl-C 停止）")
            for account in accounts:
                say(account)
            while True:
                keeper.tick(3600)

    def run_command(self, argv: Argv) -> int:
        """One command with the servers around it; its exit code is ours."""
        with self._keeper("") as keeper:
            command = Command(
                name="command",
                argv=argv,
                cwd=Path.cwd(),
                env=self._start_servers(keeper),
                stop=((signal.SIGINT, 0.0), (signal.SIGTERM, 2.0)),
                foreground=True,
            )
            code = keeper.finish(command)
            return code if code >= 0 else 128 - code

    @contextlib.contextmanager
    def _keeper(self, address: str) -> Iterator[Keeper]:
        invoking_user()
        self.places.make()
        with held(self.places.lock, address) as lock:
            self.places.require_space()
            keeper = Keeper(self.places, lock)
            try:
                yield keeper
            except Stopped:
                say("正在停止……")
                raise
            finally:
                keeper.stop()

    def _start_servers(self, keeper: Keeper) -> dict[str, str]:
        say("正在启动数据库和消息队列……")
        servers = Servers.of(self.places, self.settings, volatile=self.volatile)
        keeper.at_end(servers.clear)
        return self._environment() | servers.start(keeper)

    def _environment(self) -> dict[str, str]:
        keys = secret_keys(self.places)
        ours = {
            "ZTC_SECRET_KEY": keys["secret_key"],
            "ZTC_AUDIT_KEY": keys["audit_key"],
            "DJANGO_SETTINGS_MODULE": "ztc.settings.dev",
        }
        fixed = {"ZTC_STATE_DIR": str(self.places.root), "PORT": str(self.port)}
        # Without compiled modules every start, and every start after a kill, takes twice as long.
        given = {k: v for k, v in self.settings.items() if k != "PYTHONDONTWRITEBYTECODE"}
        return ours | given | fixed

    def _prepare(self, keeper: Keeper, command: Command) -> list[str]:
        say("正在准备数据（第一次要一两分钟）……")
        output, log = self.places / "log/prepare.out", self.places.log("prepare")
        output.unlink(missing_ok=True)
        if keeper.finish(command, output) != 0:
            reason = f"准备数据失败：{last_line(log)}（详见 {log}）"
            raise Halt(explain_output(tail(log), reason))
        return [spoken(line) for line in output.read_text().splitlines() if line.startswith("{")]

    def _serve(self, keeper: Keeper, programs: Portal, env: dict[str, str]) -> None:
        """The web first: two processes that start at once take twice as long to answer."""
        say("正在启动网站……")
        keeper.start(Service(Command("web", programs.web, CHECKOUT, env)))
        self._wait_for_web(keeper)
        # A worker that is told to quit hands its unfinished tasks back to the queue; when we are
        # killed the queue dies with us, and it would wait for that in vain.
        worker = Command(
            name="worker",
            argv=programs.worker,
            cwd=CHECKOUT,
            env=env,
            death_signal=signal.SIGKILL,
            stop=((signal.SIGQUIT, 0.0),),
        )
        keeper.start(Service(worker))
        keeper.start(Service(Command("beat", programs.beat, CHECKOUT, env)))

    def _wait_for_web(self, keeper: Keeper) -> None:
        for _ in range(int(WEB_SECONDS * 20)):
            if answers(self.address + HEALTH):
                return
            if keeper.kept["web"].quick_deaths > 2:
                break
            keeper.tick(0.05)
        log = self.places.log("web")
        raise Halt(explain_output(tail(log), f"网站无法启动：{last_line(log)}（详见 {log}）"))


def answers(url: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=1) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def spoken(line: str) -> str:
    """A demo account, one JSON object a line, as the operator reads it."""
    try:
        return "  " + "  ".join(str(value) for value in json.loads(line).values())
    except ValueError:
        return line


def require_free_port(port: int) -> None:
    with socket.socket() as probe:
        # As gunicorn binds: a connection in TIME_WAIT does not stand in the way.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise Halt(f"不能使用端口 {port}。请换一个：PORT=8001 make run") from error
            raise Halt(f"端口 {port} 已被占用。请换一个：PORT={port + 1} make run") from error


def read_port(settings: Mapping[str, str]) -> int:
    text = settings.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65535:
        raise Halt(f"PORT={text} 不是端口号。请写 1 到 65534 之间的数，如 PORT=8001 make run")
    return int(text)


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="ztc.runtime.supervisor", description=__doc__)
    parser.add_argument(
        "--services-only", action="store_true", help="只启动数据库和消息队列，运行一个命令"
    )
    parser.add_argument(
        "--volatile", action="store_true", help="用独立的 test 状态目录，不落盘（测试用）"
    )
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args(arguments)
    options.command = [word for word in options.command[:1] if word != "--"] + options.command[1:]
    if options.services_only != bool(options.command):
        parser.error("--services-only 要与一个命令同用：--services-only -- 命令")
    return options


def run(arguments: Sequence[str], programs: Callable[[Places, int], Portal]) -> int:
    options = read_options(arguments)
    places = Places(state_folder())
    places.make()
    if options.volatile:
        places = Places(places / "test")
    port = read_port(os.environ)
    supervisor = Supervisor(places, os.environ, port, options.volatile)
    if options.services_only:
        return supervisor.run_command(tuple(options.command))
    supervisor.run_portal(programs(places, port))
    return 0


def guarded(arguments: Sequence[str], programs: Callable[[Places, int], Portal] = portal) -> int:
    """Every way to fail ends in one sentence."""
    take_over_signals()
    try:
        return run(arguments, programs)
    except Stopped as stopped:
        say("已停止。")
        return 128 + stopped.number if "--services-only" in arguments else 0
    except Halt as halt:
        complain(str(halt))
    except OSError as error:
        complain(explain(error))
    return 1


if __name__ == "__main__":
    sys.exit(guarded(sys.argv[1:]))
