import pytest

from accounts.consenting import give_consent, withdraw_consent
from accounts.states import ConsentGround, ConsentPurpose
from foundation.errors import Refused
from records.models import Entry
from tests.factories import make_holder

pytestmark = pytest.mark.django_db


def test_consent_is_dated_and_withdrawn_once():
    by = make_holder()
    consent = give_consent(ConsentPurpose.DISPLAY, by=by)
    assert (consent.ground, consent.withdrawn_at) == (ConsentGround.PERSON, None)

    first = withdraw_consent(consent, by=by)
    second = withdraw_consent(consent, by=by)

    assert first.withdrawn_at == second.withdrawn_at > consent.given_at
    assert Entry.objects.filter(table="accounts.consent", object_id=consent.pk).count() == 3


def test_mandate_is_a_ground_of_its_own():
    consent = give_consent(ConsentPurpose.DISPLAY, by=make_holder(), mandate="授权书 2026-1")

    assert (consent.ground, consent.mandate) == (ConsentGround.MANDATE, "授权书 2026-1")


def test_nobody_withdraws_for_another():
    consent = give_consent(ConsentPurpose.DISPLAY, by=make_holder())

    with pytest.raises(Refused):
        withdraw_consent(consent, by=make_holder())

    consent.refresh_from_db()
    assert consent.withdrawn_at is None
