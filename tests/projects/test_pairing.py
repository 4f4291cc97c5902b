"""查重: pairs of projects that may be one, found by a worker, listed across units, ruled upon."""

import random
from datetime import date
from http import HTTPStatus

import pytest

from accounts.models import Unit
from foundation.errors import Refused
from projects.handover import hand_over
from projects.intake import submit
from projects.library import withdraw
from projects.models import DuplicateRuling, LikePair
from projects.pairing import pair_all, pair_waiting
from projects.queries import duplicates, to_be_paired
from projects.ruling import RulingProblem as R, ask_units, dismiss, lift
from projects.screening import send_back
from projects.states import RulingStatus
from records.models import Message
from tests.factories import (
    make_agent,
    make_centre,
    make_clerk,
    make_holder,
    make_lead,
    make_organisation,
    make_project,
    make_right,
    make_staff,
)

pytestmark = pytest.mark.django_db

OTHER_TEXT = dict.fromkeys(("summary", "problem", "innovation"), "另一件事。" * 40)


def of_unit(abbr, status="submitted", **fields):
    return make_project(status, unit=Unit.objects.get(abbr=abbr), **fields)


def different(number, title):
    """Shares nothing with the others but what is said."""
    signs = random.Random(number + title)
    said = "".join(chr(signs.randrange(0x4E00, 0x9F00)) for _ in range(220))
    said = dict.fromkeys(("summary", "problem", "innovation"), said)
    return {"title": title, "tagline": title, "rights": [make_right(number)], **said}


def pairs():
    pair_all()
    return [
        (one.first_id, one.second_id, one.is_same_right, one.is_same_name) for one in duplicates()
    ]


def test_same_right_in_two_units_is_a_pair():
    one = of_unit("SC", **different("ZL202110000001.6", "甲类薄膜"))
    two = of_unit("GD", **different("ZL202110000001.6", "乙型传感器"))

    assert pairs() == [(one.pk, two.pk, True, False)]


def test_same_name_and_organisation_is_a_pair():
    one = of_unit("SC", **different("ZL202110000001.6", "同名装置"))
    two = of_unit("GD", **{**different("ZL202110000002.0", "别的"), "title": "同名装置"})

    assert pairs() == [(one.pk, two.pk, False, True)]


def test_same_name_elsewhere_is_none():
    of_unit("SC", **different("ZL202110000001.6", "同名装置"))
    other = {**different("ZL202110000002.0", "别的"), "title": "同名装置"}
    of_unit("GD", organisation=make_organisation(), **other)

    assert pairs() == []


def test_near_text_is_a_pair_with_its_share():
    of_unit("SC", title="甲", rights=[make_right("ZL202110000001.6")])
    of_unit("GD", title="乙", rights=[make_right("ZL202110000002.0")])

    pair_all()

    assert duplicates().get().share == 99


def test_one_unit_settles_its_own():
    of_unit("SC")
    of_unit("SC")

    pair_all()

    assert (LikePair.objects.count(), duplicates().count()) == (1, 0)


def test_pair_follows_a_handover_and_a_withdrawal():
    one, two = of_unit("SC", "listed"), of_unit("SC")
    pair_all()
    hand_over(two, Unit.objects.get(abbr="GD"), by=make_lead(), reason="在广东")
    found = duplicates().count()

    withdraw(one, by=make_centre(), reason="重复")

    assert (found, duplicates().count()) == (1, 0)


def test_new_version_is_looked_at_anew():
    holder = make_holder()
    of_unit("SC")
    two = of_unit("GD", holder=holder)
    pair_all()
    returned = send_back(two, by=make_lead("GD"), remarks="改", due_on=date(2098, 1, 31))
    for name, value in different("ZL202110000002.0", "另一件").items():
        setattr(returned, name, value)
    returned.save()
    submit(returned, by=holder)
    waits = to_be_paired().count()

    pair_all()

    assert (waits, duplicates().count()) == (1, 0)


def test_worker_takes_so_many_at_a_time():
    for _ in range(3):
        of_unit("SC")

    assert [pair_waiting(2), pair_waiting(2), pair_waiting(2)] == [2, 1, 0]


# rulings


def test_asked_units_hear_of_it():
    leads = [make_lead(), make_lead("GD")]
    one, two = of_unit("SC"), of_unit("GD")

    ruling = ask_units(two, one, by=make_centre(), note="请核实")

    told = Message.objects.filter(kind="projects.duplicateruling.ask")
    assert {message.to_id for message in told} == {lead.user_id for lead in leads}
    assert (ruling.first, ruling.second, ruling.status) == (one, two, RulingStatus.ASKED)


def test_dismissed_pair_leaves_the_list_and_comes_back_when_lifted():
    one, two = of_unit("SC"), of_unit("GD")
    pair_all()
    ask_units(one, two, by=make_centre(), note="请核实")
    asked = duplicates().count()

    ruling = dismiss(one, two, by=make_centre(), note="一个是材料，一个是器件")
    gone = duplicates().count()
    lift(ruling, by=make_centre(), note="看错了")

    assert (asked, gone, duplicates().count()) == (1, 0, 1)
    assert DuplicateRuling.objects.get().status == RulingStatus.LIFTED


@pytest.mark.parametrize("order", [ask_units, dismiss])
@pytest.mark.parametrize(
    "make",
    [make_holder, make_clerk, make_lead, make_agent, lambda: make_staff("exchange")],
)
def test_only_the_centre_rules(order, make):
    one, two = of_unit("SC"), of_unit("GD")

    with pytest.raises(Refused) as refusal:
        order(one, two, by=make(), note="请核实")

    assert refusal.value.status == HTTPStatus.FORBIDDEN
    assert DuplicateRuling.objects.count() == 0


def test_ruling_needs_a_note_and_two_units():
    one, same, two = of_unit("SC"), of_unit("SC"), of_unit("GD")
    centre = make_centre()
    refused = [(one, two, ""), (one, same, "请核实"), (one, one, "请核实")]

    codes = []
    for first, second, note in refused:
        with pytest.raises(Refused) as refusal:
            dismiss(first, second, by=centre, note=note)
        codes += [problem.code for problem in refusal.value.problems]

    assert codes == [R.NO_NOTE, R.ONE_UNIT, R.ITSELF]


def test_what_was_ruled_different_is_asked_about_only_after_lifting():
    one, two = of_unit("SC"), of_unit("GD")
    dismiss(one, two, by=make_centre(), note="不同")

    with pytest.raises(Refused) as refusal:
        ask_units(one, two, by=make_centre(), note="请核实")

    assert refusal.value.status == HTTPStatus.CONFLICT
