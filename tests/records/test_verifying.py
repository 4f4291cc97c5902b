"""Whoever changes the trail or an audited row behind the door's back is found, row by row."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import override_settings

from accounts.people import erase_person
from projects.models import Project
from records.models import Entry, Seal, Shape
from records.verifying import Fault, verify_rows, verify_trail
from records.workflow import move
from records.workflows import all_workflows, workflow_of
from tests.records.country import AUDITED, make_rows
from tests.toy.factories import make_parcel, make_sender
from tests.toy.models import Parcel
from tests.toy.states import ParcelStatus

TRAIL = [Entry, Seal, Shape]

# A different value of the column's type; text begins with another letter.
OTHER = {
    "int8": "coalesce({c}, 0) + 1000000",
    "int4": "{c} + 1",
    "int2": "coalesce({c}, 0) + 1",
    "timestamptz": "coalesce({c}, clock_timestamp()) + interval '1 second'",
    "time": "coalesce({c}, localtime) + interval '1 minute'",
    "date": "coalesce({c}, current_date) + 1",
    "numeric": "coalesce({c}, 0) + 1",
    "jsonb": "jsonb_build_array({c})",
    "_varchar": "array_append({c}, 'x')",
    "_int8": "array_append({c}, 0)",
    "bool": "not {c}",
    "daterange": "daterange(lower({c}) - 1, upper({c}))",
}


def columns(model):
    """All but those that change without a move: a password's hash is no claim of the trail."""
    outside = {w.model: w.outside for w in all_workflows()}.get(model, frozenset())
    return [f.column for f in model._meta.concrete_fields if f.column not in outside]


def type_of(table, column):
    with connection.cursor() as cursor:
        cursor.execute(
            "select udt_name from information_schema.columns"
            " where table_name = %s and column_name = %s",
            [table, column],
        )
        return cursor.fetchone()[0]


def tamper(model, column, pk):
    """As the owner, with the guards taken away: the strongest attacker but for the audit key."""
    table = model._meta.db_table
    change = OTHER.get(type_of(table, column), "'~' || substr(coalesce({c}, ''), 2)").format(
        c=f'"{column}"'
    )
    run(
        f"alter table {table} disable trigger user",
        *drop_constraints(table),
        f'update {table} set "{column}" = {change} where {key_of(model)} = {pk!r}',
    )


def key_of(model):
    return model._meta.pk.column


def drop_constraints(table):
    """What the database itself would refuse is not the question here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select conrelid::regclass, conname from pg_constraint"
            " where (conrelid = %s::regclass and contype in ('c', 'f', 'u'))"
            " or (confrelid = %s::regclass and contype = 'f')",
            [table, table],
        )
        constraints = cursor.fetchall()
    return [
        f'alter table {t} drop constraint if exists "{name}" cascade' for t, name in constraints
    ]


def run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture(scope="module")
def sealed(rolled_back, tmp_path_factory):
    """One row in each audited table and a sealed trail, made once; tests are rolled back to it."""
    run("reset role")
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        parcel = make_rows()
    seal_all()
    run("set constraints all immediate")  # or tables could not be altered inside a test
    return parcel


@pytest.fixture
def country(sealed, as_owner):
    return sealed


def seal_all():
    """A test's own transaction never ends, so the wait for others is not asked for here."""
    from records import sealing  # noqa: PLC0415 -- its inner step is what this helper is about

    last = sealing._last_given_id()
    with transaction.atomic():
        while sealing._seal_once(last) is not None:
            pass


def test_every_audited_model_is_in_this_table():
    assert {w.model for w in all_workflows()} == set(AUDITED)


def test_untouched_trail_has_no_findings(country):
    assert list(verify_trail()) == []


@pytest.mark.parametrize("model", AUDITED)
def test_changed_column_of_an_audited_row_is_found_by_row(country, model):
    pk, workflow = model.objects.order_by("-pk").first().pk, workflow_of(model)

    for column in columns(model):
        with transaction.atomic():
            tamper(model, column, pk)
            findings = {(f.fault, f.pk) for f in verify_rows(workflow)}
            transaction.set_rollback(True)

        fault = Fault.ROW_MISSING if column == key_of(model) else Fault.ROW_CHANGED
        assert (fault, pk) in findings, column
        assert {f[1] for f in findings if f[0] != Fault.ROW_ADDED} == {pk}


def test_changed_row_is_found_among_all_that_is_verified(country):
    pk = Project.objects.order_by("-pk").first().pk

    tamper(Project, "title", pk)

    found = [(f.fault, f.table, f.pk) for f in verify_trail()]
    assert found == [(Fault.ROW_CHANGED, "projects.project", pk)]


@pytest.mark.parametrize("column", columns(Entry))
def test_changed_column_of_an_entry_is_found_by_row(country, column):
    entry = Entry.objects.filter(table="toy.parcel").first()

    tamper(Entry, column, entry.pk)

    found = {(f.fault, f.pk) for f in verify_trail() if f.table == "records.entry"}
    pk = entry.pk + 1_000_000 if column == "id" else entry.pk
    assert (Fault.ENTRY_CHANGED, pk) in found


