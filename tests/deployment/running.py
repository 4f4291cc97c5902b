"""The containers' own commands, run here: servers as the images start them, then the portal."""

import contextlib
import os
import re
import shlex
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
import redis

from tests.deployment.files import ROOT, image_command, image_environment, services
from ztc.runtime import binaries
from ztc.runtime.places import Places
from ztc.runtime.users import service_user


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(is_so, seconds=20):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


@dataclass
class Host:
    """One machine in the place of all containers: names and ports become local ones."""

    folder: Path
    postgres_port: int = field(default_factory=free_port)
    redis_port: int = field(default_factory=free_port)
    web_port: int = field(default_factory=free_port)

    def __post_init__(self):
        self.user = service_user(self.folder / "none")
        self.programs = binaries.postgres(Places(self.folder), {}).folder
        self.valkey = binaries.valkey(Places(self.folder), {})

    def local(self, text):
        """A container's words with this machine's names, ports and folders."""
        here = {
            "@postgres:5432": f"@127.0.0.1:{self.postgres_port}",
            "//redis:6379": f"//127.0.0.1:{self.redis_port}",
            "0.0.0.0:8000": f"127.0.0.1:{self.web_port}",
            "8000": str(self.web_port),
            "/tmp": str(self.folder),  # noqa: S108 -- the container's
            "/data": str(self.folder / "redis"),
            "$(hostname)": socket.gethostname(),
        }
        there = re.compile("|".join(map(re.escape, here)))
        return there.sub(lambda match: here[match[0]], text)

    def command(self, service):
        """The service's own command, or the image's."""
        return [self.local(part) for part in services()[service].get("command", image_command())]

    def environment(self, service):
        """What the container would have, and nothing of ours."""
        given = {**image_environment(), **services()[service].get("environment", {})}
        given = {name: self.local(str(value)) for name, value in given.items()}
        path = os.pathsep.join([str(Path(sys.executable).parent), str(self.programs), os.defpath])
        place = {"ZTC_STATE_DIR": str(self.folder / "state"), "PATH": path}
        return {**given, **place, "PGPORT": str(self.postgres_port)}

    def run(self, service, command, **more):
        """The command in its service's environment, to its end; what it said."""
        return subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment(service) | more,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )

    def start(self, service, command, **more):
        with (self.folder / f"{service}.log").open("wb") as log:
            return subprocess.Popen(
                command,
                env=self.environment(service),
                stdout=log,
                stderr=log,
                **({"cwd": ROOT} | more),
            )

    @contextlib.contextmanager
    def running(self, service, command, **more):
        process = self.start(service, command, **more)
        try:
            yield process
        except AssertionError as fault:
            fault.add_note((self.folder / f"{service}.log").read_text(errors="replace")[-3000:])
            raise
        finally:
            process.terminate()
            process.wait(timeout=30)

    def check_health(self, service):
        """The service's health check or the image's, as Docker would run it."""
        own = services()[service].get("healthcheck", {}).get("test")
        how, *test = own or ["CMD", *image_command("HEALTHCHECK")]
        command = ["sh", "-c", *test] if how == "CMD-SHELL" else test
        return self.run(service, [self.local(part) for part in command])

    def make_database(self):
        """What the image's entrypoint does on an empty folder."""
        (self.folder / "pg").mkdir(mode=0o700)
        if self.user:
            os.chown(self.folder / "pg", self.user.uid, self.user.gid)
        options = services()["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()
        access = ["--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync"]
        self._as_server("initdb", "-D", self.folder / "pg", "-U", "postgres", *access, *options)

    def postgres(self):
        options = {"fsync": "off", "listen_addresses": "127.0.0.1", "port": self.postgres_port}
        options["unix_socket_directories"] = self.folder / "pg"
        given = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        program = [str(self.programs / "postgres"), "-D", str(self.folder / "pg"), *given]
        more = {"user": self.user.uid, "group": self.user.gid} if self.user else {}
        return self.running("postgres", program, cwd=self.folder, **more)

    def wait_for_postgres(self):
        wait_until(lambda: self.check_health("postgres").returncode == 0)
        self._as_server("createdb", "-h", self.folder / "pg", "-U", "postgres", "ztc")

    def redis(self):
        (self.folder / "redis").mkdir()
        program, *options = self.command("redis")
        assert program == self.valkey.name
        port = ["--port", str(self.redis_port), "--bind", "127.0.0.1"]
        return self.running("redis", [str(self.valkey), *options, *port])

    def wait_for_redis(self):
        with redis.Redis(port=self.redis_port) as client:
            wait_until(lambda: _answers(client))
            return client.config_get("*")

    def connect(self, role):
        password = {"ztc_owner": "ZTC_OWNER_PASSWORD", "ztc_app": "ZTC_APP_PASSWORD"}[role]
        secret = services()["postgres"]["environment"][password]
        place = {"host": "127.0.0.1", "port": self.postgres_port, "dbname": "ztc"}
        return contextlib.closing(psycopg2.connect(user=role, password=secret, **place))

    def _as_server(self, program, *arguments):
        who = {"user": self.user.uid, "group": self.user.gid} if self.user else {}
        subprocess.run(
            [self.programs / program, *arguments],
            cwd=self.folder,
            env=self.environment("postgres"),
            capture_output=True,
            check=True,
            **who,
        )


def _answers(client):
    try:
        return client.ping()
    except redis.ConnectionError:
        return False


def parts(shell_line):
    """The single commands of a line joined by `&&`, each as a list."""
    return [shlex.split(part) for part in shell_line.split("&&")]
