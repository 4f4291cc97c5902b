"""`manage.py rebuild_index`: cut anew all that the public finds (listings from their versions in
force, demands and offers, roadshows, notices), find anew what each submitted project is known by
and what desks narrow it by, count anew the words that matching compares."""

from typing import Any

from django.core.management.base import CommandParser

from foundation.commands import PortalCommand
from matching.moderating import rebuild_texts as rebuild_postings
from matching.runs import rebuild_records
from projects.likening import rebuild_likeness
from projects.listings import rebuild_index
from projects.queueing import rebuild_queue
from provinces.cutting import rebuild_texts as rebuild_notices
from roadshows.cutting import rebuild_texts as rebuild_roadshows


class Command(PortalCommand):
    help = "重建检索和匹配索引"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--resume", action="store_true", help="只切分上次没有切完的成果")

    def carry_out(self, **options: Any) -> dict[str, Any]:
        return {
            "listings": rebuild_index(resume=options["resume"]),
            "postings": rebuild_postings(),
            "roadshows": rebuild_roadshows(),
            "notices": rebuild_notices(),
            "likenesses": rebuild_likeness(),
            "queue_rows": rebuild_queue(),
            "indexed": rebuild_records(),
        }
