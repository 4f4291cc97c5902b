"""路演材料 and what is said of them."""

import io

import pytest

from foundation.errors import Refused
from foundation.uploads import Purpose
from records.actors import VISITOR
from records.models import Message
from records.receiving import Destination, begin_upload, receive_whole
from records.working import carry_out
from roadshows.decks import TARGET
from roadshows.models import Deck
from roadshows.queries.coaching import coached_by, counts_of
from roadshows.remarking import keep, mend, reopen_remark, say_remark, withdraw_remark
from roadshows.rules import may_see_coaching
from roadshows.sessions import cancel_session
from tests.factories import (
    make_agent,
    make_centre,
    make_clerk,
    make_delegation,
    make_draft,
    make_filed_project,
    make_holder,
    make_lead,
    make_organisation,
    make_recommendation,
)
from tests.projects.attaching_files import pdf
from tests.provinces.making import make_listed
from tests.roadshows.coaching import make_deck, make_person, make_remark, make_session

pytestmark = pytest.mark.django_db


def codes(refusal):
    return [problem.code for problem in refusal.value.problems]


def test_versions_are_numbered_by_kind():
    holder, clerk = make_holder(), make_clerk()
    project = make_listed(holder=holder)

    rows = [
        make_deck(project, holder),
        make_deck(project, clerk),
        make_deck(project, holder, kind="deck"),
    ]

    assert [str(row) for row in rows] == [
        "商业计划书 第 1 版",
        "商业计划书 第 2 版",
        "路演 PPT 第 1 版",
    ]


def test_same_bytes_are_no_new_version():
    holder, data = make_holder(), pdf()
    project = make_listed(holder=holder)
    make_deck(project, holder, data=data)

    with pytest.raises(Refused) as refusal:
        make_deck(project, holder, data=data)

    assert codes(refusal) == ["deck_same"]


def test_strangers_file_nothing():
    project = make_listed(holder=make_holder())

    for stranger in (make_holder(), make_clerk("GD"), make_centre()):
        with pytest.raises(Refused) as refusal:
            make_deck(project, stranger)
        assert refusal.value.status == 403
    assert not Deck.objects.exists()


def test_upload_becomes_the_next_version_and_its_coaches_are_told():
    holder, coach, stranger, free = make_holder(), make_clerk(), make_holder(), make_clerk()
    project = make_listed(holder=holder)
    make_session([make_person(user=one.user) for one in (coach, stranger)], [project])
    off = make_session([make_person(user=free.user)], [project])
    cancel_session(off, by=coach, reason="老师出差")
    data = pdf()
    to = Destination(TARGET, project.ref, {"kind": "deck"})

    upload = begin_upload("路演.pdf", len(data), purpose=Purpose.DOCUMENT, to=to, by=holder)
    receive_whole(upload, io.BytesIO(data))
    upload.refresh_from_db()
    carry_out("records.inspection", upload.inspection.pk)

    deck = Deck.objects.get()
    assert (deck.kind, deck.number, deck.document.name) == ("deck", 1, "路演.pdf")
    assert Message.objects.get(kind="roadshows.deck.file").to_id == coach.user_id


def test_remark_is_answered_and_opened_again():
    holder, clerk = make_holder(), make_clerk()
    remark = make_remark(make_deck(make_listed(holder=holder), holder), clerk)

    remark = mend(remark, "改在第 3 页", by=holder)
    assert (remark.status, remark.answer) == ("done", "改在第 3 页")
    remark = reopen_remark(remark, by=make_clerk())
    assert (remark.status, remark.answered_at) == ("open", None)
    remark = keep(remark, "数据还没公开", by=holder)

    assert remark.status == "kept"
    told = Message.objects.filter(kind__startswith="roadshows.remark").order_by("pk")
    assert [(m.kind.rpartition(".")[2], m.to_id) for m in told] == [
        ("say", holder.user_id),
        ("mend", clerk.user_id),
        ("reopen", holder.user_id),
        ("keep", clerk.user_id),
    ]


def test_remark_without_words_is_refused():
    holder = make_holder()
    deck = make_deck(make_listed(holder=holder), holder)
    remark = make_remark(deck)

    with pytest.raises(Refused) as refusal:
        say_remark(deck, " ", by=make_clerk())
    assert codes(refusal) == ["remark_no_text"]
    with pytest.raises(Refused) as refusal:
        mend(remark, " ", by=holder)
    assert codes(refusal) == ["remark_no_mending"]
    with pytest.raises(Refused) as refusal:
        keep(remark, "", by=holder)
    assert codes(refusal) == ["remark_no_ground"]


def test_remark_is_withdrawn_by_who_said_it_and_answered_by_whose_it_is():
    holder, clerk = make_holder(), make_clerk()
    remark = make_remark(make_deck(make_listed(holder=holder), holder), clerk)

    for order in (
        lambda: withdraw_remark(remark, by=make_clerk()),
        lambda: withdraw_remark(remark, by=holder),
        lambda: mend(remark, "改了", by=clerk),
        lambda: say_remark(remark.deck, "自己提", by=holder),
    ):
        with pytest.raises(Refused) as refusal:
            order()
        assert refusal.value.status == 403
    assert withdraw_remark(remark, by=clerk).status == "withdrawn"


def test_versions_and_open_remarks_are_counted_apart():
    holder = make_holder()
    project = make_listed(holder=holder)
    first = make_deck(project, holder)
    make_remark(first), make_remark(first)
    make_deck(project, holder)
    make_deck(project, holder, kind="deck")

    assert counts_of(project) == {"plan": (2, 2), "deck": (1, 0)}


def test_row_rule_and_set_of_who_sees_coaching_agree():
    house, holder = make_organisation(), make_holder()
    make_delegation(house, scopes=("collect", "coach"))
    agent = make_agent(house)
    recommended = make_listed(holder=holder)
    make_recommendation(recommended, by=make_lead(), reasons="中试数据完整")
    projects = [
        recommended,
        make_listed(),
        make_draft(holder),
        make_filed_project("listed"),
        make_listed("GD"),
    ]
    people = [
        *(VISITOR, holder, make_holder(), make_clerk(), make_lead("GD"), agent),
        *(make_agent(), make_centre()),
    ]

    for by in people:
        seen = [one.pk for one in projects if may_see_coaching(by, one)]
        assert list(coached_by(by).order_by("pk").values_list("pk", flat=True)) == sorted(seen), by
