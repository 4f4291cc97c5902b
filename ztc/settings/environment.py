"""What the settings take from the environment; what is missing is said in one sentence."""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


def required(name: str, hint: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {hint}")
    return value


# A client whose host was cut off leaves a session that keeps its locks: the work it had claimed
# waits until the server notices. By default it does after two hours; so it does after 11 seconds,
# whether it listens or talks. A process that stands still answers for its connection none the less:
# its transaction ends after as long as the broker waits for it. Unix sockets know none of the first
# four. The client gives a server that is gone as long.
_SESSION = {
    "tcp_keepalives_idle": 5,
    "tcp_keepalives_interval": 2,
    "tcp_keepalives_count": 3,
    "tcp_user_timeout": 11_000,  # milliseconds
    "idle_in_transaction_session_timeout": 600_000,
}
_CLIENT = {
    "connect_timeout": 10,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 11_000,
}


def database() -> dict[str, Any]:
    """The serving role's database, or the owner's where manage.py asks for it.

    The clock of every session is UTC: fingerprints of rows are taken over text.
    """
    is_owner = os.environ.get("ZTC_DATABASE_ROLE") == "owner"
    name = "DATABASE_OWNER_URL" if is_owner else "DATABASE_URL"
    role = "ztc_owner" if is_owner else "ztc_app"
    url = required(name, f"postgres://{role}@host/ztc; `make run` sets it for the embedded server")
    try:
        found: dict[str, Any] = dict(
            dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
        )
    except (ValueError, KeyError) as fault:
        raise ImproperlyConfigured(f"{name} is not a database address: {fault}") from fault
    said = found.get("OPTIONS", {})
    session = " ".join(f"-c {key}={value}" for key, value in _SESSION.items())
    options = f"{session} {said.get('options', '')}".rstrip()  # what the address says comes last
    return {**found, "OPTIONS": {**_CLIENT, **said, "options": options}}


def redis_url() -> str:
    url = required("REDIS_URL", "redis://host:6379/0 or unix:///path/to.sock?db=0")
    if not url.startswith(("redis://", "rediss://", "unix://")):
        raise ImproperlyConfigured(
            f"REDIS_URL must begin with redis://, rediss:// or unix://: {url}"
        )
    return url


def broker_url() -> str:
    """Celery spells a Unix socket `redis+socket://`, redis-py `unix://`, the database is given
    as `virtual_host` in one and `db` in the other."""
    socket = redis_url().replace("unix://", "redis+socket://", 1)
    return socket.replace("?db=", "?virtual_host=") if socket.startswith("redis+socket") else socket


def state_dir() -> str:
    return required("ZTC_STATE_DIR", "the folder for uploads, mail and static files")


def flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def whole_number(name: str, default: int) -> int:
    text = os.environ.get(name, "") or str(default)
    if not text.isascii() or not text.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number: {text}")
    return int(text)


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """A list by commas or spaces; a single address is a network of one."""
    try:
        return [ip_network(text) for text in os.environ.get(name, "").replace(",", " ").split()]
    except ValueError as fault:
        raise ImproperlyConfigured(
            f"{name} must list networks such as 10.20.0.0/16, 2001:db8::/32: {fault}"
        ) from fault
