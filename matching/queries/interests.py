"""Reads of interests: one's own, and those in what one answers for."""

from collections.abc import Iterable

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)

from accounts.models import Delegation, Membership, User
from accounts.queries import houses_of
from accounts.states import Role, Scope
from foundation.clock import Now
from matching.models import SUSPENDED, VEILED, Block, Interest, Posting, Report
from matching.queries.postings import owners_of, running_postings
from matching.rules import may_post
from matching.states import InterestStatus, PostingKind, ReportStatus, Side
from projects.models import Project
from projects.queries import shown
from records.actors import Actor

S = InterestStatus


def is_shown(record: Project | Posting) -> bool:
    if isinstance(record, Project):
        return shown().filter(pk=record.pk).exists()
    return running_postings().filter(pk=record.pk).exists()


def as_told(interests: QuerySet[Interest]) -> QuerySet[Interest]:
    """With `told`, the status as whoever sent it may know it, and `told_answer`: of an agreement
    nobody hears for ten minutes."""
    hidden, sent = Q(status=S.AGREED), Value(S.SENT.value)
    return interests.annotate(
        told=Case(When(hidden, then=sent), default=F("status"), output_field=CharField()),
        told_answer=Case(
            When(hidden, then=Value("")), default=F("answer"), output_field=TextField()
        ),
    )


def sent_by(user_id: int | None) -> QuerySet[Interest]:
    """As told, the newest first, each with `is_shown`: whether what it is in is there to be
    read."""
    own = as_told(Interest.objects.filter(person=user_id))
    there = Q(side=Side.PROJECT) & Q(Exists(shown().filter(project=OuterRef("project"))))
    there |= Q(side=Side.POSTING) & Q(Exists(running_postings().filter(pk=OuterRef("posting"))))
    found = own.annotate(is_shown=Case(When(there, then=True), default=False))
    return _with_pair(found).order_by("-sent_at", "-pk")


def received_by(by: Actor) -> QuerySet[Interest]:
    """In what one answers for: one's own projects or postings; for a unit and an agency, those in
    their custody. Neither what was taken back nor what comes from those `by` has blocked."""
    if not by.is_person:
        return Interest.objects.none()
    found = Interest.objects.filter(answered_by_desk(by)).exclude(person=by.user_id)
    found = found.exclude(status=S.TAKEN_BACK).exclude(_is_blocked(by))
    return _with_pair(found).order_by("-sent_at", "-pk")


def readable_by(by: Actor) -> QuerySet[Interest]:
    """Sent or answered by oneself, or to be answered at the desk one acts at."""
    mine = Q(person=by.user_id) | answered_by_desk(by)
    mine |= Q(answered_by=by.user_id, status=S.INTRODUCED)
    return _with_pair(Interest.objects.filter(mine)) if by.is_person else Interest.objects.none()


def answered_by_desk(by: Actor) -> Q:
    """The set form of `rules.may_answer_interest`, but for one's own interest."""
    return Q(side=Side.PROJECT) & _of_projects(by) | Q(side=Side.POSTING) & _of_postings(by)


def _of_projects(by: Actor) -> Q:
    if by.role == Role.HOLDER:
        return Q(project__holder=by.user_id)
    free = Q(project__holder=None, project__unit=by.unit)
    if by.role in Role.of_unit:
        by_agency = Q(Exists(_running_delegations()), project__custodian=F("project__collected_by"))
        return free & ~by_agency
    if by.role == Role.AGENCY and Scope.COLLECT in by.scopes:
        return free & Q(project__custodian=by.organisation_id)
    return Q(pk=None)


def _of_postings(by: Actor) -> Q:
    if by.role in Role.of_unit:
        return Q(posting__custodian=by.unit)
    kinds = [kind for kind in PostingKind if may_post(by, kind)]
    house = by.organisation_id or 0
    return Q(posting__custodian=None, posting__organisation=house, posting__kind__in=kinds)


def _running_delegations() -> QuerySet[Delegation]:
    """Of an interest's project: by its unit, to the agency that has it in custody."""
    running = Delegation.objects.valid_now().filter(organisation=OuterRef("project__custodian"))
    return running.filter(unit=OuterRef("project__unit"), scopes__contains=[Scope.COLLECT])


def _is_blocked(by: Actor) -> Q:
    """What `by` has agreed to or declined stays with them."""
    same_person = Q(interest__person=OuterRef("person"))
    same_house = Q(whole_house=True, interest__organisation=OuterRef("organisation"))
    own = Block.objects.filter(person=by.user_id)
    openly = ~VEILED & Q(Exists(own.filter(same_person | same_house, posting=None)))
    veiled = VEILED & Q(Exists(own.filter(posting=OuterRef("posting"))))
    return (openly | veiled) & Q(status__in=(S.SENT, S.QUESTIONED, S.EXPIRED))


