"""The inside of `foundation.confining`: limits itself, then runs one function on one file.

Started as a script by path and before anything hostile is opened; it and what it runs import
no Django, so that a child costs little more than an interpreter.
"""

import importlib
import json
import resource
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

_MIB = 1 << 20
_FILES = 64  # as many open at once
_LIBRARIES = 512 * _MIB  # address space for what is mapped but not ours: code, fonts, locales
_DETAIL = 2000


def main(order: dict[str, Any]) -> None:
    # Our own pipe under another number: what libraries print may not pass for an answer.
    with open(order["answer_to"], "w", encoding="utf-8") as answer:  # noqa: PTH123 -- a descriptor
        _limit(order["limits"])
        answer.write(json.dumps(_run(order) | {"peak_kib": _peak_kib()}, ensure_ascii=True))


def _limit(limits: dict[str, int]) -> None:
    """RLIMIT_DATA counts private writable memory, so it bounds what is resident; address space
    is bounded a little further out, for what maps files."""
    memory = limits["memory_mib"] * _MIB
    for kind, most in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_AS, memory + _LIBRARIES),
        (resource.RLIMIT_FSIZE, limits["writes_mib"] * _MIB),
        (resource.RLIMIT_NOFILE, _FILES),
        (resource.RLIMIT_NPROC, 0),  # no process, no thread (root is exempt)
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
    ):
        resource.setrlimit(kind, (most, most + (kind == resource.RLIMIT_CPU)))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write past the limit is an OSError


def _run(order: dict[str, Any]) -> dict[str, Any]:
    module, _, name = order["function"].partition(":")
    try:
        function = getattr(importlib.import_module(module), name)
        return {"value": function(Path(order["path"]), **order["arguments"])}
    except MemoryError:
        return {"fault": "memory"}
    except Exception:  # noqa: BLE001 -- told to the parent, which raises
        return {"fault": "crash", "detail": traceback.format_exc()[-_DETAIL:]}


def _peak_kib() -> int:
    """Our own high-water mark: ru_maxrss also counts the parent's, as it was at the fork."""
    lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    main(json.loads(sys.argv[1]))
