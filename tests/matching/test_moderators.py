"""Who decides on what was handed in, and who puts back what was taken down: somebody else."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.urls import reverse

from accounts.granting import grant_role
from accounts.models import Organisation
from accounts.states import Role
from foundation import clock
from foundation.errors import Refused
from foundation.typed import Page
from matching.filing import keep_typed, open_posting, submit
from matching.moderating import ModerationProblem, accept, remove, restore, send_back
from matching.queries.desks import decidable_by
from matching.states import PostingKind
from records.actors import PORTAL
from tests.factories import make_centre, make_clerk, make_lead
from tests.matching.filing import accepted, handed_in, typed_demand
from tests.matching.making import make_enterprise

pytestmark = pytest.mark.django_db
HOUSE = {"org_name": "海岳精密股份有限公司", "org_code": "91510100MA6CGQ0N7B"}


def handed_in_by_another(writer):
    """Opened and handed in by a clerk; the words are the writer's."""
    clerk = make_clerk()
    posting = open_posting(PostingKind.DEMAND, by=clerk)
    keep_typed(posting, typed_demand(**HOUSE), page=Page(), by=writer)
    return submit(posting, by=clerk)


def accept_first(posting, *, by):
    return accept(posting, 1, by=by)


def return_first(posting, *, by):
    return send_back(posting, 1, remark="写上电压等级", by=by)


def put_back(posting, *, by):
    return restore(posting, reason="已说明", by=by)


def refused(order, posting, by):
    with pytest.raises(Refused) as refusal:
        order(posting, by=by)
    return refusal.value.status == HTTPStatus.FORBIDDEN


def test_nobody_decides_on_their_own_words():
    lead, other = make_lead(), make_lead()
    version = handed_in_by_another(lead)

    assert version.writers == [lead.user_id]
    assert [list(decidable_by(by)) for by in (lead, other)] == [[], [version]]
    assert refused(accept_first, version.posting, lead)
    assert refused(return_first, version.posting, lead)
    assert accept_first(version.posting, by=other).status == "published"


def test_nobody_decides_on_what_is_of_their_own_house():
    by, lead, other = make_enterprise(), make_lead(), make_lead()
    house = Organisation.objects.get(pk=by.organisation_id)
    grant_role(lead.user, Role.ENTERPRISE, by=PORTAL, organisation=house)
    version = handed_in(by)

    assert [list(decidable_by(one)) for one in (lead, other)] == [[], [version]]
    assert refused(accept_first, version.posting, lead)
    assert refused(return_first, version.posting, lead)
    assert accept_first(version.posting, by=other).status == "published"


def test_what_the_centre_took_down_the_centre_alone_restores():
    posting, lead, centre = accepted(), make_lead(), make_centre()
    taken = remove(posting, reason="夸大宣传", by=centre)

    assert taken.removed_by_centre is True
    assert refused(put_back, posting, lead)
    restored = put_back(posting, by=centre)
    assert (restored.status, restored.removed_by_centre) == ("published", False)


def test_page_offers_restoring_to_who_may(client):
    posting, lead, centre = accepted(), make_lead(), make_centre()
    remove(posting, reason="夸大宣传", by=centre)

    for place, by, offers in (("unit", lead, False), ("center", centre, True)):
        client.force_login(by.user)
        page = client.get(reverse("posting_look", args=[place, posting.ref])).content.decode()
        assert (reverse("posting_restore", args=[place, posting.ref]) in page) is offers
        assert ("由别人恢复上架" in page) is not offers


def test_what_the_unit_took_down_it_restores_but_for_who_wrote_it():
    writer, other = make_lead(), make_lead()
    posting = accept_first(handed_in_by_another(writer).posting, by=other)
    remove(posting, reason="夸大宣传", by=other)

    assert refused(put_back, posting, writer)
    assert put_back(posting, by=other).status == "published"


def test_what_is_over_is_not_restored():
    posting, centre = accepted(), make_centre()
    remove(posting, reason="夸大宣传", by=centre)

    with clock.shift(timedelta(days=100)), pytest.raises(Refused) as refusal:
        put_back(posting, by=centre)

    assert [p.code for p in refusal.value.problems] == [ModerationProblem.OVER_REMOVED]
    posting.refresh_from_db()
    assert posting.status == "removed"
