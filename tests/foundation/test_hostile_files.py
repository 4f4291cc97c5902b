"""Hostile files: each is refused in words of its own, by a child that stays small and quick."""

import io

import pytest
import structlog

from foundation.uploads import Purpose, UploadProblem, inspect_upload, looking
from tests.foundation import honest
from tests.foundation.files import PDF
from tests.foundation.hostile import CASES
from tests.foundation.looking import PURPOSES

LIMIT = 20 << 20


def _inspect(name, content):
    purpose = PURPOSES.get(name.rpartition(".")[2], Purpose.DOCUMENT)
    return inspect_upload(name, io.BytesIO(content), purpose=purpose, limit=LIMIT)


@pytest.mark.parametrize("name", sorted(CASES))
def test_hostile_file_is_refused(name):
    make, code, found = CASES[name]
    content = make()

    with structlog.testing.capture_logs() as logs:
        verdict = _inspect(name, content)

    first = verdict.problems[0]
    assert (first.code, first.found) == (code, found)
    assert len(verdict.problems) == 1
    assert verdict.content_type == "application/octet-stream"
    for log in logs:
        assert (log["peak_kib"] <= 300 << 10, log["seconds"] <= 10) == (True, True)


@pytest.mark.parametrize("name", sorted(honest.CASES))
def test_honest_file_is_taken(name):
    make, cleaned = honest.CASES[name]
    content = make()

    verdict = _inspect(name, content)

    assert (verdict.problems, verdict.cleaned) == ((), cleaned)
    assert (verdict.content.read() == content) is (cleaned == ())


def test_every_problem_has_its_own_sentence_that_says_what_to_do():
    sentences = [problem.label for problem in UploadProblem]

    assert len(set(sentences)) == len(sentences)
    assert [text for text in sentences if "。请" not in text and "可以上传" not in text] == []


def test_file_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(looking, "_SECONDS", 0.02)

    verdict = _inspect("a.pdf", PDF)

    assert [problem.code for problem in verdict.problems] == [UploadProblem.SLOW]
