"""Folders for what is only passing through: files being looked into, rows on their way in."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

_PREFIX = "ztc-passing-"


@contextmanager
def passing_folder() -> Iterator[Path]:
    """Gone with all that is in it when the block is left."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        yield Path(folder)


def sweep_passing(before: float) -> int:
    """Remove what processes that were killed have left, and nobody has touched since `before`, a
    POSIX timestamp. Returns how many folders."""
    found = Path(settings.FILE_UPLOAD_TEMP_DIR or tempfile.gettempdir()).glob(f"{_PREFIX}*")
    left = [folder for folder in found if folder.stat().st_mtime < before]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)
