"""Every address × every role and ownership: what they get, who may keep it, and that a refusal
leaves no trace."""

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.shortcuts import resolve_url
from django.urls import get_resolver, reverse

from tests.matrix.cast import COLUMNS
from tests.matrix.keeping import kept
from tests.matrix.rows import ANY, LOGIN
from tests.matrix.table import ROWS, cells

pytestmark = pytest.mark.django_db

REFUSALS = {LOGIN, 401, 403, 404, 405}
MOST_ANY = 0.02
TRACES = "select (select count(*) from records_entry), (select count(*) from records_message)"


def names_of(resolver, space=""):
    """Every named address below a URLconf, `namespace:name`."""
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names_of(pattern, inner)
        else:
            yield f"{space}{pattern.name}"


def test_every_address_has_its_row():
    assert set(names_of(get_resolver())) == {row.name for row in ROWS}


def test_hardly_any_cell_is_left_open():
    answers = [answer for _, _, answer in cells()]

    assert answers.count(ANY) <= MOST_ANY * len(answers)


def test_columns_cover_every_role():
    from accounts.states import Role  # noqa: PLC0415 -- the one thing this test is about

    words = {"unit_clerk": "clerk", "unit_lead": "lead"}
    assert {words.get(role, role) for role in Role.values} <= set(COLUMNS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title)
def test_each_role_gets_what_the_table_says(cast, row):
    address = address_of(cast, row)

    got = {column: ask(cast, column, row, address) for column in COLUMNS}

    expected = row.expected()
    assert {c: g for c, g in got.items() if expected[c] != ANY} == {
        c: e for c, e in expected.items() if e != ANY
    }


def address_of(cast, row):
    return reverse(row.name, kwargs=cast.arguments(row)) if row.about else reverse(row.name)


def ask(cast, column, row, address):
    """The answer, as the table writes it; a refusal must have changed, recorded, sent nothing."""
    client = cast.clients[column]
    if column == "visitor":
        client.cookies.clear()  # each is somebody else
    with transaction.atomic():
        before = traces()
        response = getattr(client, row.method)(address, cast.data(row))
        answer = answer_of(response)
        if response.streaming:
            list(response)  # a file that is read to its end is closed
        assert response["Cache-Control"] == kept(row, column, response.status_code)
        assert answer not in REFUSALS or traces() == before, f"{column} left a trace"
        transaction.set_rollback(True)
    return answer


def traces():
    with connection.cursor() as cursor:
        cursor.execute(TRACES)
        return cursor.fetchone()


def answer_of(response):
    is_login = response.status_code == 302 and response.url.startswith(
        resolve_url(settings.LOGIN_URL)
    )
    return LOGIN if is_login else response.status_code
