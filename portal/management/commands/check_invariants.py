"""`manage.py check_invariants`: what must always be so, asked of the whole database."""

from typing import Any

from django.core.management.base import CommandError

from foundation.commands import PortalCommand
from portal.invariants import broken_invariants


class Command(PortalCommand):
    help = "检查全库必须成立的事实"

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if self.broken:
            raise CommandError(f"不成立：{'、'.join(self.broken)}")

    def carry_out(self, **options: Any) -> dict[str, Any]:
        facts = broken_invariants()
        self.broken = [sentence for sentence, count in facts.items() if count]
        return facts
