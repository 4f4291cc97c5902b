"""`manage.py rebuild_index`: cut every listing anew from its version in force, and find anew what
each submitted project is known by."""

from typing import Any

from foundation.commands import PortalCommand
from projects.library import rebuild_index
from projects.likening import rebuild_likeness


class Command(PortalCommand):
    help = "重建检索"

    def carry_out(self, **options: Any) -> dict[str, Any]:
        return {"listings": rebuild_index(), "likenesses": rebuild_likeness()}
