"""A notice to a person: kept in the house, and carried out of it by e-mail."""

from django.conf import settings
from django.db import models

from records.models.daily import DailyMail
from records.models.work import Work


class Message(Work):
    """What somebody must hear of. `kind` names the template the words are made from.

    `is_urgent` goes out at once whatever the person's mail rhythm; `daily_mail` is the one it
    was put off to, `mailed_at` when it left the house, which some never do.
    """

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="收件人", related_name="messages"
    )
    kind = models.CharField("事由", max_length=60)  # "projects.project.accept"
    about_ref = models.CharField("关于", max_length=20, blank=True)
    context = models.JSONField("内容", default=dict)
    is_urgent = models.BooleanField("立即发邮件", default=False)
    daily_mail = models.ForeignKey(
        DailyMail, models.SET_NULL, verbose_name="每日汇总", null=True, related_name="messages"
    )
    mailed_at = models.DateTimeField("发出时间", null=True)
    read_at = models.DateTimeField("已读时间", null=True)

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = "消息"
        indexes = [
            *Work.Meta.indexes,
            models.Index(fields=["to"], condition=models.Q(read_at=None), name="message_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about_ref}"
