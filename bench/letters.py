"""`letter`: a province's letter with its work plan, from content to the bytes of a stamped PDF.

Letters of three lengths, each in a process of its own: the first one there imports WeasyPrint,
those after it are what a worker that has made one takes.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.measuring import peak_mib, percentiles, timed_each
from bench.results import Figures, Result

_CHECKOUT = Path(__file__).resolve().parents[1]
_EMPTY = {
    "events": [],
    "basis": {},
    "organisation": {},
    "tasks": [],
    "programme": {},
    "support": {},
}
# What makes letters of about so many pages.
_PLANS: dict[str, dict[str, Any]] = {
    "3_pages": _EMPTY,
    "10_pages": {"projects": 20, "paragraphs": 4},
    "30_pages": {"projects": 130, "paragraphs": 24},
}


def run(size: int) -> Result:
    """`size` is how often each is made."""
    return Result(
        params={"repeats": size},
        ours={"letters": {name: _measure_apart(name, size) for name in _PLANS}},
    )


def _measure_apart(name: str, repeats: int) -> Figures:
    command = [sys.executable, "-m", "bench.letters", name, str(repeats)]
    done = subprocess.run(command, cwd=_CHECKOUT, stdout=subprocess.PIPE, check=True)  # noqa: S603 -- ours
    return dict(json.loads(done.stdout))


def _measure(name: str, repeats: int) -> Figures:
    _set_up()
    begun = time.perf_counter()
    made = _make(name)
    first = time.perf_counter() - begun
    times = timed_each([lambda: _make(name)] * repeats)
    return {
        "pages": made.pages,
        "kib": len(made.pdf) / 1024,
        "first_seconds": first,
        **percentiles(times),
        "peak_mib": peak_mib(),
        "errors": int(_make(name) != made),
    }


def _set_up() -> None:
    """Templates and nothing else of the portal: no database is asked."""
    import django  # noqa: PLC0415 -- only in the child
    from django.conf import settings  # noqa: PLC0415 -- as above

    engine = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_CHECKOUT / "templates"],
        "OPTIONS": {"builtins": ["foundation.templatetags.ui"]},
    }
    settings.configure(TEMPLATES=[engine])
    django.setup()


def _make(name: str) -> Any:
    from django.template.loader import render_to_string  # noqa: PLC0415 -- after the set-up

    from foundation.official import Stamp, render_official  # noqa: PLC0415 -- as above
    from tests.provinces.plans import make_plan  # noqa: PLC0415 -- as above

    html = render_to_string("provinces/letter.html", {"plan": make_plan(**_PLANS[name])})
    return render_official(
        html,
        title="函",
        stamp=lambda page: Stamp(
            f"ZTC1:SC:7K3M9QX2AB:3:{page}:{'0123456789ABCDEF' * 4}", f"第{page}页\n7K3M9QX2AB"
        ),
    )


if __name__ == "__main__":
    print(json.dumps(_measure(sys.argv[1], int(sys.argv[2]))))
