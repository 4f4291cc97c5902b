"""评价报告: a worker typesets what an evaluation came to, with who wrote it for the unit, without
for all others."""

import gc
import hashlib
import json
from collections.abc import Iterable
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string

from foundation import clock
from foundation.documents import qr_path, render_pdf
from projects.evaluation import MOST_OPINIONS
from projects.models import Evaluation, EvaluationReport
from projects.queries.evaluation import Said, for_telling, told_of
from projects.states import EvaluationStatus
from records.states import WorkState
from records.working import ring

PATIENCE = timedelta(hours=1)  # until what failed is tried again

Facts = dict[str, Any]


def order_reports(evaluation: Evaluation) -> None:
    """Both of them, as soon as it is done."""
    named = _facts(evaluation.pk, by_name=True)
    if named is None:
        return
    digests = [_digest(facts) for facts in (named, _unnamed(named))]
    rows = [EvaluationReport(evaluation=evaluation, digest=digest) for digest in digests]
    EvaluationReport.objects.bulk_create(rows, ignore_conflicts=True)
    mine = EvaluationReport.objects.filter(evaluation=evaluation, digest__in=digests)
    waiting = mine.filter(state=WorkState.WAITING)
    ring(EvaluationReport, list(waiting.values_list("pk", flat=True)))


def report_of(evaluation: Evaluation, *, by_name: bool) -> EvaluationReport | None:
    """As it is now; ordered where it is not there, or failed an hour ago. None where nothing was
    done."""
    facts = _facts(evaluation.pk, by_name=by_name)
    if facts is None:
        return None
    digest, past = _digest(facts), clock.Now() - PATIENCE
    mine = EvaluationReport.objects.filter(evaluation=evaluation, digest=digest)
    mine.filter(state=WorkState.FAILED, ended_at__lt=past).delete()
    row, is_new = EvaluationReport.objects.get_or_create(evaluation=evaluation, digest=digest)
    if is_new:
        ring(EvaluationReport, [row.pk])
    return row


def typeset_report(row: EvaluationReport) -> int:
    """The step of the work; nothing where what it was to show is not so any more."""
    named = _facts(row.evaluation_id, by_name=True)
    both = [named, _unnamed(named)] if named is not None else []
    now = {_digest(facts): facts for facts in both}
    facts = now.get(row.digest)
    if facts is None:
        return row.total
    _forget(EvaluationReport.objects.filter(evaluation=row.evaluation_id).exclude(digest__in=now))
    side, path = qr_path(facts["address"])
    html = render_to_string(
        "projects/evaluation_report.html", {**facts, "qr": {"side": side, "path": path}}
    )
    try:
        pdf = render_pdf(html, title=f"{facts['title']} 专业评价报告", styles=_styles())
    finally:
        gc.collect()  # as foundation.official does
    row.file.save(f"{row.evaluation.ref}-{row.pk}.pdf", ContentFile(pdf), save=False)
    return row.total


def forget_reports(evaluations: Iterable[int]) -> None:
    """They may name who has left; whoever opens one has it made anew."""
    _forget(EvaluationReport.objects.filter(evaluation__in=list(evaluations)))


def _forget(rows: QuerySet[EvaluationReport]) -> None:
    for file in [row.file for row in rows.exclude(file="")]:
        transaction.on_commit(partial(file.storage.delete, str(file.name)))
    rows.delete()


def _digest(facts: Facts) -> str:
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _facts(pk: int, *, by_name: bool) -> Facts | None:
    """All a report shows; None of what is not done."""
    rows = Evaluation.objects.filter(pk=pk, status=EvaluationStatus.DONE)
    evaluation = for_telling(rows).first()
    if evaluation is None or evaluation.done_at is None:
        return None
    told = told_of(evaluation, by_name=by_name)
    return {
        **_of_project(evaluation),
        "cycle": str(evaluation.cycle),
        "issuer": evaluation.cycle.issuer,
        "done_on": evaluation.done_at.astimezone(clock.SHANGHAI).date(),
        "total": str(evaluation.total),
        "spread": str(evaluation.spread),
        "is_settled": evaluation.needed == MOST_OPINIONS,
        "is_shared": evaluation.needed > 1,
        "below": list(told.below),
        "figures": [_row(figure, told.said, at) for at, figure in enumerate(told.figures)],
        "said": [_words(one) for one in told.said],
    }


def _unnamed(facts: Facts) -> Facts:
    """As `_facts` without names."""
    return {**facts, "said": [{**one, "person": ""} for one in facts["said"]]}


def _of_project(evaluation: Evaluation) -> Facts:
    project, version = evaluation.project, evaluation.version
    content = version.content
    return {
        "site": settings.SITE_NAME,
        "address": f"{settings.SITE_URL}/showcase/{project.name_in_address}/",
        "ref": evaluation.ref,
        "code": project.code or project.ref,
        "title": content["title"],
        "organisation": content.get("organisation", ""),
        "field": content.get("labels", {}).get("field", ""),
        "trl": content.get("trl"),
        "unit": project.unit.department,
        "number": version.number,
        "sha256": version.sha256,
    }


def _row(figure: Any, said: Any, at: int) -> Facts:
    """A criterion, with what each opinion gave it."""
    return {
        "label": figure.label,
        "weight": figure.weight,
        "floor": figure.floor,
        "is_below": figure.is_below,
        "points": f"{figure.points.normalize():f}",
        "part": f"{figure.part.normalize():f}",
        "given": [one.lines[at][1] for one in said],
    }


def _words(one: Said) -> Facts:
    filed_at = one.opinion.filed_at
    return {
        "house": one.house,
        "person": one.person,
        "total": str(one.opinion.total),
        "comment": one.opinion.comment,
        "reasons": [(label, reason) for label, _, reason in one.lines if reason],
        "filed_on": filed_at.astimezone(clock.SHANGHAI).date() if filed_at else None,
    }


@cache
def _styles() -> str:
    return Path(__file__).with_name("report.css").read_text(encoding="utf-8")
