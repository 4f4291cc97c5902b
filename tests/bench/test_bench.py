"""The benches' command: what it prints is read by others."""

import json
import subprocess
import sys

import pytest

from tests.browser.pages import PAGES
from ztc.runtime.places import CHECKOUT

STEP = {"seconds", "rows_per_s", "queries"}
MOVE = {"p50_ms", "p95_ms", "p99_ms"}


def run_bench(*words):
    command = [sys.executable, "-m", "bench", *words]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    done = run_bench("door", "--smallest", "--json", "--report", str(folder))
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    return json.loads(line), json.loads((folder / "door.json").read_text(encoding="utf-8"))


def test_bench_prints_and_keeps_the_same_object(printed):
    shown, kept = printed

    assert list(shown) == ["bench", "cores", "params", "ours", "peers", "ratios"]
    assert shown == kept


def test_bench_door_has_exactly_its_figures(printed):
    shown, _ = printed
    ours, peers = shown["ours"], shown["peers"]

    assert shown["bench"] == "door"
    assert shown["params"]["rows"] == 2000
    assert ours.keys() == STEP | MOVE | {"steps", "peak_mib"}
    assert {name: step.keys() for name, step in ours["steps"].items()} == {
        "begin_all": STEP,
        "move_all": STEP,
    }
    assert {name: peer.keys() for name, peer in peers.items()} == {
        "save-loop": STEP,
        "django-simple": MOVE,
    }
    assert shown["ratios"].keys() == peers.keys()


def test_bench_figures_are_positive(printed):
    shown, _ = printed
    groups = [shown["ours"], *shown["ours"]["steps"].values(), *shown["peers"].values()]
    groups = [*groups, shown["ratios"], {"cores": shown["cores"]}]

    figures = [value for group in groups for name, value in group.items() if name != "steps"]

    assert [value for value in figures if not value > 0] == []


def test_bench_pages_has_its_figures_for_every_page():
    done = run_bench("pages", "--smallest", "--json")
    assert done.returncode == 0, done.stderr
    pages = json.loads(done.stdout)["ours"]["pages"]

    assert pages.keys() == {page.path for page in PAGES}
    for figures in pages.values():
        assert figures.keys() == {"queries", "p50_ms", "p95_ms", "kib"}
        assert 0 < figures["p50_ms"] <= figures["p95_ms"]
    # The front page: six of its own, and none for its frame.
    assert (pages["/"]["queries"], pages["/nothing/"]["queries"]) == (6, 0)


def test_bench_of_unknown_name_ends_with_one_sentence():
    done = run_bench("nonesuch", "--json")

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "没有名为 nonesuch 的基准测试，"
        "可选：import、door、search、audit、pages、login、start、dataset、all。\n"
    )


def test_bench_login_lets_in_who_is_right_and_tells_who_is_not():
    done = run_bench("login", "--smallest", "--json")
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    sides = [shown["ours"], *shown["peers"].values()]

    assert {key: shown["params"][key] for key in ("attempts", "clients", "wrong")} == {
        "attempts": 50,
        "clients": 50,
        "wrong": 25,
    }
    assert [side.keys() for side in sides] == [MOVE | {"seconds", "per_s", "errors"}] * 2
    assert [side["errors"] for side in sides] == [0, 0]
    assert shown["ratios"].keys() == shown["peers"].keys() == {"django-login-view"}
