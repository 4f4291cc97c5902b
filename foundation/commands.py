"""What our management commands share: `--json`, and refusals told in words."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.errors import Refused


class PortalCommand(BaseCommand):
    """`carry_out` returns the facts; they are printed as JSON or as `words_of` them.

    A Refused ends the command non-zero with its sentences on stderr.
    """

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- BaseCommand's signature
        try:
            facts = self.carry_out(**options)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        as_json = options["json"]
        self.stdout.write(
            json.dumps(facts, ensure_ascii=False) if as_json else self.words_of(facts)
        )

    def carry_out(self, **options: Any) -> dict[str, Any]:
        raise NotImplementedError

    def words_of(self, facts: dict[str, Any]) -> str:
        return "\n".join(f"{name}：{value}" for name, value in facts.items())
