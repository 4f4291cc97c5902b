"""The frame of all tests: a real PostgreSQL and a real Redis; the serving role in every test."""

import gc
import uuid
import zlib
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings as properties
from xdist.scheduler import LoadScopeScheduling

from accounts.terms import load_taxonomies
from matching.semantic import is_on
from portal.country import make_country
from tests.logins import FreshClient
from tests.matrix.cast import Cast

HERE = Path(__file__).parent
# They fill databases, start servers of their own, or look at pages of a live one.
APART = {"bench", "browser", "runtime"}
# They stop and kill servers and count the seconds until all is over, or back.
ALONE = {
    "faults/test_bulk_kills.py",
    "faults/test_calendar_kills.py",
    "faults/test_import_kills.py",
    "faults/test_kills.py",
    "faults/test_matching_hosts.py",
    "faults/test_matching_kills.py",
    "runtime/test_keeper.py",
    "runtime/test_supervisor.py",
}
# What takes longest begins first, so that no core waits for it at the end.
LONGEST = (
    *("test_readme.py", "bench/test_bench.py", "browser/test_pages.py"),
    *("browser/test_main_job.py", "test_permission_matrix.py", "portal/test_country.py"),
)
_WALK = "tests/browser/test_pages.py::test_page_is_sound"
_PARTS = 4
# How long a busy machine takes says nothing of a property.
properties.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("busy")
# What a test made goes without the collector, mostly; it need not walk all modules again and again.
gc.set_threshold(20_000, 20, 50)
WRITTEN_ONCE = ("records_entry", "records_seal", "records_shape")


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config, items):
    """`make test` runs on all cores what rolls back, then what does not (the sealer waits for every
    transaction of the server, and those of `cast` are long), then alone who counts seconds. Who
    truncates runs after all that roll back: pytest-django sorts so as well, but pytest then groups
    what shares a parametrised session fixture (Playwright's browser)."""
    _leave_out_semantic(config, items)
    for item in items:
        if _name(item) in ALONE:
            item.add_marker("alone")
        elif _name(item).partition("/")[0] in APART or _truncates(item):
            item.add_marker("apart")
    yield
    items.sort(key=lambda item: (_truncates(item), _rank(item)))
    gc.freeze()


def _leave_out_semantic(config, items):
    """Where the extra is not installed its tests are deselected: pytest's last line counts them."""
    out = [] if is_on() else [item for item in items if item.get_closest_marker("semantic")]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]


def _name(item):
    return item.path.relative_to(HERE).as_posix()


def _rank(item):
    return LONGEST.index(_name(item)) if _name(item) in LONGEST else len(LONGEST)


class _InParts(LoadScopeScheduling):
    """A file to a process, but all of them walk the pages."""

    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        part = zlib.crc32(nodeid.encode()) % _PARTS if nodeid.startswith(_WALK) else ""
        return f"{file} {part}"


def pytest_xdist_make_scheduler(config, log):
    return _InParts(config, log)


def _truncates(item):
    mark = item.get_closest_marker("django_db")
    asked = mark is not None and mark.kwargs.get("transaction", False)
    return asked or not {"transactional_db", "live_server"}.isdisjoint(item.fixturenames)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """TRUNCATE is how transactional tests are cleaned up, so its triggers (only) are disabled;
    everything else guards the trail as it does outside."""
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            for table in WRITTEN_ONCE:
                cursor.execute(f"alter table {table} disable trigger never_emptied")
        load_taxonomies()


@pytest.fixture(autouse=True)
def _serving_role(request):
    """Tests with a database run as `ztc_app`, inside their own transaction. Transactional ones
    stay the owner (they truncate) and lose the taxonomies with it."""
    if _truncates(request.node):
        request.getfixturevalue("transactional_db")
        load_taxonomies()
    elif "db" in request.fixturenames:
        request.getfixturevalue("db")
        with connection.cursor() as cursor:
            cursor.execute("set local role ztc_app")


@pytest.fixture(autouse=True)
def _fresh_cache(settings):
    """Keys of one test are not another's, in whatever thread: rate limits count in the cache."""
    prefix = {"KEY_PREFIX": uuid.uuid4().hex}
    settings.CACHES = {"default": {**settings.CACHES["default"], **prefix}}


@pytest.fixture
def client():
    return FreshClient()


@pytest.fixture
def as_owner(db):
    """The owner's rights inside a test: what an attacker with the database's password has."""
    with connection.cursor() as cursor:
        cursor.execute("reset role")
    return connection


@pytest.fixture(scope="module")
def rolled_back(django_db_setup, django_db_blocker):
    """A transaction around a module, as the serving role: what it makes once, its tests share."""
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set local role ztc_app")
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def cast(rolled_back):
    """The people of the permission matrix, made once a module; what tests do is rolled back."""
    return Cast()


@pytest.fixture(scope="module")
def country(rolled_back):
    """The facts of the demo country, made once a module as `cast` is."""
    return make_country()
