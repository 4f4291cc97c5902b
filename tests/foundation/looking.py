"""A look without its child, for rules that have many cases: the same function, in this process."""

import tempfile
from importlib import import_module
from pathlib import Path

from foundation.uploads import TAKEN
from foundation.uploads.forms import form_of

PURPOSES = {extension: purpose for purpose, taken in TAKEN.items() for extension in taken}


def report_of(extension, content):
    """What the look at `content` reports, and the cleaned file or None."""
    form = form_of(extension, PURPOSES[extension])
    look = import_module(f"foundation.looks.{form.look}").look
    with tempfile.TemporaryDirectory() as folder:
        path, into = Path(folder, "sent"), Path(folder, "cleaned")
        path.write_bytes(content)
        report = look(path, extension=extension, into=str(into))
        return report, into.read_bytes() if into.exists() else None


def findings(extension, content):
    """Pairs of code and what was found."""
    return [(code, found) for code, found, _ in report_of(extension, content)[0]["findings"]]


def codes(extension, content):
    return [code for code, _ in findings(extension, content)]
