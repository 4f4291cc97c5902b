"""Hostile files: each is refused in words of its own, by a child that stays small and quick."""

import io

import pytest
import structlog

from foundation.uploads import Purpose, UploadProblem, inspect_upload, looking
from tests.foundation.files import PDF
from tests.foundation.hostile import CASES
from tests.foundation.looking import PURPOSES

LIMIT = 20 << 20


@pytest.mark.parametrize("name", sorted(CASES))
def test_hostile_file_is_refused(name):
    make, code, found = CASES[name]
    purpose = PURPOSES.get(name.rpartition(".")[2], Purpose.DOCUMENT)
    stream = io.BytesIO(make())

    with structlog.testing.capture_logs() as logs:
        verdict = inspect_upload(name, stream, purpose=purpose, limit=LIMIT)

    first = verdict.problems[0]
    assert (first.code, first.found) == (code, found)
    assert len(verdict.problems) == 1
    assert verdict.content_type == "application/octet-stream"
    for log in logs:
        assert (log["peak_kib"] <= 300 << 10, log["seconds"] <= 10) == (True, True)


def test_every_problem_has_its_own_sentence_that_says_what_to_do():
    sentences = [problem.label for problem in UploadProblem]

    assert len(set(sentences)) == len(sentences)
    assert [text for text in sentences if "。请" not in text and "可以上传" not in text] == []


def test_file_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(looking, "_SECONDS", 0.02)

    verdict = inspect_upload("a.pdf", io.BytesIO(PDF), purpose=Purpose.DOCUMENT, limit=LIMIT)

    assert [problem.code for problem in verdict.problems] == [UploadProblem.SLOW]
