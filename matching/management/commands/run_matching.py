"""`manage.py run_matching`: match everything anew. The work is rows that any number of workers
share; `--now` does it here, beside whoever else does."""

import sys
import time
from typing import Any

from django.core.management.base import CommandParser

from foundation.commands import PortalCommand
from matching.indexing import absorb_all
from matching.models import MatchRun
from matching.queries.index import run_facts
from matching.runs import RECORDS, open_run, work_on
from matching.states import RunStage, Sort

_LOOK = 0.5  # seconds


class Command(PortalCommand):
    help = "重新匹配全部需求、要素供给和成果"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--now", action="store_true", help="在本进程内完成，不等后台")
        parser.add_argument(
            "--sort", action="append", choices=Sort.values, help="只匹配这一类，可写多次；默认全部"
        )

        parser.add_argument("--records", type=int, default=RECORDS, help="每片几条记录")

    def carry_out(self, **options: Any) -> dict[str, Any]:
        begun = time.monotonic()
        absorb_all()
        sorts = tuple(options["sort"] or Sort.values)
        run = open_run(sorts=sorts, records=options["records"])
        while run.stage == RunStage.RUNNING:
            if not (options["now"] and work_on(run)):
                time.sleep(_LOOK)
            run = MatchRun.objects.get(pk=run.pk)
            self._tell(run, as_json=options["json"])
        facts = run_facts(run)
        return {**facts, "seconds": round(time.monotonic() - begun, 2)}

    def _tell(self, run: MatchRun, *, as_json: bool) -> None:
        if not as_json and sys.stderr.isatty():
            self.stderr.write(f"\r{run.done}/{run.total}", ending="")

    def words_of(self, facts: dict[str, Any]) -> str:
        end = "完成" if facts["stage"] == RunStage.DONE else "没有完成"
        return f"匹配{end}：{facts['chunks']} 片，{facts['pairs']} 条结果，{facts['seconds']} 秒"
