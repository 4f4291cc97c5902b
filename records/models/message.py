"""A notice to a person: kept in the house, and carried out of it by e-mail."""

from django.conf import settings
from django.db import models

from records.models.work import Work


class Message(Work):
    """What somebody must hear of. `kind` names the template the words are made from."""

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="收件人", related_name="messages"
    )
    kind = models.CharField("事由", max_length=60)  # "projects.project.accept"
    about_ref = models.CharField("关于", max_length=20, blank=True)
    context = models.JSONField("内容", default=dict)
    read_at = models.DateTimeField("已读时间", null=True)

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = "消息"

    def __str__(self) -> str:
        return f"{self.kind} {self.about_ref}"
