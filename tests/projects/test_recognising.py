"""What is there already: rows of one file that say the same, projects, organisations."""

import pytest

from accounts.models import Organisation
from projects.importing.ordering import wish
from projects.models import Project
from tests.factories import make_clerk
from tests.imports import (
    CODE,
    FULL,
    full,
    imported,
    outcomes_of,
    read_in,
    row_of,
    sheet_of,
    take_in,
    told_of,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("_case", "first", "second", "counts"),
    [
        ("number", full("N-1"), full("N-1", "改了名"), {"update": 1}),
        ("organisation and name, no number then", full(""), full("N-1"), {"update": 1}),
        ("organisation and name, no number now", full("N-1"), full(""), {"same": 1}),
        ("organisation and name, other number", full("N-1"), full("N-2"), {"new": 1}),
        ("right, another name", full(""), full("", "别的名称"), {"duplicate": 1}),
        (
            "right, same name, another organisation",
            full(""),
            full("", org="别处研究院", code=""),
            {"update": 1},
        ),
        ("name alone, nothing else", full("", "甲", org="", code="", rights=""),
         full("", "甲", org="", code="", rights=""), {"same": 1}),
        ("nothing", full(""), full("", "乙", code="", org="别处研究院", rights=""), {"new": 1}),
    ],
)  # fmt: skip
def test_what_is_there_is_recognised(_case, first, second, counts):
    clerk = make_clerk()
    imported(sheet_of(first, header=FULL), by=clerk)

    run = read_in(sheet_of(second, header=FULL), by=clerk)

    assert run.counts == counts


def test_projects_of_other_units_are_not_recognised():
    imported(sheet_of(full(), header=FULL), by=make_clerk("GD"))

    run = read_in(sheet_of(full(), header=FULL), by=make_clerk())

    assert run.counts == {"new": 1}


def test_second_of_two_equal_rows_is_skipped_unless_it_is_wished_for():
    clerk = make_clerk()
    run = read_in(sheet_of(full(""), full(""), ("9", "甲"), ("9", "乙"), header=FULL), by=clerk)

    assert outcomes_of(run) == {2: "new", 3: "duplicate", 4: "new", 5: "duplicate"}
    assert (row_of(run, 3).same_as, row_of(run, 5).same_as) == (2, 4)

    wish(run, 3, "new", by=clerk)
    take_in(run, by=clerk)
    assert Project.objects.count() == 3


@pytest.mark.parametrize(
    ("wished", "titles"),
    [("update", ["别的名称"]), ("new", ["别的名称", "碳化硅外延炉"]), ("skip", ["碳化硅外延炉"])],
)
def test_person_says_what_to_do_with_a_duplicate(wished, titles):
    clerk = make_clerk()
    imported(sheet_of(full(""), header=FULL), by=clerk)
    run = read_in(sheet_of(full("", "别的名称"), ("7", "再一项"), header=FULL), by=clerk)

    wish(run, 2, wished, by=clerk)
    take_in(run, by=clerk)

    found = Project.objects.exclude(source_key="7").order_by("title")
    assert list(found.values_list("title", flat=True)) == titles


@pytest.mark.parametrize(
    ("_case", "org", "code", "kind", "told"),
    [
        ("known code", "随便写的名字", CODE, ("福建某某新材料有限公司", "enterprise"), []),
        ("known name", "福建某某新材料有限公司", "", ("福建某某新材料有限公司", "enterprise"), []),
        ("new by name", "嘉陵江大学", "", ("嘉陵江大学", "academic"), []),
        ("nameless code", "", "1210000040000000XN", None, ["organisation"]),
        ("kindless name", "某某", "", None, ["organisation_kind"]),
    ],
)
def test_holding_organisation_is_found_or_registered(_case, org, code, kind, told):
    clerk = make_clerk()
    imported(sheet_of(full(), header=FULL), by=clerk)

    run = read_in(sheet_of(full("Z", "另一项", org=org, code=code), header=FULL), by=clerk)

    assert [name for faults in told_of(run).values() for name, *_ in faults] == told
    if kind:
        take_in(run, by=clerk)
        holder = Project.objects.get(source_key="Z").organisation
        assert (holder.name, holder.kind) == kind


def test_several_organisations_of_one_name_are_told_apart_by_code():
    clerk = make_clerk()
    for kind in ("academic", "enterprise"):
        Organisation.objects.create(name="同名研究所", kind=kind)

    run = read_in(sheet_of(full("Z", org="同名研究所", code=""), header=FULL), by=clerk)

    assert told_of(run)[2][0][:2] == (
        "organisation_code",
        "有 2 家登记的单位叫“同名研究所”，请填写统一社会信用代码",
    )
