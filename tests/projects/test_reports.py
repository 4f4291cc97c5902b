"""评价报告: made once for what it shows, with names for the unit alone."""

import io

import pypdfium2
import pytest
from django.core.files.storage import default_storage

from accounts.models import User
from foundation import clock
from projects.evaluating import forget_opinions, reopen
from projects.models import Evaluation, EvaluationReport
from projects.reports import PATIENCE, report_of
from records.actors import Actor
from records.states import WorkState
from records.working import carry_out
from tests.factories import (
    make_centre,
    make_evaluation,
    make_holder,
    make_lead,
    make_opinion,
    make_project,
)
from tests.logins import FreshClient
from tests.projects.evaluated import REASON, make_costly

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def carry_all_out():
    for pk in EvaluationReport.objects.filter(state="waiting").values_list("pk", flat=True):
        carry_out("projects.evaluationreport", pk)


def client_of(actor):
    client = FreshClient()
    client.force_login(actor.user)
    return client


def text_in(answer):
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    pdf = pypdfium2.PdfDocument(io.BytesIO(b"".join(answer.streaming_content)))
    words = "".join(page.get_textpage().get_text_range() for page in pdf)
    return "".join(words.split())


def test_report_holds_all_of_it():
    project = make_costly(title="面向车规的驱动芯片")
    for points, comment in ((5, "甲的意见"), (2, "乙的意见"), (3, "丙的意见")):
        make_opinion(project, points, comment=comment)
    evaluation = project.evaluations.get()
    carry_all_out()

    text = text_in(client_of(make_lead()).get(f"/unit/evaluations/{evaluation.ref}/report.pdf"))

    version = evaluation.version
    for words in (
        *("面向车规的驱动芯片", project.code, "甲的意见", "乙的意见", "丙的意见", "技术领先性"),
        *("中位数", "离散度24.94", f"第{version.number}版", version.sha256, "60.00/100"),
        *(opinion.evaluator.name for opinion in evaluation.opinions.all()),
    ):
        assert words in text, words


def test_centre_and_holder_read_no_names():
    holder = make_holder()
    opinion = make_opinion(make_project("listed", holder), comment="指标扎实")
    ref = Evaluation.objects.get().ref
    carry_all_out()

    for actor, desk in ((make_centre(), "center"), (holder, "my")):
        text = text_in(client_of(actor).get(f"/{desk}/evaluations/{ref}/report.pdf"))
        assert "指标扎实" in text
        assert opinion.organisation.name in text
        assert opinion.evaluator.name not in text


def test_page_says_that_it_is_being_made():
    make_evaluation(make_project("listed"))
    url = f"/unit/evaluations/{Evaluation.objects.get().ref}/report.pdf"

    answer = client_of(make_lead()).get(url)

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "正在排印" in answer.content.decode()


def test_it_is_made_once_for_what_it_shows_and_sent_once():
    evaluation = make_evaluation(make_project("listed"))
    carry_all_out()
    rows = list(EvaluationReport.objects.values_list("pk", flat=True))
    client, url = client_of(make_lead()), f"/unit/evaluations/{evaluation.ref}/report.pdf"

    first = client.get(url)
    list(first.streaming_content)  # a file that is read to its end is closed
    again = client.get(url, headers={"if-none-match": first["ETag"]})

    assert (first.status_code, again.status_code) == (200, 304)
    assert list(EvaluationReport.objects.values_list("pk", flat=True)) == rows
    assert len(rows) == 2


def test_what_is_reopened_has_no_report():
    evaluation = make_evaluation(make_project("listed"))
    reopen(evaluation, by=make_lead(), reason=REASON)
    url = f"/unit/evaluations/{evaluation.ref}/report.pdf"
    carry_all_out()

    assert client_of(make_lead()).get(url).status_code == 404
    assert not EvaluationReport.objects.exclude(file="").exists()


def test_report_that_names_somebody_who_left_is_gone(django_capture_on_commit_callbacks):
    opinion = make_opinion(make_project("listed"))
    carry_all_out()
    files = [row.file.name for row in EvaluationReport.objects.all()]

    with django_capture_on_commit_callbacks(execute=True):
        forget_opinions(by=Actor(opinion.evaluator_id, "holder", user=opinion.evaluator))
    User.objects.filter(pk=opinion.evaluator_id).update(name="已注销的用户")
    report_of(Evaluation.objects.get(), by_name=True)
    carry_all_out()

    assert not any(default_storage.exists(name) for name in files)
    text = text_in(
        client_of(make_lead()).get(f"/unit/evaluations/{Evaluation.objects.get().ref}/report.pdf")
    )
    assert "已注销的用户" in text


def test_what_failed_is_tried_again_after_an_hour():
    evaluation = make_evaluation(make_project("listed"))
    rows = EvaluationReport.objects.all()
    rows.update(state=WorkState.FAILED, ended_at=clock.now())
    client, url = client_of(make_lead()), f"/unit/evaluations/{evaluation.ref}/report.pdf"

    soon = client.get(url)
    rows.update(ended_at=clock.now() - PATIENCE)
    later = client.get(url)

    assert (soon.status_code, later.status_code) == (404, 503)
