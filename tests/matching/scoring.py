"""Records for the engine, small and invented, and what many tests of it ask."""

import numpy as np
from hypothesis import strategies as st

from matching.scoring import Circumstances, Comparison, Corpus, Facts, Text, count

TODAY = 739_000  # a day in 2024, as date.toordinal() counts

POSTINGS = [
    ("动力电池隔膜陶瓷涂层", "热收缩率低，涂覆均匀，用于车用锂电池"),
    ("桥梁裂缝监测", "光纤传感器布设在主梁，实时识别裂缝"),
    ("SiC 栅极驱动芯片 GD3160", "短路保护响应快，车规级隔离驱动"),
    ("锂", ""),
]
PROJECTS = [
    ("锂电隔膜涂覆工艺", "陶瓷涂层涂覆均匀，热收缩率低"),
    ("大跨度桥梁健康监测系统", "光纤传感器实时识别裂缝和变形"),
    ("碳化硅栅极驱动芯片", "隔离驱动，短路保护，GD3160 的替代"),
    ("重组蛋白疫苗佐剂", "提高抗体滴度，已完成动物试验"),
    ("锂云母提锂", "回收率高"),
    ("新技术研究", ""),
]
KNOWN = Facts(
    field="1.1",
    group="1",
    trl=6,
    modes=frozenset({"transfer"}),
    amount=1_800,
    unit="SC",
    strategies=frozenset({"west"}),
    since=TODAY,
    services=2,
)


def record(key, title, body="", facts=None, keywords=""):
    return Text(key, title, keywords, body, facts or Facts())


def counted(rows, facts=None, start=1):
    return [count(record(n, *row, facts=facts)) for n, row in enumerate(rows, start)]


def corpora(facts=None):
    return Corpus.of(counted(POSTINGS, facts)), Corpus.of(counted(PROJECTS, facts))


def compared(posting, project, others=PROJECTS):
    """The one pair of two texts, among other projects."""
    everything = Corpus.of([*counted(others, start=100), count(project)])
    pair = Comparison(Corpus.of([count(posting)]), everything, Circumstances(TODAY))
    row = everything.keys.tolist().index(project.key)
    return pair.score(np.array([0]), np.array([row]))


LETTERS = "锂电池隔膜陶瓷涂层桥梁裂缝监测光纤芯片驱动疫苗的和与 ，。ABab12é😀\n"
TEXTS = st.text(st.sampled_from(LETTERS), max_size=40) | st.text(max_size=20)
FACTS = st.builds(
    Facts,
    field=st.sampled_from(["", "1.1", "1.2", "2.1"]),
    group=st.sampled_from(["", "1", "2"]),
    trl=st.none() | st.integers(1, 9),
    modes=st.frozensets(st.sampled_from(["transfer", "licence", "equity"])),
    amount=st.none() | st.integers(0, 5_000),
    unit=st.sampled_from(["", "SC", "GD"]),
    strategies=st.frozensets(st.sampled_from(["west", "bay"])),
    since=st.none() | st.integers(TODAY - 900, TODAY + 3),
    services=st.integers(0, 9),
)
ROWS = st.lists(st.tuples(TEXTS, TEXTS, FACTS), min_size=1, max_size=7)


def corpus_of(rows, statistics=None, order=None):
    texts = [record(n, title, body, facts) for n, (title, body, facts) in enumerate(rows, 1)]
    chosen = texts if order is None else [texts[at] for at in order]
    return Corpus.of(map(count, chosen), statistics)
