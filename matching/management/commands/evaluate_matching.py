"""`manage.py evaluate_matching --demands D.csv --achievements A.csv --pairs P.csv`: how well the
portal matches, measured by pairs that people have judged, and how well others would."""

import argparse
import csv
import math
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from foundation.commands import PortalCommand
from matching import peers
from matching.evaluation import FIGURES, Floats, figures_of
from matching.judged import Trial, read_trial
from matching.meaning import is_on
from matching.trials import Scorer, feedback_figures, peer_scores

_NO_PEERS = "没有安装 bench 依赖组（jieba、bm25s、scikit-learn），只测了门户自己的匹配"
_ON, _OFF = "已计入标题语义", "未计入标题语义"
_HEADS = ("nDCG@10", "Spearman", "AUC（合并）", "AUC（逐条）")
OURS = "ours"
_TITLES = {OURS: "门户", "without": "无反馈", "with": "有反馈"}
_WIDTH = 12


class Command(PortalCommand):
    help = "用人工标注的供需对衡量匹配质量（CSV，UTF-8）"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        files = {"demands": "需求", "achievements": "成果", "pairs": "标注的供需对"}
        for name, title in files.items():
            parser.add_argument(f"--{name}", type=Path, required=True, metavar="CSV", help=title)
        parser.add_argument(
            *("--feedback", "-n"),
            type=_count,
            metavar="N",
            help="每条需求先给 N 条标注作反馈，在其余的上面比较有无反馈",
        )
        parser.add_argument(
            "--no-semantic", action="store_true", help="不计标题语义，即使已安装 semantic"
        )
        parser.add_argument(
            "--scores", type=Path, metavar="DIR", help="把每一对的得分另存为 DIR/名称.csv"
        )

    def carry_out(self, **options: Any) -> dict[str, Any]:
        trial = read_trial(options["demands"], options["achievements"], options["pairs"])
        if not peers.are_installed():
            self.stderr.write(_NO_PEERS)
        scorer = Scorer(trial, means=is_on() and not options["no_semantic"])
        scores = {OURS: scorer.scores(), **dict(peer_scores(trial))}
        if options["scores"]:
            _keep(trial, scores, options["scores"])
        figures = {name: _told(figures_of(trial.judged, one)) for name, one in scores.items()}
        facts = {
            "ours": figures.pop(OURS),
            "peers": figures,
            "demands": len(trial.judged.groups),
            "pairs": len(trial.judged),
            "semantic": scorer.means,
        }
        return facts | _feedback(scorer, options["feedback"])

    def words_of(self, facts: dict[str, Any]) -> str:
        told = facts.get("feedback", {})
        means = _ON if facts["semantic"] else _OFF
        head = f"{facts['demands']} 条需求，{facts['pairs']} 对标注，{means}"
        lines = [head, _line("", _HEADS)]
        lines += [_row(OURS, facts["ours"]), *(_row(*peer) for peer in facts["peers"].items())]
        if told:
            lines.append(f"每条需求先反馈 {told['n']} 条，其余的：")
            lines += [_row(name, told[name]) for name in ("without", "with")]
        return "\n".join(lines)


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        message = "至少 1 条"
        raise argparse.ArgumentTypeError(message)
    return count


def _feedback(scorer: Scorer, count: int | None) -> dict[str, Any]:
    if count is None:
        return {}
    told = feedback_figures(scorer, count)
    return {"feedback": {"n": count} | {name: _told(one) for name, one in told.items()}}


def _told(figures: dict[str, float]) -> dict[str, float | None]:
    """JSON has no word for what is not known but null."""
    return {name: None if math.isnan(value) else value for name, value in figures.items()}


def _row(name: str, figures: dict[str, float | None]) -> str:
    values = [figures[key] for key in FIGURES]
    return _line(_TITLES.get(name, name), ["—" if v is None else f"{v:.4f}" for v in values])


def _line(head: str, cells: Any) -> str:
    return "".join(_padded(cell) for cell in (head, *cells)).rstrip()


def _padded(cell: str) -> str:
    """A Chinese character is as wide as two others."""
    wide = sum(ord(letter) > 0x2E80 for letter in cell)  # noqa: PLR2004 -- where CJK begins
    return cell + " " * (_WIDTH + 2 - len(cell) - wide)


def _keep(trial: Trial, scores: dict[str, Floats], folder: Path) -> None:
    judged = trial.judged
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, values in scores.items():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                rows = csv.writer(file)
                rows.writerow(["demand_id", "achievement_id", "score"])
                rows.writerows(zip(judged.demands, judged.achievements, values, strict=True))
    except OSError as fault:
        raise CommandError(f"写不了文件夹 {folder}：{fault.strerror}") from fault
