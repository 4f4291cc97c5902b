"""The 信息表 cut into steps, in the order people fill them in."""

from dataclasses import dataclass

# What a step asks beside the columns of Sheet.
STATED = ("organisation", "organisation_kind", "organisation_code")
UNIT, SHOWN, MANDATE = "unit", "shown", "mandate"
# Asked of every submission that a person fills in.
NEEDED = (
    *("title", "tagline", "field", "orientations", "themes", "keywords", "origin", "nature"),
    *("forms", "secrecy", "organisation", "lead_name", "lead_rank", "contact_name"),
    *("contact_mobile", "contact_email", "filer", "summary", "problem", "innovation"),
    *("indicators", "level", "trl", "stage", "rights", "rights_declared", "modes", "market"),
    *("benefit", "wants", "team", "willing", "publications", "truthful"),
)


@dataclass(frozen=True)
class Step:
    """`name` is what addresses carry; `names` are columns of Sheet, rows among them, and what
    else is asked here."""

    name: str
    label: str
    lead: str
    names: tuple[str, ...] = ()


STEPS = (
    Step(
        "basic",
        "基本信息",
        "一句话说清这项成果是什么、属于哪里。",
        (
            *("title", "tagline", "field", "keywords", "orientations", "themes", "forms"),
            *("nature", "origin", "origin_note", "industry", "secrecy", "title_en"),
        ),
    ),
    Step(
        "organisation",
        "持有单位",
        "名称、性质、代码要一起填；代码登记过的，以登记的名称为准。",
        (*STATED, UNIT, "qualifications"),
    ),
    Step(
        "contact",
        "联系人",
        "只用于联系，不进入公开内容。",
        (
            *("lead_name", "lead_post", "lead_rank", "contact_name", "contact_mobile"),
            *("contact_landline", "contact_email", "filer"),
        ),
    ),
    Step(
        "technology",
        "技术",
        "先写解决什么问题，再写怎么做到、指标到多少。",
        (
            *("summary", "problem", "innovation", "indicators", "level", "level_basis"),
            *("trl", "stage", "awards", "summary_en"),
        ),
    ),
    Step(
        "rights",
        "知识产权",
        "至少一项；没有专利的写技术秘密。国防专利和保密专利不得填报。",
        ("rights", "rights_declared", "reform"),
    ),
    Step(
        "conversion",
        "转化",
        "想怎么合作、要什么、值多少。金额单位都是万元。",
        (
            *("modes", "licences", "price", "price_open", "funding", "funding_round"),
            *("funding_share", "spent", "funding_use", "market", "benefit", "benefit_amount"),
            *("wants", "wants_note", "conversions"),
        ),
    ),
    Step("team", "团队", "谁在做，做过什么。", ("team", "members")),
    Step(
        "statement",
        "声明",
        "路演意愿、展示范围和承诺。",
        (
            *("willing", "attendance", "attendance_note", "publications", "truthful"),
            *(SHOWN, MANDATE),
        ),
    ),
)
FIRST = STEPS[0]
# The last station: what is still missing, and the six conditions as they stand.
CHECK = Step("check", "检查并提交", "六项征集条件按现在填的内容核验。")
STATIONS = (*STEPS, CHECK)


def step_named(name: str) -> Step:
    """The first one where no step is called so."""
    return next((step for step in STATIONS if step.name == name), FIRST)


def step_after(step: Step) -> Step:
    return STATIONS[min(STATIONS.index(step) + 1, len(STATIONS) - 1)]


def step_of(name: str) -> Step:
    """Where a column is filled in."""
    return next((step for step in STEPS if name in step.names), FIRST)
