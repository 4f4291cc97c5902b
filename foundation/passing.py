"""Folders for what is only passing through: files being looked into, rows on their way in."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings

_PREFIX = "ztc-passing-"


@contextmanager
def passing_folder() -> Iterator[Path]:
    """Gone with all that is in it when the block is left."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        yield Path(folder)


def sweep_passing(older_than: timedelta) -> int:
    """Remove what processes that were killed have left, and nobody has touched for so long.
    Returns how many folders."""
    place = Path(settings.FILE_UPLOAD_TEMP_DIR or tempfile.gettempdir())
    # By the clock that dates files: the database's may be off from it, or shifted.
    with tempfile.TemporaryFile(dir=place) as fresh:
        before = os.fstat(fresh.fileno()).st_mtime - older_than.total_seconds()
    found = place.glob(f"{_PREFIX}*")
    left = [folder for folder in found if folder.stat().st_mtime < before]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)
