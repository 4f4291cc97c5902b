"""核验: the six conditions of the notice, 五(一), as a table of what may be found of each.

`projects.eligibility` finds; the page 征集条件 prints this same table. Who changes what is asked
gives the rule set a new version, which is kept with every verdict.
"""

from dataclasses import dataclass

from projects.states import Verdict
from projects.vocabulary import Stage

RULE_SET = "2026.3"
MATURE = 6  # 产业化成熟度高 is TRL 6, the prototype shown in its environment
PROVEN = 7  # from here on something must show it: it has run where it is meant to run
# 产业化阶段 → the lowest and highest TRL that agree with it.
AGREES = {
    Stage.LABORATORY: (1, 4),
    Stage.BENCH: (4, 6),
    Stage.PILOT: (6, 7),
    Stage.BATCH: (7, 8),
    Stage.INDUSTRIAL: (8, 9),
}
# TRL → what it means (GB/T 22900), and what shows it.
LEVELS = {
    1: ("发现基本原理，形成报告", "调研报告、论文"),
    2: ("提出技术概念或开发方案", "研究方案"),
    3: ("关键功能经分析和实验验证", "实验记录、仿真模型"),
    4: ("部件在实验室环境通过验证", "实验室测试记录"),
    5: ("部件在相近环境通过验证", "初样、图纸和工艺设计、测试报告"),
    6: ("样机在相近环境通过演示", "功能样机的演示测试报告"),
    7: ("样机在实际环境通过试验", "工程样机的运行和环境试验报告"),
    8: ("产品定型，通过实际验证", "小批试产记录、准入证书"),
    9: ("批量应用，可以销售", "销售合同、用户证明"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that may be found of a condition: the verdict, why in plain Chinese (`{found}` is
    what it was found in), and the column to look at."""

    verdict: Verdict
    reason: str
    column: str


def _passes(reason: str, column: str) -> Finding:
    return Finding(Verdict.PASS, reason, column)


def _for_person(reason: str, column: str) -> Finding:
    return Finding(Verdict.PERSON, reason, column)


def _fails(reason: str, column: str) -> Finding:
    return Finding(Verdict.FAIL, reason, column)


IN_FIELD = _passes("填报领域在战新产业分类中", "field")
NO_FIELD = _for_person("没有填报领域，请判断是否属于战略性新兴产业", "field")

LEADING = _passes("达到国内同业领先水平，有依据", "level")
UNRATED = _for_person("技术水平未评价，请判断是否国内同业领先", "level")
BELOW = _for_person("一般应达到国内同业领先水平，请核对指标后判断", "level")
UNSUPPORTED = _for_person("技术水平没有第三方依据，请核对指标后判断", "level_basis")

RIPE = _passes(f"技术成熟度不低于 {MATURE} 级", "trl")
NO_TRL = _for_person("没有填报技术成熟度，请判断产业化前景", "trl")
NO_STAGE = _for_person("没有填报产业化阶段，请与技术成熟度核对", "stage")
AT_ODDS = _for_person("技术成熟度与产业化阶段对不上，请核对", "stage")
UNRIPE = _for_person(f"技术成熟度低于 {MATURE} 级，请判断产业化前景", "trl")
UNPROVEN = _for_person(
    f"技术成熟度 {PROVEN} 级以上，没有佐证（有测试依据的指标、获奖或准入、已转化、附件），请核对",
    "trl",
)

OWNED = _passes("有授权有效的知识产权，已声明无纠纷", "rights")
NO_RIGHTS = _for_person("没有填报知识产权，请判断是否自主、有无纠纷", "rights")
UNDECLARED = _for_person("没有权属声明，请核实有无纠纷", "rights_declared")
NONE_GRANTED = _for_person("没有授权有效的知识产权，请核实是否自主", "rights")
UNSOUND = _fails("号码不合规则：{found}", "rights")

COOPERATES = _passes("已选择转化方式", "modes")
NO_MODES = _for_person("没有填报转化方式，请联系持有人补充", "modes")

WILLING = _passes("持有人愿意参加路演", "willing")
NOT_SAID = _for_person("没有填报是否愿意路演，请联系持有人确认", "willing")
MANDATED = _passes("由委托人代填，有委托书", "filer")
BY_OTHERS = _for_person("由他人代填，附件里没有委托书，请向持有人核实", "filer")
UNWILLING = _fails("填报人表示不参加路演", "willing")


@dataclass(frozen=True, slots=True)
class Condition:
    """One of the six, with what the notice says and all that may be found of it."""

    number: int
    name: str
    notice: str
    findings: tuple[Finding, ...]

    @property
    def clause(self) -> str:
        return f"五(一){self.number}"

    def with_verdict(self, verdict: Verdict) -> list[Finding]:
        return [finding for finding in self.findings if finding.verdict == verdict]


CONDITIONS = (
    Condition(
        1,
        "属于战略性新兴产业领域",
        "属于新一代信息技术、人工智能、生物医药、高端装备制造等战略新兴产业领域",
        (IN_FIELD, NO_FIELD),
    ),
    Condition(
        2,
        "技术领先",
        "技术领先性强，一般应达到国内同业领先水平",
        (LEADING, UNRATED, BELOW, UNSUPPORTED),
    ),
    Condition(
        3,
        "产业化成熟度高",
        "产业化成熟度高，具备明确的产业化前景和较好的经济社会潜在效益",
        (RIPE, NO_TRL, NO_STAGE, AT_ODDS, UNRIPE, UNPROVEN),
    ),
    Condition(
        4,
        "自主知识产权",
        "具有独立自主知识产权，不存在侵犯他人知识产权或其它法律纠纷等情况",
        (OWNED, NO_RIGHTS, UNDECLARED, NONE_GRANTED, UNSOUND),
    ),
    Condition(
        5,
        "拟合作转化",
        "拟通过技术许可或转让、合作开发、中试熟化、技术入股、技术并购、技术融资等方式"
        "与科技企业、园区、机构等开展合作",
        (COOPERATES, NO_MODES),
    ),
    Condition(
        6,
        "愿意路演",
        "持有项目的科研人员或其委托人有意愿参加路演活动",
        (WILLING, MANDATED, NOT_SAID, BY_OTHERS, UNWILLING),
    ),
)
