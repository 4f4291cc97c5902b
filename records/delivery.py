"""Delivery: a kept message leaves the house by e-mail, in the words of its kind's template."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import select_template

from records.models import Message


def deliver(message: Message) -> int:
    """The step of a Message's work. The Message-ID is the row's, so that a mail sent twice by a
    kill between sending and commit is one mail to the reader."""
    text = words_of(message)
    subject, _, body = text.partition("\n")
    mail = EmailMessage(
        subject=subject.strip(),
        body=body.strip() + "\n",
        to=[message.to.email],
        headers={"Message-ID": f"<message-{message.pk}@{settings.MAIL_DOMAIN}>"},
    )
    mail.send()
    return message.total


def words_of(message: Message) -> str:
    """First line the subject, the rest the body."""
    names = [f"messages/{message.kind}.txt", "messages/default.txt"]
    context = {"message": message, **message.context, "site_url": settings.SITE_URL}
    return select_template(names).render(context)
