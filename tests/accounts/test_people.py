"""Accounts rest when nobody comes, come back, are suspended and erased."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from allauth.account.models import EmailAddress

from accounts.models import User
from accounts.people import account_for, erase_person, reopen, rest_dormant, suspend
from accounts.states import UserStatus
from foundation import clock
from foundation.errors import Refused
from records.models import Entry, Message
from records.verifying import verify_trail
from tests.factories import make_holder, make_lead, make_staff, make_user

pytestmark = pytest.mark.django_db


def statuses():
    return dict(User.objects.values_list("name", "status"))


def test_accounts_rest_after_ninety_days_without_a_login():
    make_user("quiet")
    make_user("demo", is_demo=True)
    with clock.shift(timedelta(days=1)):
        make_user("later")

    with clock.shift(timedelta(days=90, minutes=1)):
        moved = rest_dormant()

    assert [user.name for user in moved.rows] == ["quiet"]
    expected = {"quiet": "dormant", "demo": "active", "later": "active"}
    assert statuses() == expected
    assert User.objects.get(name="quiet").is_active is False
    assert Message.objects.filter(kind="accounts.user.rest").count() == 1


def test_login_counts_as_coming(client):
    user = make_user("quiet")
    with clock.shift(timedelta(days=60)):
        now = clock.now()
    User.objects.filter(pk=user.pk).update(last_login=now)

    with clock.shift(timedelta(days=149)):
        assert rest_dormant().rows == []
    with clock.shift(timedelta(days=151)):
        assert rest_dormant().rows == [user]


def test_dormant_person_comes_back_by_themselves_for_ninety_days_more():
    user = make_user("quiet")
    with clock.shift(timedelta(days=91)):
        rest_dormant()
        user.refresh_from_db()

        back = reopen(user, by=make_holder(user))

        assert (back.status, back.is_active) == (UserStatus.ACTIVE, True)
        assert rest_dormant().rows == []


def test_suspended_person_is_reopened_by_the_security_officer_only():
    user, security = make_user(), make_staff("security")
    suspended = suspend(user, by=security, reason="冒用他人身份")
    assert (suspended.status, suspended.is_active) == (UserStatus.SUSPENDED, False)
    assert Entry.objects.get(verb="suspend").note == "冒用他人身份"

    for by in (make_holder(user), make_staff("centre_lead"), make_staff("admin")):
        with pytest.raises(Refused) as refusal:
            reopen(suspended, by=by)
        assert refusal.value.status == HTTPStatus.FORBIDDEN

    assert reopen(suspended, by=security).status == UserStatus.ACTIVE


@pytest.mark.parametrize("role", ["centre_lead", "auditor", "admin"])
def test_nobody_but_security_suspends(role):
    user = make_user()

    with pytest.raises(Refused):
        suspend(user, by=make_staff(role), reason="不该由我来")

    assert User.objects.get(pk=user.pk).status == UserStatus.ACTIVE


def test_security_officer_cannot_suspend_themselves():
    security = make_staff("security")

    with pytest.raises(Refused):
        suspend(security.user, by=security, reason="误操作")

    assert User.objects.get(pk=security.user_id).is_active is True


def test_erased_person_leaves_a_number_and_a_chain_that_verifies():
    user = make_user("gone", phone="13900000000")

    erased = erase_person(user, by=make_holder(user))

    assert (erased.name, erased.phone, erased.status) == ("", "", UserStatus.ERASED)
    assert erased.email == f"{user.ref.lower()}@erased.invalid"
    assert (erased.is_active, erased.has_usable_password()) == (False, False)
    assert EmailAddress.objects.filter(user=user).count() == 0
    assert list(verify_trail()) == []


def test_nobody_erases_another():
    user = make_user("stays")

    with pytest.raises(Refused):
        erase_person(user, by=make_staff("security"))

    assert User.objects.get(pk=user.pk).name == "stays"
    assert EmailAddress.objects.filter(user=user).count() == 1


def test_account_for_a_new_address_waits_for_its_owner():
    lead = make_lead()

    user = account_for("Wang@Example.cn", "王芳", by=lead)

    assert (user.email, user.name, user.has_usable_password()) == ("wang@example.cn", "王芳", False)
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == ("wang@example.cn", False, True)
    assert Entry.objects.get(verb="register", object_id=user.pk).actor_id == lead.user_id


def test_account_for_a_known_address_is_that_account_with_its_own_name():
    user = make_user("known")

    assert account_for("KNOWN@example.cn", "另一个名字", by=make_lead()) == user

    user.refresh_from_db()
    assert (user.name, user.has_usable_password()) == ("known", True)
