"""Every event that is told has words of its own: short, whole, and with the next step."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from portal.reminding import REMINDINGS
from records.letters import LONGEST_SUBJECT, letter_of, told_kinds
from records.messages import keep_messages
from records.models import Message
from records.workflows import all_workflows, workflow_of
from tests.factories import make_user
from tests.records.country import make_rows

LONGEST_BODY = 200  # without its links
ROOMS = ("accounts", "projects", "provinces", "roadshows", "matching", "introductions")
TOLD = [
    (workflow.model, f"{workflow.table}.{verb}")
    for workflow in all_workflows()
    for verb in workflow.tells
    if workflow.model._meta.app_label != "toy"
]


def kinds_in_code():
    """Told of by a stage itself, not by a move."""
    folder = Path(settings.BASE_DIR)
    texts = [path.read_text() for room in ROOMS for path in (folder / room).rglob("*.py")]
    return {kind for text in texts for kind in re.findall(r'"([a-z]+\.[a-z]+\.[a-z_]+)"', text)}


def test_no_event_is_told_in_the_words_of_none():
    wanted = {kind for _, kind in TOLD} | {what.kind for what in REMINDINGS}

    assert wanted - set(told_kinds()) == set()


def test_no_words_are_left_of_what_is_told_no_more():
    told = {kind for _, kind in TOLD} | kinds_in_code()

    assert set(told_kinds()) - told == set()


@pytest.mark.django_db
def test_words_with_the_facts_of_real_rows_are_short_and_say_what_to_do():
    make_rows()
    reader = make_user("李工")

    faults = {kind: list(faults_of(row_of(model, kind), kind, reader)) for model, kind in TOLD}

    assert {kind: found for kind, found in faults.items() if found} == {}


def row_of(model, kind):
    """As it stands once that was done to it."""
    row = model._base_manager.order_by("-pk").first()
    verb = kind.rpartition(".")[2]
    targets = [move.target for move in workflow_of(model).transitions if move.verb == verb]
    if targets and targets[0]:
        row.status = targets[0]
    return row


def faults_of(row, kind, reader):
    """What is wrong with the letter to `reader` about a row."""
    keep_messages(kind, [(row, [reader.pk])], note="请补测试报告")
    letter = letter_of(Message.objects.latest("pk"))
    words = re.sub(rf"{re.escape(settings.SITE_URL)}\S*", "", letter.body)
    if not 0 < len(letter.subject) <= LONGEST_SUBJECT:
        yield f"subject: {letter.subject}"
    if len(words) > LONGEST_BODY:
        yield f"{len(words)} characters"
    if "李工，你好：" not in letter.body:
        yield "greets nobody"
    if letter.step is None or letter.step.text == "打开":
        yield "says no next step"
    if "“”" in words or "（）" in words:
        yield f"a fact is missing: {words}"
