"""`manage.py evaluate_matching`: what it prints of a trial, and how it ends on bad files."""

import csv
import json
import re
import sys

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from matching.evaluation import FIGURES, Judged, figures_of
from tests.matching.trials import PAIRS, written

PEERS = ("bm25-jieba", "tfidf-jieba")


def evaluate(folder, *words, **texts):
    """The files with `texts` in place of theirs, as the command is called."""
    files = written(folder, **texts)
    named = [word for name, path in files.items() for word in (f"--{name}", str(path))]
    call_command("evaluate_matching", "--no-semantic", *named, *words)


def printed(capsys):
    told = capsys.readouterr()
    assert told.err == ""
    return json.loads(told.out)


def test_evaluation_has_ours_and_the_peers_on_the_same_pairs(tmp_path, capsys):
    evaluate(tmp_path, "--json")
    facts = printed(capsys)

    assert {name: facts[name] for name in ("demands", "pairs", "semantic")} == {
        "demands": 2,
        "pairs": 10,
        "semantic": False,
    }
    assert list(facts["peers"]) == list(PEERS)
    for figures in (facts["ours"], *facts["peers"].values()):
        assert list(figures) == list(FIGURES)
        assert all(0.7 < value <= 1 for value in figures.values())


def test_same_files_give_the_same_figures(tmp_path, capsys):
    evaluate(tmp_path, "--json", "--feedback", "2")
    first = printed(capsys)
    evaluate(tmp_path, "--json", "--feedback", "2")

    assert printed(capsys) == first


def test_kept_scores_make_the_printed_figures(tmp_path, capsys):
    evaluate(tmp_path, "--json", "--scores", str(tmp_path / "scores"))
    facts = printed(capsys)

    levels = {(row["demand_id"], row["achievement_id"]): int(row["level"]) for row in rows(PAIRS)}
    for name, figures in {"ours": facts["ours"], **facts["peers"]}.items():
        kept = rows((tmp_path / "scores" / f"{name}.csv").read_text())
        pairs = [(row["demand_id"], row["achievement_id"]) for row in kept]
        judged = Judged.of([(*pair, levels[pair]) for pair in pairs])
        assert figures_of(judged, np.array([float(row["score"]) for row in kept])) == figures


def rows(text):
    return list(csv.DictReader(text.splitlines()))


def test_feedback_is_measured_on_the_rest(tmp_path, capsys):
    evaluate(tmp_path, "--json", "--feedback", "2")
    told = printed(capsys)["feedback"]

    assert list(told) == ["n", "without", "with"]
    assert told["n"] == 2
    assert list(told["without"]) == list(told["with"]) == list(FIGURES)
    # Three pairs of each demand are left: too few for a correlation.
    assert told["with"]["spearman"] is None


def test_feedback_that_is_everything_leaves_nothing_to_measure(tmp_path, capsys):
    evaluate(tmp_path, "--json", "--feedback", "9")

    nothing = dict.fromkeys(FIGURES)
    assert printed(capsys)["feedback"] == {"n": 9, "without": nothing, "with": nothing}


def test_without_the_group_there_are_no_peers_and_one_sentence(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "jieba", None)

    evaluate(tmp_path, "--json")

    told = capsys.readouterr()
    assert json.loads(told.out)["peers"] == {}
    assert told.err == (
        "没有安装 bench 依赖组（jieba、bm25s、scikit-learn），只测了门户自己的匹配\n"
    )


def test_people_read_a_table(tmp_path, capsys):
    evaluate(tmp_path, "--feedback", "2")

    lines = capsys.readouterr().out.splitlines()
    shown = [re.sub(r"0\.\d{4}|1\.0000", "#", line).split() for line in lines]
    assert shown == [
        ["2", "条需求，10", "对标注，未计入标题语义"],
        ["nDCG@10", "Spearman", "AUC（合并）", "AUC（逐条）"],
        *([name, "#", "#", "#", "#"] for name in ("门户", *PEERS)),
        ["每条需求先反馈", "2", "条，其余的："],
        *([name, "#", "—", "#", "#"] for name in ("无反馈", "有反馈")),
    ]


def test_demands_that_say_nothing_are_no_fault_and_tell_nothing_apart(tmp_path, capsys):
    demands = "id,title\nd1,。\nd2,😀\n"

    evaluate(tmp_path, "--json", demands=demands)

    figures = printed(capsys)["ours"]
    assert figures["spearman"] == 0
    assert figures["auc_demand"] == 0.5


def test_bad_file_ends_the_command_with_one_sentence(tmp_path):
    with pytest.raises(CommandError) as fault:
        evaluate(tmp_path, pairs="demand_id,achievement_id\nd1,a1\n")

    expected = f"{tmp_path / 'pairs.csv'} 缺少列 level。请补上这一列，列名照写"
    assert str(fault.value) == expected


def test_scores_that_cannot_be_kept_are_told(tmp_path):
    (tmp_path / "taken").write_text("")

    with pytest.raises(CommandError, match=r"写不了文件夹 .*taken：File exists"):
        evaluate(tmp_path, "--scores", str(tmp_path / "taken"))


@pytest.mark.parametrize("count", ["0", "-1", "几个"])
def test_feedback_of_no_pairs_is_refused(tmp_path, count):
    with pytest.raises(CommandError, match="--feedback"):
        evaluate(tmp_path, f"--feedback={count}")
