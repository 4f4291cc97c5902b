"""A unit's spreadsheet becomes drafts: what is taken, what is left alone, what can be undone."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Consent, Unit
from foundation.errors import Refused
from projects.importing.carrying import carry_through
from projects.importing.forgetting import KEPT
from projects.importing.ordering import (
    correct,
    drop,
    order_taking,
    order_undoing,
    remap,
    take_header,
    wish,
)
from projects.intake import save_draft, submit_all
from projects.models import ImportRow, ImportRun, KeptMapping, Project
from projects.queries import shown
from projects.states import ImportStage, ProjectStatus
from projects.tasks import forget_old_rows as forget_task
from records.models import Entry, Message
from tests.factories import make_centre, make_clerk, make_lead
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
from tests.showcase.searching import titles_found

pytestmark = pytest.mark.django_db


def run(*args, **options):
    return call_command(*args, **options)


def test_file_becomes_drafts_in_the_custody_of_the_unit():
    clerk, unit = make_clerk(), Unit.objects.get(abbr="SC")

    run = imported(sheet_of(full(), header=FULL), by=clerk, mandate="授权书 1")

    assert (run.stage, run.counts) == (ImportStage.TAKEN, {"new": 1})
    project = Project.objects.get(source_key="A-1")
    assert (project.status, project.holder, project.custodian) == (
        ProjectStatus.DRAFT,
        None,
        unit.organisation,
    )
    assert (project.title, project.field_id, project.modes) == (
        "碳化硅外延炉",
        "3",
        ["licence", "equity"],
    )
    assert project.organisation.code == CODE
    assert [right["number"] for right in project.rights] == ["ZL202110000001.6"]
    assert project.display_consent.mandate == "授权书 1"
    entry = Entry.objects.get(table="projects.project")
    assert (entry.verb, entry.note) == ("open", f"批量导入 {run.ref}")
    assert Message.objects.get(kind="projects.importrun.take").to_id == clerk.user_id


def test_same_file_twice_changes_nothing():
    clerk = make_clerk()
    raw = sheet_of(full(), ("B-2", "钠离子电池", "", "", "", "", ""), header=FULL)
    imported(raw, by=clerk)
    before = Entry.objects.count()

    run = read_in(raw, by=clerk)

    assert (run.stage, run.counts) == (ImportStage.CHECKED, {"same": 2})
    with pytest.raises(Refused, match="没有可以导入的行"):
        order_taking(run, only_whole=False, mandate="", by=clerk)
    assert Entry.objects.exclude(table="records.document").count() == before - 1


def test_every_fault_of_every_row_is_told_at_once_and_the_good_rows_are_taken():
    clerk = make_clerk()
    header = (*FULL, "成熟度", "意向价格", "联系电话", "手机")
    bad = full("B-2", "", code="91350100M000100Y4Z", field="汽车电子", rights="3项", modes="投钱")
    raw = sheet_of(
        (*full(), "7级", "1.5亿", "028-85400001", "13800138000"),
        (*bad, "十", "约300", "123", "12345"),
        header=header,
    )

    run = read_in(raw, by=clerk)

    assert run.counts == {"new": 1, "bad": 1}
    assert told_of(run) == {
        3: [
            ("title", "请填写“成果名称”", ""),
            (
                "organisation_code",
                "统一社会信用代码里不会有“Z”，可能是“2”。请核对营业执照或法人证书",
                CODE,
            ),
            (
                "organisation_code",
                "统一社会信用代码的校验位应为 3，填的是 Z。请核对营业执照或法人证书",
                CODE,
            ),
            ("field", "请从列出的选项里选", "5.4 新能源汽车相关服务"),
            (
                "rights",
                "“3项”不是知识产权的号码。请写号码，每项一行，如 ZL202110000001.6",
                "",
            ),
            ("modes", "请从列出的选项里选", ""),
            ("trl", "请从列出的选项里选", ""),
            ("price", "“约300”不是一个确定的数。请只填一个数；还没定的，写“面议”", ""),
            (
                "contact_landline",
                "“123”不是固定电话。请按“区号-号码-分机”填写，如 010-88656100 或 028-85400001-801",
                "",
            ),
            (
                "contact_mobile",
                "“12345”不是手机号码。请填 11 位、以 13 至 19 开头的号码，如 13800138000",
                "",
            ),
        ]
    }
    taken = take_in(run, by=clerk)
    assert (taken.stage, Project.objects.get().title) == (ImportStage.TAKEN, "碳化硅外延炉")


def test_nothing_is_taken_unless_all_are_good_where_that_was_asked():
    clerk = make_clerk()
    run = read_in(sheet_of(("1", "碳化硅外延炉"), ("2", "")), by=clerk)

    with pytest.raises(Refused, match="还有 1 行要修正"):
        take_in(run, by=clerk, only_whole=True)
    assert Project.objects.count() == 0

    wish(run, 3, "skip", by=clerk)
    take_in(run, by=clerk, only_whole=True)
    assert [project.title for project in Project.objects.all()] == ["碳化硅外延炉"]


def test_cell_is_corrected_on_the_page_and_the_file_keeps_its_own():
    clerk = make_clerk()
    run = read_in(sheet_of(("1", "甲", "七十级"), header=("编号", "名称", "成熟度")), by=clerk)

    row = correct(run, 2, "trl", "7", by=clerk)

    assert (row.outcome, row.cells, row.fixes) == ("new", ["1", "甲", "七十级"], {"trl": "7"})
    take_in(run, by=clerk)
    assert Project.objects.get().trl == 7


def test_corrected_file_updates_drafts_and_returned_ones_and_never_what_was_filed():
    clerk = make_clerk()
    imported(sheet_of(("1", "甲"), ("2", "乙"), ("3", "丙")), by=clerk)
    submit_all(Project.objects.filter(source_key="2"), by=clerk)
    header = ("编号", "名称", "简介")

    run = read_in(
        sheet_of(("1", "甲甲", "新的"), ("2", "乙乙", ""), ("3", "", "只有简介"), header=header),
        by=clerk,
    )

    assert outcomes_of(run) == {2: "update", 3: "filed", 4: "bad"}
    take_in(run, by=clerk)
    told = dict(Project.objects.values_list("source_key", "title"))
    assert told == {"1": "甲甲", "2": "乙", "3": "丙"}
    assert row_of(run, 2).before == {"title": "甲", "summary": ""}


def test_empty_cell_leaves_what_is_there():
    clerk = make_clerk()
    header = ("编号", "名称", "简介", "成熟度")
    imported(sheet_of(("1", "甲", "写好的简介", "7"), header=header), by=clerk)

    run = read_in(sheet_of(("1", "甲", "", ""), header=header), by=clerk)

    assert run.counts == {"same": 1}


def test_claimed_project_is_its_holders():
    clerk, holder = make_clerk(), make_lead("GD")
    imported(sheet_of(("1", "甲")), by=clerk)
    Project.objects.update(holder=holder.user_id)

    run = read_in(sheet_of(("1", "改了名")), by=clerk)

    assert run.counts == {"filed": 1}


def test_labels_are_mapped_by_hand_and_remembered_for_the_unit():
    clerk = make_clerk()
    raw = sheet_of(("1", "甲", "要点"), header=("编号", "名称", "奇怪的列"))
    run = read_in(raw, by=clerk)
    assert [one["name"] for one in run.mapping] == ["source_key", "title", ""]

    remap(run, {0: "source_key", 1: "title", 2: "tagline"}, keep=True, by=clerk)
    carry_through(run)

    assert row_of(run, 2).values["tagline"] == "要点"
    assert KeptMapping.objects.get(label="奇怪的列").name == "tagline"
    again = read_in(raw, by=clerk)
    assert [(one["name"], one["how"]) for one in again.mapping][2] == ("tagline", "kept")
    other = read_in(raw, by=make_clerk("GD"))
    assert other.mapping[2]["name"] == ""


def test_two_columns_cannot_be_one():
    clerk = make_clerk()
    run = read_in(sheet_of(("1", "甲", "乙"), header=("编号", "名称", "别名")), by=clerk)

    with pytest.raises(Refused, match="“成果名称”只能对应一列"):
        remap(run, {1: "title", 2: "title"}, keep=False, by=clerk)
    with pytest.raises(Refused, match="请先指定哪一列是“成果名称”"):
        remap(run, {1: ""}, keep=False, by=clerk)


def test_header_further_down_is_told_by_hand():
    clerk = make_clerk()
    raw = "填报日期,2022\n名称,简介\n项目甲,说明\n".encode()
    run = read_in(raw, by=clerk)
    assert (run.header, run.counts) == (2, {"new": 1})

    take_header(run, 0, by=clerk)

    assert (run.stage, ImportRow.objects.count()) == (ImportStage.CHECKED, 3)
    run.refresh_from_db()
    assert run.stage == ImportStage.MAPPING


def test_run_is_undone_and_its_numbers_are_free():
    clerk = make_clerk()
    imported(sheet_of(("1", "旧名")), by=clerk)
    run = imported(sheet_of(("1", "新名"), ("2", "新的一项")), by=clerk)

    order_undoing(run, by=clerk)
    carry_through(run)

    assert run.stage == ImportStage.UNDONE
    told = list(Project.objects.order_by("pk").values_list("title", "status", "source_key"))
    assert told == [("旧名", "draft", "1"), ("新的一项", "withdrawn", "")]
    assert read_in(sheet_of(("2", "新的一项")), by=clerk).counts == {"new": 1}


def test_run_that_others_went_on_with_is_not_undone():
    clerk = make_clerk()
    run = imported(sheet_of(("1", "甲"), ("2", "乙")), by=clerk)
    save_draft(Project.objects.get(source_key="2"), {"title": "乙乙"}, by=clerk)

    with pytest.raises(Refused, match="其中 1 项后来被修改"):
        order_undoing(run, by=clerk)


def test_run_is_not_undone_after_a_day(settings):
    clerk = make_clerk()
    run = imported(sheet_of(("1", "甲")), by=clerk)
    run.taken_at = run.taken_at.replace(year=run.taken_at.year - 1)
    run.save()

    with pytest.raises(Refused, match="导入已超过 24 小时"):
        order_undoing(run, by=clerk)


def test_who_lost_the_role_takes_nothing_in():
    clerk = make_clerk()
    run = read_in(sheet_of(("1", "甲")), by=clerk)
    order_taking(run, only_whole=False, mandate="", by=clerk)
    clerk.user.memberships.update(valid_to=run.begun_at)

    carry_through(run)

    assert (run.stage, [p["code"] for p in run.problems]) == (
        ImportStage.CHECKED,
        ["role_ended"],
    )
    assert Project.objects.count() == 0


def test_another_units_clerk_may_touch_nothing():
    run = read_in(sheet_of(("1", "甲")), by=make_clerk())
    stranger = make_clerk("GD")

    for order in (
        lambda: order_taking(run, only_whole=False, mandate="", by=stranger),
        lambda: correct(run, 2, "title", "乙", by=stranger),
        lambda: wish(run, 2, "skip", by=stranger),
        lambda: remap(run, {}, keep=True, by=stranger),
        lambda: drop(run, by=stranger),
    ):
        with pytest.raises(Refused) as refusal:
            order()
        assert refusal.value.status == 403
    assert (ImportRow.objects.get(line=2).fixes, Project.objects.count()) == ({}, 0)


def test_dropped_run_keeps_no_rows():
    clerk = make_clerk()
    run = read_in(sheet_of(("1", "甲")), by=clerk)

    drop(run, by=clerk)

    run.refresh_from_db()
    assert (run.stage, ImportRow.objects.count()) == (ImportStage.DROPPED, 0)


def test_rows_are_forgotten_after_a_month_and_their_run_is_not():
    clerk = make_clerk()
    run, newer = (imported(sheet_of((number, "甲")), by=clerk) for number in ("1", "2"))
    ImportRun.objects.filter(pk=run.pk).update(taken_at=run.taken_at - KEPT - timedelta(hours=1))

    forget_task()

    assert list(ImportRow.objects.values_list("run", flat=True).distinct()) == [newer.pk]
    assert ImportRun.objects.get(pk=run.pk).counts == {"new": 1}


def test_commands_carry_an_import_to_the_showcase(tmp_path, capsys):
    make_clerk(), make_lead(), make_centre()
    path = tmp_path / "achievements.csv"
    path.write_text("id,title\n1,碳化硅 外延炉\n2,\n3,钠离子电池 正极\n")

    run("import_projects", path, unit="sc", mandate="授权书 1", json=True)
    report = json.loads(capsys.readouterr().out)
    for verb in ("submit", "accept", "list"):
        run("move_projects", verb, unit="SC", json=True)
        assert json.loads(capsys.readouterr().out) == {"verb": verb, "moved": 2, "refused": []}

    assert (report["rows"], report["imported"], report["existing"]) == (3, 2, 0)
    assert report["bad"] == [{"line": 3, "id": "2", "problems": ["请填写“成果名称”"]}]
    assert titles_found("外延") == ["碳化硅 外延炉"]


def test_dry_run_writes_nothing(tmp_path, capsys):
    make_clerk()
    path = tmp_path / "a.csv"
    path.write_text("id,title\n1,甲\n")

    run("import_projects", path, unit="SC", mandate="授权书", dry_run=True, json=True)

    assert json.loads(capsys.readouterr().out)["imported"] == 1
    assert (Project.objects.count(), Consent.objects.count(), ImportRow.objects.count()) == (0,) * 3


def test_import_without_mandate_is_listed_but_not_shown(tmp_path):
    make_clerk(), make_lead(), make_centre()
    path = tmp_path / "a.csv"
    path.write_text("id,title\n1,碳化硅外延炉\n")
    run("import_projects", path, unit="SC")
    for verb in ("submit", "accept", "list"):
        run("move_projects", verb, unit="SC")

    assert Project.objects.get().status == ProjectStatus.LISTED
    assert not shown().exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n3,4\n", "认不出哪一列是成果名称"),
        ("", "这个文件是空的"),
    ],
)
def test_command_says_why_a_file_cannot_be_taken(tmp_path, text, words):
    make_clerk()
    path = tmp_path / "a.csv"
    path.write_text(text)

    with pytest.raises((CommandError, Refused), match=words):
        run("import_projects", path, unit="SC")


@pytest.mark.parametrize(
    ("clerks", "words"),
    [
        (0, "没有人能以“推荐单位经办”的身份办理。先用 grant_role 授予身份"),
        (2, "能以“推荐单位经办”的身份办理的有 2 人，请用 --by 写明邮箱"),
    ],
)
def test_command_wants_one_clerk_or_a_name(tmp_path, clerks, words):
    for _ in range(clerks):
        make_clerk()
    path = tmp_path / "a.csv"
    path.write_text("id,title\n1,x\n")

    with pytest.raises(CommandError) as complaint:
        run("import_projects", path, unit="SC")

    assert str(complaint.value) == words
