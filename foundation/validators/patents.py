"""Chinese patent numbers: the application number of ZC 0006-2003 and its eight-digit forerunner."""

import re
from dataclasses import dataclass

from django.db.models import TextChoices

from foundation.errors import Problem
from foundation.validators.verdict import Verdict

_CLAUSE = "ZC 0006-2003"
_FIRST_YEAR = 1985  # the patent law came into force
_LONG_FROM = 2003  # twelve digits since 2003-10-01
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_LONG = re.compile(r"(CN|ZL)?((?:19|20)[0-9]{2})([0-9])([0-9]{7})\.?([0-9X])?")
_SHORT = re.compile(r"(CN|ZL)?([0-9]{2})([0-9])([0-9]{5})\.?([0-9X])?")


class IpKind(TextChoices):
    """Kinds of IP rights an achievement may list."""

    INVENTION = "INV", "发明专利"
    UTILITY_MODEL = "UM", "实用新型专利"
    DESIGN = "DES", "外观设计专利"
    PUBLICATION = "PUB", "专利公开（公告）号"
    PCT = "PCT", "PCT 国际申请"
    SOFTWARE = "SW", "计算机软件著作权"
    LAYOUT = "IC", "集成电路布图设计"
    VARIETY = "PV", "植物新品种权"
    FOREIGN = "FOR", "境外专利"
    KNOW_HOW = "TS", "技术秘密"
    OTHER = "OTH", "其他"


class PatentProblem(TextChoices):
    """What can be wrong with the number of an IP right."""

    SHAPE = "ip_shape", "“{found}”不像{expected}。请对照证书或受理通知书填写"
    SECRET = "ip_secret", "国防专利、保密专利和涉密成果不得通过本平台填报。请删除这一条"
    KIND = "ip_kind", "所选类型是{expected}，这个号码却是{found}。请改选类型或核对号码"
    TYPE_DIGIT = (
        "patent_type_digit",
        "专利号里表示类型的一位是 {found}，应为 1、8（发明）、2、9（实用新型）或 3（外观设计）",
    )
    YEAR = "ip_year", "号码里的年份是 {found}，应在 {expected} 之间。请核对"
    CHECK_DIGIT = (
        "patent_check_digit",
        "专利号的校验位应为 {expected}，填的是 {found}。请对照证书核对整个号码",
    )
    NO_CHECK_DIGIT = "patent_no_check_digit", "专利号缺少小数点后的校验位，应为 {expected}"
    LONG_TOO_EARLY = (
        "patent_long_too_early",
        "2003 年 10 月以前的专利号是 8 位加校验位，这里写了 12 位。核对无误可以继续",
    )
    LETTER = (
        "publication_letter",
        "公开（公告）号的类型位 {found} 与末尾字母 {expected} 通常不在一起。核对无误可以继续",
    )
    CERTIFICATE = (
        "software_certificate",
        "这是证书号。请尽量改填登记号，如 2021SR0123456；核对无误可以继续",
    )
    FOREIGN = "ip_foreign", "{found} 是境外专利的号码，这里不查校验位。核对无误可以继续"
    LOOSE = "ip_loose", "“{found}”与{expected}的常见写法不同。核对无误可以继续"
    NO_NUMBER = "ip_no_number", "技术秘密没有登记号，“{found}”不会公开。请在保密措施里说明"


_TYPES = {
    "1": IpKind.INVENTION,
    "2": IpKind.UTILITY_MODEL,
    "3": IpKind.DESIGN,
    "8": IpKind.INVENTION,  # entered the national phase from PCT
    "9": IpKind.UTILITY_MODEL,
}


@dataclass(frozen=True, slots=True)
class _Number:
    """A number taken apart: `year` is what is written, two or four digits."""

    granted: bool
    year: str
    type: str
    serial: str
    check: str

    @property
    def digits(self) -> str:
        return self.year + self.type + self.serial

    @property
    def full_year(self) -> int:
        if len(self.year) == 4:  # noqa: PLR2004 -- years have two or four digits
            return int(self.year)
        return int(self.year) + (1900 if int(self.year) >= _FIRST_YEAR % 100 else 2000)


def patent_check_digit(digits: str) -> str:
    """The check digit of 8 or 12 digits: weights 2 to 9, 2 to 5, modulo 11, ten is X."""
    remainder = sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=False)) % 11
    return "X" if remainder == 10 else str(remainder)  # noqa: PLR2004 -- ZC 0006 writes ten as X


def read_patent(number: str, this_year: int) -> Verdict | None:
    """An application or grant number, `[ZL]202110000001.6`; None if it is something else.

    `ZL` is kept: it says the patent was granted. A leading `CN` is dropped.
    """
    match = _LONG.fullmatch(number) or _SHORT.fullmatch(number)
    if match is None:
        return None
    parts = _Number(match[1] == "ZL", match[2], match[3], match[4], match[5] or "")
    kind = _TYPES.get(parts.type)
    return Verdict(
        _written(parts), _errors(parts, this_year), _early(parts), kind.value if kind else ""
    )


def year_problem(year: int, this_year: int) -> Problem | None:
    """Numbers given before the patent law or in a year to come are misprints."""
    if _FIRST_YEAR <= year <= this_year:
        return None
    span = f"{_FIRST_YEAR} 至 {this_year}"
    return Problem(PatentProblem.YEAR, expected=span, found=str(year))


def _written(parts: _Number) -> str:
    check = f".{parts.check}" if parts.check else ""
    return f"{'ZL' if parts.granted else ''}{parts.digits}{check}"


def _errors(parts: _Number, this_year: int) -> tuple[Problem, ...]:
    found = [_type_problem(parts), _short_year_problem(parts, this_year), _check_problem(parts)]
    return tuple(problem for problem in found if problem)


def _type_problem(parts: _Number) -> Problem | None:
    if parts.type in _TYPES:
        return None
    return Problem(PatentProblem.TYPE_DIGIT, clause=_CLAUSE, found=parts.type)


def _short_year_problem(parts: _Number, this_year: int) -> Problem | None:
    # Two digits were written from 1985 to 2003; a later year means a digit was lost.
    last = this_year if len(parts.year) == 4 else min(this_year, _LONG_FROM)  # noqa: PLR2004 -- as above
    return year_problem(parts.full_year, last)


def _check_problem(parts: _Number) -> Problem | None:
    expected = patent_check_digit(parts.digits)
    if not parts.check:
        return Problem(PatentProblem.NO_CHECK_DIGIT, clause=_CLAUSE, expected=expected)
    if parts.check != expected:
        return Problem(
            PatentProblem.CHECK_DIGIT, clause=_CLAUSE, expected=expected, found=parts.check
        )
    return None


def _early(parts: _Number) -> tuple[Problem, ...]:
    if len(parts.year) == 4 and parts.full_year < _LONG_FROM:  # noqa: PLR2004 -- as above
        return (Problem(PatentProblem.LONG_TOO_EARLY, clause=_CLAUSE, found=parts.year),)
    return ()
