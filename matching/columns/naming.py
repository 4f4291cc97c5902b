"""Where a text says whose it is: for postings that do not show it."""

import re
from collections.abc import Iterable
from functools import lru_cache

from accounts.terms import taxonomies

_SHORTEST = 2
_BRIEF = 3  # characters: as likely a word of the language as a brand
_JOINTS = re.compile(r"[\W_]+")
_SUFFIXES = re.compile(
    r"(?:集团)?(?:股份)?有限(?:责任)?公司(?:.*?分公司)?$|股份公司$|(?:集团)?公司$|集团$|总厂$"
    r"|研究院$|研究所$|中心$|厂$"
)
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
# What many houses are called: alone it names none of them.
_GENERIC = re.compile(
    "科技|技术|电子|信息|智能|新?材料|生物|医药|制药|医疗|新?能源|实业|工业|机械|精密|汽车|制造|装备"
    "|设备|自动化|软件|网络|通信|数据|化工|化学|环保|环境|食品|农业|光电|半导体|微电子|航空|航天|电力"
    "|电气|电器|动力|电池|仪器|仪表|服务|创业|创新|投资|资本|基金|管理|产业|发展|控股|园区?|高新|国际"
    "|通讯|药业|光学|光伏|储能|重工|钢铁|石化|矿业|物流|贸易|商贸|工程|建设|建筑|咨询|检测"
)
_NOBODYS = frozenset(("中国", "中华", "国家", "全国"))


def telling_of(name: str, *codes: str) -> list[str]:
    """What would tell whose a text is: the full name, its core without place and legal form, its
    brand, and codes; the longest first. A core of common words alone tells nothing."""
    whole = _IN_BRACKETS.sub("", name).strip()
    found = {name, whole, core_of(whole), *brands_of(whole), *codes}
    return sorted((one for one in found if len(one) >= _SHORTEST), key=lambda one: (-len(one), one))


def core_of(name: str) -> str:
    core = _SUFFIXES.sub("", _without_place(name))
    return core if len(_GENERIC.sub("", core)) >= _SHORTEST else ""


def brands_of(name: str) -> set[str]:
    """What stands before the common words, without its place and with it: 恒瑞 of 江苏恒瑞医药,
    宁德时代 of 宁德时代新能源."""
    whole = _SUFFIXES.sub("", name)
    rest = _without_place(whole)
    pieces = [piece for piece in _GENERIC.split(rest) if len(piece) >= _SHORTEST]
    if not pieces or pieces[0] in _NOBODYS or pieces[0] in _places():
        return set()
    brand, place = pieces[0], whole[: len(whole) - len(rest)]
    return {brand, place + brand} if rest.startswith(brand) else {brand}


def is_brief(found: str) -> bool:
    """Too short to be sure that it tells."""
    return len(_JOINTS.sub("", found)) <= _BRIEF


def found_in(text: str, telling: Iterable[str]) -> list[tuple[int, int]]:
    """Spans of `text` that tell, however they are spaced, pointed or written in case; in order."""
    pattern = _pattern(tuple(telling))
    return [match.span() for match in pattern.finditer(text)] if pattern else []


@lru_cache(maxsize=256)
def _pattern(telling: tuple[str, ...]) -> re.Pattern[str] | None:
    spaced = [_spaced(one) for one in telling if len(_JOINTS.sub("", one)) >= _SHORTEST]
    return re.compile("|".join(spaced), re.IGNORECASE) if spaced else None


def _spaced(telling: str) -> str:
    """Whatever stands between its characters; of letters alone, a whole word."""
    spaced = r"[\s\W_]*".join(_JOINTS.sub("", telling))
    is_word = telling.isascii() and telling.isalpha()
    return rf"(?<![A-Za-z]){spaced}(?![A-Za-z])" if is_word else spaced


def _without_place(name: str) -> str:
    """A province and a city may stand before the name, in full or in short."""
    for _ in range(2):
        place = next((one for one in _places() if name.startswith(one)), "")
        rest = name[len(place) :]
        if not place or len(rest) < _SHORTEST:
            break
        name = rest
    return name


@lru_cache
def _places() -> tuple[str, ...]:
    terms = taxonomies()
    full = {*terms["places"].values(), *(f"{unit['name']}省" for unit in terms["units"])}
    full |= {str(unit["name"]) for unit in terms["units"]}
    short = {re.sub(r"(?:省|市|地区|自治州|盟)$", "", one) for one in full}
    return tuple(
        sorted((one for one in full | short if len(one) >= _SHORTEST), key=len, reverse=True)
    )
