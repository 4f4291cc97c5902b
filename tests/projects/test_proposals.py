"""From a file to the draft: what is proposed, what is taken, and the way there and back."""

import io
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.models import Field, Mode
from foundation.text import clean, clean_line
from foundation.word import read_word
from projects.columns.steps import MANDATE, SHOWN, STEPS
from projects.forms.finding import find
from projects.forms.paper import paper_of
from projects.forms.proposals import Beside, parts_of, proposals_of
from projects.forms.typing import shown_of
from projects.models.sheet import CHOSEN, CHOSEN_SEVERAL, COLUMNS
from projects.proposing import Answers
from projects.vocabulary import ROWS, Secrecy
from tests.factories import make_draft, make_filed_draft, make_holder, make_project, make_row

pytestmark = pytest.mark.django_db


def answers_from(content):
    document = read_word("表.docx", io.BytesIO(content))
    found = find(document.blocks)
    return Answers(found.fields, found.rows, found.places, found.others, document.is_cut)


def answers(**fields):
    rows = {name: fields.pop(name) for name in list(fields) if name in ROWS}
    return Answers(fields, rows, {}, [])


def one(name, project=None, **fields):
    return next(p for p in proposals_of(answers(**fields), Beside(project)) if p.name == name)


def typed_in(proposals):
    return {name: text for one in proposals for name, text in one.typed.items()}


# there and back


ASKED = [name for step in STEPS for name in step.names if name not in (SHOWN, MANDATE)]
WHOLE = {
    "title_en": "SiC gate driver",
    "industry": "C39 计算机、通信和其他电子设备制造业",
    "origin_note": "国家重点研发计划 2021YFB0000000",
    "qualifications": ["high_tech", "giant"],
    "lead_post": "所长",
    "contact_landline": "028-85400001-801",
    "summary_en": "It turns off in 0.9 μs.\n\nTwo plants have tried it.",
    "awards": [make_row("awards", name="四川省科技进步奖", level="一等", year="2021")],
    "reform": "use",
    "licences": ["exclusive", "open"],
    "funding": Decimal("1200.50"),
    "funding_round": "pre_a",
    "funding_share": Decimal("12.50"),
    "funding_use": "流片和认证。",
    "spent": Decimal("300.00"),
    "benefit_amount": Decimal("5000.00"),
    "wants_note": "长三角的封测厂。",
    "conversions": [
        make_row("conversions", party="锦江电子", mode="licence", amount="30.00", year="2024")
    ],
    "members": [make_row("members", name="林岷", rank="研究员", part="总体")],
    "attendance": "either",
    "attendance_note": "工作日都可以",
    "price_open": False,
    "price": Decimal("800.00"),
}


def test_filled_form_comes_back_whole():
    project = make_draft(**WHOLE)

    found = typed_in(proposals_of(answers_from(paper_of(project)), Beside()))

    said = shown_of(project, ASKED)
    assert found == {name: text for name, text in said.items() if text}
    assert {"organisation_code", "unit", "conversions", "price"} <= found.keys()


def test_blank_form_answers_nothing():
    found = answers_from(paper_of(None))

    assert proposals_of(found, Beside()) == []
    assert found.others == []


def test_form_is_the_same_bytes_each_time():
    project = make_draft()

    assert paper_of(project) == paper_of(project)
    assert paper_of(None) == paper_of(None)
    assert paper_of(project) != paper_of(project, shows_people=False)


_WORDS = st.text("芯片电路0.9μsAB，。、：（）“”· 成果名称□√", min_size=1, max_size=30)
_PROSE = st.lists(_WORDS, min_size=1, max_size=4).map("\n".join).map(clean).filter(bool)
_LINE = _WORDS.map(clean_line).filter(bool)
_MONEY = st.decimals(0, 99_999, places=2)


@st.composite
def sheets(draw):
    """Any sheet a form could have stored, by column."""
    lines = ("tagline", "industry", "origin_note", "lead_name", "contact_name", "attendance_note")
    prose = ("summary", "problem", "innovation", "market", "benefit", "team", "wants_note")
    sheet = {"title": draw(_LINE)}
    sheet |= {name: draw(st.just("") | _LINE) for name in lines}
    sheet |= {name: draw(st.just("") | _PROSE) for name in prose}
    sheet |= {n: draw(st.sampled_from(["", *c.values])) for n, c in CHOSEN.items()}
    sheet |= {n: _several(draw, c.values) for n, c in CHOSEN_SEVERAL.items()}
    sheet |= {n: draw(st.none() | _MONEY) for n in ("funding", "spent", "benefit_amount")}
    sheet["trl"] = draw(st.none() | st.integers(1, 9))
    sheet["willing"] = draw(st.none() | st.booleans())
    for column in ("indicators", "awards", "members"):
        sheet[column] = draw(st.lists(_row(column), max_size=3))
    return sheet | {"secrecy": Secrecy.OPEN}


def _several(draw, values):
    chosen = draw(st.sets(st.sampled_from(values)))
    return [value for value in values if value in chosen]


def _row(column):
    others = {key: st.just("") | _LINE for key in list(ROWS[column])[1:]}
    if "year" in others:
        others["year"] = st.just("") | st.integers(1949, 2025).map(str)
    return st.fixed_dictionaries({next(iter(ROWS[column])): _LINE, **others})


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sheets())
def test_any_sheet_printed_and_read_says_the_same(sheet):
    project = make_draft()
    for name in COLUMNS:
        blank = project._meta.get_field(name).get_default()
        setattr(project, name, sheet.get(name, blank))

    found = typed_in(proposals_of(answers_from(paper_of(project)), Beside()))

    said = shown_of(project, [*sheet])
    assert {name: found.get(name) or said[name].__class__() for name in sheet} == said


