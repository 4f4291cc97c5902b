"""How each kind of right is numbered."""

from collections.abc import Mapping

from foundation.validators import IpKind, Verdict, check_ip_number
from projects.vocabulary import Right

_IP_KINDS = {
    Right.INVENTION: IpKind.INVENTION,
    Right.UTILITY: IpKind.UTILITY_MODEL,
    Right.DESIGN: IpKind.DESIGN,
    Right.SOFTWARE: IpKind.SOFTWARE,
    Right.CIRCUIT: IpKind.LAYOUT,
    Right.VARIETY: IpKind.VARIETY,
    Right.KNOW_HOW: IpKind.KNOW_HOW,
    Right.OTHER: IpKind.OTHER,
}
# A patent is also known by its publication, by its international application, or abroad.
_ALSO_BY = {
    Right.INVENTION: (IpKind.PUBLICATION, IpKind.PCT, IpKind.FOREIGN),
    Right.UTILITY: (IpKind.PUBLICATION, IpKind.PCT, IpKind.FOREIGN),
    Right.DESIGN: (IpKind.PUBLICATION, IpKind.FOREIGN),
}


def kinds_of(right: str) -> tuple[str, ...]:
    """The kinds of number a right may be known by, its own first; none for what is not a Right."""
    if right not in Right.values:
        return ()
    return (_IP_KINDS[Right(right)], *_ALSO_BY.get(Right(right), ()))


def check_right(row: Mapping[str, str], *, this_year: int) -> Verdict:
    """The number of one right, read as its kind is written; of other rights it is free text."""
    number, (kind, *others) = row["number"], kinds_of(row["kind"]) or ("",)
    as_found = check_ip_number(number, this_year=this_year)
    if as_found.kind in others:
        return as_found
    return check_ip_number(number, kind=kind, this_year=this_year)
