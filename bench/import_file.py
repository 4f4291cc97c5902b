"""A workbook of invented achievements, as a unit fills it in; one row in a hundred is wrong."""

import random
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from bench.synthetic import SEED, summaries, titles
from foundation.validators.patents import patent_check_digit
from projects.columns.resource import header_of

COLUMNS = (
    *("source_key", "title", "tagline", "field", "keywords", "orientations", "themes", "forms"),
    *("nature", "origin", "organisation", "organisation_kind", "organisation_code", "lead_name"),
    *("contact_name", "contact_mobile", "contact_email", "summary", "problem", "innovation"),
    *("level", "trl", "stage", "rights", "modes", "price", "funding", "market", "wants", "willing"),
)
_FIELDS = ("新一代信息技术产业", "高端装备制造产业", "新材料产业", "生物产业", "节能环保产业")
_HOLDERS = (
    ("岷江器件研究所", "高校院所", "1210000040000000XN"),
    ("榕树新材料有限公司", "企业", "91350100M000100Y43"),
    ("城北检测中心", "服务机构", "52330100MJ87000279"),
)
_WRONG = (("trl", "十"), ("price", "约300"), ("contact_mobile", "12345"), ("field", "汽车电子"))
_EVERY = 100  # one of so many rows is wrong


def write_workbook(path: Path, count: int, *, seed: int = SEED) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("成果")
    for at, name in enumerate(COLUMNS):
        sheet.write_string(0, at, header_of(name))
    for line, cells in enumerate(_rows(count, seed), start=1):
        for at, name in enumerate(COLUMNS):
            sheet.write(line, at, cells[name])
    book.close()


def _rows(count: int, seed: int) -> Iterator[dict[str, object]]:
    chance = random.Random(seed)
    names, texts = titles(count, seed=seed), summaries(count, seed=seed)
    for number, (title, text) in enumerate(zip(names, texts, strict=True), start=1):
        cells = _row(number, title, text, chance)
        if number % _EVERY == 0:
            name, wrong = chance.choice(_WRONG)
            cells[name] = wrong
        yield cells


def _row(number: int, title: str, text: str, chance: random.Random) -> dict[str, object]:
    holder, kind, code = chance.choice(_HOLDERS)
    digits = f"2021{chance.choice('12')}{number % 10_000_000:07d}"
    return {
        "source_key": f"B{number:06d}",
        "title": title,
        "tagline": title[:20],
        "field": chance.choice(_FIELDS),
        "keywords": "、".join({title[:4], title[4:8]}),
        "orientations": "面向经济主战场",
        "themes": "战略性新兴产业",
        "forms": "新产品、新材料",
        "nature": "原始性创新",
        "origin": "自选",
        "organisation": holder,
        "organisation_kind": kind,
        "organisation_code": code,
        "lead_name": f"负责人{number % 997}",
        "contact_name": f"联系人{number % 991}",
        "contact_mobile": 13_800_000_000 + number,
        "contact_email": f"contact{number}@bench.example.cn",
        "summary": text * 2,
        "problem": text,
        "innovation": text,
        "level": "国内领先",
        "trl": chance.randint(4, 9),
        "stage": "中试",
        "rights": f"{digits}.{patent_check_digit(digits)}",
        "modes": "技术许可/技术入股",
        "price": chance.choice(("面议", "300万", "1.5亿", 520)),
        "funding": chance.randint(100, 5000),
        "market": text,
        "wants": "资金、市场渠道",
        "willing": "是",
    }
