"""A time to meet as calendars read it (RFC 5545)."""

from urllib.parse import urlsplit

from django.conf import settings
from icalendar.enums import STATUS

from introductions.models import Appointment
from introductions.states import AppointmentStatus
from roadshows.ics import Shown

_STATUS = {
    AppointmentStatus.PROPOSED: STATUS.TENTATIVE,
    AppointmentStatus.AGREED: STATUS.CONFIRMED,
}


def event_of(appointment: Appointment) -> Shown:
    """What it is about and where; neither who meets nor how to reach them."""
    introduction = appointment.introduction
    host = urlsplit(settings.SITE_URL).hostname
    return Shown(
        uid=f"{appointment.ref}@{host}",
        sequence=appointment.sequence,
        at=appointment.answered_at or appointment.proposed_at,
        status=_STATUS.get(AppointmentStatus(appointment.status), STATUS.CANCELLED),
        title=f"对接：{introduction}",
        begins=appointment.starts_at,
        ends=appointment.ends_at,
        place=appointment.place,
        about="",
        url=f"{settings.SITE_URL}{introduction.facts['talk_path']}",
        categories=[],
        host=settings.SITE_NAME,
        mailbox=f"noreply@{settings.MAIL_DOMAIN}",
    )
