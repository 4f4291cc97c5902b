"""A unit's spreadsheet of demands or offers becomes drafts: what is taken, what is left alone, what
can be undone, what is handed in at once."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.errors import Refused
from foundation.typed import Page
from matching.filing import keep_typed, submit, submit_all
from matching.models import Posting, PostingDraft, PostingVersion
from matching.moderating import accept
from matching.states import PostingKind, PostingStatus
from projects.importing.carrying import carry_through
from projects.importing.ordering import order_submitting, order_undoing, read_as
from projects.models import KeptMapping, Project
from projects.states import ImportStage
from records.models import Entry
from tests.factories import make_clerk, make_lead
from tests.imports import (
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
from tests.matching.import_sheets import (
    CODE,
    HOUSE,
    day_in,
    demand,
    demands,
    offer,
    offers,
)

pytestmark = pytest.mark.django_db
LANDLINE = "请按“区号-号码-分机”填写，如 010-88656100 或 028-85400001-801"


def undone(run, by):
    order_undoing(run, by=by)
    return carry_through(run)


def handed_in(run, by):
    order_submitting(run, by=by)
    return carry_through(run)


def test_file_of_demands_becomes_drafts_of_the_unit():
    clerk = make_clerk()

    run = imported(demands(demand()), by=clerk, name="需求.csv")

    assert (run.subject, run.stage, run.counts) == ("demand", ImportStage.TAKEN, {"new": 1})
    posting = Posting.objects.get()
    assert (posting.kind, posting.status, posting.custodian_id, posting.unit_id) == (
        PostingKind.DEMAND,
        PostingStatus.DRAFT,
        "SC",
        "SC",
    )
    assert (posting.source_key, posting.author_id, posting.title) == ("X-1", clerk.user_id, "")
    assert posting.draft.typed == {
        "title": "车规级隔离驱动芯片国产替代",
        "category": "technology",
        "problem": "现用进口型号交期超过四十周，需要可直接替换的单通道隔离栅极驱动芯片。",
        "key_points": "短路响应小于 1 微秒，工作结温不低于 150 摄氏度。",
        "goal": "完成车规认证，小批量装车。",
        "field": "1.2",
        "keywords": "驱动芯片、碳化硅",
        "trl_floor": "6",
        "modes": ["licence", "joint"],
        "budget": "300",
        "valid_until": day_in(90),
        "org_name": HOUSE,
        "org_code": CODE,
        "reach": "public",
        "contact_name": "周蜀",
        "contact_phone": "028-85400001",
    }
    entry = Entry.objects.get(table="matching.posting")
    assert (entry.verb, entry.note) == ("open", f"批量导入 {run.ref}")


def test_file_of_offers_becomes_drafts_of_the_unit():
    run = imported(offers(offer()), by=make_clerk())

    posting = Posting.objects.get()
    assert (run.subject, posting.kind, posting.source_key) == ("offer", "offer", "Y-1")
    assert (posting.draft.typed["category"], posting.draft.typed["title"]) == (
        "pilot",
        "碳化硅中试线开放共享",
    )


def test_what_a_file_holds_is_seen_by_its_labels():
    clerk = make_clerk()
    files = [demands(demand()), offers(offer()), sheet_of(full(), header=FULL)]

    runs = [read_in(raw, by=clerk) for raw in files]

    assert [run.subject for run in runs] == ["demand", "offer", "project"]
    assert [run.counts for run in runs] == [{"new": 1}] * 3


def test_file_is_read_as_what_was_said_and_as_something_else_when_that_is_changed():
    clerk = make_clerk()
    run = read_in(demands(demand()), by=clerk, subject="project")
    assert (run.subject, run.known["guess"]) == ("project", "demand")

    read_as(run, "demand", by=clerk)
    run = carry_through(run)

    assert (run.subject, run.stage, run.counts) == ("demand", ImportStage.CHECKED, {"new": 1})
    take_in(run, by=clerk)
    assert (Posting.objects.count(), Project.objects.count()) == (1, 0)


def test_nothing_is_imported_as_what_nobody_knows():
    clerk = make_clerk()
    run = read_in(demands(demand()), by=clerk)

    with pytest.raises(Refused, match="没有这一类导入"):
        read_as(run, "holder", by=clerk)


def test_every_fault_of_every_row_is_told_at_once():
    bad = demand(
        "X-2",
        "",
        category="人力",
        field="汽车电子",
        keywords="一个长得不像关键词的关键词",
        trl_floor="十",
        modes="投钱",
        budget="约300",
        valid_until="2020-01-01",
        org_code="91510100MA6CGQ0N7Z",
        stock_code="2594",
        reach="不公开",
        contact_phone="12345",
    )

    run = read_in(demands(demand(), bad), by=make_clerk())

    assert run.counts == {"new": 1, "bad": 1}
    assert told_of(run) == {
        3: [
            ("title", "请填写“需求名称”", ""),
            ("category", "请从列出的选项里选", ""),
            ("field", "请从列出的选项里选", "5.4 新能源汽车相关服务"),
            ("keywords", "“一个长得不像关键词的关键词”超过 10 字，请写短，或用顿号隔开", ""),
            ("trl_floor", "请从列出的选项里选", ""),
            ("modes", "请从列出的选项里选", ""),
            ("budget", "“约300”不是一个确定的数。请只填一个数；还没定的，写“面议”", ""),
            (
                "org_code",
                "统一社会信用代码里不会有“Z”，可能是“2”。请核对营业执照或法人证书",
                CODE,
            ),
            (
                "org_code",
                "统一社会信用代码的校验位应为 B，填的是 Z。请核对营业执照或法人证书",
                CODE,
            ),
            ("stock_code", "请填 6 位数字的证券代码，如 300750", "002594"),
            ("reach", "请写“公开”“登录可见”或“匿名”", ""),
            (
                "contact_phone",
                f"“12345”不是固定电话。{LANDLINE}",
                "",
            ),
            ("valid_until", "已经过了，请改成今天以后的日期", ""),
        ]
    }


def test_same_file_twice_changes_nothing():
    clerk = make_clerk()
    raw = demands(demand(), demand("", "高温传感器封装", org_code=""))
    imported(raw, by=clerk)
    before = Entry.objects.filter(table="matching.posting").count()

    run = read_in(raw, by=clerk)

    assert (run.counts, before) == ({"same": 2}, 2)


def test_draft_of_ones_number_is_typed_into():
    clerk = make_clerk()
    imported(demands(demand()), by=clerk)

    run = imported(demands(demand(title="隔离驱动芯片", budget="面议", goal="")), by=clerk)

    draft = PostingDraft.objects.get()
    assert run.counts == {"update": 1}
    assert (draft.typed["title"], draft.typed["budget"]) == ("隔离驱动芯片", "面议")
    assert draft.typed["goal"] == "完成车规认证，小批量装车。"
    assert draft.stamps["title"] == [2, clerk.user_id, ""]
    assert row_of(run, 2).before == {"title": "车规级隔离驱动芯片国产替代", "budget": "300"}


def test_draft_without_a_number_is_known_by_organisation_and_name():
    clerk = make_clerk()
    imported(demands(demand("")), by=clerk)

    run = imported(demands(demand("X-9", budget="500")), by=clerk)

    posting = Posting.objects.get()
    assert (run.counts, posting.source_key) == ({"update": 1}, "X-9")
    assert posting.draft.typed["budget"] == "500"
    assert list(Entry.objects.filter(verb="number").values_list("note", flat=True)) == [
        f"批量导入 {run.ref}"
    ]


def test_kinds_and_units_keep_their_numbers_apart():
    clerk = make_clerk()
    imported(demands(demand("A-1")), by=clerk)

    assert imported(offers(offer("A-1")), by=clerk).counts == {"new": 1}
    assert imported(demands(demand("A-1")), by=make_clerk("GD")).counts == {"new": 1}


def test_what_was_handed_in_or_published_is_not_typed_into():
    clerk = make_clerk()
    rows = [demand(f"X-{number}", f"需求{number}") for number in range(3)]
    imported(demands(*rows), by=clerk)
    handed, published, _ = Posting.objects.order_by("pk")
    submit(handed, by=clerk)
    accept(published, submit(published, by=clerk).number, by=make_lead())

    run = imported(
        demands(*(demand(f"X-{number}", f"需求{number}", budget="9") for number in range(3))),
        by=clerk,
    )

    assert outcomes_of(run) == {2: "filed", 3: "filed", 4: "update"}
    budgets = PostingDraft.objects.order_by("pk").values_list("typed__budget", flat=True)
    assert list(budgets) == ["300", "300", "9"]


def test_rows_that_stand_twice_are_taken_once():
    run = imported(demands(demand(), demand(budget="1"), demand("", budget="2")), by=make_clerk())

    assert outcomes_of(run) == {2: "new", 3: "duplicate", 4: "duplicate"}


def test_undoing_gives_up_what_came_and_types_back_what_was_there():
    clerk = make_clerk()
    imported(demands(demand("", "旧的"), demand("X-2", "也是旧的")), by=clerk)
    before = list(PostingDraft.objects.order_by("pk").values_list("typed", flat=True))
    raw = demands(
        demand("X-1", "旧的", goal="新的目标"),
        demand("X-2", "也是旧的", budget="1"),
        demand("X-3", "新的"),
    )
    run = imported(raw, by=clerk)
    assert run.counts == {"update": 2, "new": 1}

    run = undone(run, clerk)

    assert run.stage == ImportStage.UNDONE
    postings = Posting.objects.order_by("pk")
    assert list(postings.values_list("status", "source_key")) == [
        ("draft", ""),
        ("draft", "X-2"),
        ("dropped", ""),
    ]
    assert list(PostingDraft.objects.order_by("pk").values_list("typed", flat=True))[:2] == before
    assert imported(raw, by=clerk).counts == {"update": 2, "new": 1}


@pytest.mark.parametrize("how", ["typed", "handed in"])
def test_what_somebody_went_on_with_is_not_undone(how):
    clerk = make_clerk()
    run = imported(demands(demand(), demand("X-2", "另一条")), by=clerk)
    posting = Posting.objects.first()
    if how == "typed":
        keep_typed(posting, {"title": "改过的"}, page=Page(), by=clerk)
    else:
        submit(posting, by=clerk)

    with pytest.raises(Refused, match="其中 1 项后来被修改、提交或认领过"):
        order_undoing(run, by=clerk)


def test_all_that_is_whole_is_handed_in_by_one_order():
    clerk = make_clerk()
    rows = [demand(), demand("X-2", "没写全的", goal=""), demand("X-3", "第三条")]
    run = imported(demands(*rows), by=clerk)

    run = handed_in(run, clerk)

    assert (run.stage, run.problems) == (ImportStage.TAKEN, [])
    waiting = PostingVersion.objects.order_by("pk").values_list("content__title", "submitted_by")
    assert list(waiting) == [
        ("车规级隔离驱动芯片国产替代", clerk.user_id),
        ("第三条", clerk.user_id),
    ]
    lead = make_lead()
    version = PostingVersion.objects.first()
    assert accept(version.posting, version.number, by=lead).status == PostingStatus.PUBLISHED


def test_nothing_is_handed_in_where_nothing_is_left():
    clerk = make_clerk()
    run = imported(demands(demand()), by=clerk)
    submit_all(Posting.objects.all(), by=clerk)

    with pytest.raises(Refused, match="没有还能提交的草稿"):
        order_submitting(run, by=clerk)


def test_number_of_what_was_given_up_is_free():
    clerk = make_clerk()
    raw = demands(demand())
    undone(imported(raw, by=clerk), clerk)

    assert imported(raw, by=clerk).counts == {"new": 1}


@pytest.mark.parametrize("kind", ["demand", "offer"])
def test_command_brings_each_kind(kind, tmp_path, capsys):
    make_clerk()
    path = tmp_path / "汇总.csv"
    path.write_bytes(demands(demand()) if kind == "demand" else offers(offer()))

    call_command("import_projects", path, unit="SC", of=kind, json=True)

    assert json.loads(capsys.readouterr().out)["imported"] == 1
    assert Posting.objects.get().kind == kind


def test_command_reads_achievements_unless_told_otherwise(tmp_path):
    make_clerk()
    path = tmp_path / "汇总.csv"
    path.write_bytes(demands(demand()))

    with pytest.raises(CommandError, match="列名看起来是需求。是就加上 --of demand"):
        call_command("import_projects", path, unit="SC")
    assert (Project.objects.count(), Posting.objects.count()) == (0, 0)


def test_labels_mean_to_a_unit_what_they_mean_in_each_kind_of_file():
    clerk = make_clerk()
    KeptMapping.objects.create(unit_id="SC", subject="demand", label="描述", name="goal")
    header = ("需求名称", "描述")

    as_demand = read_in(sheet_of(("甲", "乙"), header=header), by=clerk)
    as_offer = read_in(sheet_of(("甲", "乙"), header=("要素名称", "描述")), by=clerk)

    assert [one["name"] for one in as_demand.mapping] == ["title", "goal"]
    assert [one["name"] for one in as_offer.mapping] == ["title", "problem"]


def test_many_rows_take_as_many_statements_as_few():
    counts = []
    for number in (3, 30):
        clerk = make_clerk()
        rows = [demand(f"{number}-{at}", f"需求 {number}-{at}") for at in range(number)]
        run = read_in(demands(*rows), by=clerk)
        with CaptureQueriesContext(connection) as seen:
            take_in(run, by=clerk)
        counts.append(len(seen))

    assert counts[0] == counts[1]
