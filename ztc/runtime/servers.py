"""The two embedded servers together, unless the operator names his own by URL."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ztc.runtime import binaries
from ztc.runtime.keeper import Keeper
from ztc.runtime.places import Places, clear_folder
from ztc.runtime.postgres import Database
from ztc.runtime.users import invoking_user, require_reach, service_user
from ztc.runtime.valkey import Broker
from ztc.runtime.words import Halt


@dataclass(frozen=True)
class Servers:
    places: Places
    sockets: Path
    database: Database | None
    broker: Broker | None

    @classmethod
    def of(cls, places: Places, settings: Mapping[str, str], *, volatile: bool) -> "Servers":
        own_database, own_broker = wanted(settings)
        user = service_user(places.data)
        owner = user or invoking_user()
        sockets = places.make_sockets(owner.uid, owner.gid)
        clear_folder(sockets)
        require_reach(user, sockets)
        database = broker = None
        if own_database:
            programs = binaries.postgres(places, settings)
            database = Database(places, programs, sockets, user, volatile)
        if own_broker:
            program = binaries.valkey(places, settings)
            broker = Broker(places, program, sockets, user, volatile)
        return cls(places, sockets, database, broker)

    def start(self, keeper: Keeper) -> dict[str, str]:
        """Both at once; what comes back is where to find them."""
        found = {}
        if self.broker:
            self.broker.make()
            keeper.start(self.broker.service())
            found["REDIS_URL"] = self.broker.url()
        if self.database:
            self.database.make(keeper)
            keeper.start(self.database.service())
            self.database.wait_ready(keeper)
            found["DATABASE_URL"] = self.database.url("ztc_app")
            found["DATABASE_OWNER_URL"] = self.database.url("ztc_owner")
        if self.broker:
            self.broker.wait_ready(keeper)
        return found

    def clear(self) -> None:
        """At the very end nothing is left that looks like a server."""
        clear_folder(self.sockets)
        if self.sockets.parent != self.places.root and self.sockets.is_dir():
            self.sockets.rmdir()


def wanted(settings: Mapping[str, str]) -> tuple[bool, bool]:
    """Whether we run a database, whether a broker."""
    urls = [bool(settings.get(name)) for name in ("DATABASE_URL", "DATABASE_OWNER_URL")]
    if any(urls) and not all(urls):
        raise Halt("DATABASE_URL（ztc_app）和 DATABASE_OWNER_URL（ztc_owner）要同时设置。")
    return not any(urls), not settings.get("REDIS_URL")
