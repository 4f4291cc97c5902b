"""申请要素供给: asked for, given as a service, declined, taken back."""

from datetime import timedelta

import pytest

from foundation import clock
from foundation.errors import Refused
from matching.models import TakeUp
from matching.moderating import remove
from matching.queries import own_data
from matching.states import PostingKind
from matching.taking_up import TakingUpProblem, ask, decline, forget_requests, give, take_back
from projects.entitlements import ServiceProblem
from projects.models import Service
from records.models import Entry, Message
from tests.factories import make_centre, make_clerk, make_holder, make_project, make_user
from tests.matching.making import make_enterprise, make_partner, make_posting

pytestmark = pytest.mark.django_db

PARTNER = "91510100MA62N3E1XD"


@pytest.fixture
def partner():
    return make_partner()


@pytest.fixture
def holder():
    return make_holder()


@pytest.fixture
def offer(partner):
    return make_posting(partner, PostingKind.OFFER, title="八英寸中试线")


@pytest.fixture
def project(holder):
    return make_project("listed", holder)


@pytest.fixture
def asked(offer, project, holder):
    return ask(offer, project, message="想排两批", by=holder)


def codes(refused):
    return [problem.code for problem in refused.value.problems]


def test_asked_is_told_to_the_people_of_the_offer(asked, partner):
    message = Message.objects.order_by("-pk").first()

    assert (asked.status, asked.kind) == ("asked", "offer")
    assert message.to_id == partner.user_id
    assert message.context["asked_path"] == f"/desk/offers/{asked.posting.ref}/asked/"


def test_asked_over_and_over_is_told_once_a_day(asked, offer, project, holder):
    take_back(asked, by=holder)
    again = ask(offer, project, message="", by=holder)
    assert Message.objects.filter(kind="matching.takeup.ask").count() == 1
    take_back(again, by=holder)

    with clock.shift(timedelta(hours=25)):
        ask(offer, project, message="", by=holder)

    assert Message.objects.filter(kind="matching.takeup.ask").count() == 2


def test_given_is_a_service_of_the_project(asked, partner, holder):
    given = give(asked, on=clock.today(), answer="三月排产", by=partner)

    service = Service.objects.get()
    assert (given.status, given.service_id, given.answer) == ("given", service.pk, "三月排产")
    assert (service.project_id, service.kind) == (asked.project_id, "support")
    assert service.provider == "锦城高新技术产业园"
    entry = Entry.objects.get(table="projects.service")
    assert (entry.verb, entry.actor_role) == ("note", "portal")
    message = Message.objects.order_by("-pk").first()
    assert message.to_id == holder.user_id
    assert not {"desk", "asked_path"} & message.context.keys()


def test_a_scene_is_noted_as_meeting_companies(partner, project, holder):
    scene = make_posting(partner, PostingKind.OFFER, category="scene")

    give(ask(scene, project, message="", by=holder), on=clock.today(), answer="", by=partner)

    assert Service.objects.get().kind == "companies"


def test_an_anonymous_offer_stays_anonymous_in_the_service(partner, project, holder):
    names = {"reach": "anonymous", "alias": "某国家高新区"}
    offer = make_posting(partner, PostingKind.OFFER, **names)

    give(ask(offer, project, message="", by=holder), on=clock.today(), answer="", by=partner)

    assert Service.objects.get().provider == "某国家高新区"


def test_an_offer_to_members_names_no_house_in_public(partner, project, holder):
    offer = make_posting(partner, PostingKind.OFFER, reach="members")

    give(ask(offer, project, message="", by=holder), on=clock.today(), answer="", by=partner)

    assert Service.objects.get().provider == "四川中试平台提供方"


def test_a_service_that_cannot_be_noted_is_not_given(asked, partner):
    with pytest.raises(Refused) as refused:
        give(asked, on=clock.today() + timedelta(days=1), answer="", by=partner)

    assert codes(refused) == [ServiceProblem.FUTURE]
    assert (TakeUp.objects.get().status, Service.objects.count()) == ("asked", 0)


