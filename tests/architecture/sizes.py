"""How large things are, against the table of the house rules (style.md c.2)."""

import ast
import math
from collections.abc import Iterable
from dataclasses import dataclass

from tests.architecture.house import Module, Page
from tests.architecture.python_rules import arguments

_EMPTY = 2  # files of fewer lines are not counted


@dataclass(frozen=True)
class Size:
    value: int
    where: str


@dataclass(frozen=True)
class Row:
    """One row of the table: what is aimed at, what is never exceeded, what was found."""

    what: str
    median: int | None
    p95: int | None
    never_over: int
    sizes: tuple[Size, ...]

    @property
    def over(self) -> list[str]:
        return [
            f"{s.where}: {s.value} {self.what}" for s in self.sizes if s.value > self.never_over
        ]

    def __str__(self) -> str:
        values = sorted(size.value for size in self.sizes)
        found = [values[_rank(values, share)] for share in (0.5, 0.95, 1)] if values else ["–"] * 3
        aims = [self.median or "–", self.p95 or "–", self.never_over]
        cells = " ".join(f"{f!s:>4} /{a!s:>4}" for f, a in zip(found, aims, strict=True))
        return f"{self.what:<22} {len(values):>5}   {cells}"


def _rank(values: list[int], share: float) -> int:
    return max(0, math.ceil(share * len(values)) - 1)


def table(code: Iterable[Module], tests: Iterable[Module], pages: Iterable[Page]) -> list[Row]:
    code, tests = list(code), list(tests)
    return [
        Row("lines a function", 6, 28, 50, _functions(code)),
        Row("lines a file", 90, 300, 400, _files([*code])),
        Row("lines a model", 40, 120, 200, _models(code)),
        Row("lines a template", 25, 110, 180, _files(pages)),
        Row("lines a test", 11, 26, 50, _functions(tests, "test_")),
        Row("lines a test file", None, None, 400, _files(tests)),
        Row("arguments a function", None, None, 6, _arguments(code)),
    ]


def _files(files: Iterable[Module | Page]) -> tuple[Size, ...]:
    lengths = [(len(file.text.splitlines()), file.path) for file in files]
    return tuple(Size(length, path) for length, path in lengths if length >= _EMPTY)


def _functions(modules: Iterable[Module], prefix: str = "") -> tuple[Size, ...]:
    return tuple(
        Size(_lines(function), f"{module.path}:{function.lineno} {function.name}")
        for module in modules
        for function in module.functions()
        if function.name.startswith(prefix)
    )


def _models(modules: Iterable[Module]) -> tuple[Size, ...]:
    return tuple(
        Size(_lines(node), f"{module.path}:{node.lineno} {node.name}")
        for module in modules
        if "models" in module.names
        for node in module.tree.body
        if isinstance(node, ast.ClassDef)
    )


def _arguments(modules: Iterable[Module]) -> tuple[Size, ...]:
    return tuple(
        Size(len(arguments(function)), f"{module.path}:{function.lineno} {function.name}")
        for module in modules
        for function in module.functions()
    )


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    """First to last line; decorators are not counted."""
    return (node.end_lineno or node.lineno) - node.lineno + 1
