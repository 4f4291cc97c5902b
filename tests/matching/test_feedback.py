"""反馈: who may say what to a pair, what follows, what does not."""

from datetime import timedelta

import pytest

from foundation import clock
from foundation.errors import Refused
from matching.feedback import FeedbackProblem, Pair, Said, give, take_back
from matching.models import Feedback
from matching.states import DeclineReason, Side, Verdict
from portal.erasing import erase_account
from records.models import Entry, Message
from records.verifying import verify_trail
from tests.factories import (
    make_centre,
    make_clerk,
    make_holder,
    make_lead,
    make_project,
)
from tests.letters import words_of
from tests.matching.making import (
    make_enterprise,
    make_posting,
    make_shown_in_custody,
    suggest,
)

pytestmark = pytest.mark.django_db

ACCEPT = Said(Verdict.ACCEPT)
FAR = Said(Verdict.DECLINE, (DeclineReason.DIRECTION,), "做的是硅基")


@pytest.fixture
def owner():
    return make_enterprise()


@pytest.fixture
def holder():
    return make_holder()


@pytest.fixture
def pair(owner, holder):
    posting, project = make_posting(owner), make_project("listed", holder)
    suggest(posting, project)
    return Pair(posting, project, Side.POSTING)


def of_project(pair):
    return Pair(pair.posting, pair.project, Side.PROJECT)


def codes(refused):
    return [problem.code for problem in refused.value.problems]


def test_who_accepts_is_told_to_the_other_side_alone(pair, owner, holder):
    Message.objects.all().delete()

    feedback = give(pair, ACCEPT, by=owner)

    assert (feedback.verdict, feedback.status, feedback.reasons) == ("accept", "given", [])
    [message] = Message.objects.all()
    assert message.to_id == holder.user_id
    assert message.context["matches_path"] == (
        f"/my/projects/{pair.project.ref}/matches/?kind=demand#{pair.posting.ref}"
    )
    assert owner.user.name not in str(message.context)
    assert "desk" not in message.context


def test_who_accepts_after_the_other_is_told_as_agreeing(pair, owner, holder):
    give(of_project(pair), ACCEPT, by=holder)
    give(pair, Said(Verdict.LATER), by=owner)
    Message.objects.all().delete()

    give(pair, ACCEPT, by=owner)

    [message] = Message.objects.all()
    subject, body = words_of(message)
    assert subject == f"对方也愿意谈：{pair.posting.title}"
    assert "双方都愿意谈" in body
    assert message.context["matches_path"] in body


def test_who_declines_or_waits_is_told_to_nobody(pair, owner):
    Message.objects.all().delete()

    give(pair, FAR, by=owner)
    give(pair, Said(Verdict.LATER), by=owner)

    assert Message.objects.count() == 0


def test_who_accepts_after_all_is_told(pair, owner, holder):
    give(pair, Said(Verdict.LATER), by=owner)
    Message.objects.all().delete()

    give(pair, ACCEPT, by=owner)

    assert [message.to_id for message in Message.objects.all()] == [holder.user_id]


def test_over_and_over_is_told_once_a_day(pair, owner, holder):
    Message.objects.all().delete()
    for _ in range(3):
        give(pair, ACCEPT, by=owner)
        give(pair, Said(Verdict.LATER), by=owner)
        give(pair, ACCEPT, by=owner)
        take_back(pair, by=owner)
    give(of_project(pair), ACCEPT, by=holder)
    assert sorted(message.to_id for message in Message.objects.all()) == sorted(
        [holder.user_id, owner.user_id]
    )

    Message.objects.update(created_at=clock.now() - timedelta(hours=25))
    give(pair, ACCEPT, by=owner)

    assert Message.objects.filter(to=holder.user_id).count() == 2


def test_what_is_said_anew_changes_the_one_that_stands(pair, owner):
    first = give(pair, FAR, by=owner)

    second = give(pair, ACCEPT, by=owner)

    assert second.pk == first.pk
    assert (second.verdict, second.reasons, second.note) == ("accept", [], "")
    assert second.given_at > first.given_at


def test_said_twice_is_said_once(pair, owner):
    give(pair, FAR, by=owner)
    entries = Entry.objects.count()

    give(pair, FAR, by=owner)

    assert (Feedback.objects.count(), Entry.objects.count()) == (1, entries)


def test_taken_back_is_as_if_nothing_was_said(pair, owner):
    given = give(pair, FAR, by=owner)

    taken = take_back(pair, by=owner)

    assert (taken.pk, taken.status) == (given.pk, "taken_back")
    assert taken.given_at > given.given_at
    with pytest.raises(Refused) as refused:
        take_back(pair, by=owner)
    assert (refused.value.status, codes(refused)) == (409, [FeedbackProblem.NOTHING])
    assert give(pair, ACCEPT, by=owner).pk != given.pk


def test_both_sides_speak_for_themselves(pair, owner, holder):
    give(pair, ACCEPT, by=owner)
    give(of_project(pair), FAR, by=holder)

    said = set(Feedback.objects.values_list("side", "verdict"))
    assert said == {("posting", "accept"), ("project", "decline")}


def test_declining_needs_a_reason(pair, owner):
    with pytest.raises(Refused) as refused:
        give(pair, Said(Verdict.DECLINE), by=owner)

    assert (refused.value.status, codes(refused)) == (422, [FeedbackProblem.NO_REASON])


def test_nothing_is_said_to_what_ended_or_is_not_shown(pair, owner):
    type(pair.posting).objects.filter(pk=pair.posting.pk).update(valid_until="2020-01-01")
    type(pair.project).objects.filter(pk=pair.project.pk).update(display_consent=None)

    with pytest.raises(Refused) as refused:
        give(pair, ACCEPT, by=owner)

    assert codes(refused) == [FeedbackProblem.OVER, FeedbackProblem.NOT_SHOWN]


def test_nothing_is_said_to_what_nobody_suggested(owner):
    pair = Pair(make_posting(owner), make_project("listed"), Side.POSTING)

    with pytest.raises(Refused) as refused:
        give(pair, ACCEPT, by=owner)

    assert codes(refused) == [FeedbackProblem.NOT_MATCHED]


def test_who_leaves_takes_their_words_along(pair, owner, holder):
    give(pair, FAR, by=owner)
    give(of_project(pair), FAR, by=holder)
    take_back(of_project(pair), by=holder)
    entry = Entry.objects.filter(table="matching.feedback").first()
    assert entry.changes["note"] != FAR.note

    erase_account(holder.user, by=holder)

    notes = dict(Feedback.objects.values_list("side", "note"))
    assert notes == {"posting": FAR.note, "project": ""}
    assert list(verify_trail()) == []


def test_strangers_say_nothing(pair, owner, holder):
    others = [make_holder(), make_clerk(), make_lead(), make_centre()]
    others.append(make_enterprise("另一家企业", "91510100MA6DGNAY2J"))
    before = Entry.objects.count()

    for by in [*others, holder]:
        with pytest.raises(Refused) as refused:
            give(pair, ACCEPT, by=by)
        assert refused.value.status == 403
    for by in [*others, owner]:
        with pytest.raises(Refused) as refused:
            give(of_project(pair), ACCEPT, by=by)
        assert refused.value.status == 403
    assert (Feedback.objects.count(), Entry.objects.count()) == (0, before)


def test_unit_speaks_for_what_is_in_its_custody(owner):
    clerk = make_clerk()
    posting, project = make_posting(owner), make_shown_in_custody(clerk)
    suggest(posting, project)

    feedback = give(Pair(posting, project, Side.PROJECT), ACCEPT, by=clerk)

    assert feedback.side == "project"
