"""A cell headed 电话 holds a mobile or a landline: its number says which."""

import re

_MOBILE = re.compile(r"(?:\+?86[-\s]?)?1[3-9]\d(?:[-\s]?\d){8}")


def column_of_phone(text: str) -> str:
    return "contact_mobile" if _MOBILE.search(text) else "contact_landline"
