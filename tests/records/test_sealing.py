"""Sealing of what is committed."""

import pytest

from records.models import Entry
from records.sealing import seal_entries
from tests.toy.factories import make_parcel


@pytest.mark.django_db(transaction=True)
def test_seal_entries_waits_for_nobody_when_nobody_works():
    make_parcel()

    first, second = seal_entries(), seal_entries()

    assert (len(first), second) == (1, [])
    assert first[0].last_id == Entry.objects.order_by("-id").first().pk
