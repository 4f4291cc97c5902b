"""What a version is narrowed by: which material it lacks, until when its patents hold; kept with
every version, and made anew."""

from datetime import date

import pytest

from portal.invariants import broken_invariants
from projects.conditions import PROVEN
from projects.intake import save_draft, submit
from projects.likening import rebuild_likeness
from projects.models import Likeness, QueueRow
from projects.queueing import Lack, columns_of, lacks_of, rebuild_queue, rights_end_of
from projects.states import AttachmentKind
from projects.vocabulary import Basis
from tests.factories import (
    make_filed_project,
    make_holder,
    make_indicator,
    make_project,
    make_right,
)
from tests.projects.correcting_things import make_correction

BARE = {"title": "只有名称", "source": "import", "filer": "", "level": "", "trl": None}
PAPERS = [{"kind": kind} for kind in AttachmentKind.values]
WHOLE = {
    "title": "什么都有",
    "source": "self",
    "filer": "holder",
    "level": "domestic_lead",
    "summary": "略",
    "organisation": "岷江器件研究所",
    "trl": PROVEN,
    "level_basis": ["test"],
    "indicators": [make_indicator()],
    "awards": [],
    "conversions": [],
    "attachments": PAPERS,
    "rights": [make_right()],
}


def without(kind):
    return {"attachments": [one for one in PAPERS if one["kind"] != kind]}


def test_title_alone_lacks_all_that_a_unit_asks_of_it():
    assert lacks_of(BARE) == [
        *(Lack.SUMMARY, Lack.ORGANISATION, Lack.TECHNICAL, Lack.TESTED, Lack.BASIS),
        *(Lack.RIGHTS, Lack.MANDATE),
    ]


def test_whole_sheet_lacks_nothing():
    assert lacks_of(WHOLE) == []


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ({"summary": ""}, [Lack.SUMMARY]),
        ({"organisation": ""}, [Lack.ORGANISATION]),
        (without("technical"), [Lack.TECHNICAL]),
        ({"indicators": [make_indicator(basis="")]}, [Lack.TESTED]),
        ({"indicators": []}, [Lack.TESTED]),
        ({"level_basis": []}, [Lack.BASIS]),
        ({"level": "unrated", "level_basis": []}, []),
        ({"level_basis": [Basis.SELF]}, []),
        ({"attachments": [{"kind": "technical"}, {"kind": "certificate"}]}, [Lack.REPORT]),
        ({"attachments": [{"kind": "technical"}, {"kind": "certificate"}, {"kind": "other"}]}, []),
        ({"rights": []}, [Lack.RIGHTS]),
        (without("certificate"), [Lack.CERTIFICATE]),
        ({"rights": [make_right(state="pending")], **without("certificate")}, []),
        ({"filer": "office", **without("mandate")}, [Lack.MANDATE]),
        ({"source": "unit", **without("mandate")}, [Lack.MANDATE]),
        ({"source": "unit", "mandated": True, **without("mandate")}, []),
        (without("mandate"), []),
    ],
)
def test_what_is_taken_away_is_what_it_lacks(change, lacks):
    assert lacks_of(WHOLE | change) == lacks


@pytest.mark.parametrize(
    ("change", "is_lacking"),
    [
        ({"trl": PROVEN - 1}, False),
        ({"trl": PROVEN}, True),
        ({"trl": 9}, True),
        ({"trl": PROVEN, "awards": [{"name": "一等奖"}]}, False),
        ({"trl": PROVEN, "attachments": [{"kind": "technical"}]}, False),
        ({"trl": PROVEN, "attachments": [{"kind": "mandate"}]}, True),
    ],
)
def test_high_maturity_lacks_proof_where_nothing_shows_it(change, is_lacking):
    assert (Lack.PROOF in lacks_of(BARE | change)) == is_lacking


def right(kind, applied="", number="", state="granted"):
    return make_right(number, kind, state, applied_on=applied)


