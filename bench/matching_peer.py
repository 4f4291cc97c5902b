"""The peer of the bench `matching`: bm25s with its numpy backend, as it comes, on our terms as its
tokens; scores alone, in a process of its own, for its peak of memory."""

import json
import logging
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.results import Figures
from matching.scoring import Corpus

_CHECKOUT = Path(__file__).resolve().parents[1]


def measure(postings: Corpus, projects: Corpus, k: int) -> Figures:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "tokens.npz"
        np.savez(path, k=k, size=len(projects.vocabulary), **_tokens(postings, projects))
        command = [sys.executable, "-m", "bench.matching_peer", str(path)]
        done = subprocess.run(command, cwd=_CHECKOUT, check=True, capture_output=True)  # noqa: S603 -- ours
    return dict(json.loads(done.stdout))


def _tokens(postings: Corpus, projects: Corpus) -> dict[str, NDArray[Any]]:
    """A project's terms as often as it says them; a demand's once, those that any project has."""
    rows = np.repeat(np.arange(len(projects.keys)), np.diff(projects.indptr))
    often = projects.head.astype(np.int64) + projects.body
    at = np.searchsorted(projects.vocabulary, postings.vocabulary)
    at = np.minimum(at, len(projects.vocabulary) - 1)
    at[projects.vocabulary[at] != postings.vocabulary] = -1
    asked = at[postings.indices]
    of = np.repeat(np.arange(len(postings.keys)), np.diff(postings.indptr))
    return {
        "said": np.repeat(projects.indices, often),
        "saying": np.bincount(rows, often, len(projects.keys)).astype(np.int64),
        "asked": asked[asked >= 0],
        "asking": np.bincount(of[asked >= 0], minlength=len(postings.keys)),
    }


def _lists(tokens: NDArray[Any], sizes: NDArray[Any]) -> list[list[int]]:
    ends = np.cumsum(sizes)
    return [tokens[end - size : end].tolist() for end, size in zip(ends, sizes, strict=True)]


def _main(path: str) -> None:
    import bm25s  # noqa: PLC0415 -- in this process alone
    from bm25s.tokenization import Tokenized  # noqa: PLC0415 -- as above

    logging.getLogger("bm25s").setLevel(logging.WARNING)
    given = np.load(path)
    names = {str(token): token for token in range(int(given["size"]))}
    said = Tokenized(_lists(given["said"], given["saying"]), names)
    asked = Tokenized(_lists(given["asked"], given["asking"]), names)
    retriever = bm25s.BM25(backend="numpy")
    options = {"show_progress": False, "backend_selection": "numpy", "sorted": True}
    steps = {
        "index": _timed(lambda: retriever.index(said, show_progress=False)),
        "retrieve": _timed(lambda: retriever.retrieve(asked, k=int(given["k"]), **options)),
    }
    seconds = sum(step["seconds"] for step in steps.values())
    print(json.dumps({"seconds": seconds, "peak_mib": _peak_mib(), "steps": steps}))


def _timed(job: Callable[[], Any]) -> Figures:
    begun, spent = time.perf_counter(), time.process_time()
    job()
    return {
        "seconds": time.perf_counter() - begun,
        "cpu_seconds": time.process_time() - spent,
    }


def _peak_mib() -> float:
    """Since this program began: `getrusage` would also tell of whoever started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kib = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(kib[1]) / 1024 if kib else 0.0


if __name__ == "__main__":
    _main(sys.argv[1])
