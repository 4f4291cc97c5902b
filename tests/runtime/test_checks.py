"""What is said of checks that fail, so that whoever reads the last lines knows all."""

from ztc.runtime.checks import Check, python, run_all

QUIET = Check("安静", python("-c", "print('仍有 3 处'); raise SystemExit(1)"))
LOUD = Check(
    "测试",
    python("-c", "print('FAILED tests/a.py::test_b - boom\\n1 failed'); raise SystemExit(1)"),
    loud=True,
)
GOOD = Check("没事", python("-c", "print('FAILED is a word here too')"), loud=True)


def test_what_failed_is_named_again_below_the_last_check(capfd):
    code = run_all([[LOUD, QUIET], [GOOD]])

    lines = capfd.readouterr().out.splitlines()
    assert code == 1
    assert lines[-2] == "FAILED tests/a.py::test_b - boom"
    assert lines[-1].startswith("失败：测试、安静（共 3 项，")
    assert "仍有 3 处" in lines


def test_nothing_is_named_where_all_passed(capfd):
    assert run_all([[GOOD]]) == 0
    assert capfd.readouterr().out.splitlines()[-1].startswith("全部通过（共 1 项，")


def test_stage_begins_when_the_one_before_is_over(tmp_path, capfd):
    left = tmp_path / "left"
    leave = f"import time; time.sleep(0.5); open({str(left)!r}, 'x').close()"
    code = run_all(
        [
            [Check("先", python("-c", leave)), GOOD],
            [Check("后", python("-c", f"open({str(left)!r})"))],
        ]
    )

    assert code == 0
    assert capfd.readouterr().out.splitlines()[-1].startswith("全部通过（共 3 项，")
