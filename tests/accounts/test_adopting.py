"""Accounts that are older than the trail."""

import pytest

from accounts.models import User
from accounts.people import adopt_old_accounts
from records.models import Entry
from records.verifying import Fault, verify_trail
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_account_without_an_entry_is_taken_into_the_trail_once():
    make_user()
    [old] = User.objects.bulk_create([User(email="old@example.cn", name="老李", status="active")])
    assert [(found.fault, found.pk) for found in verify_trail()] == [(Fault.ROW_ADDED, old.pk)]

    assert [adopt_old_accounts() for _ in range(2)] == [1, 0]

    assert list(verify_trail()) == []
    entry = Entry.objects.get(table="accounts.user", object_id=old.pk)
    assert (entry.verb, entry.actor_role) == ("adopt", "portal")
