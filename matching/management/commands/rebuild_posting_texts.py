"""`manage.py rebuild_posting_texts`: cut published demands and offers anew for search."""

from typing import Any

from foundation.commands import PortalCommand
from matching.moderating import rebuild_texts


class Command(PortalCommand):
    help = "重建供需信息的检索"

    def carry_out(self, **options: Any) -> dict[str, Any]:
        return {"postings": rebuild_texts()}
