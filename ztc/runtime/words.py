"""What the operator reads: one short sentence for progress, one for each way to fail."""

import errno
import os
import sys


class Halt(Exception):  # noqa: N818 -- not a defect but an orderly end with a sentence
    """Nothing further can be done; the message tells the operator what to do next."""


def say(sentence: str) -> None:
    try:
        print(sentence, flush=True)
    except (OSError, UnicodeEncodeError):
        # A closed pipe (`make run | head`) or a console without Chinese must not stop the portal.
        silence(sys.stdout.fileno())


def complain(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def silence(descriptor: int) -> None:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, descriptor)
    os.close(null)


DISK_FULL = "磁盘已满：请腾出空间（至少 1 GB），再运行一次；已有数据不受影响。"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM}


def explain(error: OSError) -> str:
    where = f"：{error.filename}" if error.filename else ""
    if error.errno in _FULL:
        return DISK_FULL
    if error.errno in _FORBIDDEN:
        return f"没有权限{where}。请换用有权限的用户，或改正该路径的属主后再运行。"
    if error.errno == errno.EROFS:
        return f"文件系统只读{where}。请改为可写，或用 ZTC_STATE_DIR 指定别处。"
    return f"系统拒绝了操作{where}（{error.strerror or error}）。请排除后再运行一次。"


def explain_output(text: str, otherwise: str) -> str:
    """The sentence for what a failed program wrote: its disk errors read like our own."""
    lowered = text.lower()
    if "no space left" in lowered or "disk quota" in lowered or "file too large" in lowered:
        return DISK_FULL
    return otherwise
