"""The holding organisations that rows name: known by code, by name, or to be registered."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Organisation
from accounts.registering import Stated, register_all
from accounts.states import OrganisationKind
from projects.columns.checking import CellFault
from projects.columns.layout import Owner
from projects.columns.steps import STATED
from records.actors import Actor

HOLDER = Owner(*STATED)  # of a project
_NAMELESS = "这个代码还没有登记过，请填写单位的名称"
_SEVERAL = "有 {found} 家登记的单位叫“{name}”，请填写统一社会信用代码"
_KINDLESS = "看不出“{name}”是什么单位，请填写“单位性质”，如：高校院所、企业"
_BY_CODE = {
    **dict.fromkeys(("91", "92", "93"), OrganisationKind.ENTERPRISE),
    "11": OrganisationKind.GOVERNMENT,
}
_BY_NAME = (
    (re.compile(r"公司|集团|厂$|企业"), OrganisationKind.ENTERPRISE),
    (
        re.compile(r"大学|学院|学校|研究院|研究所|研究中心|科学院|医院|实验室|院$|所$|中心$"),
        OrganisationKind.ACADEMIC,
    ),
    (re.compile(r"高新区|园区|开发区|孵化器"), OrganisationKind.PARK),
    (re.compile(r"协会|学会|联盟|事务所"), OrganisationKind.SERVICE),
)

Values = dict[str, Any]


@dataclass
class Known:
    """Organisations on file, among those that some rows name."""

    by_code: dict[str, Organisation] = field(default_factory=dict)
    by_name: dict[str, list[Organisation]] = field(default_factory=lambda: defaultdict(list))


def known_among(rows: Iterable[Mapping[str, Any]], asked: Owner = HOLDER) -> Known:
    """In two queries for any number of rows."""
    named, (name, _, code) = list(rows), asked
    codes = {row[code] for row in named if row.get(code)}
    names = {row[name] for row in named if row.get(name) and not row.get(code)}
    known = Known()
    for one in Organisation.objects.filter(code__in=codes) if codes else ():
        known.by_code[one.code] = one
    for one in Organisation.objects.filter(name__in=names) if names else ():
        known.by_name[one.name].append(one)
    return known


def settle_holder(values: Values, known: Known, asked: Owner = HOLDER) -> list[CellFault]:
    """Name, kind and code of a row's organisation, as on file where it is; what keeps it from
    being found or registered."""
    name, code = values.get(asked.name, ""), values.get(asked.code, "")
    found = [known.by_code[code]] if code in known.by_code else []
    if not code:
        found = known.by_name.get(name, [])
    if len(found) > 1:
        return [CellFault(asked.code, _SEVERAL.format(found=len(found), name=name))]
    if found:
        _state(values, asked, found[0].name, found[0].kind, found[0].code)
        return []
    return _new_holder(values, name, code, asked)


def _new_holder(values: Values, name: str, code: str, asked: Owner) -> list[CellFault]:
    if not name:
        return [CellFault(asked.name, _NAMELESS)] if code else []
    kind = (values.get(asked.kind) or guess_kind(name, code)) if asked.kind else ""
    if asked.kind and not kind:
        return [CellFault(asked.kind, _KINDLESS.format(name=name[:40]))]
    _state(values, asked, name, str(kind), code)
    return []


def _state(values: Values, asked: Owner, *said: str) -> None:
    values |= {column: text for column, text in zip(asked, said, strict=True) if column}


def guess_kind(name: str, code: str) -> OrganisationKind | None:
    """By what the code was issued for (GB 32100, positions 1-2), then by the name."""
    if code[:2] in _BY_CODE:
        return _BY_CODE[code[:2]]
    return next((kind for pattern, kind in _BY_NAME if pattern.search(name)), None)


def same_holder(values: Mapping[str, Any], asked: Owner = HOLDER) -> str:
    """What two rows of one organisation share."""
    return str(values.get(asked.code) or values.get(asked.name) or "")


def holders_of(rows: Sequence[Mapping[str, Any]], *, by: Actor) -> dict[str, int]:
    """`same_holder` → primary key; those not on file are registered."""
    named = [row for row in rows if row.get(HOLDER.name)]
    known = known_among(named)
    missing: dict[str, Stated] = {}
    for row in named:
        if not _on_file(row, known):
            kind = OrganisationKind(row[HOLDER.kind])
            missing[same_holder(row)] = Stated(row[HOLDER.name], row.get(HOLDER.code, ""), kind)
    made = dict(zip(missing, register_all(list(missing.values()), by=by), strict=True))
    return {key: one.pk for row in named for key, one in _place(row, known, made)}


def _on_file(row: Mapping[str, Any], known: Known) -> Organisation | None:
    code = row.get(HOLDER.code, "")
    if code:
        return known.by_code.get(code)
    return next(iter(known.by_name.get(row[HOLDER.name], ())), None)


def _place(
    row: Mapping[str, Any], known: Known, made: Mapping[str, Organisation]
) -> Iterable[tuple[str, Organisation]]:
    key = same_holder(row)
    yield key, _on_file(row, known) or made[key]
