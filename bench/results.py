"""What a bench hands back, and the two ways to show it: one JSON object, or a short table."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Figures = dict[str, Any]
_DIGITS = 4


@dataclass
class Result:
    """`ratios` are ours against a peer, above 1 where ours is better."""

    params: Figures
    ours: Figures
    peers: dict[str, Figures] = field(default_factory=dict)
    ratios: Figures = field(default_factory=dict)


def as_object(name: str, result: Result) -> Figures:
    shown = {
        "bench": name,
        "cores": len(os.sched_getaffinity(0)),
        "params": result.params,
        "ours": result.ours,
        "peers": result.peers,
        "ratios": result.ratios,
    }
    return dict(_rounded(shown))


def write(name: str, result: Result, *, as_json: bool, folder: Path | None) -> None:
    """To standard output, and with a folder also into its file of that name."""
    shown = as_object(name, result)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(shown, ensure_ascii=False, indent=2)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    print(json.dumps(shown, ensure_ascii=False) if as_json else _table(shown), flush=True)


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(inner) for name, inner in value.items()}
    return round(value, _DIGITS) if isinstance(value, float) else value


def _table(shown: Figures) -> str:
    """A line a figure, a column each for ours and every peer."""
    columns = {"ours": _flat(shown["ours"])} | {n: _flat(p) for n, p in shown["peers"].items()}
    names = list(dict.fromkeys(name for figures in columns.values() for name in figures))
    lines = [["", *columns]]
    lines += [[name, *(str(c.get(name, "")) for c in columns.values())] for name in names]
    if shown["ratios"]:
        lines.append(["ratio", "", *(str(shown["ratios"].get(n, "")) for n in shown["peers"])])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    params = "  ".join(f"{name}={value}" for name, value in shown["params"].items())
    head = f"{shown['bench']}  cores={shown['cores']}  {params}"
    return "\n".join([head, *(_line(cells, widths) for cells in lines)]) + "\n"


def _line(cells: list[str], widths: list[int]) -> str:
    first, *others = [f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True)]
    return "  ".join([f"  {first.strip():<{widths[0]}}", *others])


def _flat(figures: Figures, prefix: str = "") -> Figures:
    flat: Figures = {}
    for name, value in figures.items():
        inner = _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else None
        flat |= {f"{prefix}{name}": value} if inner is None else inner
    return flat
