"""`bench.train_matching`: the same weights from the same pairs, and nothing else of them."""

import json

import numpy as np
import pytest

from bench import train_matching
from matching.scoring.weights import FILE, GIVEN, LEARNT

TOPICS = [
    "锂电隔膜涂层",
    "桥梁裂缝监测",
    "蛋白疫苗佐剂",
    "栅极驱动芯片",
    "污泥低温干化",
    "油菜机械收获",
]


def invented(folder):
    """Each demand judged with an achievement of its own topic, a near one and two of others."""
    demands = [f"d{n},{topic}技术需求,需要{topic}，指标可谈" for n, topic in enumerate(TOPICS)]
    achievements, pairs = [], []
    for n, topic in enumerate(TOPICS):
        others = TOPICS[n - 1], TOPICS[n - 2]
        titles = [(f"{topic}制备", 4), (f"{topic[:3]}研究", 3), *((f"{o}方法", 1) for o in others)]
        for m, (title, level) in enumerate(titles):
            achievements.append(f"a{n}{m},{title}")
            pairs.append(f"d{n},a{n}{m},{level}")
    for name, head, rows in (
        ("demands", "id,title,content", demands),
        ("achievements", "id,title", achievements),
        ("pairs", "demand_id,achievement_id,level", pairs),
    ):
        (folder / f"{name}.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    return folder


@pytest.fixture
def pairs(tmp_path):
    return train_matching.read(invented(tmp_path))


def test_same_pairs_give_the_same_bytes(tmp_path, pairs):
    files = [tmp_path / name for name in ("one.json", "two.json")]
    for file in files:
        file.write_text(FILE.read_text())
        train_matching.learn(train_matching.read(tmp_path), file)

    one, two = (file.read_bytes() for file in files)
    assert one == two
    kept = json.loads(one)
    assert kept["given"] == GIVEN
    assert kept["learnt"].keys() == LEARNT.keys()
    assert len(str(kept)) < 1_000


def test_no_weight_is_below_nothing_and_better_pairs_score_more(pairs):
    weights, base = train_matching.fit(pairs)

    scores = pairs.features @ weights + base
    best = [scores[pairs.demands == n] for n in range(6)]
    assert (weights >= 0).all()
    assert [each.argmax() for each in best] == [0] * 6
    assert scores.mean() == pytest.approx(pairs.wanted.mean())


def test_what_is_printed_was_not_seen_by_the_fit(pairs):
    scores = train_matching.unseen(pairs)

    assert scores.shape == (4, 24)
    assert np.isfinite(scores).all()
    assert not np.allclose(scores[0], pairs.features @ train_matching.fit(pairs)[0])
    assert max(train_matching.agreement(pairs, scores[0])) <= 1


def test_path_has_to_be_given():
    with pytest.raises(SystemExit, match=r"^usage: "):
        train_matching.main([])
