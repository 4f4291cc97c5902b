"""Vectors of titles, where the extra `semantic` is installed; elsewhere these are deselected
(`tests/conftest.py`) and counted as such."""

import json

import numpy as np
import pytest
from django.core.management import call_command

from matching.semantic import SIZE, embed, packed
from tests.matching.trials import written

pytestmark = pytest.mark.semantic

TITLES = ["锂离子电池正极材料", "微藻净化养殖尾水", "大豆育种"]


def test_titles_of_like_meaning_are_near_whatever_their_words():
    asked = embed(["动力蓄电池阴极粉体", "水产养殖废水处理", "油料作物新品种选育"], asks=True)

    near = asked @ embed(TITLES, asks=False).T

    assert near.argmax(axis=1).tolist() == [0, 1, 2]


def test_vectors_are_of_length_one_and_the_same_in_any_company():
    alone = [embed([title], asks=False)[0] for title in TITLES]

    together = embed(TITLES, asks=False)

    assert together.shape == (3, SIZE)
    assert together.tobytes() == np.array(alone).tobytes()
    assert np.linalg.norm(together, axis=1).tolist() == pytest.approx([1, 1, 1], abs=1e-5)


def test_titles_cut_into_words_are_read_as_written():
    cut, whole = embed(["锂离子 电池 正极 材料", TITLES[0]], asks=False)

    assert cut.tobytes() == whole.tobytes()


@pytest.mark.parametrize("title", ["", "  ", "\0", "\ud800"])
def test_title_of_nothing_means_nothing(title):
    assert not embed([title], asks=True).any()


def test_nul_and_half_characters_do_not_end_a_title():
    odd = embed(["锂离子电池\0正极\ud800材料"], asks=False)

    assert odd.tobytes() == embed([TITLES[0]], asks=False).tobytes()


def test_nothing_to_embed_is_no_row():
    assert embed([], asks=True).shape == (0, SIZE)


def test_packed_vectors_are_as_near_as_they_were():
    asked = ["动力蓄电池阴极粉体", "水产养殖废水处理", ""]
    exact = embed(asked, asks=True) @ embed(TITLES, asks=False).T
    rows = [np.array([np.frombuffer(one, np.int8) for one in packed(texts, asks=asks) if one])
            for texts, asks in ((asked, True), (TITLES, False))]  # fmt: skip

    near, far = (row / np.linalg.norm(row.astype(float), axis=1)[:, None] for row in rows)

    assert packed(asked, asks=True)[2] == b""
    assert np.abs(near @ far.T - exact[:2]).max() < 0.003


def test_titles_of_like_meaning_score_higher_than_by_their_words(tmp_path, capsys, settings):
    settings.MATCH_BY_MEANING = True
    demands = "id,title\nd1,水产养殖废水处理\n"
    achievements = "id,title\na1,微藻净化池塘尾水\na2,大豆育种\n"
    pairs = "demand_id,achievement_id,level\nd1,a1,4\nd1,a2,1\n"
    files = written(tmp_path, demands=demands, achievements=achievements, pairs=pairs)
    words = [word for name, path in files.items() for word in (f"--{name}", str(path))]

    told, scores = {}, {}
    for option in ("--json", "--no-semantic"):
        folder = tmp_path / option
        call_command("evaluate_matching", *words, "--json", option, "--scores", str(folder))
        told[option] = json.loads(capsys.readouterr().out)["semantic"]
        rows = (folder / "ours.csv").read_text().splitlines()[1:]
        scores[option] = [float(row.split(",")[2]) for row in rows]

    near, far = np.subtract(scores["--json"], scores["--no-semantic"])
    assert told == {"--json": True, "--no-semantic": False}
    assert near > 0 > far
