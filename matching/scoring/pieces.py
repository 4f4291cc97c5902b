"""A corpus as bytes: a head of JSON that names its arrays, then these, in pieces of 8 MiB."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.scoring.columns import Columns, Named

LARGEST = 8 * 2**20
FORM = 1

Array = NDArray[Any]


def flat(prefix: str, value: object) -> Iterator[tuple[str, object]]:
    """Every leaf of nested dataclasses under its path: `columns.modes.has`."""
    names = getattr(value, "__dataclass_fields__", None)
    if names is None:
        yield prefix, value
        return
    for name in names:
        yield from flat(f"{prefix}.{name}".lstrip("."), getattr(value, name))


def pack(record: object) -> Iterator[bytes]:
    """The pieces of `record`, each at most LARGEST long."""
    leaves = dict(flat("", record))
    arrays = {path: leaf for path, leaf in leaves.items() if isinstance(leaf, np.ndarray)}
    shapes = {path: [array.dtype.str, *array.shape] for path, array in arrays.items()}
    plain = {path: leaf for path, leaf in leaves.items() if path not in arrays}
    yield json.dumps({"form": FORM, "arrays": shapes, "plain": plain}).encode()
    for array in arrays.values():
        whole = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
        for start in range(0, len(whole), LARGEST):
            yield whole[start : start + LARGEST].tobytes()


def unpack(packed: Iterable[bytes]) -> dict[str, Any]:
    """The leaves that `pack` was given; ValueError for another form or what was torn."""
    rest = iter(packed)
    head = json.loads(next(rest, b"{}"))
    if head.get("form") != FORM:
        message = f"a snapshot of form {head.get('form')}"
        raise ValueError(message)
    arrays = {path: _filled(rest, *shape) for path, shape in head["arrays"].items()}
    return {**head["plain"], **arrays}


def _filled(rest: Iterator[bytes], kind: str, *shape: int) -> Array:
    array = np.empty(shape, kind)
    room = array.nbytes
    at = 0
    whole = array.reshape(-1).view(np.uint8)
    while at < room:
        piece = next(rest, b"")
        if not piece or at + len(piece) > room:
            message = "a snapshot that is torn"
            raise ValueError(message)
        whole[at : at + len(piece)] = np.frombuffer(piece, np.uint8)
        at += len(piece)
    return array


def below(leaves: dict[str, Any], path: str) -> dict[str, Any]:
    """The leaves under `path`, by the rest of their names."""
    start = f"{path}."
    return {
        name.removeprefix(start): leaf for name, leaf in leaves.items() if name.startswith(start)
    }


def columns(leaves: dict[str, Any]) -> Columns:
    """The facts of a snapshot."""
    values = below(leaves, "columns")
    for name in [path.removesuffix(".has") for path in values if path.endswith(".has")]:
        values[name] = Named(tuple(values.pop(f"{name}.names")), values.pop(f"{name}.has"))
    return Columns(**values)
