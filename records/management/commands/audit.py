"""`manage.py audit verify`: does everything agree with the trail?"""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from foundation.commands import PortalCommand
from records.models import Entry, Seal
from records.sealing import seal_entries
from records.verifying import one_moment, verify_trail

_MOST_PRINTED = 100


class Command(PortalCommand):
    help = "核对留痕：每条留痕、每次封存、每条受监督的记录"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("what", choices=["verify", "seal"])

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if self.faults:
            raise CommandError(f"留痕对不上：{self.faults} 处")

    def carry_out(self, **options: Any) -> dict[str, Any]:
        self.faults = 0
        if options["what"] == "seal":
            return {"sealed": len(seal_entries())}
        with one_moment():
            return self._verify()

    def _verify(self) -> dict[str, Any]:
        findings = list(verify_trail())
        self.faults = len(findings)
        for finding in findings[:_MOST_PRINTED]:
            self.stderr.write(finding.sentence)
        rows = [{"fault": f.fault.value, "table": f.table, "pk": f.pk} for f in findings]
        counts = {"entries": Entry.objects.count(), "seals": Seal.objects.count()}
        return {**counts, "findings": rows}

    def words_of(self, facts: dict[str, Any]) -> str:
        if "sealed" in facts:
            return f"新封存 {facts['sealed']} 段"
        return f"留痕 {facts['entries']} 条，封存 {facts['seals']} 段，问题 {self.faults} 处"