def _with_pair(interests: QuerySet[Interest]) -> QuerySet[Interest]:
    return interests.select_related(
        *("project__unit", "posting__unit", "posting__organisation", "organisation"),
        *("person", "person__organisation", "answered_by"),
    )


def answerers_of(interest: Interest) -> Iterable[int]:
    """But those who have blocked its sender, or their house."""
    target = interest.target
    people = answerers_of_project(target) if isinstance(target, Project) else owners_of(target)
    blockers = _blocks_of_sender(interest).values_list("person_id", flat=True)
    return set(people) - set(blockers) - {interest.person_id}


def _blocks_of_sender(interest: Interest) -> QuerySet[Block]:
    if interest.veil is not None:
        return Block.objects.filter(posting=interest.veil)
    same = Q(interest__person=interest.person_id)
    same |= Q(whole_house=True, interest__organisation=interest.organisation_id or 0)
    return Block.objects.filter(same, posting=None)


def houses_behind(person: User, by: Actor) -> set[int]:
    """Whose quota an interest takes: all that the person acts for or says they work at, and those
    they sent for lately, so that none is passed by changing it."""
    lately = Interest.objects.filter(person=person.pk, sent_at__gt=Now() - SUSPENDED)
    sent_for = set(lately.values_list("organisation", flat=True))
    acts_for = set(houses_of(person.pk).values_list("pk", flat=True))
    found = {by.organisation_id, person.organisation_id, *sent_for, *acts_for}
    return {house for house in found if house is not None}


def answerers_of_project(project: Project) -> Iterable[int]:
    """Its holder; before there is one, the people of its custodian: those of the agency as long as
    the unit's delegation to it runs, else those of the unit."""
    if project.holder_id:
        return [project.holder_id]
    valid = Membership.objects.valid_now()
    running = Delegation.objects.valid_now().filter(
        unit=project.unit_id, organisation=project.custodian_id, scopes__contains=[Scope.COLLECT]
    )
    if project.is_with_agency and running.exists():
        people = valid.filter(role=Role.AGENCY, organisation=project.custodian_id)
    else:
        people = valid.filter(role__in=Role.of_unit, unit=project.unit_id)
    return people.values_list("user_id", flat=True)


def asker_back_of(interest: Interest) -> Iterable[int]:
    return [interest.questioned_by_id] if interest.questioned_by_id else []


def is_answer_told(interest: Interest) -> bool:
    """Whether whoever sent it may know that somebody answered: of an agreement nobody hears for
    ten minutes."""
    is_hidden = interest.status == S.AGREED
    is_answered = interest.answered_by_id is not None and not is_hidden
    return is_answered or interest.questioned_by_id is not None


def may_be_reported(interest: Interest, by: Actor) -> bool:
    """By whom it reached, and by whom it was sent once somebody answered; once each."""
    is_own = interest.person_id == by.user_id
    is_somebody_there = is_answer_told(interest) if is_own else interest.status != S.TAKEN_BACK
    return is_somebody_there and not interest.reports.filter(by=by.user_id).exists()


def may_be_blocked(interest: Interest, by: Actor) -> bool:
    return interest.person_id != by.user_id and interest.status != S.TAKEN_BACK


def both_of(interest: Interest) -> Iterable[int]:
    return [pk for pk in (interest.person_id, interest.answered_by_id) if pk]


def blocks_of(by: Actor) -> QuerySet[Block]:
    own = Block.objects.filter(person=by.person_id).order_by("-made_at", "-pk")
    return own.select_related(
        *("interest__project", "interest__posting", "interest__organisation"),
        "interest__person__organisation",
    )


def reports_waiting() -> QuerySet[Report]:
    """The oldest first."""
    waiting = Report.objects.filter(status=ReportStatus.OPEN).order_by("reported_at", "pk")
    return waiting.select_related(
        *("interest__project__unit", "interest__posting__unit"),
        *("interest__organisation", "interest__person", "by", "about"),
    )


def judges_of(report: Report) -> Iterable[int]:
    """The centre's people, but those it is about."""
    people = Membership.objects.valid_now().filter(role__in=Role.of_centre)
    about = (report.by_id, report.about_id)
    return people.exclude(user__in=about).values_list("user_id", flat=True).distinct()


def interest_counts() -> dict[str, int]:
    """How many stand or led on, and in how many achievements."""
    alive = Interest.objects.filter(status__in=(*S.standing, S.INTRODUCED), side=Side.PROJECT)
    return alive.aggregate(interests=Count("pk"), interested_in=Count("project", distinct=True))
