"""What cleaned values of one sheet say together."""

from collections.abc import Iterator
from typing import Any

from projects.columns.fields import settle_price
from projects.vocabulary import Secrecy

SECRET = "涉密成果不得通过本平台填报，请按保密规定向本单位保密部门报送"  # noqa: S105 -- a sentence
PRICED = "填了意向价格就不要勾选“价格面议”，二选一"


def settle(cleaned: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each column that is wrong beside another, with its sentence; a price written as 面议 becomes
    the tick it stands for."""
    if cleaned.get("secrecy") == Secrecy.SECRET:
        yield "secrecy", SECRET
    settle_price(cleaned)
    if cleaned.get("price_open") and cleaned.get("price") is not None:
        yield "price", PRICED
