"""What the house's Python may not say. Each rule yields `path:line: words` for each breach."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from tests.architecture.house import Module
from tests.architecture.reading import (
    chain,
    imported,
    is_queryset,
    mentioned,
    queryset_names,
)

_WEB = ("django.http", "django.shortcuts", "django.views", "django.urls")
_CLOCKS = {
    *("django.utils.timezone.now", "django.utils.timezone.localtime"),
    *("django.utils.timezone.localdate", "datetime.datetime.now", "datetime.datetime.utcnow"),
    *("datetime.datetime.today", "datetime.date.today", "time.time"),
    *("django.db.models.functions.Now", "django.db.models.functions.datetime.Now"),
    "django.contrib.postgres.functions.TransactionNow",
}
_SET_WRITES = {"insert_rows", "insert_values", "update_rows"}
_ALWAYS_WRITES = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
# With more of them it is a file's save (name, content) or a cache's delete (key).
_MOST_ARGUMENTS = {"save": 1, "delete": 0, "create": 0}
_SQL_WRITE = re.compile(r"\s*(insert|update|delete|truncate)\b", re.IGNORECASE)
_BAD_NAMES = {"services", "utils", "helpers", "managers", "common"}
_CODE = r"[A-Z]+\d+"
_GOOD_NOQA = re.compile(rf"noqa: {_CODE}(, {_CODE})* -- \S")
# mypy reads nothing after the code but a further comment.
_GOOD_IGNORE = re.compile(r"type: ignore\[[\w-]+(, [\w-]+)*\] +# -- \S")
# Who may assign what.
DOORS = {"status": "records/workflow.py", "state": "records/working.py"}


def http_below_the_edges(module: Module) -> Iterator[str]:
    if module.is_edge:
        return
    for node, _, full in imported(module):
        if any(f"{full}.".startswith(f"{name}.") for name in _WEB):
            yield module.at(node, f"{full} below the edges")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.arg) and node.arg == "request":
            yield module.at(node, "takes a request below the edges")


def writes(module: Module) -> Iterator[str]:
    """Every call that writes to a table."""
    querysets = queryset_names(module)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and _is_write(node, querysets):
            yield module.at(node, f"writes: {ast.unparse(node)[:60]}")


def _is_write(call: ast.Call, querysets: set[str]) -> bool:
    name = (chain(call.func) or [""])[-1]
    if not isinstance(call.func, ast.Attribute):
        return name in _SET_WRITES
    receiver, method = call.func.value, name.removeprefix("a")
    if method in _MOST_ARGUMENTS:
        return len(call.args) <= _MOST_ARGUMENTS[method]
    if method == "update":  # sets and dicts have it too
        return is_queryset(receiver) or ast.unparse(receiver) in querysets
    if method in {"execute", "executemany"}:
        return _is_writing_sql(call)
    return method in _ALWAYS_WRITES | _SET_WRITES


def _is_writing_sql(call: ast.Call) -> bool:
    first = call.args[0] if call.args else None
    return isinstance(first, ast.Constant) and bool(_SQL_WRITE.match(str(first.value)))


def writes_at_the_edges(module: Module) -> Iterator[str]:
    if module.is_edge:
        yield from writes(module)


def states_set_outside_the_door(module: Module, models: set[str]) -> Iterator[str]:
    """`models` are the names of our model classes: a row may not be made with a state either."""
    for attribute, door in DOORS.items():
        if module.path != door:
            yield from _assignments(module, attribute)
            yield from _given_in_calls(module, attribute, models)


def _assignments(module: Module, attribute: str) -> Iterator[str]:
    own = {id(node) for node in _set_by_init(module)}
    for node in ast.walk(module.tree):
        is_store = isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        if is_store and node.attr == attribute and id(node) not in own:
            yield module.at(node, f"assigns .{attribute}")


def _set_by_init(module: Module) -> Iterator[ast.AST]:
    """An exception may keep an HTTP status of its own; models have no `__init__` here."""
    for function in module.functions():
        if function.name == "__init__":
            yield from (n for n in ast.walk(function) if chain(n)[:1] == ["self"])


def _given_in_calls(module: Module, attribute: str, models: set[str]) -> Iterator[str]:
    making = {"update", "create", *_ALWAYS_WRITES}
    for call in (n for n in ast.walk(module.tree) if isinstance(n, ast.Call)):
        name = (chain(call.func) or [""])[-1].removeprefix("a")
        keywords = {keyword.arg for keyword in call.keywords}
        if attribute in keywords and name in models | making:
            yield module.at(call, f"gives {attribute}= to {name}")
        if name in {"setattr", "bulk_update", "update_rows"} and _names(call, attribute):
            yield module.at(call, f"{name} of {attribute}")


def _names(call: ast.Call, attribute: str) -> bool:
    said = (n for part in [*call.args, *call.keywords] for n in ast.walk(part))
    return any(isinstance(n, ast.Constant) and n.value == attribute for n in said)


def other_clocks(module: Module) -> Iterator[str]:
    if module.path == "foundation/clock.py":
        return
    for node, full in mentioned(module):
        if full in _CLOCKS:
            yield module.at(node, f"{full}: ask foundation.clock")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            yield module.at(node.value, f"{node.arg}: ask foundation.clock")


def string_foreign_keys(module: Module) -> Iterator[str]:
    for call in (n for n in ast.walk(module.tree) if isinstance(n, ast.Call)):
        if (chain(call.func) or [""])[-1] not in {"ForeignKey", "OneToOneField", "ManyToManyField"}:
            continue
        targets = [*call.args[:1], *(k.value for k in call.keywords if k.arg in {"to", "through"})]
        for target in targets:
            if isinstance(target, ast.Constant) and target.value != "self":
                yield module.at(call, f"foreign key to the string {target.value!r}")


def silenced_without_reason(module: Module) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type != tokenize.COMMENT:
            continue
        for word, good in (("noqa", _GOOD_NOQA), ("type: ignore", _GOOD_IGNORE)):
            if token.string.count(word) > len(good.findall(token.string)):
                line = token.start[0]
                yield f"{module.path}:{line}: without code or reason: {token.string}"


def bad_module_names(module: Module) -> Iterator[str]:
    for name in _BAD_NAMES.intersection(module.names):
        yield f"{module.path}:1: is called {name}"


def signals(module: Module) -> Iterator[str]:
    """Django's, and those of apps on it; Celery's own are another thing."""
    for node, _, full in imported(module):
        package = full.rpartition(".")[0]
        is_signals = "signals" in full.split(".") and not full.startswith("celery.")
        if is_signals or full.startswith("django.dispatch") or package == "django.dispatch":
            yield module.at(node, f"imports {full}")


def missing_annotations(module: Module) -> Iterator[str]:
    """On public functions of stages, and public methods of their public classes."""
    if not module.is_stage:
        return
    bodies = [module.tree.body]
    bodies += [n.body for n in module.tree.body if isinstance(n, ast.ClassDef) and n.name[0] != "_"]
    for node in (node for body in bodies for node in body):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name[0] != "_":
            bare = [a.arg for a in arguments(node) if a.annotation is None]
            bare += ["return"] if node.returns is None else []
            if bare:
                yield module.at(node, f"{node.name} has no type for {', '.join(bare)}")


def arguments(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    """All but `self` and `cls`."""
    a = function.args
    every = [*a.posonlyargs, *a.args, a.vararg, *a.kwonlyargs, a.kwarg]
    return [arg for arg in every if arg is not None and arg.arg not in {"self", "cls"}]