# one field


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        ("☑新技术 □新工艺 ☑新产品", ["technology", "product"]),
        ("□√新技术  □新工艺", ["technology"]),
        ("（√）新技术 （ ）新工艺", ["technology"]),
        ("■新技术\n□新工艺", ["technology"]),
        ("新技术、新工艺", ["technology", "process"]),
        ("新技术；软件", ["technology", "software"]),
    ],
)
def test_ticks_are_understood_however_they_are_made(raw, codes):
    assert one("forms", forms=raw).typed == {"forms": codes}


def test_choice_nobody_knows_is_told_with_what_was_found():
    proposal = one("level", level="领先得很")

    assert (proposal.typed, proposal.raw) == ({}, "领先得很")
    assert proposal.told == ("请从列出的选项里选",)


@pytest.mark.parametrize("raw", ["7 级", "TRL7级", "☑ 7 级", "7"])
def test_level_is_read_from_its_figure(raw):
    assert one("trl", trl=raw).typed == {"trl": "7"}


def test_codes_of_taxonomies_are_read_by_number_or_by_name():
    row = Field.objects.get(code="1.2")
    mode = Mode.objects.get(code="licence")

    assert one("field", field=f"1.2 {row.name}").typed == {"field": "1.2"}
    assert one("field", field=row.name).typed == {"field": "1.2"}
    assert one("modes", modes=mode.name).typed == {"modes": ["licence"]}
    assert one("unit", unit="四川").typed == {"unit": "SC"}


def test_secret_work_is_never_taken():
    proposal = one("secrecy", secrecy="☑涉密或不宜公开")

    assert proposal.typed == {}
    assert "涉密成果不得通过本平台填报" in proposal.told[0]


def test_organisation_is_taken_whole_or_not_at_all():
    whole = one(
        "organisation",
        organisation="岷江器件研究所",
        organisation_kind="高校院所",
        organisation_code="91350100M000100Y43",
    )
    half = one("organisation", organisation="岷江器件研究所")

    assert whole.typed == {
        "organisation": "岷江器件研究所",
        "organisation_kind": "academic",
        "organisation_code": "91350100M000100Y43",
    }
    assert half.typed == {}
    assert half.told[0] == "请填写“单位性质”：名称、性质、代码要一起填"


def test_price_is_not_taken_beside_an_open_one():
    project = make_draft(price_open=True)

    assert one("price", project, price="800 万元").told == (
        "填了意向价格就不要勾选“价格面议”，二选一",
    )
    assert one("price", price="800 万元").typed == {"price": "800 万元"}
    other = make_draft(price_open=False, price=Decimal(5))
    assert one("price_open", other, price_open="☑ 是").typed == {}


def test_good_rows_are_taken_and_bad_ones_told_by_number():
    good = make_row("rights", kind="发明专利", number="ZL202110000001.6", name="一种驱动电路")
    bad = make_row("rights", kind="发明专利", number="ZL202110000001.7", name="错号")

    proposal = one("rights", rights=[good, bad])

    assert [row["kind"] for row in proposal.typed["rights"]] == ["invention"]
    assert len(proposal.told) == 1
    assert proposal.told[0].startswith("第 2 行，号码：")


def test_more_rows_than_a_table_holds_are_told():
    rows = [make_row("members", name=f"第{n}人") for n in range(25)]

    proposal = one("members", members=rows)

    assert len(proposal.typed["members"]) == 20
    assert proposal.told == ("最多 20 行，第 21 行起没有取",)


# beside the draft


def test_only_what_is_empty_is_ticked_beforehand():
    project = make_draft(tagline="", team="原来的团队")
    found = answers(tagline="新的一句话", team="文件里的团队", problem=project.problem)

    by_name = {p.name: p for p in proposals_of(found, Beside(project))}

    assert by_name["tagline"].is_chosen
    assert (by_name["team"].is_open, by_name["team"].is_chosen) == (True, False)
    assert by_name["team"].now == "原来的团队"
    assert by_name["problem"].is_same
    assert not by_name["problem"].is_open


def test_what_was_typed_and_not_taken_is_what_stands_now():
    found = answers(tagline="新的一句话", team="文件里的团队")
    typed = {"tagline": "刚敲的一句话", "team": ""}

    by_name = {p.name: p for p in proposals_of(found, Beside(make_draft(), typed))}

    assert (by_name["tagline"].now, by_name["tagline"].is_chosen) == ("刚敲的一句话", False)
    assert (by_name["team"].now, by_name["team"].is_chosen) == ("", True)


def test_promises_are_never_ticked_beforehand():
    project = make_draft(truthful=False, rights_declared=False)

    found = proposals_of(answers(truthful="☑ 是", rights_declared="☑ 是"), Beside(project))

    assert [(p.is_open, p.is_chosen) for p in found] == [(True, False), (True, False)]


def test_unit_is_proposed_to_holders_of_drafts_alone():
    found = answers(unit="广东", title="别的名称")

    assert "unit" in {p.name for p in proposals_of(found, Beside(make_draft()))}
    for project, on_behalf in (
        (make_project("returned", make_holder()), False),
        (make_filed_draft(), True),
    ):
        names = {p.name for p in proposals_of(found, Beside(project, on_behalf=on_behalf))}
        assert names == {"title"}


def test_proposals_stand_in_the_order_of_the_form():
    found = answers(team="四人", title="芯片", tagline="一句话")

    labels = [(part.label, [p.name for p in part.proposals]) for part in parts_of(found, Beside())]

    assert labels == [("基本信息", ["title", "tagline"]), ("团队", ["team"])]
