"""Starting real supervisors in folders of their own, and looking at what they leave."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import redis
from celery import Celery

from ztc.runtime.places import CHECKOUT, holders

SERVERS = ("postgres", "valkey")
CLIENTS = ("web", "worker", "beat")
OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "PORT", "DJANGO_SETTINGS_MODULE")
ROOT = os.geteuid() == 0
# The supervisor's own command without the package around it, whose import of Celery and Django
# is most of the time a short run takes. The stand-in portal runs inside the real package.
ALONE = """
import sys, types
sys.modules["ztc"] = package = types.ModuleType("ztc")
package.__path__ = ["ztc"]
from ztc.runtime.supervisor import guarded
sys.exit(guarded(sys.argv[1:]))
"""


def environment(state: Path, **more: str) -> dict[str, str]:
    """Ours without what an outer supervisor has given us."""
    kept = {k: v for k, v in os.environ.items() if k not in OURS and not k.startswith("ZTC_")}
    return kept | {"ZTC_STATE_DIR": str(state)} | more


def supervised(*command: str) -> list[str]:
    return [sys.executable, "-c", ALONE, "--services-only", "--", *command]


def supervise(state: Path, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command between the servers, to its end."""
    return subprocess.run(
        supervised(*command or ("true",)),
        cwd=CHECKOUT,
        env=environment(state, **env),
        capture_output=True,
        text=True,
        check=False,
    )


def ask(state: Path, sql: str, role: str = "ztc_app", **env: str) -> str:
    """The answer to one question, from a server started for it."""
    name = {"ztc_app": "DATABASE_URL", "ztc_owner": "DATABASE_OWNER_URL"}[role]
    code = (
        "import os, sys, psycopg2;"
        f"c = psycopg2.connect(os.environ['{name}']).cursor();"
        "c.execute(sys.argv[1]); print(c.fetchone()[0])"
    )
    done = supervise(state, sys.executable, "-c", code, sql, **env)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


@dataclass
class Portal:
    """A portal, the stand-in unless another is named, under a real supervisor."""

    state: Path
    port: int
    process: subprocess.Popen[bytes]
    output: Path

    @classmethod
    def start(
        cls, state: Path, port: int, module: str = "tests.runtime.standin", **env: str
    ) -> "Portal":
        output = state.with_name(state.name + ".out")
        with output.open("wb") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", module],
                cwd=CHECKOUT,
                env=environment(state, PORT=str(port), **env),
                stdout=file,
                stderr=file,
            )
        return cls(state, port, process, output)

    def said(self) -> str:
        return self.output.read_text()

    def wait_said(self, words: str, seconds: float = 30) -> None:
        assert wait(lambda: words in self.said() or self.process.poll() is not None, seconds)
        assert words in self.said()

    def pids(self) -> dict[str, int]:
        try:
            return json.loads((self.state / "children.json").read_text())
        except FileNotFoundError:
            return {}

    def end(self, *numbers: int, seconds: float = 5.0) -> int:
        """Signal it; it must be over in time."""
        begun = time.monotonic()
        for number in numbers:
            self.process.send_signal(number)
            time.sleep(0.1)
        code = self.process.wait(timeout=10)
        assert time.monotonic() - begun < seconds
        return code

    def leaves_nothing(self) -> bool:
        sockets = self.state / "run"
        return (
            not holders(self.state / "lock")
            and not list(sockets.iterdir())
            and not (self.state / "pg/postmaster.pid").exists()
            and not (self.state / "children.json").exists()
        )

    def kill(self, *names: str) -> dict[str, int]:
        before = self.pids()
        for name in names:
            os.kill(before[name], signal.SIGKILL)
        return before

    def is_back(self, before: dict[str, int], names: tuple[str, ...]) -> bool:
        now = self.pids()
        fresh = all(n in now and now[n] != before[n] for n in names)
        return fresh and all(WORKS[n](self) for n in names)


def wait(condition, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def web_works(portal: Portal) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{portal.port}/healthz", timeout=2) as got:
            return got.status == 200
    except OSError:
        return False


def postgres_works(portal: Portal) -> bool:
    try:
        connection = psycopg2.connect(host=str(portal.state / "run"), dbname="ztc", user="ztc_app")
    except psycopg2.OperationalError:
        return False
    connection.close()
    return True


def valkey_of(portal: Portal) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(portal.state / "run/valkey.sock"))


def valkey_works(portal: Portal) -> bool:
    try:
        with valkey_of(portal) as client:
            return client.ping()
    except redis.exceptions.RedisError:
        return False


def send(portal: Portal, task: str, *arguments: float) -> str:
    """The id under which the worker will leave the result."""
    url = f"redis+socket://{portal.state}/run/valkey.sock"
    with Celery(broker=url, set_as_current=False) as app, app.connection_for_write() as line:
        name = f"tests.runtime.standin.{task}"
        return app.send_task(name, arguments, connection=line, ignore_result=False).id


def result_of(portal: Portal, task: str) -> object:
    """None until there is one. Celery's own client keeps threads and sockets behind its back."""
    with valkey_of(portal) as client:
        found = client.get(f"celery-task-meta-{task}")
    return json.loads(found)["result"] if found else None


def worker_works(portal: Portal) -> bool:
    task = send(portal, "add", 1, 2)
    return wait(lambda: result_of(portal, task) == 3, 10)


WORKS = {
    "postgres": postgres_works,
    # Not only the server: whoever was connected has found it again.
    "valkey": lambda portal: valkey_works(portal) and worker_works(portal),
    "web": web_works,
    "worker": worker_works,
    "beat": lambda portal: "beat" in portal.pids(),
}
