"""Delivery: a kept message leaves the house by e-mail, in the words of its kind's template; at
once, with all others of the day at 08:00 in Shanghai, or never, as its reader wishes; but in the
hours in which its reader wants none it is put off to their end."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from foundation import clock
from records.letters import Letter, html_of, letter_of, letter_of_many
from records.models import DailyMail, Message
from records.states import NOWHERE, WorkState

# What a user's `mail_rhythm` says; any other word means no mail.
AT_ONCE, DAILY = "at_once", "daily"
MORNING = time(8)
_MOST_LISTED = 100


def deliver(message: Message) -> int:
    """The step of a Message's work. The Message-ID is the row's, so that a mail sent twice by a
    kill between sending and commit is one mail to the reader."""
    rhythm = AT_ONCE if message.is_urgent else message.to.mail_rhythm
    if rhythm == DAILY:
        message.daily_mail = _next_daily_mail(message.to)
    elif rhythm == AT_ONCE and _is_reachable(message.to.email):
        message.daily_mail = None if message.is_urgent else _mail_after_quiet(message.to)
        if message.daily_mail is None:
            _send(letter_of(message), message.to.email, f"message-{message.pk}")
            message.mailed_at = clock.now()
    return message.total


def deliver_day(mail: DailyMail) -> int:
    """The step of a DailyMail's work: what was put off to it and is still unread, in one mail; one
    alone in its own words."""
    waiting = mail.messages.filter(mailed_at=None, read_at=None).order_by("pk")
    wants_mail = mail.to.mail_rhythm in (AT_ONCE, DAILY) and _is_reachable(mail.to.email)
    first = list(waiting.select_related("to")[:_MOST_LISTED]) if wants_mail else []
    if first:
        is_one = len(first) == 1
        letter = letter_of(first[0]) if is_one else letter_of_many(mail, first, waiting.count())
        _send(letter, mail.to.email, f"daily-{mail.pk}")
        waiting.update(mailed_at=clock.now())
    return mail.total


def next_morning(moment: datetime) -> datetime:
    """The first 08:00 in Shanghai after it."""
    return _next(MORNING, moment.astimezone(clock.SHANGHAI))


def next_daily(moment: datetime, begins: time | None, ends: time | None) -> datetime:
    """The first time after it that the mail of a day leaves: at 08:00, or at the end of the quiet
    hours in which that lies."""
    following = next_morning(moment)
    mornings = (following - timedelta(days=1), following)
    leaving = [end_of_quiet(morning, begins, ends) or morning for morning in mornings]
    return next(due for due in leaving if due > moment)


def end_of_quiet(moment: datetime, begins: time | None, ends: time | None) -> datetime | None:
    """When the quiet hours end in which `moment` lies, from `begins` up to `ends` in Shanghai,
    half-open, over midnight where they end earlier than they begin; None outside of them. Without
    a begin and an end, or with the same for both, there are none."""
    if begins is None or ends is None or begins == ends:
        return None
    local = moment.astimezone(clock.SHANGHAI)
    now = local.time()
    is_in = begins <= now < ends if begins < ends else now >= begins or now < ends
    return _next(ends, local) if is_in else None


def _next(at: time, local: datetime) -> datetime:
    """The first moment after it at which the clock on the wall says `at`."""
    same_day = datetime.combine(local, at, clock.SHANGHAI)
    return same_day if local < same_day else same_day + timedelta(days=1)


def _next_daily_mail(to: Any) -> DailyMail:
    """One that has left just now is followed by that of the day after."""
    due = next_daily(clock.now(), to.quiet_from, to.quiet_to)
    while True:
        mail = _mail_at(to.pk, due)
        if mail.state == WorkState.WAITING:
            return mail
        due += timedelta(days=1)


def _mail_after_quiet(to: Any) -> DailyMail | None:
    """None outside of the reader's quiet hours, and where their end has just come."""
    due = end_of_quiet(clock.now(), to.quiet_from, to.quiet_to)
    mail = _mail_at(to.pk, due) if due else None
    return mail if mail and mail.state == WorkState.WAITING else None


def _mail_at(user_id: int, due: datetime) -> DailyMail:
    """Locked, so that it does not leave while something is put into it."""
    day: date = due.date()
    made, _ = DailyMail.objects.get_or_create(
        to_id=user_id, day=day, at=due.time(), defaults={"due_at": due}
    )
    return DailyMail.objects.select_for_update().get(pk=made.pk)


def _send(letter: Letter, address: str, name: str) -> None:
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=f"{letter.body}\n",
        to=[address],
        headers={"Message-ID": f"<{name}@{settings.MAIL_DOMAIN}>"},
    )
    mail.attach_alternative(html_of(letter), "text/html")
    mail.send()


def _is_reachable(address: str) -> bool:
    return not address.endswith(f"@{NOWHERE}")
