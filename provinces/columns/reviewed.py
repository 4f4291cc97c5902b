"""What reviewers read of a version: all that is judged, without names and numbers of contacts,
which they need not know (PIPL 6)."""

import re
from collections.abc import Mapping
from typing import Any

_LEFT_OUT = "（联系方式略）"
_ALONE = r"(?<![0-9A-Za-z]){}(?![0-9A-Za-z])"
_MOBILE = _ALONE.format(r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}")
_LANDLINE = _ALONE.format(r"[(（]?0\d{2,3}[)）]?[-－— ]?\d{7,8}(?:[-转]\d{1,6})?")
_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_CONTACT = re.compile(f"{_MOBILE}|{_LANDLINE}|{_EMAIL}", re.ASCII)


def for_reviewers(content: Mapping[str, Any]) -> dict[str, Any]:
    """Of the content of a version; the letter is not among what is judged."""
    said = {name: part for name, part in content.items() if name != "letter"}
    hidden = dict.fromkeys(("lead", "liaison"), "")
    return _without_contacts({**said, "organisation": {**said["organisation"], **hidden}})


def _without_contacts(part: Any) -> Any:
    if isinstance(part, str):
        return _CONTACT.sub(_LEFT_OUT, part)
    if isinstance(part, list):
        return [_without_contacts(one) for one in part]
    if isinstance(part, dict):
        return {name: _without_contacts(one) for name, one in part.items()}
    return part
