"""Codes of organisations: 统一社会信用代码 (GB 32100-2015) and 上市公司代码."""

import re

from django.db.models import TextChoices

from foundation.errors import Problem
from foundation.validators.verdict import Verdict, compact, quoted

_CLAUSE = "GB 32100-2015"
_LENGTH = 18
# 31 characters: I, O, Z, S and V are left out because they are misread.
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_MISREAD = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "U"}
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_REGISTERED = {
    "11": "机关",
    "12": "事业单位",
    "13": "群众团体",
    "19": "机构编制部门登记的其他单位",
    "21": "外国常驻机构",
    "29": "外交部门登记的其他单位",
    "31": "律师事务所",
    "32": "公证处",
    "33": "基层法律服务所",
    "34": "司法鉴定机构",
    "35": "仲裁委员会",
    "39": "司法行政部门登记的其他单位",
    "41": "外国在华文化中心",
    "49": "文化部门登记的其他单位",
    "51": "社会团体",
    "52": "民办非企业单位",
    "53": "基金会",
    "54": "基层群众性自治组织",
    "59": "民政部门登记的其他单位",
    "61": "外国旅游部门常驻代表机构",
    "62": "港澳台旅游部门常驻内地机构",
    "69": "旅游部门登记的其他单位",
    "71": "宗教活动场所",
    "72": "宗教院校",
    "79": "宗教部门登记的其他单位",
    "81": "基层工会",
    "89": "工会系统登记的其他单位",
    "91": "企业",
    "92": "个体工商户",
    "93": "农民专业合作社",
    "A1": "军队事业单位",
    "A9": "军队其他单位",
    "N1": "农村集体经济组织",
    "N2": "农村集体经济组织",
    "N3": "农村集体经济组织",
    "N9": "农业部门登记的其他单位",
    "Y1": "其他单位",
}


class Registrant(TextChoices):
    """Kinds of organisation whose code begins in a usual way; rooms map their kinds to these."""

    ACADEMIC = "academic", "高校院所"
    ENTERPRISE = "enterprise", "企业"
    GOVERNMENT = "government", "政府部门"


_USUAL = {
    Registrant.ACADEMIC: ("12", "52"),
    Registrant.ENTERPRISE: ("91", "92", "93"),
    Registrant.GOVERNMENT: ("11", "12", "13"),
}


class CodeProblem(TextChoices):
    """What can be wrong with the code of an organisation."""

    LENGTH = "uscc_length", "统一社会信用代码应为 18 位，填了 {found} 位。请核对营业执照或法人证书"
    LETTER = (
        "uscc_letter",
        "统一社会信用代码里不会有“{found}”{expected}。请核对营业执照或法人证书",
    )
    PREFIX = (
        "uscc_prefix",
        "没有以“{found}”开头的统一社会信用代码。请核对前两位，如企业 91、事业单位 12",
    )
    REGION = (
        "uscc_region",
        "统一社会信用代码第 3 至 8 位是行政区划，应为 6 位数字，填的是 {found}",
    )
    CHECK_DIGIT = (
        "uscc_check_digit",
        "统一社会信用代码的校验位应为 {expected}，填的是 {found}。请核对营业执照或法人证书",
    )
    INNER_CHECK = (
        "uscc_inner_check",
        "统一社会信用代码第 17 位按主体标识码应为 {expected}，填的是 {found}。核对无误可以继续",
    )
    KIND = (
        "uscc_kind",
        "这个统一社会信用代码属于{found}，所选单位性质是{expected}。核对无误可以继续",
    )
    STOCK = (
        "stock_code",
        "“{found}”不是沪、深、北交易所的股票代码。请填 6 位数字，如 000001、600000、430047",
    )
    EXCHANGE = (
        "stock_exchange",
        "股票代码 {found} 属于{expected}，与写明的交易所不一致。请核对",
    )


def uscc_check_character(first: str) -> str:
    """The 18th character for the first 17, all of the GB 32100 alphabet."""
    total = sum(_VALUES[c] * weight for c, weight in zip(first, _WEIGHTS, strict=True))
    return _ALPHABET[-total % 31]


