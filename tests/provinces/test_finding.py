"""Notices as search knows them, kept by what publishes them."""

import pytest

from foundation.search.asking import steps_of
from foundation.search.finding import find
from provinces.applying import change_host_call
from provinces.cutting import rebuild_texts
from provinces.invariants import notices_unfound
from provinces.models import NoticeText
from provinces.queries import notice_rows, notices_of
from tests.factories import make_lead
from tests.provinces.deciding import shown
from tests.provinces.hosts import open_call, terms
from tests.provinces.making import publish

pytestmark = pytest.mark.django_db


def found(q, steps=1):
    """Kinds, the most telling first."""
    keys = find(notice_rows(), steps_of(q, spell=lambda _word: ())[:steps]).keys
    return [notice.kind for notice in notices_of(keys)]


def test_call_is_found_by_what_it_says_now():
    publish(call_title="关于开展路演征集的通知", call_text="各地科技厅（委、局）：\n请抓紧报送。")
    assert found("路演征集") == ["call"]
    assert found("抓紧报送") == ["call"]

    publish(call_title="关于再次征集的通知")

    assert found("路演征集") == []
    assert found("再次征集") == ["call"]
    assert NoticeText.objects.count() == 1


@pytest.mark.parametrize("q", ["集成电路专场", "二百人", "四川"])
def test_call_for_hosts_is_found(q):
    open_call(text="会场要坐二百人。")

    assert "hosts" in found(q)
    assert found("sichuan", steps=2) == ["hosts"]


def test_changed_call_for_hosts_is_found_by_its_new_words():
    by = make_lead("SC")
    call = open_call(by=by)

    change_host_call(call, terms(title="征集新材料专场承办单位"), by=by)

    assert found("集成电路") == []
    assert found("新材料专场") == ["hosts"]


def test_results_are_found_by_unit_and_rebuilt_as_they_were():
    shown("SC")
    assert found("承办公示") == ["results"]
    assert found("sichuan", steps=2) == ["results"]
    before = list(NoticeText.objects.order_by("kind").values("kind", "name", "text", "search"))

    assert rebuild_texts() == len(before)
    assert list(NoticeText.objects.order_by("kind").values(*before[0])) == before
    assert notices_unfound() == 0
    NoticeText.objects.all().delete()
    assert notices_unfound() == len(before)
