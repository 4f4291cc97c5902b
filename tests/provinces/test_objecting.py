"""异议: anybody in their own name, to what is shown; answered by somebody else."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from foundation import clock
from provinces.hosting import reopen_decision
from provinces.models import Objection
from provinces.objecting import MOST, MOST_A_DAY, withdraw_objection, withdraw_own_objections
from tests.factories import PASSWORD, make_holder, make_lead, make_staff, make_user
from tests.logins import log_in
from tests.provinces.deciding import answered, objected, refused, shown
from tests.provinces.judging import accepted_plans, approved, decided

pytestmark = pytest.mark.django_db
WHY = "数据有误"


def test_anybody_objects_in_their_own_name_and_three_wait_at_most():
    display, [row] = shown("SC")
    by = make_holder()
    first = objected(display, row, by=by)
    for _ in range(MOST - 1):
        objected(display, by=by)

    assert refused(lambda: objected(display, by=by))[0] == ["objection_too_many"]
    withdraw_objection(first, by=by)
    assert objected(display, row, by=by).status == "filed"


def test_nobody_objects_before_their_address_is_verified(client):
    display, [row] = shown("SC")
    by = make_holder()
    EmailAddress.objects.filter(user=by.user).update(verified=False)
    objecting = reverse("results_object", args=[display.cycle.year])
    sent = {"about": row.ref, "text": WHY}

    answer = log_in(client, by.user.email, PASSWORD)
    refusal = client.post(objecting, sent)

    assert (answer.url, refusal.url.partition("?")[0]) == (
        "/accounts/confirm-email/",
        "/accounts/login/",
    )
    assert Objection.objects.count() == 0
    EmailAddress.objects.filter(user=by.user).update(verified=True)
    log_in(client, by.user.email, PASSWORD)
    client.post(objecting, sent)
    assert Objection.objects.get().filed_by == by.user


def test_who_files_and_takes_back_all_day_is_stopped_at_ten():
    display, _ = shown("SC")
    by = make_holder()
    for _ in range(MOST_A_DAY):
        withdraw_objection(objected(display, by=by), by=by)

    assert refused(lambda: objected(display, by=by))[0] == ["objection_too_often"]
    assert objected(display).status == "filed"
    with clock.shift(timedelta(days=1, seconds=1)):
        assert objected(display, by=by).status == "filed"


def test_objection_is_to_what_is_shown_and_stands():
    display, [row, other] = shown("SC", "GD")
    [plan] = accepted_plans("HB")
    approved([plan])
    [elsewhere] = decided([plan])
    reopen_decision(other, by=make_staff("centre_lead"), reason=WHY)

    for decision in (elsewhere, other):
        assert refused(lambda d=decision: objected(display, d))[0] == ["objection_not_shown"]
    assert refused(lambda: objected(display, row, text="  "))[0] == ["objection_no_text"]


def test_nobody_answers_their_own_objection():
    display, _ = shown("SC")
    user = make_user()
    objection = objected(display, by=make_holder(user))

    by = make_staff("centre", user=user)
    assert refused(lambda: answered(objection, by=by))[1] == 403
    assert refused(lambda: answered(objection, by=make_lead()))[1] == 403
    assert refused(lambda: withdraw_objection(objection, by=make_holder()))[1] == 403


def test_who_leaves_takes_back_what_waits():
    display, [row] = shown("SC")
    by = make_holder()
    done, waits = objected(display, row, by=by), objected(display, by=by)
    answered(done)

    withdraw_own_objections(by=by)

    assert {o.ref: o.status for o in Objection.objects.all()} == {
        done.ref: "rejected",
        waits.ref: "withdrawn",
    }
