"""`manage.py run_matching` and `rebuild_index`, as operators use them."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from matching.models import Snapshot, Suggestion
from matching.runs import open_run
from tests.matching.stock import list_of, stock_posting, stock_project

pytestmark = pytest.mark.django_db


def called(*command):
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_everything_is_matched_here_and_now():
    project, posting = stock_project(), stock_posting()

    facts = json.loads(called("run_matching", "--now", "--json"))

    assert (facts["stage"], facts["chunks"], facts["done"], facts["pairs"]) == ("done", 2, 2, 2)
    assert list_of(posting) == [project]


def test_one_sort_alone_in_words():
    stock_project()
    stock_posting()

    said = called("run_matching", "--now", "--sort", "demand", "--records", "1")

    assert said.startswith("匹配完成：1 片，1 条结果，")
    assert Suggestion.objects.get().place == 1


def test_second_run_is_told_of_the_first():
    open_run()

    with pytest.raises(CommandError, match="全量匹配正在进行"):
        call_command("run_matching", "--now")


def test_index_is_rebuilt_and_a_run_follows():
    stock_project()
    stock_posting()

    facts = json.loads(called("rebuild_index", "--json"))
    called("run_matching", "--now")

    assert facts == {
        "listings": 1,
        "postings": 1,
        "roadshows": 0,
        "notices": 0,
        "likenesses": 1,
        "queue_rows": 1,
        "indexed": 2,
    }
    assert Snapshot.objects.get(is_current=True).sizes == {"demand": 1, "offer": 0, "project": 1}


def test_run_builds_no_second_snapshot_of_the_same():
    stock_project()
    stock_posting()
    called("run_matching", "--now")
    first = Snapshot.objects.get(is_current=True)

    called("run_matching", "--now")
    assert Snapshot.objects.get(is_current=True) == first

    stock_project("battery")
    called("run_matching", "--now")
    assert Snapshot.objects.get(is_current=True).sizes["project"] == 2
