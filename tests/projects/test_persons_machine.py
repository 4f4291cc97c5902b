"""Persons are compared, never roles: leads and people of the centre who hold projects themselves
bring them as far as they can, and nobody ever did both halves of what two are to do."""

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.granting import end
from accounts.models import Cycle, Membership
from foundation import clock
from foundation.errors import Refused
from projects.correcting import accept as accept_correction, begin_correction, propose
from projects.intake import save_draft, submit
from projects.library import list_all, restore_all, withdraw
from projects.models import Correction, Listing, Project, Proofreading, Version
from projects.proofreading import read_version
from projects.screening import accept_all, send_back
from projects.states import ProofreadingStatus
from records.models import Entry
from tests.factories import make_draft, make_holder, make_staff

LEADS, CENTRE = (0, 1, 2), (3, 4, 5)
DESKS = ("holder", "desk", "desk", "other desk")
WHO = st.tuples(st.sampled_from(LEADS + CENTRE), st.sampled_from(DESKS))
ROLES = (("unit_lead", "SC"), ("centre",))
WHICH = st.sampled_from((0, 3))


def tried(order):
    try:
        return order()
    except Refused:
        return None


def correctors(project, **those):
    accepted = Correction.objects.filter(project=project, status="accepted", **those)
    pairs = accepted.values_list("proposed_by", "decided_by")
    return {pk for pair in pairs for pk in pair}


class Way(RuleBasedStateMachine):
    """Each person holds one project. The centre reads once before it lists. Who sits at one desk
    has sat at the other: which of both came first is not what keeps them apart."""

    def __init__(self):
        super().__init__()
        Cycle.objects.update(readings=1)
        self.people = []
        for number in LEADS + CENTRE:
            holder = make_holder()
            desk, other = ROLES if number in LEADS else ROLES[::-1]
            before = make_staff(*other, user=holder.user)
            end(Membership.objects.get(user=holder.user), by=before)
            now = make_staff(*desk, user=holder.user)
            self.people.append({"holder": holder, "desk": now, "other desk": before})
        self.ids = {one: make_draft(self.people[one]["holder"]).pk for one in (0, 3)}
        self.typed = 0

    def by(self, who):
        person, role = who
        return self.people[person][role]

    def project(self, which):
        return Project.objects.get(pk=self.ids[which])

    def only(self, which):
        return Project.objects.filter(pk=self.ids[which])

    @rule(who=WHO, which=WHICH)
    def file(self, who, which):
        tried(lambda: submit(self.project(which), by=self.by(who)))

    @rule(who=WHO, which=WHICH)
    def screen(self, who, which):
        accept_all(self.only(which), by=self.by(who))

    @rule(who=WHO, which=WHICH)
    def give_back(self, who, which):
        due = {"remarks": "补报告", "due_on": clock.today().replace(year=2098)}
        tried(lambda: send_back(self.project(which), by=self.by(who), **due))

    @rule(who=WHO, which=WHICH)
    def read(self, who, which):
        version = Version.objects.filter(project=self.ids[which]).order_by("-number").first()
        if version is not None:
            tried(lambda: read_version(version, by=self.by(who)))

    @rule(who=WHO, which=WHICH)
    def enter(self, who, which):
        list_all(self.only(which), by=self.by(who))
        restore_all(self.only(which), by=self.by(who), reason="已了结")

    @rule(who=WHO, which=WHICH)
    def leave(self, who, which):
        tried(lambda: withdraw(self.project(which), by=self.by(who), reason="有争议"))

    @rule(who=WHO, which=WHICH)
    def correct(self, who, which):
        self.typed += 1
        project, by = self.project(which), self.by(who)
        correction = tried(lambda: begin_correction(project, "有更新", by=by))
        if correction is not None:
            save_draft(self.project(which), {"tagline": f"第 {self.typed} 稿"}, by=by)
            tried(lambda: propose(correction, by=by))

    @rule(who=WHO, which=WHICH)
    def accept_it(self, who, which):
        pending = Correction.objects.filter(project=self.ids[which]).order_by("-pk").first()
        if pending is not None:
            tried(lambda: accept_correction(pending, by=self.by(who)))

    @invariant()
    def nobody_did_both_halves(self):
        for project in Project.objects.exclude(accepted_by=None):
            assert project.accepted_by_id not in (project.submitted_by_id, project.holder_id)
        for correction in Correction.objects.filter(status="accepted").select_related("project"):
            filed = (correction.proposed_by_id, correction.project.holder_id)
            assert correction.decided_by_id not in filed

    @invariant()
    def what_is_listed_was_accepted_read_and_judged(self):
        for listing in Listing.objects.select_related("version", "project"):
            project, own = listing.project, Entry.objects.filter(object_id=listing.pk)
            lister = own.filter(table="projects.project", verb__in=("list", "restore")).last()
            involved = {project.submitted_by_id, project.holder_id, project.accepted_by_id}
            assert lister.actor_id not in involved | correctors(project, decided_at__lt=lister.at)
            assert len(listing.version.verdicts) == 6
            read = Proofreading.objects.filter(
                version__project=listing.pk, status=ProofreadingStatus.READ
            )
            assert read.exists()
            of_it = read.filter(version=listing.version).values_list("reader", flat=True)
            assert involved.isdisjoint(of_it)
            assert correctors(project).isdisjoint(of_it)


@pytest.mark.django_db
def test_no_order_of_moves_lets_one_person_do_both_halves():
    run_state_machine_as_test(
        Way,
        settings=settings(
            max_examples=15,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_four_persons_bring_one_into_the_library():
    """The machine can come as far as it is to look at: else it would prove nothing."""
    way = Way()
    way.file((0, "holder"), 0)
    way.screen((0, "desk"), 0)
    assert way.project(0).status == "submitted"
    way.screen((1, "desk"), 0)
    way.enter((3, "desk"), 0)
    assert way.project(0).status == "accepted"
    way.read((3, "desk"), 0)
    way.enter((4, "desk"), 0)

    assert way.project(0).status == "listed"
    way.correct((0, "holder"), 0)
    way.accept_it((0, "desk"), 0)
    way.accept_it((1, "desk"), 0)
    read = Proofreading.objects.filter(version__is_correction=True)
    way.read((1, "other desk"), 0)
    assert not read.exists()
    way.read((4, "desk"), 0)
    assert read.count() == 1
    way.leave((5, "desk"), 0)
    way.enter((1, "other desk"), 0)
    assert way.project(0).status == "withdrawn"
    way.enter((5, "desk"), 0)
    assert way.project(0).status == "listed"
    way.nobody_did_both_halves()
    way.what_is_listed_was_accepted_read_and_judged()
    assert Correction.objects.get().status == "accepted"
