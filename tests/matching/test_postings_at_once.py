"""Orders on postings that come at the same instant: one is carried out, no lock waits for ever."""

import pytest

from foundation.errors import Refused
from matching.filing import open_posting, take_back
from matching.models import Posting, PostingVersion
from matching.moderating import accept
from matching.states import PostingKind
from records.verifying import verify_trail
from tests.factories import make_centre, make_lead
from tests.matching.filing import handed_in
from tests.matching.making import make_enterprise
from tests.records.test_concurrency import in_threads

pytestmark = pytest.mark.usefixtures("transactional_db")


def tried(order):
    try:
        order()
    except Refused as refusal:
        return str(refusal.problems[0].code)
    return "done"


def test_double_click_opens_one_draft():
    by = make_enterprise()

    in_threads(4, lambda _: open_posting(PostingKind.DEMAND, by=by))

    assert Posting.objects.count() == 1


def test_of_two_moderators_one_publishes():
    version, moderators = handed_in(), [make_lead(), make_centre()]

    said = in_threads(2, lambda at: tried(lambda: accept(version.posting, 1, by=moderators[at])))

    assert sorted(said) == ["done", "posting_nothing_waits"]
    assert Posting.objects.get().code.endswith("-000001")


def test_fetching_back_and_accepting_meet_without_a_deadlock():
    by, lead = make_enterprise(), make_lead()
    version = handed_in(by)
    orders = [
        lambda: accept(version.posting, 1, by=lead),
        lambda: take_back(version.posting, by=by),
    ]

    said = in_threads(2, lambda at: tried(orders[at]))

    assert sorted(said) == ["done", "posting_nothing_waits"]
    assert PostingVersion.objects.get().status in ("accepted", "taken_back")


def test_codes_of_those_published_at_once_have_no_gap():
    by, lead = make_enterprise(), make_lead()
    versions = [handed_in(by, title=f"第 {at} 项芯片需求") for at in range(4)]

    in_threads(4, lambda at: accept(versions[at].posting, 1, by=lead))

    codes = Posting.objects.order_by("code").values_list("code", flat=True)
    assert [code[-2:] for code in codes] == ["01", "02", "03", "04"]
    assert list(verify_trail()) == []
