"""A database for one bench: made and migrated as owner, worked in as `ztc_app`, then dropped.

Settings are read at import, so the environment is set before Django is.
"""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import dj_database_url
import django
import psycopg2
from django.core.management import call_command
from django.db import connection, connections
from psycopg2 import extensions

OWN = f"bench_ztc_{os.getpid()}"
KEPT = "bench_ztc"
TEMPLATE = "ZTC_TEMPLATE"  # names a migrated database: copying takes a tenth of migrating
SETTINGS = "ztc.settings.dev"
URLS = ("DATABASE_URL", "DATABASE_OWNER_URL")
_END_SESSIONS = """
select pg_terminate_backend(pid, 5000) from pg_stat_activity
where datname = %(name)s and pg_has_role(usesysid, 'member')
"""
_CHECKOUT = Path(__file__).resolve().parents[1]


@contextmanager
def made(name: str, *, keep: bool = False) -> Iterator[None]:
    """The database with its tables and taxonomies, and Django in it as the serving role.

    With `keep` it stays if all went well.
    """
    server, template = os.environ["DATABASE_OWNER_URL"], os.environ.get(TEMPLATE)
    is_done = False
    try:
        make(server, name, template or "template0")
        _enter(name)
        if not template:
            _migrate()
        django.setup()
        call_command("load_taxonomies", stdout=io.StringIO())
        yield
        is_done = True
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        connections.close_all()
        if not (keep and is_done):
            drop(server, name)


def make_template(name: str, settings: str = SETTINGS) -> None:
    """A database with its tables and nothing in them, fresh, for others to be copied from."""
    make(os.environ["DATABASE_OWNER_URL"], name, "template0")
    urls = {variable: renamed(os.environ[variable], name) for variable in URLS}
    _migrate(**urls, DJANGO_SETTINGS_MODULE=settings)


@contextmanager
def template() -> Iterator[None]:
    """All benches started inside copy one, the one that is there or one of their own."""
    if os.environ.get(TEMPLATE):
        yield
        return
    name = f"template_{OWN}"
    try:
        make_template(name)
        os.environ[TEMPLATE] = name
        yield
    finally:
        os.environ.pop(TEMPLATE, None)
        drop(os.environ["DATABASE_OWNER_URL"], name)


def settle() -> None:
    """What autovacuum would have done in a minute: statistics, and the index's pending list."""
    _order(os.environ["DATABASE_OWNER_URL"], "vacuum analyze")


@contextmanager
def made_after(*indexes: str) -> Iterator[None]:
    """Indexes that are made once the rows are there, which takes a fraction of keeping them up."""
    definitions = [_definition(name) for name in indexes]
    for name in indexes:
        order_as_owner(f"drop index {name}")
    yield
    for definition in definitions:
        order_as_owner(definition)


def _definition(index: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("select pg_get_indexdef(%s::regclass)", [index])
        (definition,) = cursor.fetchone()
    return str(definition)


def order_as_owner(statement: str) -> None:
    """For tables that a peer needs and the project does not have."""
    _order(os.environ["DATABASE_OWNER_URL"], statement)


def _enter(name: str) -> None:
    for variable in URLS:
        os.environ[variable] = renamed(os.environ[variable], name)
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    for variable in ("ZTC_DATABASE_ROLE", "ZTC_DEBUG"):
        os.environ.pop(variable, None)


def _migrate(**env: str) -> None:
    """Apart, for it needs the other role; settings of tests do not pass every check."""
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"]
    env = os.environ | env
    subprocess.run(migrate, cwd=_CHECKOUT, env=env, check=True, stdout=sys.stderr)  # noqa: S603 -- ours


def renamed(url: str, name: str) -> str:
    """The same server, another database."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, f"/{name}", parts.query, ""))


def make(url: str, name: str, source: str = "template0") -> None:
    drop(url, name)
    _order(url, f"create database {{name}} template {source} encoding 'UTF8'", name)


def drop(url: str, name: str) -> None:
    """Sessions of a bench that was killed are ended first; `with (force)` would also try to end
    a worker of autovacuum, which the owner may not."""
    _order(url, _END_SESSIONS, name)
    _order(url, "drop database if exists {name}", name)


def _order(url: str, statement: str, name: str = "") -> None:
    connection = _connect(url)
    try:
        with connection.cursor() as cursor:
            quoted = extensions.quote_ident(name, connection) if name else ""
            cursor.execute(statement.format(name=quoted), {"name": name})
    finally:
        connection.close()


def _connect(url: str) -> extensions.connection:
    """Outside Django, for a database cannot be dropped from within; `CREATE DATABASE` and
    `VACUUM` refuse a transaction."""
    place = dj_database_url.parse(url)
    connection = psycopg2.connect(
        host=place["HOST"] or None,
        port=place["PORT"] or None,
        dbname=place["NAME"],
        user=place["USER"] or None,
        password=place["PASSWORD"] or None,
        **place.get("OPTIONS", {}),
    )
    connection.autocommit = True
    return connection
