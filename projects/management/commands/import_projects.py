"""`manage.py import_projects FILE --unit ABBR`: a CSV becomes drafts in the unit's custody."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.choosing import choose_actor, unit_called
from accounts.states import Role
from foundation.commands import PortalCommand
from projects.importing import Report, Row, import_rows, read_csv


class Command(PortalCommand):
    help = "批量导入成果（CSV，至少有 id 和 title 两列），按编号不重复"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--unit", required=True, metavar="ABBR", help="推荐单位简码，如 SC")
        parser.add_argument(
            "--by", default="", metavar="EMAIL", help="办理人；默认本单位唯一的经办"
        )
        parser.add_argument("--mandate", default="", help="公开展示所依据的授权文件")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")

    def carry_out(self, **options: Any) -> dict[str, Any]:
        unit = unit_called(options["unit"])
        roles = Role.of_unit if options["by"] else (Role.UNIT_CLERK,)
        by = choose_actor(roles, unit=unit, email=options["by"])
        dry_run = options["dry_run"]
        try:
            rows = read_csv(options["file"])
        except OSError as fault:
            raise CommandError(f"读不了文件 {options['file']}：{fault.strerror}") from fault
        report = import_rows(rows, unit=unit, by=by, mandate=options["mandate"], dry_run=dry_run)
        return _facts(report, dry_run=dry_run)

    def words_of(self, facts: dict[str, Any]) -> str:
        done = "可以导入" if facts["dry_run"] else "已导入"
        lines = [
            f"第 {bad['line']} 行（{bad['id']}）：{'；'.join(bad['problems'])}"
            for bad in facts["bad"]
        ]
        lines.append(f"共 {facts['rows']} 行：{done} {facts['imported']}，")
        lines[-1] += f"已有 {facts['existing']}，有问题 {len(facts['bad'])}"
        return "\n".join(lines)


def _facts(report: Report, *, dry_run: bool) -> dict[str, Any]:
    return {
        "rows": report.rows,
        "imported": report.imported,
        "existing": report.existing,
        "bad": [_bad(row) for row in report.bad],
        "dry_run": dry_run,
    }


def _bad(row: Row) -> dict[str, Any]:
    problems = [problem.sentence for problem in row.problems]
    return {"line": row.line, "id": row.key, "problems": problems}
