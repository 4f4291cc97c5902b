"""重大问题: raised by a unit, answered by the centre by a date."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation import clock
from foundation.errors import Refused
from provinces.matters import Raised, answer_matter, defer_matter, raise_matter, withdraw_matter
from provinces.models import Matter
from provinces.planning import add_event
from provinces.queries import own_data
from provinces.queries.matters import matters
from provinces.queries.timeline import timeline_of
from records.models import Entry, Message
from records.workflow import available_moves
from tests.factories import make_clerk, make_lead, make_staff
from tests.provinces.making import DAY, plan_of, publish
from tests.provinces.test_plan_pages import client_of, says

pytestmark = pytest.mark.django_db
CENTRE, UNIT = ("centre", "centre_lead"), ("unit_clerk", "unit_lead")
ALLOWED = {"withdraw": UNIT, "defer": CENTRE, "answer": CENTRE}


def raised(title="场地冲突", unit="SC", by=None):
    said = Raised(title, "原定场馆被征用，请协调改期。")
    return raise_matter(plan_of(unit), said, by=by or make_clerk(unit))


def order(verb, matter, by):
    if verb == "withdraw":
        return withdraw_matter(matter, by=by)
    if verb == "defer":
        return defer_matter(matter, clock.now() + 30 * DAY, by=by, reason="要会商")
    return answer_matter(matter, "同意改期", by=by)


def matter_in(state):
    matter = raised()
    if state == "withdrawn":
        return withdraw_matter(matter, by=make_clerk())
    return answer_matter(matter, "可以", by=make_staff("centre")) if state == "answered" else matter


@pytest.mark.parametrize("state", ["raised", "answered", "withdrawn"])
@pytest.mark.parametrize("verb", ALLOWED)
def test_each_verb_is_its_sides_and_ends_with_the_answer(state, verb):
    publish()
    matter = matter_in(state)
    for role in (*UNIT, *CENTRE, "expert", "exchange", "auditor"):
        by = make_staff(role, "SC") if role in UNIT else make_staff(role)
        counts = Entry.objects.count(), Message.objects.count()
        is_legal = role in ALLOWED[verb] and state == "raised"
        assert (verb in {move.verb for move in available_moves(matter, by)}) == is_legal
        if is_legal:
            continue
        with pytest.raises(Refused) as refusal:
            order(verb, matter, by)
        assert refusal.value.status == (409 if role in ALLOWED[verb] else 403)
        assert (Entry.objects.count(), Message.objects.count()) == counts
    if state == "raised":
        by = make_clerk() if verb == "withdraw" else make_staff("centre")
        done = order(verb, matter, by)
        assert (
            done.status == {"withdraw": "withdrawn", "defer": "raised", "answer": "answered"}[verb]
        )


def test_stranger_does_not_raise_in_anothers_name():
    publish()

    with pytest.raises(Refused) as refusal:
        raise_matter(plan_of(), Raised("场地", "征用"), by=make_lead("GD"))

    assert refusal.value.status == 403
    assert Matter.objects.count() == 0


def test_matter_needs_words_and_an_event_of_its_own_plan():
    publish()
    elsewhere = add_event(plan_of("GD"), by=make_clerk("GD"))

    with pytest.raises(Refused) as refusal:
        raise_matter(plan_of(), Raised(" ", "", elsewhere), by=make_clerk())

    assert [one.field for one in refusal.value.problems] == ["title", "text", "event"]


def test_answer_is_due_after_ten_workdays():
    publish()
    matter = raised()

    days = (matter.due_at - matter.raised_at).days
    assert 10 <= days <= 25
    assert clock.end_in_words(matter.due_at).endswith("24:00")


def test_both_sides_hear_of_it():
    publish()
    clerk, centre = make_clerk(), make_staff("centre")
    matter = raised(by=clerk)
    defer_matter(matter, clock.now() + 30 * DAY, by=centre, reason="要会商")
    answer_matter(matter, "同意改期", by=centre)

    told = Message.objects.filter(
        kind__startswith="provinces.matter", to__in=(clerk.user_id, centre.user_id)
    )
    assert list(told.order_by("pk").values_list("kind", "to")) == [
        ("provinces.matter.raise", centre.user_id),
        ("provinces.matter.defer", clerk.user_id),
        ("provinces.matter.answer", clerk.user_id),
    ]
    assert [moment.label for moment in timeline_of(plan_of())] == [
        "提出重大问题",
        "改答复期限",
        "答复",
    ]
    assert timeline_of(plan_of())[1].note == "场地冲突\n要会商"


def test_unit_raises_withdraws_and_reads_the_answer_on_its_page():
    publish()
    event = add_event(plan_of(), by=make_clerk())
    clerk, centre = client_of(make_clerk()), client_of(make_staff("centre"))

    refused = clerk.post("/unit/plan/matters/", {"title": "场地", "text": "", "event": event.ref})
    assert (refused.status_code, says(refused, "请填写“情况说明”")) == (422, True)
    assert says(refused, 'value="场地"')
    for title in ("场地", "直播"):
        said = {"title": title, "text": "请协调", "event": event.ref}
        assert clerk.post("/unit/plan/matters/", said).status_code == 302
    first, second = Matter.objects.order_by("pk")
    assert clerk.post(f"/unit/plan/matters/{first.ref.lower()}/withdraw/").status_code == 302
    blank = centre.post(f"/center/matters/{second.ref}/answer/", {"answer": ""})
    assert (blank.status_code, says(blank, "请填写“答复”")) == (422, True)
    at_centre = f"/center/matters/{second.ref}"
    at_centre = f"/center/matters/{second.ref}"
    early = centre.post(f"{at_centre}/defer/", {"due_at": "2020-01-01", "reason": "要会商"})
    assert early.status_code == 422
    assert all(says(early, words) for words in ("答复期限要晚于现在", "要会商"))
    assert centre.post(f"{at_centre}/answer/", {"answer": "同意"}).status_code == 302

    page = clerk.get("/unit/plan/matters/")
    assert says(page, "火炬中心答复")
    assert [row.matter.status for row in page.context["rows"]] == ["answered", "withdrawn"]


def test_words_of_an_answer_stay_where_a_colleague_was_quicker():
    publish()
    matter = raised()
    answer_matter(matter, "可以", by=make_staff("centre"))

    late = client_of(make_staff("centre")).post(
        f"/center/matters/{matter.ref}/answer/", {"answer": "写了很久的答复"}
    )

    assert (late.status_code, says(late, "写了很久的答复")) == (409, True)
    assert Matter.objects.get().answer == "可以"


def test_those_that_wait_come_first_the_one_due_soonest_on_top():
    publish()
    centre = make_staff("centre")
    answered, late, soon = raised("已答"), raised("晚些"), raised("先到期")
    answer_matter(answered, "可以", by=centre)
    defer_matter(late, clock.now() + 90 * DAY, by=centre, reason="要会商")

    with clock.shift(40 * DAY):
        rows = [(matter.title, matter.is_overdue) for matter in matters()]

    assert rows == [("先到期", True), ("晚些", False), ("已答", False)]
    assert soon.ref in {matter.ref for matter in matters()}


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_queries_for_one_matter_and_for_three(count):
    publish()
    for number in range(count):
        raised(f"问题 {number}")
    unit, centre = client_of(make_clerk()), client_of(make_staff("centre"))

    with CaptureQueriesContext(connection) as at_unit:
        unit.get("/unit/plan/matters/")
    with CaptureQueriesContext(connection) as at_centre:
        centre.get("/center/matters/")

    assert (len(at_unit), len(at_centre)) == (12, 11)


def test_whoever_raised_it_takes_it_along():
    publish()
    clerk = make_clerk()
    raised(by=clerk)

    [row] = own_data(clerk.user_id)["matters_raised"]

    assert (row["title"], row["status"]) == ("场地冲突", "raised")
