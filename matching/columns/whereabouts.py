"""Where an organisation is registered, by its code; from the taxonomy file, so that sets of
postings ask no table."""

from accounts.queries import XINJIANG, XPCC
from accounts.terms import taxonomies


def registered_at(code: str) -> tuple[str, list[str]]:
    """The place a 统一社会信用代码 was issued at (GB 32100, positions 3-8) and the units it belongs
    to, as `accounts.queries.units_for` says; of a code that names a province alone, its unit.
    ("", []) for national bodies."""
    terms = taxonomies()
    near, far = f"{code[2:6]}00", f"{code[2:4]}0000"
    units = {unit["code"]: unit for unit in terms["units"]}
    own = units.get(near) or units.get(far)
    if own is None:
        return "", []
    name = terms["places"].get(near) or terms["places"].get(far) or own["name"]
    return str(name), [str(own["abbr"]), *([XPCC] if far == XINJIANG else [])]
