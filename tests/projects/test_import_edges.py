"""Imports at their edges: nothing in the file, too much in a cell, two rows of one project, workers
that gave up, mappings that changed their mind."""

import io

import pytest
import xlsxwriter
from django.urls import reverse

from foundation.errors import Refused
from projects.claiming import invite_holder
from projects.columns.checking import Checker
from projects.columns.resource import SHEET
from projects.forms.workbooks import rows_to_mend, template
from projects.importing.carrying import carry_through
from projects.importing.ordering import (
    correct,
    drop,
    order_taking,
    order_undoing,
    read_tab,
    remap,
    take_header,
    try_again,
    wish,
)
from projects.intake import discard
from projects.models import ImportRow, ImportWork, KeptMapping, Project
from projects.states import ImportStage
from records.states import WorkState
from tests.factories import make_clerk, make_holder
from tests.imports import (
    FULL,
    full,
    imported,
    outcomes_of,
    read_in,
    row_of,
    sheet_of,
    told_of,
)
from tests.logins import FreshClient

pytestmark = pytest.mark.django_db


def workbook(**tabs):
    """Name of a worksheet → its rows of texts."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    for name, rows in tabs.items():
        sheet = book.add_worksheet(name)
        for line, cells in enumerate(rows):
            sheet.write_row(line, 0, cells)
    book.close()
    return file.getvalue()


def fail(run):
    """As after the last attempt."""
    ImportWork.objects.filter(run=run, state=WorkState.WAITING).update(
        state=WorkState.FAILED, ended_at=run.begun_at
    )


def problems(run):
    return [problem["code"] for problem in run.problems]


def test_header_without_rows_is_told_and_ends():
    clerk = make_clerk()
    with template(SHEET) as file:
        empty = file.read()

    run = read_in(empty, by=clerk, name="模板.xlsx")

    assert (run.stage, problems(run)) == (ImportStage.MAPPING, ["empty"])
    take_header(run, 1, by=clerk)
    assert carry_through(run).stage == ImportStage.MAPPING


@pytest.mark.parametrize(
    ("first", "second", "price", "is_open"),
    [("面议", "300万", "300.00", False), ("300万", "面议", "None", True)],
)
def test_price_and_its_tick_take_each_others_place_and_come_back(first, second, price, is_open):
    clerk = make_clerk()
    header = ("编号", "名称", "意向价格")
    imported(sheet_of(("1", "甲", first), header=header), by=clerk)
    before = Project.objects.values("price", "price_open").get()

    run = imported(sheet_of(("1", "甲", second), header=header), by=clerk)

    project = Project.objects.get()
    assert (str(project.price), project.price_open) == (price, is_open)
    order_undoing(run, by=clerk)
    carry_through(run)
    assert Project.objects.values("price", "price_open").get() == before


def test_number_of_a_draft_that_was_given_up_is_free():
    clerk = make_clerk()
    imported(sheet_of(("1", "甲")), by=clerk)
    discard(Project.objects.get(), by=clerk)

    run = imported(sheet_of(("1", "甲")), by=clerk)

    assert (run.stage, run.counts) == (ImportStage.TAKEN, {"new": 1})


def test_two_rows_of_one_number_are_never_two():
    clerk = make_clerk()
    run = read_in(sheet_of(("9", "甲"), ("9", "乙")), by=clerk)

    wish(run, 3, "new", by=clerk)

    assert outcomes_of(run) == {2: "new", 3: "duplicate"}


def test_two_rows_of_one_project_change_it_once_and_are_undone():
    clerk = make_clerk()
    imported(sheet_of(full(""), header=FULL), by=clerk)
    rows = [full("A-1", modes="转让"), full("A-2", modes="融资")]

    run = imported(sheet_of(*rows, header=FULL), by=clerk)

    assert outcomes_of(run) == {2: "update", 3: "duplicate"}
    order_undoing(run, by=clerk)
    carry_through(run)
    project = Project.objects.get()
    assert (project.modes, project.source_key) == (["licence", "equity"], "")


def test_of_two_with_one_right_the_one_of_that_name_is_meant():
    clerk = make_clerk()
    both = [full("", name, org="", code="") for name in ("甲", "乙")]
    imported(sheet_of(*both, header=FULL), by=clerk)

    run = read_in(sheet_of(full("", "乙", org="嘉陵大学", code=""), header=FULL), by=clerk)

    assert (run.counts, row_of(run, 2).item) == (
        {"update": 1},
        Project.objects.get(title="乙").pk,
    )


def test_header_of_two_rows_is_the_lower_one():
    groups = ["成果名称", "项目负责人", "项目负责人", "联系人", "联系人"]
    labels = ["成果名称", "姓名", "职务", "姓名", "电话"]
    raw = sheet_of(labels, ("甲", "吴一", "所长", "郑二", "13800138000"), header=groups)

    run = read_in(raw, by=make_clerk())

    assert (run.header, run.data_from) == (2, 3)
    assert [one["name"] for one in run.mapping] == [
        *("title", "lead_name", "lead_post", "contact_name", "phone")
    ]


def test_telephone_is_corrected_where_it_stands():
    clerk = make_clerk()
    run = read_in(sheet_of(("甲", "123"), header=("名称", "联系电话")), by=clerk)

    row = correct(run, 2, "contact_landline", "028-85400001", by=clerk)

    assert (row.problems, row.values["contact_landline"]) == ([], "028-85400001")


def test_telephone_that_is_a_formula_is_told_on_the_page():
    clerk = make_clerk()
    run = read_in(sheet_of(("甲", "=A1"), header=("名称", "联系电话")), by=clerk)
    client = FreshClient()
    client.force_login(clerk.user)

    page = client.get(reverse("unit_import", args=[run.ref]))

    assert [name for name, *_ in told_of(run)[2]] == ["contact_landline"]
    assert "还没有算出值" in page.content.decode()


def test_label_over_two_columns_is_not_remembered():
    clerk = make_clerk()
    raw = sheet_of(("1", "甲", "吴", "郑"), header=("编号", "名称", "姓名", "姓名"))
    run = read_in(raw, by=clerk)

    remap(
        run, {0: "source_key", 1: "title", 2: "lead_name", 3: "contact_name"}, keep=True, by=clerk
    )

    assert set(KeptMapping.objects.values_list("label", "name")) == {
        ("编号", "source_key"),
        ("名称", "title"),
    }


def test_correction_goes_with_the_column_it_was_of():
    clerk = make_clerk()
    raw = sheet_of(("1", "甲", "中试"), header=("编号", "名称", "成熟度"))
    run = read_in(raw, by=clerk)
    correct(run, 2, "trl", "7", by=clerk)

    remap(run, {2: "stage"}, keep=False, by=clerk)
    carry_through(run)

    row = row_of(run, 2)
    assert (row.fixes, row.values) == ({}, {"title": "甲", "stage": "pilot"})


def test_nothing_is_taken_by_a_mapping_that_is_asked_for_anew():
    clerk = make_clerk()
    run = read_in(sheet_of(("1", "甲")), by=clerk)
    take_header(run, 0, by=clerk)

    with pytest.raises(Refused):
        order_taking(run, only_whole=False, mandate="", by=clerk)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("field", "新材料" * 10_000),
        ("rights", "1;" * 16_000),
        ("rights", "1;" * 1_900),
        ("awards", "一\n" * 1_900),
        ("rights", "BS" + "1" * 300),
        ("tagline", "<b>" + "<a " * 600 + ">"),
        ("wants", "资" * 32_000),
    ],
)
def test_cell_that_is_far_too_long_is_told_in_few_words(name, text):
    checked = Checker(SHEET).check({"title": "甲", name: text})

    assert 1 <= len(checked.faults) <= 5
    assert sum(len(f.told) + len(f.found) + len(f.proposal) for f in checked.faults) < 1_000


def test_row_that_is_far_too_long_is_refused_by_its_number():
    cells = [["名称", "说明", "说明二"], ["甲", "长" * 30_000, "长" * 30_000]]

    run = read_in(workbook(成果=cells), by=make_clerk(), name="长.xlsx")

    assert (run.stage, run.problems[0]["found"]) == (ImportStage.REFUSED, "2")
    assert ImportRow.objects.count() == 0


def test_other_worksheet_is_read_after_one_that_could_not_be():
    clerk = make_clerk()
    long = [["名称", "说明", "说明二"], ["甲", "长" * 30_000, "长" * 30_000]]
    good = [["名称", "说明"], ["乙", "短"], ["丙", "短"]]
    run = read_in(workbook(好=good, 长=long), by=clerk, name="两张.xlsx")

    for tab, stage in (("长", ImportStage.REFUSED), ("好", ImportStage.CHECKED)):
        read_tab(run, tab, by=clerk)
        assert carry_through(run).stage == stage


def test_file_whose_task_failed_for_good_can_be_given_up():
    clerk = make_clerk()
    run = read_in(sheet_of(("1", "甲")), by=clerk)
    order_taking(run, only_whole=False, mandate="", by=clerk)
    fail(run)

    drop(run, by=clerk)

    run.refresh_from_db()
    assert (run.stage, {tuple(one["samples"]) for one in run.mapping}) == (
        ImportStage.DROPPED,
        {()},
    )


def test_given_up_file_is_not_tried_again():
    clerk = make_clerk()
    run = read_in(sheet_of(("1", "甲")), by=clerk)
    order_taking(run, only_whole=False, mandate="", by=clerk)
    fail(run)
    drop(run, by=clerk)

    with pytest.raises(Refused):
        try_again(run, by=clerk)


def test_file_whose_undoing_failed_is_not_given_up():
    clerk = make_clerk()
    run = imported(sheet_of(("1", "甲")), by=clerk)
    order_undoing(run, by=clerk)
    fail(run)

    with pytest.raises(Refused):
        drop(run, by=clerk)

    try_again(run, by=clerk)
    assert carry_through(run).stage == ImportStage.UNDONE


def test_correction_of_a_column_the_file_never_had_stays():
    clerk = make_clerk()
    run = read_in(sheet_of(("1", "甲", "某某"), header=("编号", "名称", "单位")), by=clerk)
    correct(run, 2, "organisation_kind", "企业", by=clerk)

    remap(run, {0: "source_key", 1: "title", 2: "organisation"}, keep=False, by=clerk)
    carry_through(run)

    assert (row_of(run, 2).outcome, row_of(run, 2).values["organisation_kind"]) == (
        "new",
        "enterprise",
    )


def test_what_was_there_before_an_update_does_not_keep_it_from_being_undone():
    clerk, holder = make_clerk(), make_holder()
    imported(sheet_of(("1", "甲")), by=clerk)
    invite_holder(Project.objects.get(), holder.user.email, "", by=clerk)
    run = imported(sheet_of(("1", "乙")), by=clerk)

    order_undoing(run, by=clerk)
    carry_through(run)

    assert Project.objects.get().title == "甲"


def test_workbook_to_mend_is_the_same_file_whatever_its_labels_said():
    clerk = make_clerk()
    raw = sheet_of(("1", "甲", "吴", "x"), header=("编号", "名称", "姓名", "电话"))
    run = read_in(raw, by=clerk)
    names = {0: "source_key", 1: "title", 2: "lead_name", 3: "phone"}
    remap(run, names, keep=False, by=clerk)
    carry_through(run)

    with rows_to_mend(run, SHEET, ImportRow.objects.filter(run=run, outcome="bad")) as file:
        again = read_in(file.read(), by=clerk, name="待修正.xlsx")

    assert [one["name"] for one in again.mapping] == [*names.values(), ""]
