"""Numbers of IP rights of every kind: the kind is read from the number itself."""

import re
from collections.abc import Callable
from dataclasses import replace

from foundation.errors import Problem
from foundation.validators.patents import IpKind, PatentProblem, read_patent, year_problem
from foundation.validators.verdict import Verdict, compact, half_width, quoted

# Grades of state secrets, not the 技术秘密 of a company nor a 计算机密钥.
_SECRET = re.compile(r"国防专利|国防发明|保密专利|保密发明|(?<![不非])涉密|(?:秘密|机密|绝密)[级★]")
_LABEL = re.compile(
    r"^(?:专利|申请|授权|公开|公告|公布|登记|国际申请|品种权|证书)+号?(?:\(公告\)号)?:"
)
_PUBLICATION = re.compile(r"CN([0-9]{7,9})([ABCUYSD])([0-9]?)")
_PUBLICATION_LETTERS = {"1": "ABC", "2": "UY", "3": "SD", "8": "ABC", "9": "UY"}
_PCT = re.compile(r"PCT/?([A-Z]{2})/?([0-9]{4})/?([0-9]{6})")
_WO = re.compile(r"WO/?([0-9]{4})/?([0-9]{6})(A[0-9])?")
_SOFTWARE = re.compile(r"([0-9]{4})SR([0-9]{6,7})")
_SOFTWARE_CERTIFICATE = re.compile(r"软著登字第?([0-9]{6,8})号?")
_LAYOUT = re.compile(r"BS\.?([0-9]{9})(?:\.?([0-9X]))?")
_VARIETY = re.compile(r"CNA\.?(?:([0-9]{11})|([0-9]{8})\.?([0-9]))")
# Offices as WIPO ST.3 writes them; the serial with its year, and the kind of document.
_FOREIGN = re.compile(
    r"(?:US|EP|JP|KR|DE|GB|FR|CA|AU|RU|IN|EA|TW|HK|MO)[0-9]{5,13}(?:\.[0-9])?(?:[A-Z][0-9]?)?"
)

_FREE = {IpKind.KNOW_HOW, IpKind.OTHER}
# How a number of each kind is written; the rest are free text.
SHAPES = {
    IpKind.INVENTION: "发明专利号（如 ZL202110000001.6）",
    IpKind.UTILITY_MODEL: "实用新型专利号（如 ZL202220000002.0）",
    IpKind.DESIGN: "外观设计专利号（如 ZL202030000007.X）",
    IpKind.PUBLICATION: "专利公开（公告）号（如 CN112345678A）",
    IpKind.PCT: "PCT 国际申请号（如 PCT/CN2021/123456）",
    IpKind.FOREIGN: "境外专利号（如 US10123456B2）",
    IpKind.SOFTWARE: "软件著作权登记号（如 2021SR0123456）",
    IpKind.LAYOUT: "布图设计登记号（如 BS.185012345）",
    IpKind.VARIETY: "植物新品种权号（如 CNA20191001234）",
}


def check_ip_number(text: str, *, kind: str = "", this_year: int) -> Verdict:
    """The number in its one written form; `kind` of the verdict is the IpKind value it shows.

    `kind` given is an IpKind value or "" (read it from the number); `this_year` is the year now
    in Asia/Shanghai. Layout designs and plant varieties only warn: their shapes are not published
    as a standard. Know-how and other rights are free text.
    """
    plain = half_width(text)
    if _SECRET.search(plain):
        return Verdict(plain, (Problem(PatentProblem.SECRET),), kind=kind)
    if kind in _FREE:
        return _free(plain, kind)
    number = _LABEL.sub("", compact(text))
    verdict = _recognised(number, this_year)
    return _fitted(verdict, kind) if verdict else _unrecognised(number, kind)


def same_right(value: str) -> str:
    """What two entries of one patent share: the number without `ZL`, which only says granted."""
    return value.removeprefix("ZL")


def _free(plain: str, kind: str) -> Verdict:
    if plain and kind == IpKind.KNOW_HOW:
        warning = Problem(PatentProblem.NO_NUMBER, found=quoted(plain))
        return Verdict(plain, warnings=(warning,), kind=kind)
    return Verdict(plain, kind=kind)


def _recognised(number: str, this_year: int) -> Verdict | None:
    for read in _READERS:
        verdict = read(number, this_year)
        if verdict:
            return verdict
    return None


