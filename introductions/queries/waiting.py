"""What of introductions waits for somebody, and the days to keep in mind."""

from datetime import timedelta

from accounts.states import Role
from foundation import clock
from foundation.clock import Now, Today
from introductions.models import Appointment, Seat
from introductions.queries.companions import asked_of
from introductions.queries.talks import open_with_a_day, unread_by, waiting_times
from introductions.states import AppointmentStatus, IntroductionStatus, SeatRole, SeatStatus
from records.actors import Actor
from records.waiting import Coming, Place, ToCount

_NEAR = timedelta(days=3)


def waiting_for(by: Actor) -> list[ToCount]:
    """Of the person, at whatever desk."""
    if not _may_sit(by):
        return []
    url_name = "introductions"
    near = open_with_a_day(by).filter(next_on__lte=Today() + _NEAR)
    return [
        ToCount(unread_by(by), Place("对接有新留言", url_name)),
        ToCount(waiting_times(by), Place("等你确认的约见", url_name), since="proposed_at"),
        ToCount(asked_of(by), Place("等你同意的陪同", url_name), since="proposed_at"),
        ToCount(near, Place("对接的下一步", url_name), due="next_on"),
    ]


def handed_in_by(by: Actor) -> list[ToCount]:  # noqa: ARG001 -- as all rooms are asked
    return []


def coming_for(by: Actor) -> list[Coming]:
    """The next time that was agreed."""
    if not _may_sit(by):
        return []
    own = Seat.objects.filter(
        person=by.user_id, status=SeatStatus.JOINED, role__in=SeatRole.of_parties
    )
    agreed = Appointment.objects.filter(
        introduction__in=own.values("introduction"),
        introduction__status=IntroductionStatus.OPEN,
        status=AppointmentStatus.AGREED,
    )
    rows = agreed.filter(ends_at__gt=Now()).order_by("starts_at")
    about = "introduction__interest"
    found = rows.select_related(f"{about}__project", f"{about}__posting")
    return [
        Coming(
            f"约见：{one}",
            one.starts_at.astimezone(clock.SHANGHAI).date(),
            "introduction",
            one.introduction.ref,
        )
        for one in found[:1]
    ]


def _may_sit(by: Actor) -> bool:
    return by.is_person and by.role not in Role.of_control
