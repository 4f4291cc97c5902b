"""Rows of the permission matrix, in `table` and `account_rows`.

A row names the address, the object it is asked about (a word of `Cast`), and the answers:
whoever is not named gets `rest`. LOGIN is a redirect to the login page, MOVED any other.
"""

from dataclasses import dataclass, field

from tests.matrix.cast import COLUMNS

LOGIN, MOVED = "login", 302
ANY = "any"

_GROUPS = {
    "everyone": COLUMNS,
    "people": COLUMNS[1:],
    "unit": ("clerk", "lead"),
    "unit_other": ("clerk_other", "lead_other"),
    "leads": ("lead", "lead_other"),
    "clerks": ("clerk", "clerk_other"),
    "units": ("clerk", "lead", "clerk_other", "lead_other"),
    "centres": ("centre", "centre_lead"),
    "holders": ("holder", "holder_other"),
    # whose role needs a second factor, and who has set it up
    "with_totp": (
        *("clerk", "lead", "clerk_other", "lead_other", "centre", "centre_lead", "exchange"),
        *("security", "auditor", "admin"),
    ),
    "control": ("security", "auditor", "admin"),
}


@dataclass(frozen=True)
class Row:
    name: str  # of the address
    about: str = ""
    method: str = "get"
    data: dict = field(default_factory=dict)
    answers: dict = field(default_factory=dict)

    @property
    def title(self):
        return "-".join(part for part in (self.name, self.about, self.method) if part)

    def expected(self):
        """Column → answer, one for every column."""
        rest = self.answers.get("rest")
        cells = dict.fromkeys(COLUMNS, rest)
        for who, answer in self.answers.items():
            cells |= dict.fromkeys(_GROUPS.get(who, (who,)), answer) if who != "rest" else {}
        assert None not in cells.values(), f"{self.title}: nobody says what the rest get"
        assert cells.keys() == set(COLUMNS), f"{self.title}: an unknown column"
        return cells


def row(name, about="", **answers):
    return Row(name, about, answers=answers)


def post(name, about="", data=None, **answers):
    return Row(name, about, "post", data or {}, answers)


def public(name, about=""):
    return row(name, about, everyone=200)