def _fitted(verdict: Verdict, kind: str) -> Verdict:
    if not kind or not verdict.kind or kind == verdict.kind:
        return verdict
    mismatch = Problem(
        PatentProblem.KIND, expected=_kind_name(kind), found=_kind_name(verdict.kind)
    )
    return replace(verdict, errors=(mismatch, *verdict.errors))


def _kind_name(kind: str) -> str:
    return str(IpKind(kind).label) if kind in IpKind.values else quoted(kind)


def _unrecognised(number: str, kind: str) -> Verdict:
    shape = SHAPES[IpKind(kind)] if kind in SHAPES else "任何一种知识产权的号码"
    if kind in {IpKind.LAYOUT, IpKind.VARIETY}:
        return _loose(number, IpKind(kind))
    return Verdict(number, (Problem(PatentProblem.SHAPE, expected=shape, found=quoted(number)),))


def _loose(number: str, kind: IpKind) -> Verdict:
    warning = Problem(PatentProblem.LOOSE, expected=SHAPES[kind], found=quoted(number))
    return Verdict(number, warnings=(warning,), kind=kind.value)


def _dated(value: str, kind: IpKind, year: str, this_year: int) -> Verdict:
    problem = year_problem(int(year), this_year)
    return Verdict(value, (problem,) if problem else (), kind=kind.value)


def _read_publication(number: str, _this_year: int) -> Verdict | None:
    match = _PUBLICATION.fullmatch(number)
    if match is None:
        return None
    # Until 1988 the publication number was the application number: the year came first.
    family = match[1][2] if len(match[1]) == 8 else match[1][0]  # noqa: PLR2004 -- eight digits then
    fits = match[2] in _PUBLICATION_LETTERS.get(family, "")
    odd = Problem(PatentProblem.LETTER, expected=match[2], found=family)
    return Verdict(number, warnings=() if fits else (odd,), kind=IpKind.PUBLICATION.value)


def _read_pct(number: str, this_year: int) -> Verdict | None:
    if match := _PCT.fullmatch(number):
        office, year, serial = match.groups()
        return _dated(f"PCT/{office}{year}/{serial}", IpKind.PCT, year, this_year)
    if match := _WO.fullmatch(number):
        return _dated(f"WO{match[1]}/{match[2]}", IpKind.PCT, match[1], this_year)
    return None


def _read_foreign(number: str, _this_year: int) -> Verdict | None:
    """Offices write their numbers each in its own way: the serial is taken as it is."""
    plain = number.replace("/", "").replace(",", "")
    if _FOREIGN.fullmatch(plain) is None:
        return None
    warning = Problem(PatentProblem.FOREIGN, found=quoted(plain))
    return Verdict(plain, warnings=(warning,), kind=IpKind.FOREIGN.value)


def _read_software(number: str, this_year: int) -> Verdict | None:
    if match := _SOFTWARE.fullmatch(number):
        return _dated(number, IpKind.SOFTWARE, match[1], this_year)
    if match := _SOFTWARE_CERTIFICATE.fullmatch(number):
        warning = Problem(PatentProblem.CERTIFICATE, found=number)
        value = f"软著登字第{match[1]}号"
        return Verdict(value, warnings=(warning,), kind=IpKind.SOFTWARE.value)
    return None


def _read_layout(number: str, _this_year: int) -> Verdict | None:
    if not number.startswith("BS"):
        return None
    match = _LAYOUT.fullmatch(number)
    if match is None:
        return _loose(number, IpKind.LAYOUT)
    check = f".{match[2]}" if match[2] else ""
    return Verdict(f"BS.{match[1]}{check}", kind=IpKind.LAYOUT.value)


def _read_variety(number: str, _this_year: int) -> Verdict | None:
    if not number.startswith("CNA"):
        return None
    match = _VARIETY.fullmatch(number)
    if match is None:
        return _loose(number, IpKind.VARIETY)
    value = match[1] or f"{match[2]}.{match[3]}"
    return Verdict(f"CNA{value}", kind=IpKind.VARIETY.value)


_READERS: tuple[Callable[[str, int], Verdict | None], ...] = (
    read_patent,
    _read_publication,
    _read_pct,
    _read_foreign,
    _read_software,
    _read_layout,
    _read_variety,
)
