"""The door: one winner, all or nothing, refusals without a trace."""

from decimal import Decimal
from http import HTTPStatus

import pytest
from django.db import IntegrityError, connection

from foundation.errors import Problem, Refused
from records.actors import VISITOR, Actor
from records.models import Entry, Message
from records.states import MoveProblem
from records.workflow import available_moves, begin, begin_all, move, move_all
from tests.toy.factories import make_clerk, make_parcel, make_parcels, make_sender
from tests.toy.models import Parcel
from tests.toy.states import TRANSITIONS, ParcelStatus

pytestmark = pytest.mark.django_db

VERBS = sorted({transition.verb for transition in TRANSITIONS if transition.source is not None})
MAY = {
    "relabel": {"sender"},
    "send": {"clerk"},
    "receive": {"clerk"},
    "lose": {"clerk"},
    "find": {"clerk"},
    "erase": {"sender"},
}
LEGAL = {(t.source, t.verb): t.target for t in TRANSITIONS if t.source is not None}


def actors(sender):
    return {
        "sender": sender,
        "clerk": make_clerk(),
        "other sender": make_sender(),
        "visitor": VISITOR,
    }


def entries_of(parcel):
    return list(Entry.objects.filter(table="toy.parcel", object_id=parcel.pk).order_by("id"))


@pytest.mark.parametrize("role", ["sender", "clerk", "other sender", "visitor"])
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", ParcelStatus.values)
def test_every_status_verb_and_role_answers_by_the_tables(status, verb, role):
    sender = make_sender()
    parcel = make_parcel(ParcelStatus(status), sender)
    by = actors(sender)[role]
    target = LEGAL.get((status, verb))
    may = role in MAY[verb]
    before, told = entries_of(parcel), Message.objects.count()

    if may and target:
        assert move(parcel, verb, by=by).status == target
        assert len(entries_of(parcel)) == len(before) + 1
        return
    with pytest.raises(Refused) as refusal:
        move(parcel, verb, by=by)

    assert refusal.value.status == (HTTPStatus.CONFLICT if may else HTTPStatus.FORBIDDEN)
    assert Parcel.objects.get(pk=parcel.pk).status == status
    assert entries_of(parcel) == before
    assert Message.objects.count() == told


@pytest.mark.parametrize("role", ["sender", "clerk", "other sender", "visitor"])
@pytest.mark.parametrize("status", ParcelStatus.values)
def test_available_moves_are_those_the_door_accepts(status, role):
    sender = make_sender()
    parcel = make_parcel(ParcelStatus(status), sender)
    by = actors(sender)[role]

    offered = {transition.verb for transition in available_moves(parcel, by)}

    assert offered == {v for v in VERBS if (status, v) in LEGAL and role in MAY[v]}


def test_move_records_who_what_and_the_new_values():
    sender = make_sender()
    parcel = make_parcel(sender=sender)

    def write(row):
        row.label, row.weight = "新标签", Decimal("2.50")

    moved = move(parcel, "relabel", by=sender, note="写错了", write=write)

    entry = entries_of(moved)[-1]
    assert (moved.label, moved.status) == ("新标签", "packed")
    assert (entry.actor_id, entry.actor_role, entry.note) == (sender.user_id, "sender", "写错了")
    assert (entry.verb, entry.source, entry.target) == ("relabel", "packed", "packed")
    assert entry.changes == {"label": "新标签", "weight": "2.50"}
    assert entry.object_ref == parcel.ref


def test_begin_records_personal_values_only_as_macs():
    parcel = make_parcel(contact="13912345678")

    changes = entries_of(parcel)[0].changes

    assert "13912345678" not in str(changes)
    assert len(changes["contact"]) == 64


def test_check_refuses_with_every_problem_and_leaves_no_trace():
    sender = make_sender()
    parcel = make_parcel(sender=sender, marks={"wrong": ["a", "b"]})

    with pytest.raises(Refused) as refusal:
        move(parcel, "relabel", by=sender)

    assert [problem.field for problem in refusal.value.problems] == ["a", "b"]
    assert refusal.value.status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert len(entries_of(parcel)) == 1


