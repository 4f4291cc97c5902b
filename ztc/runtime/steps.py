"""Foreign programs during set-up: their words go to a log, their failure into one sentence."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ztc.runtime.words import Halt, explain_output

NO_NETWORK = "下载失败：连不上软件源。请检查网络或镜像设置，再运行一次会接着完成。"
_NETWORK_SIGNS = (
    "could not resolve",
    "temporary failure",
    "name or service not known",
    "could not connect",
    "failed to fetch",
    "error sending request",
    "connection broken",
    "network is unreachable",
    "max retries exceeded",
    "connection refused",
    "timed out",
    "dns error",
)


@dataclass(frozen=True)
class Steps:
    log: Path
    lock: int

    def run(self, argv: Sequence[str], failure: str, env: Mapping[str, str] | None = None) -> None:
        begun = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            code = subprocess.run(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(os.environ) | dict(env or {}),
                # Should we be killed, the lock lives as long as this child still writes.
                pass_fds=(self.lock,),
                check=False,
            ).returncode
        if code != 0:
            said = self.log.read_bytes()[begun:].decode(errors="replace")
            raise Halt(explain_output(said, explain_network(said, f"{failure}详见 {self.log}")))


def explain_network(said: str, otherwise: str) -> str:
    lowered = said.lower()
    return NO_NETWORK if any(sign in lowered for sign in _NETWORK_SIGNS) else otherwise