@pytest.mark.parametrize("column", columns(Seal))
def test_changed_column_of_a_seal_is_found_by_row(country, column):
    seal = Seal.objects.get()

    tamper(Seal, column, seal.pk)

    found = {(f.fault, f.pk) for f in verify_trail() if f.table == "records.seal"}
    pk = seal.pk + 1_000_000 if column == "first_id" else seal.pk
    assert (Fault.SEAL_CHANGED, pk) in found


@pytest.mark.parametrize("column", columns(Shape))
def test_changed_column_of_a_shape_is_found_by_row(country, column):
    shape = Shape.objects.get(table="toy.parcel")

    tamper(Shape, column, shape.pk)

    found = [(f.fault, f.ref[1:]) for f in verify_trail() if f.table == "records.shape"]
    assert found == [(Fault.SHAPE_UNKNOWN, shape.pk[1:])]


def test_deleted_entry_is_found_by_id(country):
    entry = Entry.objects.filter(table="toy.parcel").first()

    run(
        "alter table records_entry disable trigger user",
        f"delete from records_entry where id = {entry.pk}",
    )

    assert (Fault.ENTRY_MISSING, entry.pk) in {(f.fault, f.pk) for f in verify_trail()}


def test_entry_added_under_a_seal_is_found(country):
    entry = Entry.objects.order_by("id").first()
    entry.pk = 0
    entry.save(force_insert=True)

    assert (Fault.ENTRY_CHANGED, 0) in {(f.fault, f.pk) for f in verify_trail()}


def test_deleted_and_inserted_rows_are_found(country):
    other = make_parcel()
    run(
        f"update toy_parcel set id = 777777 where id = {other.pk}",
        f"delete from toy_parcel where id = {country.pk}",
    )

    found = {(f.fault, f.pk) for f in verify_trail()}

    assert found == {
        (Fault.ROW_MISSING, country.pk),
        (Fault.ROW_MISSING, other.pk),
        (Fault.ROW_ADDED, 777777),
    }


@pytest.mark.parametrize("statement", ["update {t} set id = id", "delete from {t}", "truncate {t}"])
@pytest.mark.parametrize("table", ["records_entry", "records_seal"])
@pytest.mark.parametrize("role", ["ztc_app", "ztc_owner"])
def test_the_trail_is_written_once_for_both_roles(country, table, statement, role):
    run(f"alter table {table} enable trigger never_emptied", f"set local role {role}")

    with pytest.raises(ProgrammingError), transaction.atomic():
        run(statement.format(t=table))


def test_serving_role_may_not_touch_a_version(country):
    run("set local role ztc_app")

    with pytest.raises(ProgrammingError), transaction.atomic():
        run("update projects_version set number = 2")


def test_erased_person_leaves_a_valid_chain_and_no_value(as_owner):
    sender = make_sender()
    parcel = make_parcel(ParcelStatus.RECEIVED, sender, contact="13912345678")
    entries = Entry.objects.filter(table="toy.parcel", object_id=parcel.pk)
    mac = entries.order_by("id").first().changes["contact"]

    def write(row):
        row.contact = ""

    move(parcel, "erase", by=sender, write=write)
    erase_person(sender.user, by=sender)

    assert list(verify_trail()) == []
    assert macs_of("13912345678", f"user:{sender.user_id}") == "keyless" != mac
    Parcel.objects.filter(pk=parcel.pk).update(contact="13912345678")
    assert [f.fault for f in verify_trail()] == [Fault.ROW_CHANGED]


def macs_of(value, subject):
    with connection.cursor() as cursor:
        cursor.execute(
            "select ztc_personal(k.inner, k.outer, %s) from (select) one"
            " left join records_personkey k on k.subject = %s",
            [value, subject],
        )
        return cursor.fetchone()[0]


def test_a_younger_column_does_not_break_older_digests(country):
    """What a later migration adds is not in the shape older entries name."""
    run("alter table toy_parcel add column colour varchar(9) not null default 'red'")
    from records import digests  # noqa: PLC0415 -- its memory of columns is cleared around the test

    fields = digests.columns_of.__wrapped__(Parcel)
    digests.columns_of.cache_clear()
    assert "colour" not in fields

    with connection.cursor() as cursor:
        cursor.execute("select id from toy_parcel")
        ids = [pk for (pk,) in cursor.fetchall()]
    workflow = next(w for w in all_workflows() if w.model is Parcel)
    digest, _ = digests.row_digests(workflow, ids, without=["colour"])[country.pk]
    last = Entry.objects.filter(table="toy.parcel", object_id=country.pk).order_by("-id").first()
    assert digest == last.digest


def test_sealing_twice_seals_nothing_new(country):
    assert Seal.objects.count() == 1
    seal_all()
    assert Seal.objects.count() == 1
