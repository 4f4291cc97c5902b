"""From nothing but python3 to a whole environment: `python3 ztc/runtime/bootstrap.py run`."""

import sys
from pathlib import Path
from types import ModuleType

if sys.version_info < (3, 11):  # noqa: UP036 -- an older one must get this far and be told
    sys.exit("需要 Python 3.11 或更新的版本；请安装后用它运行，例如 apt install python3。")

if __name__ == "__main__":
    # A stand-in for the package: the real one imports Celery, which is not installed yet.
    sys.path.pop(0)
    package = ModuleType("ztc")
    package.__path__ = [str(Path(__file__).resolve().parents[1])]
    sys.modules["ztc"] = package

    from ztc.runtime.setting_up import main

    sys.exit(main(sys.argv[1:]))
