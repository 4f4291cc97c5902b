"""What the public reads of the year's call."""

from django.db import models


class NoticeKind(models.TextChoices):
    CALL = "call", "申报通知"
    HOSTS = "hosts", "承办征集"
    RESULTS = "results", "承办结果"
