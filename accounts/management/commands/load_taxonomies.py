"""`manage.py load_taxonomies`: fields, modes and the 37 units from the versioned file."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.terms import load_taxonomies


class Command(BaseCommand):
    help = "载入分类与推荐单位，可重复执行"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        version = load_taxonomies()
        text = json.dumps({"version": version}) if options["json"] else f"分类版本：{version}"
        self.stdout.write(text)
