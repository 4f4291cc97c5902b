"""问题清单: what may be wrong with what is in the library, or on its way there."""

from django.db import models


class LibraryFault(models.TextChoices):
    """Each is a list of the centre's; the value is its `?kind=`."""

    DUPLICATES = "duplicates", "疑似重复"
    EXPIRED = "expired", "专利到期"
    STALE = "stale", "久未更新"
    UNREAD = "unread", "待审读"
    DISMISSED = "dismissed", "已认定不是重复"
