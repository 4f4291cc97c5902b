"""Delivery: a kept message leaves the house by e-mail, in the words of its kind's template; at
once, or with all others of the day at 08:00 in Shanghai, or never, as its reader wishes."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.template.loader import render_to_string, select_template

from foundation import clock
from records.models import DailyMail, Message
from records.states import NOWHERE, WorkState

# What a user's `mail_rhythm` says; any other word means no mail.
AT_ONCE, DAILY = "at_once", "daily"
MORNING = 8
_MOST_LISTED = 100


def deliver(message: Message) -> int:
    """The step of a Message's work. The Message-ID is the row's, so that a mail sent twice by a
    kill between sending and commit is one mail to the reader."""
    rhythm = AT_ONCE if message.is_urgent else message.to.mail_rhythm
    if rhythm == DAILY:
        message.daily_mail = _mail_of_next_morning(message.to_id)
    elif rhythm == AT_ONCE and _is_reachable(message.to.email):
        _send(words_of(message), message.to.email, f"message-{message.pk}")
        message.mailed_at = clock.now()
    return message.total


def deliver_day(mail: DailyMail) -> int:
    """The step of a DailyMail's work: what was put off to it and is still unread, in one mail."""
    waiting = mail.messages.filter(mailed_at=None, read_at=None).order_by("pk")
    wants_mail = mail.to.mail_rhythm in (AT_ONCE, DAILY) and _is_reachable(mail.to.email)
    if wants_mail and waiting.exists():
        _send(_words_of_day(mail, waiting), mail.to.email, f"daily-{mail.pk}")
        waiting.update(mailed_at=clock.now())
    return mail.total


def words_of(message: Message) -> str:
    """First line the subject, the rest the body."""
    names = [f"messages/{message.kind}.txt", "messages/default.txt"]
    context = {"message": message, **message.context, "site_url": settings.SITE_URL}
    return select_template(names).render(context)


def letter_of(message: Message) -> tuple[str, str]:
    """Subject and body apart."""
    subject, _, body = words_of(message).partition("\n")
    return subject.strip(), body.strip()


def next_morning(moment: datetime) -> datetime:
    """The first 08:00 in Shanghai after it."""
    local = moment.astimezone(clock.SHANGHAI)
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return morning if local < morning else morning + timedelta(days=1)


def _mail_of_next_morning(user_id: int) -> DailyMail:
    """Locked, so that it does not leave while something is put into it; one that has left just
    now is followed by that of the day after."""
    due = next_morning(clock.now())
    while True:
        made, _ = DailyMail.objects.get_or_create(
            to_id=user_id, day=due.date(), defaults={"due_at": due}
        )
        mail = DailyMail.objects.select_for_update().get(pk=made.pk)
        if mail.state == WorkState.WAITING:
            return mail
        due += timedelta(days=1)


def _words_of_day(mail: DailyMail, waiting: QuerySet[Message]) -> str:
    messages = list(waiting.select_related("to")[:_MOST_LISTED])
    listed = [{"pk": message.pk, "subject": letter_of(message)[0]} for message in messages]
    context = {"to": mail.to, "listed": listed, "count": waiting.count()}
    return render_to_string("messages/daily.txt", {**context, "site_url": settings.SITE_URL})


def _send(words: str, address: str, name: str) -> None:
    subject, _, body = words.partition("\n")
    EmailMessage(
        subject=subject.strip(),
        body=body.strip() + "\n",
        to=[address],
        headers={"Message-ID": f"<{name}@{settings.MAIL_DOMAIN}>"},
    ).send()


def _is_reachable(address: str) -> bool:
    return not address.endswith(f"@{NOWHERE}")