def test_write_that_breaks_a_constraint_leaves_no_trace():
    sender = make_sender()
    parcel, other = make_parcel(sender=sender), make_parcel(sender=sender)

    def write(row):
        row.ref = other.ref

    with pytest.raises(IntegrityError):
        move(parcel, "relabel", by=sender, write=write)

    assert len(entries_of(parcel)) == 1


def test_move_of_a_missing_row_is_gone():
    sender = make_sender()

    with pytest.raises(Refused) as refusal:
        move(Parcel(pk=10**12), "relabel", by=sender)

    assert refusal.value.status == HTTPStatus.GONE
    assert refusal.value.problems == (Problem(MoveProblem.GONE),)


def test_unknown_verb_is_forbidden_to_everybody():
    sender = make_sender()

    with pytest.raises(Refused) as refusal:
        move(make_parcel(sender=sender), "fly", by=sender)

    assert refusal.value.status == HTTPStatus.FORBIDDEN


def test_told_people_get_one_message_each():
    sender, clerk = make_sender(), make_clerk()
    parcel = make_parcel(sender=sender)

    move(parcel, "send", by=clerk)

    message = Message.objects.get(kind__startswith="toy.")
    assert (message.to_id, message.kind) == (sender.user_id, "toy.parcel.send")
    assert message.about_ref == parcel.ref
    assert message.context == {"title": "样品", "code": "", "note": ""}


def test_begin_of_another_person_is_forbidden_and_makes_nothing():
    sender, other = make_sender(), make_sender()

    with pytest.raises(Refused) as refusal:
        begin(Parcel(sender_id=sender.user_id, label="样品"), "pack", by=other)

    assert refusal.value.status == HTTPStatus.FORBIDDEN
    assert (Parcel.objects.count(), Entry.objects.filter(table="toy.parcel").count()) == (0, 0)


def test_begin_all_is_all_or_none():
    sender, other = make_sender(), make_sender()
    rows = [Parcel(sender_id=who.user_id, label="样品") for who in (sender, other)]

    with pytest.raises(Refused):
        begin_all(rows, "pack", by=sender)

    assert Parcel.objects.count() == 0


def test_move_all_moves_what_may_move_and_reports_the_rest():
    sender, clerk = make_sender(), make_clerk()
    packed = make_parcels(3, sender)
    lost = make_parcel(ParcelStatus.LOST, sender)

    moved = move_all(Parcel.objects.all(), "send", by=clerk)

    assert [row.pk for row in moved.rows] == [parcel.pk for parcel in packed]
    [(row, problems)] = moved.refused
    assert (row.pk, problems[0].code, problems[0].found) == (
        lost.pk,
        MoveProblem.NOT_FROM_HERE,
        "已丢失",
    )
    assert set(Parcel.objects.filter(pk__in=[p.pk for p in packed]).values_list("status")) == {
        ("sent",)
    }
    assert [entry.verb for entry in entries_of(packed[0])] == ["pack", "send"]


def test_sets_take_as_many_statements_as_one_row(django_assert_num_queries):
    sender, clerk = make_sender(), make_clerk()
    make_parcels(1, sender)
    with django_assert_num_queries(11):
        move_all(Parcel.objects.all(), "send", by=clerk)
    make_parcels(30, sender)
    with django_assert_num_queries(11):
        move_all(Parcel.objects.filter(status="packed"), "send", by=clerk)


def test_twenty_thousand_begin_with_their_entries_in_two_inserts():
    sender = make_sender()
    inserts = []

    def count(execute, sql, params, many, context):
        inserts.append(sql.split(" ", 3)[2]) if sql.startswith("insert into") else None
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        make_parcels(20_000, sender)

    assert inserts == ['"toy_parcel"', '"records_entry"']
    assert Parcel.objects.count() == 20_000
    assert Entry.objects.filter(table="toy.parcel", verb="pack").count() == 20_000


def test_actor_without_person_is_no_person():
    assert (Actor().is_person, Actor(1).is_person) == (False, True)