def inner_check_character(first: str) -> str:
    """The 9th character of an 组织机构代码 (GB 11714) for its first 8; A is 10, Z is 35."""
    total = sum(int(c, 36) * weight for c, weight in zip(first, _INNER_WEIGHTS, strict=True))
    remainder = -total % 11
    return "X" if remainder == 10 else str(remainder)  # noqa: PLR2004 -- GB 11714 writes ten as X


def check_uscc(text: str, *, kind: str = "") -> Verdict:
    """GB 32100-2015: 18 characters, upper case, without separators; checked in full.

    `kind` is a Registrant value or ""; a code unusual for it is a warning, as are codes whose
    inner organisation code does not check: old ones exist.
    """
    code = compact(text)
    errors = _shape_errors(code) + _content_errors(code)
    warnings = () if errors else (*_inner_warning(code), *_kind_warning(code, kind))
    return Verdict(code, errors, warnings)


def _shape_errors(code: str) -> tuple[Problem, ...]:
    problems = [_letter_problem(c) for c in dict.fromkeys(code) if c not in _VALUES]
    if len(code) != _LENGTH:
        problems.insert(0, _problem(CodeProblem.LENGTH, "18", str(len(code))))
    return tuple(problems)


def _letter_problem(character: str) -> Problem:
    meant = _MISREAD.get(character)
    hint = f"，可能是“{meant}”" if meant else ""
    return _problem(CodeProblem.LETTER, hint, character)


def _content_errors(code: str) -> tuple[Problem, ...]:
    if len(code) != _LENGTH or not all(c in _VALUES for c in code[:17]):
        return ()
    problems = []
    if code[:2] not in _REGISTERED:
        problems.append(_problem(CodeProblem.PREFIX, "", code[:2]))
    if not code[2:8].isdigit():
        problems.append(_problem(CodeProblem.REGION, "", code[2:8]))
    expected = uscc_check_character(code[:17])
    if expected != code[17]:
        problems.append(_problem(CodeProblem.CHECK_DIGIT, expected, code[17]))
    return tuple(problems)


def _inner_warning(code: str) -> tuple[Problem, ...]:
    expected = inner_check_character(code[8:16])
    if expected == code[16]:
        return ()
    return (_problem(CodeProblem.INNER_CHECK, expected, code[16]),)


def _kind_warning(code: str, kind: str) -> tuple[Problem, ...]:
    if kind not in Registrant.values or code[:2] in _USUAL[Registrant(kind)]:
        return ()
    registered = _REGISTERED[code[:2]]
    return (_problem(CodeProblem.KIND, str(Registrant(kind).label), registered),)


def _problem(code: CodeProblem, expected: str, found: str) -> Problem:
    return Problem(code, clause=_CLAUSE, expected=expected, found=found)


class Exchange(TextChoices):
    """The stock exchanges of the mainland."""

    SHENZHEN = "SZ", "深圳证券交易所"
    SHANGHAI = "SH", "上海证券交易所"
    BEIJING = "BJ", "北京证券交易所"


_EXCHANGES = {
    **dict.fromkeys(("00", "30", "20"), Exchange.SHENZHEN),
    **dict.fromkeys(("60", "68", "90"), Exchange.SHANGHAI),
    **dict.fromkeys(("43", "83", "87", "92"), Exchange.BEIJING),
}
_STOCK = re.compile(r"(SZ|SH|BJ)?\.?([0-9]{6})\.?(SZ|SH|BJ)?")


def check_stock_code(text: str) -> Verdict:
    """Six digits; `kind` is the Exchange they belong to. 000001.SZ and sz000001 are understood."""
    code = compact(text)
    match = _STOCK.fullmatch(code)
    exchange = _EXCHANGES.get(match[2][:2]) if match else None
    if match is None or exchange is None:
        return Verdict(code, (Problem(CodeProblem.STOCK, found=quoted(code)),))
    if {match[1], match[3]} - {None, exchange.value}:
        wrong = Problem(CodeProblem.EXCHANGE, expected=str(exchange.label), found=match[2])
        return Verdict(match[2], (wrong,), kind=exchange.value)
    return Verdict(match[2], kind=exchange.value)
