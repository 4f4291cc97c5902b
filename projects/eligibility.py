"""核验: which of `projects.conditions` is found of what was submitted.

What is not there is for a person to judge, never a silent pass.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from projects import conditions as c
from projects.columns.rights import check_right
from projects.conditions import CONDITIONS, Condition, Finding
from projects.states import AttachmentKind, Source
from projects.vocabulary import Basis, Filer, Level, Right, RightState

_MANDATE = "mandate"  # the kind of an attached 委托书, which shows nothing of the technology

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found, what it rests on, and where it was found."""

    finding: Finding
    evidence: str = ""
    found: str = ""

    def of(self, condition: Condition) -> dict[str, str]:
        """As it is kept in a Version."""
        return {
            "clause": condition.clause,
            "name": condition.name,
            "verdict": str(self.finding.verdict),
            "reason": self.finding.reason.format(found=self.found),
            "column": self.finding.column,
            "evidence": self.evidence,
        }


def judge(content: Content, *, this_year: int) -> list[dict[str, str]]:
    """Six verdicts in the notice's order: clause, name, verdict, reason, column, evidence."""
    content = {**content, "this_year": this_year}
    return [ask(content).of(condition) for condition, ask in zip(CONDITIONS, _ASKED, strict=True)]


def _field(content: Content) -> Judgement:
    if content["field"]:
        return Judgement(c.IN_FIELD, f"{content['field']} {content['labels']['field']}")
    return Judgement(c.NO_FIELD)


def _level(content: Content) -> Judgement:
    """一般应达到: a lower level is looked at, never refused."""
    level, labels = content["level"], content["labels"]
    evidence = _listed(labels["level"], "、".join(labels["level_basis"]))
    if level in ("", Level.UNRATED):
        return Judgement(c.UNRATED, evidence)
    if level not in Level.leading:
        return Judgement(c.BELOW, evidence)
    is_supported = bool(set(content["level_basis"]) - {Basis.SELF})
    return Judgement(c.LEADING if is_supported else c.UNSUPPORTED, evidence)


def _maturity(content: Content) -> Judgement:
    if content["trl"] is None:
        return Judgement(c.NO_TRL)
    level = f"技术成熟度 {content['trl']} 级"
    if not content["stage"]:
        return Judgement(c.NO_STAGE, level)
    return _ripeness(content, _listed(level, content["labels"]["stage"]))


def _ripeness(content: Content, evidence: str) -> Judgement:
    trl, proofs = content["trl"], list(proofs_of(content))
    lowest, highest = c.AGREES[content["stage"]]
    if not lowest <= trl <= highest:
        return Judgement(c.AT_ODDS, evidence)
    if trl < c.MATURE:
        return Judgement(c.UNRIPE, evidence)
    if trl >= c.PROVEN and not proofs:
        return Judgement(c.UNPROVEN, evidence)
    return Judgement(c.RIPE, _listed(evidence, *proofs))


def proofs_of(content: Content) -> Iterator[str]:
    """What shows that it has come so far; versions of old have no attachments."""
    tested = [row for row in content["indicators"] if row.get("basis")]
    papers = [row for row in content.get("attachments", ()) if row.get("kind") != _MANDATE]
    counted = (
        ("有测试依据的指标", tested),
        ("获奖和准入", content["awards"]),
        ("已转化", content["conversions"]),
        ("附件", papers),
    )
    yield from (f"{name} {len(rows)} 项" for name, rows in counted if rows)


def _rights(content: Content) -> Judgement:
    rights = content["rights"]
    if not rights:
        return Judgement(c.NO_RIGHTS)
    evidence = "；".join(
        f"{row['kind_label']} {row['number'] or row['name']}".strip() for row in rights
    )
    wrong = [row["number"] for row in rights if not _is_sound(row, content["this_year"])]
    if wrong:
        return Judgement(c.UNSOUND, evidence, "、".join(wrong))
    if not content["rights_declared"]:
        return Judgement(c.UNDECLARED, evidence)
    is_owned = any(_is_proof(row) for row in rights)
    return Judgement(c.OWNED if is_owned else c.NONE_GRANTED, evidence)


def _is_sound(row: Mapping[str, str], this_year: int) -> bool:
    return not row["number"] or not check_right(row, this_year=this_year).errors


def _is_proof(row: Mapping[str, str]) -> bool:
    is_numbered = row["kind"] not in Right.without_number and bool(row["kind"] and row["number"])
    return is_numbered and row["state"] == RightState.GRANTED


def _modes(content: Content) -> Judgement:
    names = "、".join(content["labels"]["modes"])
    return Judgement(c.COOPERATES, names) if names else Judgement(c.NO_MODES)


def _willing(content: Content) -> Judgement:
    """持有人或其委托人: who files for another needs a mandate, which a person checks."""
    if content["willing"] is False:
        return Judgement(c.UNWILLING, "不愿意参加路演")
    if content["willing"] is None:
        return Judgement(c.NOT_SAID)
    evidence = _listed("愿意参加路演", content["labels"]["filer"])
    is_by_holder = content["source"] == Source.SELF and content["filer"] == Filer.HOLDER
    if not is_by_holder:
        return _by_mandate(content, evidence)
    return Judgement(c.WILLING, evidence)


def _by_mandate(content: Content, evidence: str) -> Judgement:
    """On file as an attachment, or named by whoever vouches that it lies with them."""
    held = [one for one in content.get("attachments", ()) if one["kind"] == AttachmentKind.MANDATE]
    if not held and not content.get("mandated"):
        return Judgement(c.BY_OTHERS, evidence)
    return Judgement(c.MANDATED, _listed(evidence, "委托书在附件里" if held else "已登记授权文件"))


def _listed(*parts: str) -> str:
    return "，".join(part for part in parts if part)


_ASKED: tuple[Callable[[Content], Judgement], ...] = (
    *(_field, _level, _maturity, _rights, _modes, _willing),
)
