"""`manage.py audit verify`: does everything agree with the trail?"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from records.models import Entry, Seal
from records.sealing import seal_entries
from records.verifying import verify_trail


class Command(BaseCommand):
    help = "核对留痕：每条留痕、每次封存、每条受监督的记录"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify", "seal"])
        parser.add_argument("--json", action="store_true")

    def handle(self, *, what: str, **options: Any) -> None:
        if what == "seal":
            self._report({"sealed": len(seal_entries())}, options["json"])
            return
        findings = list(verify_trail())
        counts = {"entries": Entry.objects.count(), "seals": Seal.objects.count()}
        rows = [{"fault": f.fault.value, "table": f.table, "pk": f.pk} for f in findings]
        for finding in findings:
            self.stderr.write(finding.sentence)
        self._report({**counts, "findings": rows}, options["json"])
        if findings:
            raise CommandError(f"留痕对不上：{len(findings)} 处")

    def _report(self, facts: dict[str, Any], as_json: bool) -> None:  # noqa: FBT001 -- an option
        if as_json:
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
        else:
            words = {"entries": "留痕", "seals": "封存", "findings": "问题", "sealed": "新封存"}
            for name, value in facts.items():
                count = len(value) if isinstance(value, list) else value
                self.stdout.write(f"{words[name]}：{count}")
