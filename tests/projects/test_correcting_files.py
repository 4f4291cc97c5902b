"""Attachments while a correction is pending: others read those in force until it is accepted."""

import pytest

from foundation.errors import Refused
from projects.attaching import Details, put_at, remove, restore, revise
from projects.correcting import accept, begin_correction, decline, propose, withdraw
from projects.disclosing import disclose, grant_all
from projects.models import Attachment, Correction, Listing
from projects.queries import attachments_named, for_reading, kept_of
from projects.rules import may_read, openness_of
from projects.states import AttachmentKind, Visibility
from records.actors import VISITOR
from tests.factories import (
    make_agent,
    make_draft,
    make_holder,
    make_lead,
    make_organisation,
    take_to,
)
from tests.projects.attaching_files import make_attachment
from tests.projects.correcting_things import REASON

pytestmark = pytest.mark.django_db


class Desk:
    """A listed project with three attachments, a correction of it begun."""

    def __init__(self):
        self.holder, self.lead = make_holder(), make_lead()
        draft = make_draft(self.holder)
        names = ("检测报告", "应用证明", "商业计划书")
        openness = ("public", "members", "granted")
        self.report, self.proof, self.plan = (
            make_attachment(draft, self.holder, visibility=one, title=name)
            for name, one in zip(names, openness, strict=True)
        )
        self.project = take_to("listed", draft, self.holder)
        self.correction = begin_correction(self.project, REASON, by=self.holder)

    def read_by(self, by):
        rows = for_reading(Attachment.objects.filter(project=self.project)).order_by("pk")
        return [row.title for row in rows if may_read(by, row)]

    def told(self):
        """Names and openness on the public page."""
        listing = Listing.objects.select_related("project", "version").get(pk=self.project.pk)
        named = attachments_named(listing.project, listing.version.content)
        return [(one.title, openness_of(one)) for one in named]

    def kept(self):
        return [(one.title, one.visibility, one.place) for one in kept_of(self.project)]


AS_IT_WAS = [("检测报告", "public"), ("应用证明", "members"), ("商业计划书", "granted")]
KEPT = [("检测报告", "public", 1), ("应用证明", "members", 2), ("商业计划书", "granted", 3)]


@pytest.fixture
def desk():
    return Desk()


def change(desk):
    """One added, one removed, one renamed and opened wider, the order turned round."""
    by = desk.holder
    remove(desk.report, by=by)
    make_attachment(desk.project, by, visibility="public", title="复测报告")
    details = Details(AttachmentKind.PLAN, "商业计划书（新）", Visibility.PUBLIC)
    revise(desk.plan, details, by=by)
    put_at(desk.plan, 1, by=by)


def test_others_read_what_is_in_force_until_acceptance(desk):
    change(desk)

    assert desk.told() == AS_IT_WAS
    assert desk.read_by(VISITOR) == ["检测报告"]
    propose(Correction.objects.get(), by=desk.holder)
    assert desk.told() == AS_IT_WAS
    assert desk.read_by(VISITOR) == ["检测报告"]


def test_accepted_they_read_what_was_proposed(desk):
    change(desk)
    accept(propose(Correction.objects.get(), by=desk.holder), by=desk.lead)

    assert desk.told() == [
        *(("商业计划书（新）", "public"), ("应用证明", "members"), ("复测报告", "public"))
    ]
    assert desk.read_by(VISITOR) == ["商业计划书（新）", "复测报告"]


@pytest.mark.parametrize("status", ["withdrawn", "declined"])
def test_given_up_all_is_as_it_was(desk, status):
    change(desk)
    correction = Correction.objects.get()
    if status == "declined":
        decline(propose(correction, by=desk.holder), by=desk.lead, reason="没有依据")
    else:
        withdraw(correction, by=desk.holder)

    assert desk.kept() == KEPT
    assert desk.told() == AS_IT_WAS
    added = Attachment.objects.get(title="复测报告")
    assert (added.status, added.place) == ("removed", None)


def test_what_was_closed_meanwhile_stays_closed(desk):
    disclose(desk.report, Visibility.GRANTED, by=desk.holder)
    assert desk.read_by(VISITOR) == []

    withdraw(desk.correction, by=desk.holder)

    assert desk.told()[0] == ("检测报告", "granted")


def test_nothing_changes_while_it_is_proposed_but_how_closed_it_is(desk):
    change(desk)
    propose(Correction.objects.get(), by=desk.holder)

    for order in (
        lambda: make_attachment(desk.project, desk.holder),
        lambda: remove(desk.proof, by=desk.holder),
        lambda: restore(desk.report, by=desk.holder),
        lambda: disclose(desk.proof, Visibility.PUBLIC, by=desk.holder),
    ):
        with pytest.raises(Refused):
            order()
    disclose(desk.proof, Visibility.GRANTED, by=desk.holder)

    assert ("应用证明", "granted") in desk.told()


def test_grants_hold_for_what_is_in_force_alone(desk):
    organisation = make_organisation()
    agent = make_agent(organisation)
    added = make_attachment(desk.project, desk.holder, title="新计划书")
    grant_all([desk.plan, added], organisation, by=desk.holder)
    remove(desk.plan, by=desk.holder)

    assert desk.read_by(agent) == ["检测报告", "应用证明", "商业计划书"]
    accept(propose(Correction.objects.get(), by=desk.holder), by=desk.lead)
    assert desk.read_by(agent) == ["检测报告", "应用证明", "新计划书"]


def test_a_change_of_files_alone_is_proposed(desk):
    remove(desk.report, by=desk.holder)

    assert propose(Correction.objects.get(), by=desk.holder).status == "proposed"
