"""Folders that are short, private, and the same for the same checkout."""

import json
import os
import stat
from pathlib import Path

import pytest

from tests.runtime.driving import ROOT
from ztc.runtime import places as module
from ztc.runtime.places import Places, secret_keys, state_folder, write_atomically
from ztc.runtime.words import DISK_FULL, Halt, explain


def test_state_folder_is_keyed_by_the_real_path(tmp_path, monkeypatch):
    monkeypatch.delenv("ZTC_STATE_DIR", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", "/xdg")
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a")

    direct, linked = state_folder(tmp_path / "a"), state_folder(tmp_path / "link")

    assert direct == linked
    assert direct.parent == Path("/var/lib/ztc" if ROOT else "/xdg/ztc")
    assert len(direct.name) == 8
    assert state_folder(tmp_path) != direct


def test_state_folder_is_the_operators_choice(monkeypatch):
    monkeypatch.setenv("ZTC_STATE_DIR", "/srv/ztc")

    assert state_folder() == Path("/srv/ztc")


def test_sockets_lie_in_the_state_unless_the_path_is_too_long(tmp_path):
    longest = Path("/" + "x" * (107 - len("//run/.s.PGSQL.5432")))

    assert Places(longest).sockets(0) == longest / "run"
    elsewhere = Places(Path(f"{longest}x")).sockets(7)
    assert str(elsewhere).startswith("/tmp/ztc-7-")  # noqa: S108 -- the path itself is asserted


def test_socket_folder_of_a_stranger_is_refused(tmp_path):
    places = Places(tmp_path)
    (tmp_path / "run").symlink_to(tmp_path.parent)

    with pytest.raises(Halt, match="属于别人"):
        places.make_sockets(os.geteuid(), os.getegid())


def test_secrets_are_made_once_and_never_replaced(tmp_path):
    made = secret_keys(Places(tmp_path))

    assert secret_keys(Places(tmp_path)) == made
    assert sorted(made) == ["audit_key", "secret_key"]
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "{", "{}", "[]", json.dumps({"secret_key": "x"})])
def test_broken_secrets_are_told_and_kept(tmp_path, text):
    (tmp_path / "secrets.json").write_text(text)

    with pytest.raises(Halt, match="已损坏"):
        secret_keys(Places(tmp_path))
    assert (tmp_path / "secrets.json").read_text() == text


def test_a_write_that_fails_leaves_the_old_text(tmp_path):
    write_atomically(tmp_path / "file", "old")

    with pytest.raises(UnicodeEncodeError):
        write_atomically(tmp_path / "file", "new\udc80")
    assert (tmp_path / "file").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_too_little_space_is_said_before_anything_is_written(tmp_path):
    free = module.shutil.disk_usage(tmp_path).free

    with pytest.raises(Halt) as refusal:
        Places(tmp_path).require_space(free * 2)
    assert str(refusal.value) == DISK_FULL


def test_full_device_reads_like_a_full_disk():
    with pytest.raises(OSError, match="No space") as error, Path("/dev/full").open("w") as file:
        file.write("x" * 100_000)

    assert explain(error.value) == DISK_FULL
