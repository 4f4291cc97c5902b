"""`manage.py import_projects FILE --unit ABBR`: a spreadsheet becomes drafts in the unit's custody,
exactly as on the page; with `--of`, of something else than achievements."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.choosing import choose_actor, unit_called
from accounts.states import Role
from foundation.commands import PortalCommand
from projects.columns.layout import TITLE
from projects.importing.carrying import carry_through
from projects.importing.ordering import PURPOSE, drop, open_run, order_taking
from projects.importing.subjects import subject_named, subject_of, subjects
from projects.models import ImportRow, ImportRun
from projects.states import ImportStage, Outcome
from records.actors import Actor
from records.filing import file_document
from records.models import Document

_NO_TITLE = "认不出哪一列是{label}。请把那一列的列名改为“{label}”或 title"

_UNLIKE = "列名看起来是{label}。是就加上 --of {guess}，不是就加上 --of {key}"


class Command(PortalCommand):
    help = "批量导入（xlsx、xls、ods、csv、tsv；列名按模板或常见叫法），同一项不重复"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--of",
            default="",
            choices=[one.key for one in subjects()],
            help="表里是什么；不写就是成果",
        )
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
        said = options["of"]
        subject = said or subjects()[0].key
        run = carry_through(open_run(_filed(options["file"], by), subject=subject, by=by))
        _refuse_unread(run)
        _refuse_unlike(run, said, by)
        facts = _facts(run, dry_run=options["dry_run"])
        if options["dry_run"]:
            drop(run, by=by)
        elif facts["imported"] or facts["updated"]:
            order_taking(run, only_whole=False, mandate=options["mandate"], by=by)
            _refuse_unread(carry_through(run))
        return facts

    def words_of(self, facts: dict[str, Any]) -> str:
        done = "可以导入" if facts["dry_run"] else "已导入"
        lines = [
            f"第 {bad['line']} 行（{bad['id']}）：{'；'.join(bad['problems'])}"
            for bad in facts["bad"]
        ]
        lines.append(
            f"共 {facts['rows']} 行：{done} {facts['imported']}，更新 {facts['updated']}，"
            f"已有 {facts['existing']}，重复 {facts['duplicate']}，有问题 {len(facts['bad'])}"
        )
        return "\n".join(lines)


def _filed(path: Path, by: Actor) -> Document:
    try:
        with path.open("rb") as stream:
            return file_document(path.name, stream, purpose=PURPOSE, by=by)
    except OSError as fault:
        raise CommandError(f"读不了文件 {path}：{fault.strerror}") from fault


def _refuse_unread(run: ImportRun) -> None:
    if run.problems:
        raise CommandError("；".join(problem["sentence"] for problem in run.problems))
    if run.stage == ImportStage.MAPPING:
        label = subject_of(run).layout.header_of(TITLE)
        raise CommandError(_NO_TITLE.format(label=label))


def _refuse_unlike(run: ImportRun, said: str, by: Actor) -> None:
    """What looks like something else is that only where it was said to be."""
    guess = subject_named(run.known["guess"])
    if guess and not said and guess.key != run.subject:
        drop(run, by=by)
        raise CommandError(_UNLIKE.format(label=guess.label, guess=guess.key, key=run.subject))


def _facts(run: ImportRun, *, dry_run: bool) -> dict[str, Any]:
    counts = run.counts
    return {
        "rows": sum(counts.values()),
        "imported": counts.get(Outcome.NEW, 0),
        "updated": counts.get(Outcome.UPDATE, 0),
        "existing": counts.get(Outcome.SAME, 0) + counts.get(Outcome.FILED, 0),
        "duplicate": counts.get(Outcome.DUPLICATE, 0),
        "bad": list(_bad(run)),
        "dry_run": dry_run,
        "ref": run.ref,
    }


def _bad(run: ImportRun) -> Iterator[dict[str, Any]]:
    rows = ImportRow.objects.filter(run=run, outcome=Outcome.BAD).order_by("line")
    for row in rows.iterator():
        yield {
            "line": row.line,
            "id": row.number,
            "problems": [problem["told"] for problem in row.problems],
        }
