"""A person: one account, known by e-mail."""

from datetime import time

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from accounts.models.organisation import Organisation
from accounts.states import MailRhythm, UserStatus
from foundation.clock import Now
from foundation.refs import new_ref


class UserManager(BaseUserManager["User"]):
    """Accounts are made by `accounts.people`; Django's own ways to make one are left out."""


class User(AbstractBaseUser, PermissionsMixin):
    """`organisation` is where the person says they work; for whom they may act their memberships
    say. Mail that is not urgent waits from `quiet_from` until `quiet_to` in Shanghai, unless both
    are null. `is_demo` marks accounts made by `manage.py demo`; production settings refuse
    them."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    email = models.EmailField("邮箱", max_length=254, unique=True)
    name = models.CharField("姓名", max_length=40, blank=True)
    phone = models.CharField("手机号", max_length=11, blank=True)
    phone_verified_at = models.DateTimeField("手机号验证时间", null=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="所在机构", null=True, related_name="+"
    )
    mail_rhythm = models.CharField(
        "邮件提醒", max_length=10, choices=MailRhythm, default=MailRhythm.AT_ONCE
    )
    quiet_from = models.TimeField("免打扰开始", null=True, default=time(22))
    quiet_to = models.TimeField("免打扰结束", null=True, default=time(7))
    status = models.CharField("状态", max_length=10, choices=UserStatus)
    # Django and allauth ask for it; the status decides it.
    is_active = models.BooleanField("可登录", default=True)
    is_demo = models.BooleanField("演示账号", default=False)
    joined_at = models.DateTimeField("注册时间", db_default=Now(), editable=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_any_case"),
            models.CheckConstraint(
                condition=Q(status__in=UserStatus.values), name="user_status_known"
            ),
            models.CheckConstraint(
                condition=Q(is_active=True, status=UserStatus.ACTIVE)
                | (Q(is_active=False) & ~Q(status=UserStatus.ACTIVE)),
                name="user_active_by_status",
            ),
            models.CheckConstraint(
                condition=Q(mail_rhythm__in=MailRhythm.values), name="user_mail_rhythm_known"
            ),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_to=None)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="user_quiet_from_and_to",
            ),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^1[3-9]\d{9}$"), name="user_phone_format"
            ),
            models.CheckConstraint(
                condition=Q(phone_verified_at=None) | Q(phone_verified_at__gte=F("joined_at")),
                name="user_phone_verified_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Django's admin asks; roles come from memberships only."""
        return False
