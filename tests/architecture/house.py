"""Where everything stands: rooms and floors as pyproject.toml names them, files as they lie."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
_LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
_CONTRACTS = _LINTER["contracts"]

# From the roof down; the last is the ground.
ROOMS_DOWN = next(c["layers"] for c in _CONTRACTS if "containers" not in c)
_FLOORS = next(c["layers"] for c in _CONTRACTS if "containers" in c)
ROOMS = tuple(room for room in ROOMS_DOWN if room != "ztc")

EDGES = {
    *("urls", "views", "forms", "middleware", "adapters", "backends", "guards", "context"),
    *("templatetags", "admin", "api", "tasks", "management", "apps", "sitemaps"),
}
EDGES_OF_FOUNDATION = {
    *("foundation/answers.py", "foundation/caching.py", "foundation/downloads.py"),
    *("foundation/marking_page.py", "foundation/middleware.py"),
}


def _stages() -> set[str]:
    """The floors between what a room declares and what it reads."""
    above = next(n for n, floor in enumerate(_FLOORS) if "(declarations)" in floor)
    below = next(n for n, floor in enumerate(_FLOORS) if "(queries)" in floor)
    return set(re.findall(r"\w+", " ".join(_FLOORS[above + 1 : below])))


STAGES = _stages()


@dataclass(frozen=True)
class Module:
    """A Python file by its path from the root, or a snippet that pretends to be one."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return PurePosixPath(self.path).with_suffix("").parts

    @property
    def is_edge(self) -> bool:
        return self.path in EDGES_OF_FOUNDATION or not EDGES.isdisjoint(self.names[1:])

    @property
    def is_stage(self) -> bool:
        return self.names[0] in ROOMS and self.names[1:2] != () and self.names[1] in STAGES

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def at(self, node: ast.AST, words: str) -> str:
        return f"{self.path}:{node.lineno}: {words}"


@dataclass(frozen=True)
class Page:
    """A template."""

    path: str
    text: str

    def at(self, position: int, words: str) -> str:
        return f"{self.path}:{self.text.count(chr(10), 0, position) + 1}: {words}"


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Python files below the folders, migrations left out."""
    paths = [p for folder in folders for p in sorted((ROOT / folder).rglob("*.py"))]
    return tuple(
        Module(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in paths
        if "migrations" not in path.parts
    )


def rooms() -> tuple[Module, ...]:
    return modules(*ROOMS)


def roof() -> tuple[Module, ...]:
    """What starts the rooms, without the supervisor of the embedded servers."""
    return tuple(m for m in modules("ztc") if m.names[1] != "runtime")


@cache
def pages() -> tuple[Page, ...]:
    folders = [ROOT / "templates", *(ROOT / room / "templates" for room in ROOMS)]
    paths = [p for folder in folders for p in sorted(folder.rglob("*")) if p.is_file()]
    return tuple(
        Page(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths
    )
