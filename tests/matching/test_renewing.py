"""A posting runs until a day: warned, renewed, expired, ended, begun again."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from foundation import clock
from foundation.errors import Refused
from foundation.typed import Page
from matching.filing import FilingProblem, draft_of, keep_typed, submit
from matching.moderating import accept
from matching.queries.postings import shown_postings
from matching.renewing import RenewalProblem, close, expire_all, renew, reopen, warn_all
from records.actors import VISITOR
from records.models import Message
from records.verifying import verify_trail
from tests.factories import make_centre, make_holder
from tests.matching.filing import accepted, day_in
from tests.matching.making import make_enterprise

pytestmark = pytest.mark.django_db


def in_days(days):
    return clock.today() + timedelta(days=days)


def test_warned_once_in_the_last_fortnight():
    by = make_enterprise()
    accepted(by, valid_until=day_in(15))

    assert warn_all().rows == []
    with clock.shift(timedelta(days=1)):
        assert len(warn_all().rows) == 1
        assert warn_all().rows == []
    assert Message.objects.get(kind="matching.posting.warn").to_id == by.user_id


def test_expires_after_its_last_day():
    posting = accepted(valid_until=day_in(3))

    with clock.shift(timedelta(days=3)):
        assert expire_all().rows == []
        assert list(shown_postings(VISITOR)) == [posting]
    with clock.shift(timedelta(days=4)):
        assert list(shown_postings(VISITOR)) == []
        assert [row.status for row in expire_all().rows] == ["expired"]
    assert list(verify_trail()) == []


def test_renewed_is_shown_again_and_warned_again():
    by = make_enterprise()
    posting = accepted(by, valid_until=day_in(3))
    warn_all()
    with clock.shift(timedelta(days=10)):
        expire_all()
        renewed = renew(posting, in_days(100), by=by)
        assert (renewed.status, renewed.warned_at) == ("published", None)
        assert draft_of(posting).typed["valid_until"] == in_days(100).isoformat()
        assert list(shown_postings(VISITOR)) == [posting]


@pytest.mark.parametrize(("days", "code"), [(0, RenewalProblem.PAST), (400, RenewalProblem.FAR)])
def test_day_out_of_bounds_is_refused(days, code):
    by = make_enterprise()
    posting = accepted(by)

    with pytest.raises(Refused) as refusal:
        renew(posting, in_days(days), by=by)

    assert [p.code for p in refusal.value.problems] == [code]


def test_renewal_waits_for_what_waits():
    by = make_enterprise()
    posting = accepted(by)
    keep_typed(posting, {"title": "改过的芯片需求"}, page=Page(), by=by)
    submit(posting, by=by)

    with pytest.raises(Refused) as refusal:
        renew(posting, in_days(100), by=by)

    assert [p.code for p in refusal.value.problems] == [FilingProblem.WAITING]


def test_ended_in_a_word_and_begun_again():
    by = make_enterprise()
    posting = accepted(by)
    with pytest.raises(Refused) as refusal:
        close(posting, outcome="", by=by)
    assert [p.code for p in refusal.value.problems] == [RenewalProblem.NO_OUTCOME]

    assert close(posting, outcome="已与蜀道大学签约", by=by).status == "closed"
    assert reopen(posting, in_days(60), by=by).status == "published"


def test_ending_fetches_back_what_waits():
    by = make_enterprise()
    posting = accepted(by)
    keep_typed(posting, {"title": "改过的芯片需求"}, page=Page(), by=by)
    version = submit(posting, by=by)

    close(posting, outcome="不需要了", by=by)

    version.refresh_from_db()
    assert version.status == "taken_back"
    with pytest.raises(Refused):
        accept(posting, version.number, by=make_centre())


def test_strangers_end_nothing():
    posting = accepted()

    for by in (make_holder(), make_centre()):
        for order in (
            lambda by=by: renew(posting, in_days(60), by=by),
            lambda by=by: close(posting, outcome="坏", by=by),
        ):
            with pytest.raises(Refused) as refusal:
                order()
            assert refusal.value.status == HTTPStatus.FORBIDDEN
