"""Many at once: one winner, no entry lost, no seal that misses one."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.registering import register_organisation
from accounts.states import OrganisationKind
from foundation import clock
from foundation.errors import Refused
from records import working
from records.delivery import next_morning
from records.messages import keep_messages
from records.models import DailyMail, Entry, Message, Seal
from records.sealing import seal_entries
from records.states import MoveProblem, WorkState
from records.verifying import one_moment, verify_trail
from records.workflow import move
from tests.factories import make_holder, make_user
from tests.toy.factories import make_clerk, make_parcel
from tests.toy.models import Parcel

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 50


def in_threads(count, work):
    """All start together, each with a connection of its own."""
    barrier = threading.Barrier(count)

    def run(number):
        try:
            barrier.wait()
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_fifty_threads_on_one_row_leave_one_winner_a_move():
    clerk, parcel = make_clerk(), make_parcel()

    def attempt(verb):
        try:
            move(Parcel(pk=parcel.pk), verb, by=clerk)
        except Refused as refusal:
            return refusal.problems[0].code
        return "won"

    for verb in ("send", "lose", "find", "receive"):
        answers = in_threads(THREADS, lambda _number, verb=verb: attempt(verb))
        assert answers.count("won") == 1
        assert answers.count(MoveProblem.NOT_FROM_HERE) == THREADS - 1
    entries = Entry.objects.filter(table="toy.parcel", object_id=parcel.pk).order_by("id")
    verbs = ["pack", "send", "lose", "find", "receive"]
    assert list(entries.values_list("verb", flat=True)) == verbs
    assert list(verify_trail()) == []


def test_seal_leaves_out_what_is_under_way_and_takes_it_later():
    first = make_parcel()
    clerk, entered, leave = make_clerk(), threading.Event(), threading.Event()

    def slow_move():
        with transaction.atomic():
            move(first, "send", by=clerk)
            entered.set()
            leave.wait(10)
        connection.close()

    thread = threading.Thread(target=slow_move)
    thread.start()
    entered.wait(10)
    make_parcel()

    assert seal_entries(patience=0.2) == []
    leave.set()
    thread.join()
    [seal] = seal_entries()

    assert seal.last_id == Entry.objects.order_by("-id").first().pk
    assert sum(last - first + 1 for first, last in seal.ranges) == Entry.objects.count()
    assert list(verify_trail()) == []


def test_organisation_registered_by_many_at_once_exists_once():
    holder = make_holder()
    connection.close()

    def register(_number):
        kind = OrganisationKind.ACADEMIC
        return register_organisation("研究所", "91350100M000100Y43", kind, by=holder).pk

    assert len(set(in_threads(8, register))) == 1


def test_verification_of_a_working_portal_sees_one_moment():
    parcel, clerk = make_parcel(), make_clerk()

    with one_moment():
        assert Parcel.objects.get().status == "packed"
        in_threads(1, lambda _number: move(parcel, "send", by=clerk))
        assert list(verify_trail()) == []

    assert list(verify_trail()) == []


def test_sealing_while_fifty_threads_work_misses_no_entry():
    parcels = [make_parcel() for _ in range(THREADS)]
    clerk = make_clerk()

    def work(number):
        if number % 10 == 0:
            seal_entries(patience=0.5)
        for verb in ("send", "lose", "find"):
            move(parcels[number], verb, by=clerk)

    in_threads(THREADS, work)
    seal_entries()

    sealed = {
        pk
        for ranges in Seal.objects.values_list("ranges", flat=True)
        for first, last in ranges
        for pk in range(first, last + 1)
    }
    assert sealed == set(Entry.objects.values_list("pk", flat=True))
    assert list(verify_trail()) == []


def test_message_put_off_while_the_mail_of_the_day_leaves_goes_with_the_next():
    user, due = make_user(mail_rhythm="daily"), next_morning(clock.now())
    first = DailyMail.objects.create(to=user, day=due.date(), due_at=due)
    keep_messages("toy.parcel.send", [("样品", [user.pk])])
    message = Message.objects.get()
    is_leaving = threading.Event()

    def leave():
        with transaction.atomic():
            row = DailyMail.objects.select_for_update().get(pk=first.pk)
            is_leaving.set()
            time.sleep(0.3)
            working._end(row, WorkState.DONE)

    def put_off():
        is_leaving.wait()
        working.carry_out("records.message", message.pk)

    in_threads(2, lambda number: [leave, put_off][number]())

    message.refresh_from_db()
    assert message.daily_mail.pk != first.pk
    assert (message.daily_mail.state, message.state) == (WorkState.WAITING, WorkState.DONE)
