"""What the child of the tests does: good and bad."""

import os
import sys
import time
from pathlib import Path


def read(path, *, times):
    return {"text": path.read_text(encoding="utf-8") * times}


def surroundings(_path):
    numbers = sorted(int(link.name) for link in Path("/proc/self/fd").iterdir())
    is_open = [number for number in numbers if Path(f"/proc/self/fd/{number}").exists()]
    return {
        "environment": dict(os.environ),
        "django": "django" in sys.modules,
        "open": is_open,
        "pipe": is_open[-1],
        "cwd": str(Path.cwd()),
    }


def eat(_path):
    return len([bytearray(1 << 20) for _ in range(1000)])


def wait(_path):
    time.sleep(30)


def divide(_path):
    return 1 / 0


def die(_path, *, signal):
    os.kill(os.getpid(), signal)


def talk(_path, *, size):
    return "x" * size


def write(_path, *, into, size):
    try:
        with Path(into).open("wb", buffering=0) as file:
            left = size
            while left:
                left -= file.write(bytes(left))
            return size
    except OSError:
        return 0


def chatter(_path):
    print('{"value": "theirs"}')  # noqa: T201 -- as a library would
    os.write(1, b'{"value": "theirs"}')
    return "mine"
