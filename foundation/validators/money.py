"""Amounts of money as people write them, read into 万元 exactly."""

import re
from decimal import Decimal

from django.db.models import TextChoices

from foundation.errors import Problem
from foundation.validators.numerals import in_digits, read_number
from foundation.validators.verdict import Verdict, half_width, quoted

OPEN = "open"
_WAN = 10_000
_MOST = Decimal("9999999999.99")  # 万元
_CENT = Decimal("0.01")
_LONGEST = 60  # characters; nobody writes an amount longer
_FOREIGN = re.compile(r"[$€£]|USD|EUR|HKD|GBP|JPY|美元|美金|欧元|英镑|日元|港[元币]", re.IGNORECASE)
_TO_BE_AGREED = re.compile(r"面[议谈洽]|电[议洽]|[待另可协商洽详][议谈定商]|议价|协商|商定|待估")
_ABOUT = re.compile(
    r"[0-9十百千万亿元]\s*[-–—~至到]\s*[0-9十百千万亿一二三四五六七八九]"
    r"|约|大概|左右|上下|以[上下内]|不[低高少多]于|起$|以[内]|[几多余数][十百千万亿元]|以?不等"
)
_MINUS = re.compile(r"^(?:人民币|¥)?[-−负]")
_SIGN = re.compile(r"^(?:人民币|RMB|CNY|¥)\s*:?\s*", re.IGNORECASE)
_SIGN_AFTER = re.compile(r"\s*\(?(?:人民币|RMB|CNY)\)?$", re.IGNORECASE)
_YUAN = re.compile(r"\s*[元圆]\s*(?:([0-9])角)?0?(?:([0-9])分)?[整正]?$")
_YEARLY = re.compile(r"\s*(?:/|每)年$")
_BEFORE_UNIT = re.compile(r"\s+(?=[十百千万亿元圆])|(?<=[十百千万亿])\s+")


class MoneyProblem(TextChoices):
    """What can be wrong with an amount."""

    SHAPE = "money", "“{found}”不是金额。请填数字，单位万元，如 300、1.5亿、5000000元"
    NO_UNIT = "money_no_unit", "“{found}”没有写单位。请写明，如 300万元、3000000元"
    RANGE = "money_range", "“{found}”不是一个确定的数。请只填一个数；还没定的，写“面议”"
    TWICE = "money_twice", "“{found}”又有金额又说面议。请只留一样"
    NEGATIVE = "money_negative", "金额不能小于 0，填的是“{found}”"
    LARGE = "money_large", "“{found}”太大，请核对单位是不是万元"
    FINE = "money_fine", "“{found}”合 {expected} 万元，最多 2 位小数，请四舍五入到百元"
    CURRENCY = "money_currency", "“{found}”不是人民币。请折合成人民币，单位万元"
    OPEN_HERE = "money_open_here", "这一栏要填数字，单位万元；还不知道的，请空着"


def check_money(text: str, *, may_be_open: bool = False) -> Verdict:
    """An amount in 万元 with two decimals, `"300.00"`; `kind` is OPEN and the value empty for 面议
    and its like, where they may stand.

    A bare number counts 万元; 元, 万, 亿 and Chinese numerals are understood, formal ones too.
    What could mean two amounts is refused, never guessed: ranges, 一百二, a ¥ without a unit.
    """
    typed = half_width(text[: _LONGEST * 4])
    problem = _refusal(typed)
    if problem:
        return _wrong(problem, typed)
    if _TO_BE_AGREED.search(typed):
        return _agreed(typed, may_be_open=may_be_open)
    return _amount(typed)


def _refusal(typed: str) -> MoneyProblem | None:
    """What can be told without reading the number."""
    if len(typed) > _LONGEST:
        return MoneyProblem.LARGE if re.search(r"[0-9]{20}", typed) else MoneyProblem.SHAPE
    if _FOREIGN.search(typed):
        return MoneyProblem.CURRENCY
    if _MINUS.search(typed):
        return MoneyProblem.NEGATIVE
    return MoneyProblem.RANGE if _ABOUT.search(typed) else None


def _agreed(typed: str, *, may_be_open: bool) -> Verdict:
    if re.search(r"[0-9十百千万亿]", in_digits(typed)):
        return _wrong(MoneyProblem.TWICE, typed)
    if not may_be_open:
        return _wrong(MoneyProblem.OPEN_HERE, typed)
    return Verdict("", kind=OPEN)


def _amount(typed: str) -> Verdict:
    plain = in_digits(_YEARLY.sub("", typed))
    bare = _SIGN_AFTER.sub("", _SIGN.sub("", plain))
    number, rest = _BEFORE_UNIT.sub("", _YUAN.sub("", bare)), _YUAN.search(bare)
    said = read_number(number)
    if said is None:
        return _wrong(MoneyProblem.SHAPE, typed)
    is_yuan = rest is not None or "万" in number or "亿" in number
    if not is_yuan and bare != plain:
        return _wrong(MoneyProblem.NO_UNIT, typed)
    return _in_wan((said + _small_change(rest)) / _WAN if is_yuan else said, typed)


def _small_change(rest: re.Match[str] | None) -> Decimal:
    jiao, fen = (Decimal(part or 0) for part in rest.groups()) if rest else (Decimal(0), Decimal(0))
    return jiao / 10 + fen / 100


def _in_wan(amount: Decimal, typed: str) -> Verdict:
    if amount > _MOST:
        return _wrong(MoneyProblem.LARGE, typed)
    rounded = amount.quantize(_CENT)
    if rounded != amount:
        return _wrong(MoneyProblem.FINE, typed, f"{amount.normalize():f}")
    return Verdict(str(rounded))


def _wrong(code: MoneyProblem, typed: str, expected: str = "") -> Verdict:
    return Verdict(typed, (Problem(code, expected=expected, found=quoted(typed)),))
