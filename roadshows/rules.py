"""Who may do what with a roadshow and what hangs on it: each predicate one question, the tables the
law."""

from accounts.rules import is_portal
from accounts.states import Role, Scope
from projects.models import Project
from projects.rules import is_holder, is_in_custody_of
from projects.states import RecommendationStatus
from records.actors import Actor
from roadshows.models import (
    CalendarVersion,
    Deck,
    Duty,
    Person,
    Rehearsal,
    Release,
    Remark,
    Roadshow,
    Season,
    Session,
)
from roadshows.states import Party


def is_of_centre(by: Actor, obj: object) -> bool:
    return by.is_person and by.role in Role.of_centre


def is_centre_lead(by: Actor, obj: object) -> bool:
    return by.is_person and by.role == Role.CENTRE_LEAD


def is_of_exchange(by: Actor, obj: object) -> bool:
    return by.is_person and by.role == Role.EXCHANGE


def is_of_unit(by: Actor, unit: str) -> bool:
    return by.is_person and by.role in Role.of_unit and by.unit == unit


def is_host(by: Actor, roadshow: Roadshow) -> bool:
    return is_of_unit(by, roadshow.unit_id)


def may_see(by: Actor, roadshow: Roadshow) -> bool:
    """At a desk; what the public sees is `queries.roadshows.public_roadshows`. The set form is
    `queries.roadshows.visible_to`."""
    return is_host(by, roadshow) or is_of_centre(by, roadshow) or is_of_exchange(by, roadshow)


def may_run(by: Actor, roadshow: Roadshow) -> bool:
    """The host; the centre with it."""
    return is_host(by, roadshow) or is_of_centre(by, roadshow)


def may_cancel(by: Actor, roadshow: Roadshow) -> bool:
    """The portal, where the decision behind it is no more."""
    return is_centre_lead(by, roadshow) or is_portal(by, roadshow)


def party_of(by: Actor) -> Party | None:
    """For which of the three parties somebody acts."""
    if by.is_person and by.role in Role.of_unit:
        return Party.HOST
    if is_of_centre(by, None):
        return Party.CENTRE
    return Party.EXCHANGE if is_of_exchange(by, None) else None


def is_of_party(by: Actor, duty: Duty) -> bool:
    return {
        Party.HOST: is_host(by, duty.roadshow),
        Party.CENTRE: is_of_centre(by, duty),
        Party.EXCHANGE: is_of_exchange(by, duty),
    }[Party(duty.party)]


def may_do(by: Actor, duty: Duty) -> bool:
    """Each party its own; the host, which runs it all, all."""
    return is_of_party(by, duty) or may_run(by, duty.roadshow)


def may_plan_duty(by: Actor, duty: Duty) -> bool:
    """The template comes by the portal."""
    return may_run(by, duty.roadshow) or is_portal(by, duty)


def may_publish(by: Actor, version: CalendarVersion) -> bool:
    return is_centre_lead(by, version)


def may_set_season(by: Actor, season: Season) -> bool:
    """The portal begins it with what is usual."""
    return is_of_centre(by, season) or is_portal(by, season)


def may_release(by: Actor, release: Release) -> bool:
    return may_run(by, release.roadshow)


def is_noted_by(by: Actor, person: Person) -> bool:
    return is_of_unit(by, person.unit_id)


def may_note(by: Actor, person: Person) -> bool:
    """The centre, where it arranges an agenda: a project's holder becomes its speaker."""
    return is_noted_by(by, person) or is_of_centre(by, person)


def may_forget(by: Actor, person: Person) -> bool:
    """Whoever noted them; they themselves."""
    is_self = by.is_person and by.user_id == person.user_id
    return is_noted_by(by, person) or is_self


def is_coach_of_unit(by: Actor, unit: str) -> bool:
    """The unit's people, and an agency's to whom it delegated coaching."""
    is_agency = by.is_person and by.role == Role.AGENCY and by.unit == unit
    return is_of_unit(by, unit) or (is_agency and Scope.COACH in by.scopes)


def may_plan_session(by: Actor, session: Session) -> bool:
    return is_coach_of_unit(by, session.unit_id)


def answers_for(by: Actor, project: Project) -> bool:
    """Its holder; before there is one, those who look after it."""
    return is_holder(by, project) or is_in_custody_of(by, project)


def may_coach(by: Actor, project: Project) -> bool:
    """Once it was filed: what its holder still writes is the holder's alone."""
    return project.submitted_at is not None and is_coach_of_unit(by, project.unit_id or "")


def is_put_forward(project: Project) -> bool:
    given = project.recommendations.filter(status=RecommendationStatus.GIVEN)
    return given.exists() or project.items.filter(place__isnull=False).exists()


def may_see_coaching(by: Actor, project: Project) -> bool:
    """Decks and remarks are theirs alone; the centre reads them where it was put forward. The set
    form is `queries.coaching.coached_by`."""
    is_theirs = answers_for(by, project) or may_coach(by, project)
    return is_theirs or (is_of_centre(by, project) and is_put_forward(project))


def may_file_deck(by: Actor, deck: Deck) -> bool:
    return answers_for(by, deck.project) or may_coach(by, deck.project)


def may_remark(by: Actor, remark: Remark) -> bool:
    return may_coach(by, remark.deck.project)


def may_withdraw_remark(by: Actor, remark: Remark) -> bool:
    return may_remark(by, remark) and by.user_id == remark.said_by_id


def may_answer_remark(by: Actor, remark: Remark) -> bool:
    return answers_for(by, remark.deck.project)


def may_forget_remark(by: Actor, remark: Remark) -> bool:
    """What was said between them goes with the holder who leaves."""
    return is_holder(by, remark.deck.project)


def may_forget_session(by: Actor, session: Session) -> bool:
    """What was summed up of their projects alone goes with the holder who leaves."""
    is_about_others = session.projects.exclude(holder=by.user_id).exists()
    return by.is_person and not is_about_others


def may_forget_rehearsal(by: Actor, rehearsal: Rehearsal) -> bool:
    return is_holder(by, rehearsal.project)


def may_note_rehearsal(by: Actor, rehearsal: Rehearsal) -> bool:
    return answers_for(by, rehearsal.project) or may_coach(by, rehearsal.project)


ROADSHOW_RULES = {
    "open": is_portal,
    "arrange": may_run,
    "schedule": is_centre_lead,
    "unschedule": is_centre_lead,
    "space": is_centre_lead,
    "release": may_run,
    "close": is_portal,
    "cancel": may_cancel,
}
DUTY_RULES = {
    "add": may_plan_duty,
    "change": may_plan_duty,
    "waive": may_plan_duty,
    "remind": is_portal,
    "finish": may_do,
    "reopen": may_do,
}
SEASON_RULES = dict.fromkeys(("set", "change"), may_set_season)
CALENDAR_VERSION_RULES = {"publish": may_publish}
PERSON_RULES = {"note": may_note, "change": is_noted_by, "forget": may_forget}
RELEASE_RULES = {"release": may_release}
SESSION_RULES = {
    **dict.fromkeys(("plan", "change", "hold", "cancel"), may_plan_session),
    "forget": may_forget_session,
}
DECK_RULES = {"file": may_file_deck}
REMARK_RULES = {
    "say": may_remark,
    "reopen": may_remark,
    "withdraw": may_withdraw_remark,
    "forget": may_forget_remark,
    **dict.fromkeys(("mend", "keep"), may_answer_remark),
}
REHEARSAL_RULES = {"note": may_note_rehearsal, "forget": may_forget_rehearsal}
