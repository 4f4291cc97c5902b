"""`manage.py load_taxonomies`: fields, modes and the 37 units from the versioned file."""

from typing import Any

from accounts.terms import load_taxonomies
from foundation.commands import PortalCommand


class Command(PortalCommand):
    help = "载入分类与推荐单位，可重复执行"

    def carry_out(self, **options: Any) -> dict[str, Any]:
        return {"version": load_taxonomies()}
