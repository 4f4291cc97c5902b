"""Invented achievements from a small vocabulary: the same seed gives the same words."""

import csv
import random
from collections.abc import Sequence
from pathlib import Path

SEED = 20260
_VOCABULARY = """\
高温 低温 深海 极地 井下 车载 机载 舰用 户外 洁净室 高海拔 强腐蚀

耐磨 轻量化 高通量 可降解 自修复 低功耗 高精度 柔性 阻燃 抗辐照 宽禁带 超薄

碳化硅 石墨烯 钛合金 聚乳酸 玄武岩纤维 稀土永磁 氮化镓 锂电隔膜 生物炭
液态金属 陶瓷基复合材料 蛋白多肽 单抗药物 微藻油脂 水凝胶 光刻胶 钠离子电芯 氢燃料电堆

功率器件 传感器 涂层 薄膜 支架 轴承 叶片 换热器 反应器 检测仪 导航终端 诊断试剂
机器人关节 储能系统 分选机 灌溉装置 成像探头 控制芯片 育种平台 净化模块

制备技术 成套装备 产业化 关键工艺 一体化方案 示范线 仿真软件 检测方法
"""
_PLACES, _TRAITS, _MATTERS, _THINGS, _ENDS = (
    paragraph.split() for paragraph in _VOCABULARY.split("\n\n")
)
# Invented marks of two characters: what makes a title one of few.
_MARKS = "瀚岭澜煜骐璟珩昕霁皓峤翊棠梧槿舒朔霖沅澍琰珂栩泓峻屿岚晟昱曜煦炜烨熠燊垚森磊淼鑫犇骉"
_CLAIMS = (
    "针对{place}工况下{matter}{thing}寿命短的问题，提出{trait}结构",
    "在{matter}中引入{mark}序构，{thing}的一致性提高{n}%",
    "已建成年产{n}台（套）{thing}的中试线，完成{place}考核",
    "与同类{thing}相比，能耗下降{n}%，{trait}指标通过第三方检测",
    "形成{mark}系列{thing}，可用于{place}场合的{end}",
)


def titles(count: int, *, seed: int = SEED) -> list[str]:
    chance = random.Random(seed)
    return [_title(chance) for _ in range(count)]


def summaries(count: int, *, seed: int = SEED + 1) -> list[str]:
    """Three sentences each."""
    chance = random.Random(seed)
    return ["。".join(_claims(chance)) + "。" for _ in range(count)]


def substrings(texts: Sequence[str], count: int, *, seed: int = SEED + 2) -> list[str]:
    """Of 2 to 6 characters, from random places of random texts."""
    chance = random.Random(seed)
    found = []
    for text in chance.choices(texts, k=count):
        length = chance.randint(2, min(6, len(text)))
        start = chance.randint(0, len(text) - length)
        found.append(text[start : start + length])
    return found


def write_csv(path: Path, names: Sequence[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "title"])
        rows.writerows((f"B{number:06d}", name) for number, name in enumerate(names, start=1))


def _title(chance: random.Random) -> str:
    words = [_PLACES, _TRAITS, _MATTERS, _THINGS, _ENDS]
    place, trait, matter, thing, end = map(chance.choice, words)
    return f"{_mark(chance)}{place}用{trait}{matter}{thing}{end}"


def _claims(chance: random.Random) -> list[str]:
    return [
        claim.format(
            place=chance.choice(_PLACES),
            trait=chance.choice(_TRAITS),
            matter=chance.choice(_MATTERS),
            thing=chance.choice(_THINGS),
            end=chance.choice(_ENDS),
            mark=_mark(chance),
            n=chance.randint(5, 95),
        )
        for claim in chance.sample(_CLAIMS, 3)
    ]


def _mark(chance: random.Random) -> str:
    return chance.choice(_MARKS) + chance.choice(_MARKS)
