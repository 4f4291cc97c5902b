"""The name of an uploaded file, as it may be shown and offered for download."""

import re
import unicodedata

_LONGEST = 120
_LONGEST_EXTENSION = 12
# Not allowed in file names on Windows, or able to end a header or an attribute.
_AWKWARD = re.compile(r'[<>:"|?*]')
_FALLBACK = "附件"


def clean_name(name: str) -> str:
    """The last part of a path, at most 120 characters, without control, bidirectional and other
    invisible characters; never empty, never hidden (no leading dot)."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(c if _is_visible(c) else " " if c.isspace() else "" for c in last)
    stem, extension = split_name(" ".join(_AWKWARD.sub("_", visible).split()).strip(". "))
    suffix = f".{extension}" if extension else ""
    return (stem[: _LONGEST - len(suffix)].rstrip(". ") or _FALLBACK) + suffix


def split_name(name: str) -> tuple[str, str]:
    """Stem and extension without the dot; what is too long for an extension is part of the stem."""
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > _LONGEST_EXTENSION:
        return name, ""
    return stem, extension.strip()


def _is_visible(character: str) -> bool:
    # C*: controls, bidirectional marks, surrogates, private use; Zl, Zp: line separators.
    category = unicodedata.category(character)
    return category[0] != "C" and category not in {"Zl", "Zp"}
