"""Reading an expression: the chain of names in front of a call, and what a name stands for."""

import ast
from collections.abc import Iterator
from itertools import pairwise

from tests.architecture.house import Module

_MANAGERS = {"objects", "_base_manager", "_default_manager"}
_QUERIES = {
    *("all", "annotate", "distinct", "exclude", "filter", "order_by", "select_for_update"),
    *("select_related", "using", "valid_now", "visible_to"),
}
_CALL = "()"


def chain(node: ast.AST) -> list[str]:
    """`Project.objects.filter(x).first` → Project, objects, filter, (), first."""
    match node:
        case ast.Name():
            return [node.id]
        case ast.Attribute():
            return [*chain(node.value), node.attr]
        case ast.Call():
            return [*chain(node.func), _CALL]
        case ast.Subscript():
            return chain(node.value)
    return []


def is_queryset(node: ast.AST) -> bool:
    names = chain(node)
    asked = {name for name, after in pairwise(names) if after == _CALL}
    return not _MANAGERS.isdisjoint(names) or not _QUERIES.isdisjoint(asked)


def queryset_names(module: Module) -> set[str]:
    """Names that hold a queryset: annotated so, or assigned from one."""
    found = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.arg) and node.annotation is not None:
            found |= {node.arg} if "QuerySet" in ast.unparse(node.annotation) else set()
        elif isinstance(node, ast.Assign) and is_queryset(node.value):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


def imported(module: Module) -> Iterator[tuple[ast.AST, str, str]]:
    """Each imported thing: the statement, the name it gets here, its full name."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.asname or alias.name.split(".")[0], alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node, alias.asname or alias.name, f"{node.module or ''}.{alias.name}"


def mentioned(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Every full name the module imports or uses, `timezone.now` read through its import."""
    known = {}
    for node, here, full in imported(module):
        is_top = isinstance(node, ast.Import) and here == full.split(".")[0]
        known[here] = here if is_top else full
        yield node, full
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute):
            first, *rest = chain(node) or [""]
            yield node, ".".join([known.get(first, first), *rest])
