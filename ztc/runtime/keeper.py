"""Keeping services alive: a dead one starts again at once, and all end in order."""

import json
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ztc.runtime.places import Places, write_atomically
from ztc.runtime.processes import Child, Command, listen, next_dead, rotate, signal_group, spawn

QUICK_LIFE = 5.0
LONGEST_PAUSE = 1.0  # a server killed again and again is still back within ten seconds
# Together under the five seconds in which all must be over.
CLIENTS_PATIENCE = 2.9
SERVERS_PATIENCE = 1.7
LAST_BYTES = 8 << 20


def nothing() -> None:
    """Most services leave nothing behind that would hinder the next start."""


@dataclass(frozen=True)
class Service:
    command: Command
    sweep: Callable[[], None] = nothing
    is_server: bool = False


@dataclass
class Kept:
    """A service with its living child, or with the moment at which to start it again."""

    service: Service
    once: bool = False
    child: Child | None = None
    code: int = 0
    started: float = 0.0
    due: float = 0.0
    quick_deaths: int = 0

    def bury(self) -> None:
        if self.child is None:
            return
        self.code = self.child.wait()
        self.child = None
        now = time.monotonic()
        self.quick_deaths = self.quick_deaths + 1 if now - self.started < QUICK_LIFE else 0
        pause = 0.05 * 2**self.quick_deaths if self.quick_deaths > 1 else 0.0
        self.due = now + min(pause, LONGEST_PAUSE)

    def send_due(self, since: float, until: float) -> None:
        """The stop signals whose moment lies in the span just passed."""
        if self.child is None:
            return
        for number, moment in self.service.command.stop:
            if since <= moment < until:
                self.send(number)

    def send(self, number: int) -> None:
        if self.child is None:
            return
        if self.service.command.foreground or number == signal.SIGKILL:
            signal_group(self.child.pid, number)
        else:
            self.child.send_signal(number)


class Keeper:
    """All children of one supervisor."""

    def __init__(self, places: Places, lock: int) -> None:
        self.places = places
        self.lock = lock
        self.kept: dict[str, Kept] = {}
        self.last: list[Callable[[], None]] = []

    def at_end(self, action: Callable[[], None]) -> None:
        self.last.append(action)

    def start(self, service: Service) -> Kept:
        rotate(self.places.log(service.command.name))
        return self._launch(Kept(service))

    def finish(self, command: Command, output: Path | None = None) -> int:
        """Run to its end, while everything else stays watched."""
        kept = self._launch(Kept(Service(command), once=True), output)
        while kept.child:
            self.tick(1.0)
        del self.kept[command.name]
        return kept.code

    def tick(self, seconds: float) -> None:
        """Wait that long at most; bury the dead, start again what is due."""
        now = time.monotonic()
        listen(min([seconds, *(kept.due - now for kept in self._awaiting())]))
        self._reap()
        for kept in self._awaiting():
            if kept.due <= time.monotonic():
                self._launch(kept)

    def stop(self) -> None:
        kept = list(self.kept.values())
        self._end([one for one in kept if not one.service.is_server], CLIENTS_PATIENCE)
        self._end([one for one in kept if one.service.is_server], SERVERS_PATIENCE)
        self.kept = {}
        (self.places / "children.json").unlink(missing_ok=True)
        for action in self.last:
            action()

    def _awaiting(self) -> list[Kept]:
        return [kept for kept in self.kept.values() if kept.child is None and not kept.once]

    def _launch(self, kept: Kept, output: Path | None = None) -> Kept:
        if kept.quick_deaths > 2:
            self.places.require_space(LAST_BYTES)
        kept.service.sweep()
        command = kept.service.command
        log = self.places.log(command.name)
        with log.open("ab") as errors, (output or log).open("ab") as out:
            kept.child = spawn(command, self.lock, out, errors)
        kept.started = time.monotonic()
        self.kept[command.name] = kept
        self._note()
        return kept

    def _note(self) -> None:
        pids = {name: kept.child.pid for name, kept in self.kept.items() if kept.child}
        write_atomically(self.places / "children.json", json.dumps(pids), durable=False)

    def _reap(self) -> None:
        while (pid := next_dead()) is not None:
            # While the dead leader is not reaped its group cannot be another's.
            signal_group(pid, signal.SIGKILL)
            owner = next((k for k in self.kept.values() if k.child and k.child.pid == pid), None)
            if owner:
                owner.bury()
            else:
                os.waitpid(pid, 0)

    def _end(self, those: list[Kept], patience: float) -> None:
        begun, passed = time.monotonic(), -1.0
        living = those
        while living := [kept for kept in living if kept.child]:
            now = time.monotonic() - begun
            for kept in living:
                kept.send_due(passed, now)
                if now > patience:
                    kept.send(signal.SIGKILL)
            passed = now
            listen(0.05, heed=False)
            self._reap()
        for kept in those:
            kept.service.sweep()
