"""Folders for what is only passing through: files being looked into, rows on their way in."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

_PREFIX = "ztc-passing-"
_LEFT = 3600  # seconds; nothing takes as long


@contextmanager
def passing_folder() -> Iterator[Path]:
    """Gone with all that is in it when the block is left."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        yield Path(folder)


def sweep_passing() -> int:
    """Remove what processes that were killed have left. Returns how many folders."""
    before = time.time() - _LEFT
    found = Path(settings.FILE_UPLOAD_TEMP_DIR or tempfile.gettempdir()).glob(f"{_PREFIX}*")
    left = [folder for folder in found if folder.stat().st_mtime < before]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)