@pytest.mark.parametrize(
    ("rows", "end"),
    [
        ([], None),
        ([right("invention", "2015-03-05")], date(2035, 3, 4)),
        ([right("utility", "1999-09-06")], date(2009, 9, 5)),
        ([right("design", "2021-06-01")], date(2036, 5, 31)),
        ([right("design", "2021-05-31")], date(2031, 5, 30)),
        ([right("utility", "2020-02-29")], date(2030, 2, 28)),
        ([right("utility", "2020-02")], date(2030, 2, 28)),
        ([right("invention", "2015-03-05"), right("utility", "2016-01-01")], date(2035, 3, 4)),
        ([right("invention", "2015-03-05", state="pending")], None),
        ([right("invention", "2015-03-05", state="lapsed")], None),
        ([right("software", "2015-03-05", "2015SR0123456")], None),
        ([right("invention", "去年"), right("utility", "2016-01-01")], None),
        ([right("invention", number="ZL202110000001.6")], date(2041, 12, 30)),
        ([right("utility", number="ZL99123456.7")], date(2009, 12, 30)),
        ([right("utility", number="02123456.X")], date(2012, 12, 30)),
        ([right("invention", number="CN1123456C")], None),
    ],
)
def test_patents_hold_until_the_day_before_their_years_are_full(rows, end):
    assert rights_end_of({"rights": rows}) == end


@pytest.mark.django_db
def test_row_is_of_the_version_submitted_last():
    holder = make_holder()
    project = make_project("returned", holder, title="第一版", willing=True)
    first = QueueRow.objects.get(project=project)
    save_draft(project, {"title": "第二版", "trl": 5, "stage": "bench"}, by=holder)

    submit(project, by=holder)

    row = QueueRow.objects.get(project=project)
    assert (first.version.number, row.version.number) == (1, 2)
    assert (first.unsure, row.unsure, row.failing) == ([], [3], [])
    assert "'2_第二'" in row.search


@pytest.mark.django_db
def test_rows_are_made_anew_as_they_were():
    for _ in range(2):
        make_filed_project("submitted")
    holder = make_holder()
    make_correction("proposed", make_project("listed", holder), holder)
    kept = list(QueueRow.objects.order_by("pk").values())
    QueueRow.objects.all().delete()
    assert broken_invariants()["报送过的成果在清单里按现行版本筛选"] == 3

    assert rebuild_queue() == 3

    assert list(QueueRow.objects.order_by("pk").values()) == kept
    assert set(broken_invariants().values()) == {0}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "name", "rebuild"),
    [
        (QueueRow, "报送过的成果在清单里按现行版本筛选", rebuild_queue),
        (Likeness, "报送过的成果可以查重", rebuild_likeness),
    ],
)
def test_row_of_what_is_only_proposed_is_named_and_mended(model, name, rebuild):
    holder = make_holder()
    project = make_project("listed", holder)
    correction = make_correction("proposed", project, holder)
    model.objects.filter(project=project).update(version=correction.version)
    assert broken_invariants()[name] == 1

    rebuild()

    assert model.objects.get(project=project).version.number == 1
    assert broken_invariants()[name] == 0


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_rows_take_as_many_statements_for_three_as_for_one(django_assert_num_queries, count):
    for _ in range(count):
        make_filed_project("submitted")

    with django_assert_num_queries(6):
        rebuild_queue()


@pytest.mark.django_db
def test_versions_from_before_the_whole_sheet_have_rows_too():
    project = make_project("submitted")
    version = project.versions.get()
    old = ("title", "organisation", "summary", "field", "trl", "modes", "rights", "labels")
    version.content = {name: version.content[name] for name in old}

    columns = columns_of(version)

    assert columns["rights_end"] == date(2041, 12, 30)
    assert columns["lacks"] == ["technical", "tested", "basis", "proof", "certificate", "mandate"]
