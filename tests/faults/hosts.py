"""Hosts of the test's own: PostgreSQL and a valkey on TCP with passwords, and workers that reach
them over a wire that can be cut.

A host is a network namespace with a wire of its own. Where the kernel gives none, it is a proxy of
its own in front of the servers; cut, that resets what the servers hold of it.
"""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import psycopg2
import redis

from tests.deployment.running import free_port, wait_until
from ztc.runtime import binaries
from ztc.runtime.places import CHECKOUT, Places
from ztc.runtime.portal import module, worker_options
from ztc.runtime.users import service_user

HOSTS = ("near", "far")
# Instead of 11 seconds: ztc/settings/environment.py.
SOON = (
    "-c tcp_keepalives_idle=1 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=2"
    " -c tcp_user_timeout=3000"
)
_ROLES = """
create role ztc_owner login createdb password '{password}';
create role ztc_app login password '{password}';
grant ztc_app to ztc_owner;
create database ztc owner ztc_owner encoding 'UTF8' template template0;
"""


def _ip(*words):
    program = shutil.which("ip") or ""
    done = subprocess.run([program, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(done.stderr)


class Wire:
    """From a namespace to this machine: two addresses that nobody else has."""

    def __init__(self, name, number):
        self.space = f"ztc{os.getpid()}{name}"
        self.link = f"z{os.getpid()}{number}"
        net = f"10.{200 + os.getpid() % 50}.{number}"
        self.address, self.prefix = f"{net}.1", ("ip", "netns", "exec", self.space)
        _ip("netns", "add", self.space)
        try:
            _ip("link", "add", self.link, "type", "veth", "peer", "eth0", "netns", self.space)
            _ip("addr", "add", f"{self.address}/30", "dev", self.link)
            _ip("link", "set", self.link, "up")
            _ip("-n", self.space, "addr", "add", f"{net}.2/30", "dev", "eth0")
            _ip("-n", self.space, "link", "set", "eth0", "up")
        except OSError:
            self.remove()
            raise

    def reach(self, port):
        return self.address, port

    def cut(self):
        """Not a word gets through any more, nor that none does."""
        _ip("link", "set", self.link, "down")

    def remove(self):
        _ip("netns", "del", self.space)


class Proxy:
    """The same by a process of ours, on this machine's own address."""

    address, prefix = "127.0.0.1", ()

    def __init__(self):
        self._pairs, self._doors, self.is_cut = [], [], False

    def reach(self, port):
        door = socket.create_server(("127.0.0.1", 0))
        self._doors.append(door)
        threading.Thread(target=self._serve, args=(door, port), daemon=True).start()
        return "127.0.0.1", door.getsockname()[1]

    def cut(self):
        """The servers hear that it is over; the host hears nothing any more."""
        self.is_cut = True
        for _, server in self._pairs:
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)

    def remove(self):
        self.cut()
        held = [one for pair in self._pairs for one in pair]
        for one in (*self._doors, *held):
            one.close()

    def _serve(self, door, port):
        with contextlib.suppress(OSError):
            while True:
                client, _ = door.accept()
                if self.is_cut:
                    self._pairs.append((client, client))
                    continue
                server = socket.create_connection(("127.0.0.1", port))
                self._pairs.append((client, server))
                for one, other in ((client, server), (server, client)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one, other):
        with contextlib.suppress(OSError):
            while (data := one.recv(65536)) and not self.is_cut:
                other.sendall(data)


def wires():
    made = []
    try:
        for number, name in enumerate(HOSTS):
            made.append(Wire(name, number))
    except OSError:
        for wire in made:
            wire.remove()
        return {name: Proxy() for name in HOSTS}
    return dict(zip(HOSTS, made, strict=True))


@dataclass
class Cluster:
    """Servers in `folder`, and the hosts that work for them."""

    folder: Path
    password: str = field(default_factory=lambda: secrets.token_hex(16))
    ports: dict = field(default_factory=lambda: {"pg": free_port(), "redis": free_port()})
    wires: dict = field(default_factory=wires)

    def __post_init__(self):
        self.user = service_user(self.folder / "none")
        self.programs = binaries.postgres(Places(self.folder), {}).folder
        self.valkey = binaries.valkey(Places(self.folder), {})

    @property
    def addresses(self):
        return sorted({"127.0.0.1", *(wire.address for wire in self.wires.values())})

    @contextlib.contextmanager
    def serving(self):
        with contextlib.ExitStack() as stack:
            for wire in self.wires.values():
                stack.callback(wire.remove)
            self._make_database()
            stack.enter_context(self._running("postgres", self._postgres(), who=self.user))
            stack.enter_context(self._running("valkey", self._redis()))
            wait_until(self._is_up)
            yield self

    def copy(self, url):
        """Roles, and all that is in the database at `url`, our own server's."""
        self._sql("postgres", _ROLES.format(password=self.password))
        place = urlsplit(url)
        dump = [self.programs / "pg_dump", "-Fc", "-h", unquote(place.hostname or "")]
        dump += ["-U", place.username, "-d", place.path.lstrip("/")]
        folder = self.folder / "dump"
        with folder.open("wb") as out:
            subprocess.run(dump, stdout=out, check=True)
        restore = [self.programs / "pg_restore", "-h", self.folder / "pg", "-U", "postgres"]
        subprocess.run([*restore, *self._port(), "-d", "ztc", folder], check=True)

    def environment(self, name="", **more):
        """Of a host, or of this machine where none is named."""
        wire = self.wires.get(name)
        pg, valkey = (
            wire.reach(self.ports[of]) if wire else ("127.0.0.1", self.ports[of])
            for of in ("pg", "redis")
        )
        said = f"application_name={name}&options={quote(SOON)}"
        return os.environ | {
            "DATABASE_URL": f"postgres://ztc_app:{self.password}@{pg[0]}:{pg[1]}/ztc?{said}",
            "REDIS_URL": f"redis://:{self.password}@{valkey[0]}:{valkey[1]}/0",
            "DJANGO_SETTINGS_MODULE": "ztc.settings.dev",
            "ZTC_DATABASE_ROLE": "app",
            "ZTC_STATE_DIR": str(self.folder),
            **more,
        }

    @contextlib.contextmanager
    def working(self, name):
        """A worker on that host."""
        wire = self.wires[name]
        celery = module("celery", "-A", "ztc", "worker", *worker_options(), "-n", name)
        with self._running(name, [*wire.prefix, *celery], env=self.environment(name)) as process:
            log = self.folder / f"{name}.log"
            wait_until(lambda: b"ready" in log.read_bytes(), 60)
            yield process

    def driver(self, *command):
        """On this machine, which works for nobody; its output is the process's."""
        return subprocess.Popen(
            command, cwd=CHECKOUT, env=self.environment(), stdout=subprocess.PIPE, text=True
        )

    def ask(self, statement, database="ztc"):
        with contextlib.closing(self._connect(database)) as connection:
            cursor = connection.cursor()
            cursor.execute(statement)
            return cursor.fetchall()

    def said(self, name):
        return (self.folder / f"{name}.log").read_text(errors="replace")[-3000:]

    def _connect(self, database):
        place = {"host": str(self.folder / "pg"), "port": self.ports["pg"], "user": "postgres"}
        connection = psycopg2.connect(dbname=database, **place)
        connection.autocommit = True
        return connection

    def _sql(self, database, script):
        with contextlib.closing(self._connect(database)) as connection:
            for statement in filter(str.strip, script.split(";\n")):
                connection.cursor().execute(statement)

    def _make_database(self):
        data = self.folder / "pg"
        data.mkdir(mode=0o700)
        who = {"user": self.user.uid, "group": self.user.gid} if self.user else {}
        if self.user:
            os.chown(data, self.user.uid, self.user.gid)
        access = ["--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync"]
        command = [self.programs / "initdb", "-D", data, "-U", "postgres", *access]
        subprocess.run(command, cwd=self.folder, capture_output=True, check=True, **who)
        with (data / "pg_hba.conf").open("a") as hba:
            hba.writelines(f"host all all {one}/30 scram-sha-256\n" for one in self.addresses)

    def _postgres(self):
        options = {
            "listen_addresses": ",".join(self.addresses),
            "port": self.ports["pg"],
            "unix_socket_directories": self.folder / "pg",
            "fsync": "off",
        }
        given = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return [self.programs / "postgres", "-D", self.folder / "pg", *given]

    def _redis(self):
        bound = ["--port", self.ports["redis"], "--bind", *self.addresses]
        return [self.valkey, *map(str, bound), "--requirepass", self.password, "--save", ""]

    def _port(self):
        return ("-p", str(self.ports["pg"]))

    def _is_up(self):
        with contextlib.suppress(psycopg2.OperationalError, redis.ConnectionError):
            client = redis.Redis(port=self.ports["redis"], password=self.password)
            return bool(self.ask("select 1", "postgres")) and client.ping()
        return False

    @contextlib.contextmanager
    def _running(self, name, command, *, env=None, who=None):
        more = {"user": who.uid, "group": who.gid} if who else {}
        place = self.folder if who else CHECKOUT
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                command, cwd=place, env=env, stdout=log, stderr=log, start_new_session=True, **more
            )
        try:
            yield process
        finally:
            # Postgres ends its sessions at SIGINT; a worker that is cut off hears nothing else.
            os.killpg(process.pid, signal.SIGINT if who else signal.SIGKILL)
            process.wait(timeout=30)
