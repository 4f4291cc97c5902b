"""Clicks on one import that come at the same instant: each is carried out, none is turned away."""

import pytest
from django.db import transaction

from foundation.errors import Refused
from projects.importing.ordering import wish
from projects.models import ImportRow, ImportRun
from projects.states import ImportStage
from tests.factories import make_clerk
from tests.imports import read_in, sheet_of
from tests.records.test_concurrency import in_threads

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_clicks_on_several_rows_at_once_are_all_carried_out():
    clerk = make_clerk()
    run = read_in(sheet_of(*((str(number), f"第 {number} 项") for number in range(4))), by=clerk)
    lines = list(ImportRow.objects.filter(outcome="new").values_list("line", flat=True))

    in_threads(4, lambda at: wish(run, lines[at], "skip", by=clerk))

    assert ImportRow.objects.filter(outcome="skip").count() == 4


def test_click_on_what_a_worker_holds_is_turned_away_at_once():
    clerk = make_clerk()
    run = read_in(sheet_of(("1", "甲")), by=clerk)
    ImportRun.objects.update(stage=ImportStage.TAKING)

    def click(_):
        with pytest.raises(Refused) as refusal:
            wish(run, 2, "skip", by=clerk)
        return refusal.value.problems[0].code

    with transaction.atomic():
        ImportRun.objects.select_for_update().get(pk=run.pk)
        assert in_threads(1, click) == ["busy"]
