"""人员: whoever stands in a programme or coaches."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from foundation.clock import Now
from foundation.refs import new_ref
from roadshows.states import PersonStatus


class Person(models.Model):
    """Known by name to the unit that noted them, and to the centre, which runs its roadshows with
    it; to nobody else. With an account of the portal (`user`) they are the same person wherever
    they are noted, and are told what concerns them."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="登记单位", related_name="people_noted"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="账号",
        related_name="+",
        null=True,
        blank=True,
    )
    name = models.CharField("姓名", max_length=40, blank=True)
    employer = models.CharField("单位", max_length=100, blank=True)
    duty = models.CharField("职务", max_length=60, blank=True)
    status = models.CharField("状态", max_length=10, choices=PersonStatus, editable=False)
    noted_at = models.DateTimeField("登记时间", db_default=Now(), editable=False)

    PERSONAL = ("name", "employer", "duty")

    class Meta:
        verbose_name = verbose_name_plural = "路演人员"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(~Q(name=""), status=PersonStatus.KNOWN)
                | Q(status=PersonStatus.FORGOTTEN, name="", employer="", duty=""),
                name="person_known_has_name",
            ),
            models.UniqueConstraint(
                fields=["unit", "user"],
                condition=Q(user__isnull=False),
                name="person_once_an_account",
            ),
        ]

    def __str__(self) -> str:
        return self.name or "已抹去姓名"

    @property
    def who(self) -> str:
        """The same for one human being, whichever units noted them."""
        return f"user:{self.user_id}" if self.user_id else f"person:{self.pk}"
