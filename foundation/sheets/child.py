"""Reads one worksheet of a file from outside, in a confined child (`foundation.confining`).

Imports no Django. The file passed `foundation.uploads`; nothing in it is believed for that.
"""

import errno
import struct
import zipfile
import zlib
from importlib import import_module
from pathlib import Path
from xml.parsers import expat

from foundation.sheets.choosing import Choice
from foundation.sheets.shape import Fault, Json, Unfit

_READERS = {"xlsx": "xlsx", "xls": "xls", "ods": "ods", "csv": "delimited", "tsv": "delimited"}
_DAMAGE = (
    *(expat.ExpatError, zipfile.BadZipFile, zlib.error, struct.error),
    *(ValueError, KeyError, IndexError, EOFError),
)


def read(path: Path, *, extension: str, tab: str, into: str) -> Json:
    """Facts of the worksheet read, its rows at `into` as lines `[number from 1, [texts]]`; or
    `{"problem": [code, found, expected]}`.

    Beside `into` it leaves files of its own: that folder is deleted.
    """
    reader = import_module(f"foundation.sheets.{_READERS[extension]}")
    choice = Choice(Path(into), tab)
    try:
        reader.read(path, extension=extension, choice=choice)
        return choice.answer()
    except Unfit as fault:
        return {"problem": fault.problem}
    except OSError as fault:
        if fault.errno != errno.EFBIG:
            raise
        return {"problem": (Fault.HEAVY, "", "")}  # more to write than may be written
    except _DAMAGE:
        return {"problem": (Fault.BROKEN, "内部结构", "")}
