"""A file of a unit as it comes the second time: of a hundred rows 77 are new, 13 change a draft
that came the first time, 5 say the same again, 2 stand twice, 3 are wrong. By the row's number.
Of achievements or of demands: other labels, and a problem in the place of a patent.
"""

from foundation.validators.patents import patent_check_digit
from tests.imports import sheet_of

HUNDRED = {"new": 77, "update": 13, "same": 5, "duplicate": 2, "bad": 3}
NUMBERED = 3  # of those that change, in a hundred: they had no number yet
HEADERS = {
    "project": (
        *("编号", "成果名称", "单位名称", "统一社会信用代码", "技术领域"),
        *("专利号", "合作方式", "成熟度", "意向价格", "手机"),
    ),
    "demand": (
        *("编号", "需求名称", "企业名称", "统一社会信用代码", "技术领域"),
        *("问题描述", "合作方式", "成熟度", "投入资金", "联系电话"),
    ),
}
_WRONG = {7: {"trl": "十"}, 37: {"mobile": "12345"}, 77: {"title": ""}}
_TWICE = (11, 61)
_CHANGED, _AGAIN, _NUMBERED = range(20, 30), range(30, 35), range(40, 40 + NUMBERED)
_CODE = "91350100M000100Y43"


def first_file(count, subject, mark=""):
    """Other prices, the same again, and what had no number yet."""
    rows = [_row(number, mark) for number in range(count)]
    changed = [row | {"price": "1"} for row in rows if _of(row) in _CHANGED]
    again = [row for row in rows if _of(row) in _AGAIN]
    numbered = [row | {"number": ""} for row in rows if _of(row) in _NUMBERED]
    return _file([*changed, *again, *numbered], subject)


def second_file(count, subject, mark=""):
    rows = [_row(number, mark) | _fault(number, mark) for number in range(count)]
    return _file(rows, subject)


def outcomes(count):
    """How many rows of the second file come to what."""
    return {outcome: share * count // 100 for outcome, share in HUNDRED.items()}


def _file(rows, subject):
    return sheet_of(*(tuple(row.values()) for row in rows), header=HEADERS[subject])


def _of(row):
    return int(row["number"].removeprefix("K")) % 100


def _row(number, mark):
    digits = f"20211{number:07d}"
    has_code = number % 10 == 0
    return {
        "number": f"K{number:05d}",
        "title": f"碳化硅外延炉第 {number} 型",
        # Half of them are registered by the rows that are new.
        "organisation": "岷江新材料有限公司" if has_code else f"岷江第{number % 50}{mark}研究所",
        "code": _CODE if has_code else "",
        "field": "新材料",
        "rights": f"ZL{digits}.{patent_check_digit(digits)}" if number % 2 else "",
        "modes": "许可/入股",
        "trl": f"{1 + number % 9}级",
        "price": f"{number + 2}万",
        "mobile": str(13_800_000_000 + number),
    }


def _fault(number, mark):
    wrong = _WRONG.get(number % 100, {})
    return {"number": _row(number - 1, mark)["number"]} if number % 100 in _TWICE else wrong
