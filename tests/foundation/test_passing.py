"""What passes through leaves nothing, not even where its process was killed."""

import os
import time
from datetime import timedelta

from foundation.passing import passing_folder, sweep_passing


def test_folder_is_gone_with_what_was_in_it():
    with passing_folder() as folder:
        (folder / "rows").write_text("1")

    assert not folder.exists()


def test_only_what_was_left_long_ago_is_swept(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    left, other = tmp_path / "ztc-passing-left", tmp_path / "of-somebody-else"
    for folder in (left, other):
        folder.mkdir()
        (folder / "rows").write_text("1")
        os.utime(folder, (0, time.time() - 7200))

    with passing_folder() as alive:
        assert sweep_passing(timedelta(hours=1)) == 1
        assert (alive.exists(), left.exists(), other.exists()) == (True, False, True)
