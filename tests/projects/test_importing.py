"""A province's spreadsheet: every bad row named, nothing twice, nobody's mandate forgotten."""

import json

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Consent, Unit
from foundation.errors import Refused
from projects.importing import ImportProblem, import_rows, read_csv
from projects.models import Project
from projects.queries import shown
from projects.states import ProjectStatus
from records.models import Entry
from showcase.queries import searched
from tests.factories import make_centre, make_clerk, make_lead

pytestmark = pytest.mark.django_db

GOLDEN_BAD = f"""id,title
a-1,碳化硅外延炉
,没有编号的
a-3,
a-1,编号重复的
a-5,{"长" * 201}
{"x" * 65},编号太长的
"""


def write(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "achievements.csv"
    path.write_bytes(text.encode(encoding))
    return path


def run(*args, **options):
    return call_command(*args, **options)


def test_golden_bad_file_is_reported_with_all_its_problems(tmp_path):
    rows = read_csv(write(tmp_path, GOLDEN_BAD))

    problems = {row.line: [p.code for p in row.problems] for row in rows if row.problems}

    assert problems == {
        3: [ImportProblem.ID_MISSING],
        4: [ImportProblem.TITLE_MISSING],
        5: [ImportProblem.ID_TWICE],
        6: [ImportProblem.TITLE_LONG],
        7: [ImportProblem.ID_LONG],
    }
    assert rows[3].problems[0].sentence == "编号与第 2 行重复"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_each_encoding_reads_the_same(tmp_path, encoding):
    rows = read_csv(write(tmp_path, "ID,Title,备注\n1,碳化硅 外延炉,x\n", encoding))

    assert [(row.key, row.title) for row in rows] == [("1", "碳化硅 外延炉")]


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        (b"id,title\n1,\xff\xff\n", [ImportProblem.ENCODING]),
        (b"", [ImportProblem.HEADER, ImportProblem.HEADER]),
        ("编号,title\n".encode(), [ImportProblem.HEADER]),
        (b'id,title\n1,"' + b"x" * 200_000, [ImportProblem.BROKEN]),
    ],
)
def test_unreadable_file_is_refused_in_words(tmp_path, raw, codes):
    path = tmp_path / "bad.csv"
    path.write_bytes(raw)

    with pytest.raises(Refused) as refusal:
        read_csv(path)

    assert [problem.code for problem in refusal.value.problems] == codes


def test_import_is_idempotent_by_id_and_kept_by_the_unit(tmp_path):
    clerk, unit = make_clerk(), Unit.objects.get(abbr="SC")
    rows = read_csv(write(tmp_path, "id,title\n1,碳化硅外延炉\n2,钠离子电池\n"))

    first = import_rows(rows, unit=unit, by=clerk, mandate="授权书 1")
    second = import_rows(rows, unit=unit, by=clerk, mandate="授权书 1")

    assert (first.imported, first.existing) == (2, 0)
    assert (second.imported, second.existing) == (0, 2)
    project = Project.objects.get(source_key="1")
    assert (project.status, project.holder, project.custodian) == (
        ProjectStatus.DRAFT,
        None,
        unit.organisation,
    )
    assert Consent.objects.count() == 1
    assert Entry.objects.filter(table="projects.project").count() == 2


def test_known_id_with_another_title_is_reported_not_overwritten(tmp_path):
    clerk, unit = make_clerk(), Unit.objects.get(abbr="SC")
    import_rows(read_csv(write(tmp_path, "id,title\n1,旧名\n")), unit=unit, by=clerk)

    report = import_rows(read_csv(write(tmp_path, "id,title\n1,新名\n")), unit=unit, by=clerk)

    assert [row.problems[0].code for row in report.bad] == [ImportProblem.DIFFERENT]
    assert Project.objects.get().title == "旧名"


def test_dry_run_writes_nothing(tmp_path):
    rows = read_csv(write(tmp_path, "id,title\n1,碳化硅外延炉\n"))

    unit = Unit.objects.get(abbr="SC")
    report = import_rows(rows, unit=unit, by=make_clerk(), mandate="授权书", dry_run=True)

    assert report.imported == 1
    assert (Project.objects.count(), Consent.objects.count()) == (0, 0)


def test_another_units_clerk_may_not_import(tmp_path):
    rows = read_csv(write(tmp_path, "id,title\n1,碳化硅外延炉\n"))

    with pytest.raises(Refused):
        import_rows(rows, unit=Unit.objects.get(abbr="SC"), by=make_clerk("GD"))

    assert Project.objects.count() == 0


def test_commands_carry_an_import_to_the_showcase(tmp_path, capsys):
    make_clerk(), make_lead(), make_centre()
    path = write(tmp_path, "id,title\n1,碳化硅 外延炉\n2,\n3,钠离子电池 正极\n")

    run("import_projects", path, unit="sc", mandate="授权书 1", json=True)
    report = json.loads(capsys.readouterr().out)
    for verb in ("submit", "accept", "list"):
        run("move_projects", verb, unit="SC", json=True)
        assert json.loads(capsys.readouterr().out) == {"verb": verb, "moved": 2, "refused": []}

    assert (report["rows"], report["imported"], report["existing"]) == (3, 2, 0)
    assert report["bad"] == [{"line": 3, "id": "2", "problems": ["缺成果名称"]}]
    assert [listing.title for listing in searched(shown(), "外延")] == ["碳化硅 外延炉"]


def test_import_without_mandate_is_listed_but_not_shown(tmp_path):
    make_clerk(), make_lead(), make_centre()
    run("import_projects", write(tmp_path, "id,title\n1,碳化硅外延炉\n"), unit="SC")
    for verb in ("submit", "accept", "list"):
        run("move_projects", verb, unit="SC")

    assert Project.objects.get().status == ProjectStatus.LISTED
    assert shown().count() == 0


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

    with pytest.raises(CommandError) as complaint:
        run("import_projects", write(tmp_path, "id,title\n1,x\n"), unit="SC")

    assert str(complaint.value) == words
