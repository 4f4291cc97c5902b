"""Who may do what at an introduction: each predicate one question, the tables the law. Persons are
compared, in whatever role they act: an introduction is theirs, not their desk's."""

from accounts.rules import is_portal
from accounts.states import Role
from introductions.models import Appointment, Introduction, Line, Seat
from introductions.states import SeatRole
from records.actors import Actor


def sits_at(by: Actor, introduction: Introduction) -> bool:
    return role_at(by, introduction) is not None


def is_party(by: Actor, introduction: Introduction) -> bool:
    return role_at(by, introduction) in SeatRole.of_parties


def role_at(by: Actor, introduction: Introduction) -> SeatRole | None:
    if not by.is_person:
        return None
    seats = introduction.seats_taken()
    return next((SeatRole(one.role) for one in seats if one.person_id == by.user_id), None)


def may_propose_seat(by: Actor, seat: Seat) -> bool:
    """A party brings an agency's person; of the exchange one comes of their own accord."""
    if seat.role == SeatRole.COORDINATOR:
        is_own = by.is_person and by.user_id == seat.person_id
        return is_own and by.role == Role.EXCHANGE and not sits_at(by, seat.introduction)
    is_other = seat.role == SeatRole.AGENT and by.user_id != seat.person_id
    return is_other and is_party(by, seat.introduction)


def may_answer_seat(by: Actor, seat: Seat) -> bool:
    return not seat.is_party and is_party(by, seat.introduction)


def may_let_in(by: Actor, seat: Seat) -> bool:
    """Whose word is still missing."""
    given = {SeatRole.ASKER: seat.asker_agreed, SeatRole.ANSWERER: seat.answerer_agreed}
    role = role_at(by, seat.introduction)
    return not seat.is_party and role is not None and not given.get(role, True)


def may_leave(by: Actor, seat: Seat) -> bool:
    return by.is_person and by.user_id == seat.person_id


def may_say(by: Actor, line: Line) -> bool:
    return is_author(by, line) and sits_at(by, line.introduction)


def is_author(by: Actor, line: Line) -> bool:
    return by.is_person and by.user_id == line.author_id


def may_arrange(by: Actor, appointment: Appointment) -> bool:
    return is_party(by, appointment.introduction)


def may_answer_time(by: Actor, appointment: Appointment) -> bool:
    return may_arrange(by, appointment) and by.user_id != appointment.proposed_by_id


def has_proposed(by: Actor, appointment: Appointment) -> bool:
    return by.is_person and by.user_id == appointment.proposed_by_id


INTRODUCTION_RULES = {
    "begin": is_portal,
    **dict.fromkeys(("plan", "finish", "reopen", "forget"), is_party),
}
SEAT_RULES = {
    "sit": is_portal,
    "propose": may_propose_seat,
    **dict.fromkeys(("agree", "admit"), may_let_in),
    "refuse": may_answer_seat,
    "leave": may_leave,
}
LINE_RULES = {"say": may_say, **dict.fromkeys(("take_back", "forget"), is_author)}
APPOINTMENT_RULES = {
    **dict.fromkeys(("propose", "cancel"), may_arrange),
    **dict.fromkeys(("agree", "decline"), may_answer_time),
    "forget": has_proposed,
}
