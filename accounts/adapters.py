"""How django-allauth and this house agree: accounts, words, who may try how often."""

import base64
import hashlib
import hmac
import uuid
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from accounts.acting import actor_of
from accounts.granting import send_wishes
from accounts.guards import end_of
from accounts.models import User
from accounts.people import open_account, record_email
from foundation import clock
from foundation.masking import mask_email

_log = structlog.get_logger(__name__)
_BY_LETTER = "不想等，就用“忘记密码”收一封邮件，设好新密码立刻可以登录"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "这个账号已停用",
        "cannot_remove_primary_email": "这是登录用的邮箱，不能删除",
        "duplicate_email": "这已经是你的邮箱",
        "email_password_mismatch": "邮箱或密码不对。请检查大小写和输入法，再试一次",
        "email_taken": "这个邮箱已经注册过",
        "enter_current_password": "现在的密码不对，请再输一遍",
        "incorrect_code": "动态口令不对或已过期。请输入验证器现在显示的 6 位数字",
        "incorrect_password": "密码不对，请再输一遍",
        "invalid_password_reset": "这个链接已失效，请重新收一封邮件",
        "login_failed_here": "这个网络地址一分钟内失败的次数太多。请等一分钟再试",
        "rate_limited": "试得太多了。请 30 分钟后再试",
        "too_many_login_attempts": f"已经失败 5 次，请 30 分钟后再试。{_BY_LETTER}",
        "unverified_primary_email": "请先验证邮箱",
    }

    # Registering

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        return True

    def save_user(
        self,
        request: HttpRequest,
        user: User,
        form: Any,
        commit: bool = True,  # noqa: FBT001, FBT002 -- allauth's signature
    ) -> User:
        user.name = form.cleaned_data["name"]
        super().save_user(request, user, form, commit=False)
        return open_account(user) if commit else user

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """There are no user names: people are known by e-mail."""

    def send_account_already_exists_mail(self, email: str) -> None:
        """A new account's password would have been hashed: who watches the clock learns nothing."""
        make_password(email)
        super().send_account_already_exists_mail(email)

    # The address people are known by

    @transaction.atomic
    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """allauth has written the address; the trail hears of it, and so do the approvers of
        what was wished for at registration."""
        if self._is_anothers(email_address):
            template = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, template, {"email": email_address.email})
            return False
        confirmed = super().confirm_email(request, email_address)
        if confirmed:
            by = actor_of(email_address.user)
            record_email(email_address.user, by=by)
            send_wishes(by=by)
        return confirmed

    def _is_anothers(self, address: EmailAddress) -> bool:
        """Somebody has registered with it and not verified it yet."""
        others = User.objects.exclude(pk=address.user_id)
        return others.filter(email__iexact=address.email).exists()

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Only to the address the account is known by: the owner of one mistyped in a change that
        waits for its verification must not get the account."""
        if user.email.lower() == email.lower():
            super().send_password_reset_mail(user, email, context)
        else:
            link = self.request.build_absolute_uri(reverse("account_signup"))
            self.send_mail("account/email/unknown_account", email, {"signup_url": link})

    def get_http_user_agent(self, request: HttpRequest) -> str:
        return str(request.headers.get("User-Agent", "没有写明"))

    # Logging in

    def login(self, request: HttpRequest, user: User) -> None:
        """Whoever has just logged in need not confirm at once that it is them."""
        super().login(request, user)
        record_authentication(request, user, "login", reauthenticated=True)
        end_of(request, clock.now().timestamp())  # the session begins

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """By code for whoever has one; by password for the others and for demo accounts."""
        methods = {method["id"]: method for method in super().get_reauthentication_methods(user)}
        by_code = methods.pop("mfa_reauthenticate", None)
        return [by_code] if by_code and not user.is_demo else list(methods.values())

    # Guessing: an account is locked for one address only; an address alone is slowed; a letter
    # to the account's own address unlocks it everywhere.

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Before the password is looked at, and the same for accounts that do not exist."""
        if cache.get(_kept("slowed", get_ip(request))):
            raise self.validation_error("login_failed_here")
        if cache.get(_kept("locked", self._get_login_attempts_cache_key(request, **credentials))):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        pair = self._get_login_attempts_cache_key(request, **credentials)
        if not ratelimit.consume(request, action="login_failed", key=pair, dry_run=True):
            cache.set(_kept("locked", pair), value=True, timeout=settings.LOGIN_LOCK_SECONDS)
        if not ratelimit.consume(request, action="login_failed_here"):
            slowed = _kept("slowed", get_ip(request))
            cache.set(slowed, value=True, timeout=settings.LOGIN_SLOW_SECONDS)
        _log.warning("login_failed", email=mask_email(credentials.get("email", "")))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """A pair of account and address; none of an account's keys is used again after
        `set_password`."""
        email = credentials.get("email", "").lower()
        return f"{email}|{get_ip(request)}|{cache.get(_kept('generation', email), '')}"

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """Through the link of a letter, or knowing the old one: either unlocks the account. Who
        sets one for an address that is not verified has come by a letter to it, and proved it."""
        super().set_password(user, password)
        unproved = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=False)
        for address in unproved:
            self.confirm_email(self.request, address)
        ratelimit.clear(self.request, action="login_failed", key=f"mfa-auth-user-{user.pk}")
        # It may be forgotten when the last lock of the old keys has run out.
        lasting = 2 * settings.LOGIN_LOCK_SECONDS
        cache.set(_kept("generation", user.email.lower()), uuid.uuid4().hex, timeout=lasting)


def _kept(what: str, of: str) -> str:
    """Where the cache keeps it: any text makes a fine key."""
    return f"login-{what}:{hashlib.sha256(of.encode()).hexdigest()}"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets lie in the database under a key that the database does not know."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": "启用了动态口令的账号要先停用动态口令，再换邮箱。换好以后重新启用",
        "cannot_delete_authenticator": "动态口令现在不能停用",
        "cannot_generate_recovery_codes": "请先启用动态口令，再生成恢复码",
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "unverified_email": "还有一个邮箱没有验证。请先完成验证，或取消更换，再启用动态口令",
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text).decode()


def _cipher() -> Fernet:
    key = hmac.new(settings.AUDIT_KEY.encode(), b"second factors", "sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
