"""PostgreSQL as a child: made once, reached by socket and peer only, swept after every death."""

import contextlib
import os
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ztc.runtime import binaries
from ztc.runtime.keeper import Keeper, Service
from ztc.runtime.places import Places
from ztc.runtime.processes import Command, last_line, tail, wait_until, working_in
from ztc.runtime.users import User, invoking_user
from ztc.runtime.words import Halt, explain_output, say

SUPERUSER = "postgres"
ROLES = ("ztc_owner", "ztc_app")
READY_SECONDS = 120
OLDEST_MAJOR = 15
CLEAN_ENV = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}

ROLES_AND_DATABASE = """
set client_min_messages = warning;
do $$ begin
  if not exists (select from pg_roles where rolname = 'ztc_owner') then
    create role ztc_owner login createdb;
  end if;
  if not exists (select from pg_roles where rolname = 'ztc_app') then
    create role ztc_app login;
  end if;
end $$;
grant ztc_app to ztc_owner;
select 'create database ztc owner ztc_owner encoding ''UTF8'' template template0'
 where not exists (select from pg_database where datname = 'ztc') \\gexec
"""

# Modest on 2 cores and 24 GiB; both files are written anew at each start.
CONFIG = """\
data_directory = '{data}'
hba_file = '{hba}'
ident_file = '{ident}'
listen_addresses = ''
unix_socket_directories = '"{sockets}"'
unix_socket_permissions = 0777
max_connections = 100
shared_buffers = 256MB
effective_cache_size = 2GB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 1GB
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] '
lc_messages = 'C'
default_text_search_config = 'pg_catalog.simple'
"""
VOLATILE = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


@dataclass(frozen=True)
class Database:
    """The embedded server of one state folder."""

    places: Places
    programs: binaries.Postgres
    sockets: Path
    user: User | None
    volatile: bool = False

    def url(self, role: str) -> str:
        return f"postgres://{role}@{quote(str(self.sockets), safe='')}/ztc"

    def command(self, name: str, program: str, *arguments: str) -> Command:
        argv = (self.programs.program(program), *arguments)
        return Command(name, argv, self.places.data.parent, CLEAN_ENV, self.user)

    def service(self) -> Service:
        command = Command(
            name="postgres",
            argv=(
                self.programs.program("postgres"),
                "-D",
                str(self.places.data),
                "-c",
                f"config_file={self.places / 'postgresql.conf'}",
            ),
            cwd=self.places.data,
            env=CLEAN_ENV,
            user=self.user,
            death_signal=signal.SIGQUIT,
            stop=((signal.SIGINT, 0.0), (signal.SIGQUIT, 1.2)),
        )
        return Service(command, self.sweep, is_server=True)

    def make(self, keeper: Keeper) -> None:
        """The data folder, whole or not there; the settings, fresh."""
        if self.programs.major < OLDEST_MAJOR:
            raise Halt(f"PostgreSQL {self.programs.major} 太旧，至少要 {OLDEST_MAJOR}。")
        if not self.places.data.exists():
            self._initialise(keeper)
        self._check_version()
        self._configure()

    def wait_ready(self, keeper: Keeper) -> None:
        """Recovery after a crash may take its time; a server that keeps dying may not."""
        script = self.places / "roles.sql"
        script.write_text(ROLES_AND_DATABASE)
        script.chmod(0o644)
        command = self.command(
            "psql", "psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-f", str(script), *self._address()
        )
        for attempt in range(READY_SECONDS * 10):
            if keeper.finish(command) == 0:
                return
            self._check_alive(keeper)
            if attempt == 50:
                say("数据库正在恢复，请稍候……")
            keeper.tick(0.05 if attempt < 20 else 0.1)
        raise Halt(f"数据库没有就绪：{last_line(self.places.log('psql'))}")

    def sweep(self) -> None:
        """No process of ours on this data, no pid file of a stranger: then a start is safe."""
        self._end_orphans()
        (self.places.data / "postmaster.pid").unlink(missing_ok=True)
        for socket in self.sockets.glob(".s.PGSQL.*"):
            socket.unlink(missing_ok=True)

    def _address(self) -> tuple[str, ...]:
        return ("-h", str(self.sockets), "-U", SUPERUSER, "-d", "postgres")

    def _initialise(self, keeper: Keeper) -> None:
        draft = self.places / "pg.draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if self.user:
            os.chown(draft, self.user.uid, self.user.gid)
        arguments = ["-D", str(draft), "-U", SUPERUSER, "-E", "UTF8", "-A", "peer", "-k"]
        arguments += self._locale()
        command = self.command("initdb", "initdb", *arguments)
        if keeper.finish(command) != 0:
            log = self.places.log("initdb")
            shutil.rmtree(draft, ignore_errors=True)
            raise Halt(explain_output(tail(log), f"数据库初始化失败，详见 {log}"))
        draft.rename(self.places.data)

    def _locale(self) -> list[str]:
        # With LC_CTYPE "C", trigrams of Chinese text are empty. The builtin provider is also
        # immune to changes of the C library, but came only with 17.
        locale = ["--locale=C.UTF-8", "--lc-messages=C"]
        if self.programs.major >= 17:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return [*locale, "--no-sync"] if self.volatile else locale

    def _check_version(self) -> None:
        found = self.places.data / "PG_VERSION"
        major = found.read_text().strip() if found.exists() else "未知版本"
        if major != str(self.programs.major):
            raise Halt(
                f"数据目录 {self.places.data} 属于 PostgreSQL {major}，现在的程序是 "
                f"{self.programs.major}；请用 ZTC_PG_BIN 指向原版本，备份后再迁移。数据没有改动。"
            )

    def _configure(self) -> None:
        # Outside the data folder: root must not write where the servers' user can plant links.
        me = invoking_user().name
        server = self.user.name if self.user else me
        hba, ident = self.places / "pg_hba.conf", self.places / "pg_ident.conf"
        paths = {"data": self.places.data, "hba": hba, "ident": ident, "sockets": self.sockets}
        config = CONFIG.format(**{name: str(p).replace("'", "''") for name, p in paths.items()})
        self._write("postgresql.conf", config + (VOLATILE if self.volatile else ""))
        self._write("pg_hba.conf", "local all all peer map=ztc\n")
        mapped = [f'ztc "{server}" {SUPERUSER}', *(f'ztc "{me}" {role}' for role in ROLES)]
        self._write("pg_ident.conf", "\n".join(mapped) + "\n")

    def _write(self, name: str, text: str) -> None:
        (self.places / name).write_text(text)
        (self.places / name).chmod(0o644)

    def _check_alive(self, keeper: Keeper) -> None:
        if keeper.kept["postgres"].quick_deaths > 3:
            log = self.places.log("postgres")
            raise Halt(explain_output(tail(log), f"数据库无法启动：{last_line(log)}"))

    def _end_orphans(self) -> None:
        def orphans() -> set[int]:
            return working_in(self.places.data, "postgres", self.user)

        if self._recorded_pid() in orphans():
            _kill({self._recorded_pid()}, signal.SIGINT)
            wait_until(lambda: not orphans(), 2)
        if left := orphans():
            _kill(left, signal.SIGKILL)
            if not wait_until(lambda: not orphans(), 5):
                raise Halt(f"旧的数据库进程 {sorted(left)} 无法结束。请先结束它们，再运行一次。")

    def _recorded_pid(self) -> int:
        with contextlib.suppress(OSError, ValueError, IndexError):
            return int((self.places.data / "postmaster.pid").read_text().splitlines()[0])
        return 0


def _kill(pids: set[int], number: int) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