def test_removed_or_shown_no_more_is_not_given(asked, offer, project, partner):
    remove(offer, reason="虚假信息", by=make_centre())
    type(project).objects.filter(pk=project.pk).update(display_consent=None)

    with pytest.raises(Refused) as refused:
        give(asked, on=clock.today(), answer="", by=partner)

    assert codes(refused) == [TakingUpProblem.REMOVED, TakingUpProblem.NO_MORE_SHOWN]
    assert (TakeUp.objects.get().status, Service.objects.count()) == ("asked", 0)


def test_declined_with_an_answer_may_be_asked_again(asked, partner, holder):
    declined = decline(asked, answer="产能满了", by=partner)

    assert (declined.status, declined.answer) == ("declined", "产能满了")
    assert ask(declined.posting, declined.project, message="", by=holder).pk != declined.pk


def test_asked_or_given_is_not_asked_again(asked, offer, project, partner, holder):
    with pytest.raises(Refused) as refused:
        ask(offer, project, message="", by=holder)
    assert codes(refused) == [TakingUpProblem.TWICE]

    give(asked, on=clock.today(), answer="", by=partner)
    with pytest.raises(Refused) as refused:
        ask(offer, project, message="", by=holder)
    assert codes(refused) == [TakingUpProblem.GIVEN]


def test_taken_back_is_answered_by_nobody(asked, partner, holder):
    assert take_back(asked, by=holder).status == "taken_back"

    with pytest.raises(Refused) as refused:
        give(asked, on=clock.today(), answer="", by=partner)
    assert refused.value.status == 409


def test_a_demand_is_not_taken_up(project, holder):
    with pytest.raises(Refused) as refused:
        ask(make_posting(), project, message="", by=holder)

    assert codes(refused) == [TakingUpProblem.NO_OFFER]


def test_what_ended_or_is_not_shown_is_not_asked_for(offer, project, holder):
    type(offer).objects.filter(pk=offer.pk).update(valid_until="2020-01-01")
    type(project).objects.filter(pk=project.pk).update(display_consent=None)

    with pytest.raises(Refused) as refused:
        ask(offer, project, message="", by=holder)

    assert codes(refused) == [TakingUpProblem.OVER, TakingUpProblem.NOT_SHOWN]


def test_strangers_neither_ask_nor_answer(asked, offer, project, partner):
    for by in (make_holder(), make_clerk(), make_centre(), partner):
        with pytest.raises(Refused) as refused:
            take_back(asked, by=by)
        assert refused.value.status == 403
    for by in (make_holder(), make_clerk(), make_centre()):
        with pytest.raises(Refused) as refused:
            decline(asked, answer="不", by=by)
        assert refused.value.status == 403
    assert TakeUp.objects.get().status == "asked"


def test_nobody_gives_themselves_a_service(offer, project, partner, holder):
    of_house = make_enterprise("锦城高新技术产业园", PARTNER, role="partner", user=holder.user)

    with pytest.raises(Refused) as refused:
        ask(offer, project, message="", by=holder)
    assert refused.value.status == 403

    colleague = make_enterprise(
        "锦城高新技术产业园", PARTNER, role="partner", user=make_user("two")
    )
    type(project).objects.filter(pk=project.pk).update(holder=colleague.user_id)
    project.refresh_from_db()
    asked = TakeUp.objects.create(
        posting=offer, project=project, status="asked", asked_by_id=holder.user_id
    )
    for by in (of_house, colleague):
        with pytest.raises(Refused) as refused:
            give(asked, on=clock.today(), answer="", by=by)
        assert refused.value.status == 403
    assert give(asked, on=clock.today(), answer="", by=partner).status == "given"


def test_who_leaves_takes_their_words_along(asked, holder):
    forget_requests(by=holder)

    left = TakeUp.objects.get()
    assert (left.message, left.status) == ("", "taken_back")


def test_own_data_holds_what_was_asked_for(asked, holder):
    [row] = own_data(holder.user_id)["take_ups"]

    assert (row["message"], row["status"]) == ("想排两批", "asked")
