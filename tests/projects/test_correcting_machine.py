"""No order of moves by any persons shows what nobody accepted: hypothesis looks for one."""

from datetime import date

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.models import Unit
from foundation.errors import Refused
from matching.texts import texts_of
from portal.invariants import broken_invariants
from projects.correcting import (
    accept,
    begin_correction,
    decline,
    propose,
    send_back,
    take_back,
    withdraw,
)
from projects.handover import hand_over
from projects.intake import save_draft
from projects.library import restore, withdraw as withdraw_project
from projects.models import Correction, Listing, Project
from records.verifying import verify_trail
from tests.factories import (
    make_centre,
    make_clerk,
    make_holder,
    make_lead,
    make_project,
)
from tests.projects.correcting_things import derived_from
from tests.showcase.searching import found

PEOPLE = ("holder", "other", "clerk", "lead", "lead_gd", "centre")
OF_CORRECTION = {
    "propose": lambda c, by: propose(c, by=by),
    "take_back": lambda c, by: take_back(c, by=by),
    "accept": lambda c, by: accept(c, by=by),
    "return": lambda c, by: send_back(c, by=by, remarks="附报告", due_on=date(2098, 1, 31)),
    "decline": lambda c, by: decline(c, by=by, reason="没有依据"),
    "withdraw": lambda c, by: withdraw(c, by=by),
}
# Where the unaided would hardly ever come: the moves of who may make them are tried more often.
LIKELY = (
    *(("holder", "propose"), ("lead", "accept"), ("lead", "return"), ("lead", "decline")),
    *(("holder", "withdraw"), ("holder", "take_back"), ("lead_gd", "accept")),
)
ANY = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(sorted(OF_CORRECTION)))


def tried(order):
    try:
        return order()
    except Refused:
        return None


class Library(RuleBasedStateMachine):
    """`accepted` is the title that the last acceptance, or the listing, has put in force."""

    def __init__(self):
        super().__init__()
        units = {"lead": "SC", "clerk": "SC", "lead_gd": "GD"}
        make = {"lead": make_lead, "lead_gd": make_lead, "clerk": make_clerk}
        self.people = {name: make[name](units[name]) for name in units}
        self.people |= {"holder": make_holder(), "other": make_holder(), "centre": make_centre()}
        self.project = make_project("listed", self.people["holder"])
        self.accepted, self.said, self.typed = self.project.title, {}, 0

    @property
    def pending(self):
        return Correction.objects.filter(project=self.project.pk).order_by("-pk").first()

    @initialize()
    def work_on_one(self):
        """Without it few walks would come to propose anything."""
        self.begin("holder")
        self.type_something("holder")

    @rule(who=st.sampled_from(PEOPLE))
    def begin(self, who):
        tried(lambda: begin_correction(self.project, "有更新", by=self.people[who]))

    @rule(who=st.sampled_from(("holder", "holder", *PEOPLE)))
    def type_something(self, who):
        self.typed += 1
        title = f"碳化硅驱动芯片第{self.project.pk}项改写{self.typed:03}"  # no other walk's
        project = Project.objects.get(pk=self.project.pk)
        tried(lambda: save_draft(project, {"title": title}, by=self.people[who]))

    @rule(move=st.one_of(st.sampled_from(LIKELY), ANY))
    def decide(self, move):
        who, verb = move
        correction = self.pending
        if correction is None:
            return
        done = tried(lambda: OF_CORRECTION[verb](correction, self.people[who]))
        if done is not None and verb == "propose":
            self.said[done.version_id] = done.version.content["title"]
        if done is not None and verb == "accept":
            assert who in ("lead", "lead_gd")
            self.accepted = self.said[done.version_id]

    @rule(who=st.sampled_from(("centre", "lead", "holder")))
    def leave_the_library(self, who):
        project = Project.objects.get(pk=self.project.pk)
        tried(lambda: withdraw_project(project, by=self.people[who], reason="有争议"))

    @rule(who=st.sampled_from(("centre", "holder")))
    def come_back(self, who):
        project = Project.objects.get(pk=self.project.pk)
        tried(lambda: restore(project, by=self.people[who], reason="已了结"))

    @rule(who=st.sampled_from(("lead", "lead_gd")), unit=st.sampled_from(("SC", "GD")))
    def go_elsewhere(self, who, unit):
        project = Project.objects.get(pk=self.project.pk)
        unit = Unit.objects.get(abbr=unit)
        tried(lambda: hand_over(project, unit, by=self.people[who], reason="转交"))

    @invariant()
    def everybody_reads_what_was_accepted(self):
        row = Project.objects.get(pk=self.project.pk)
        listing = Listing.objects.filter(pk=row.pk).select_related("version").first()
        assert (row.title, *derived_from(row)) == (self.accepted,) * 3
        assert (listing is not None) == (row.status == "listed")
        if listing is not None:
            [text] = texts_of("project", [row.pk])
            read = (listing.title, listing.version.content["title"], text.title)
            assert read == (self.accepted,) * 3
            unaccepted = set(self.said.values()) - {self.accepted}
            assert not any(found(title).whole for title in unaccepted)
            assert found(self.accepted).whole > 0

    def teardown(self):
        assert set(broken_invariants().values()) == {0}
        assert list(verify_trail()) == []


@pytest.mark.django_db
def test_no_order_of_moves_shows_what_nobody_accepted():
    run_state_machine_as_test(
        Library,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
