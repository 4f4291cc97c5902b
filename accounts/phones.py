"""Phone numbers verified by a code in a short message, where a gateway is set (SMS_GATEWAY)."""

import secrets
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.conf import settings
from django.core.cache import cache
from django.db.models import TextChoices
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.module_loading import import_string

from accounts.models import User
from foundation import clock
from foundation.errors import Problem, refuse_if
from records.actors import Actor
from records.workflow import move

CODE_LASTS = timedelta(minutes=10)
MOST_TRIES = 5
# (how many, in how many seconds): codes sent to one person.
_SENDING = ((1, 60), (5, 24 * 60 * 60))


class PhoneProblem(TextChoices):
    NO_PHONE = "no_phone", "先在资料里填写手机号"
    TOO_OFTEN = "too_often", "发送太频繁。一分钟后再试；一天最多发 5 次"
    NOT_SENT = "not_sent", "短信没有发出去。请稍后再试"
    NO_CODE = "no_code", "先获取验证码"
    TOO_LATE = "too_late", "验证码已过期。请重新获取"
    TOO_MANY = "too_many", "输错的次数太多。请重新获取验证码"
    WRONG = "wrong", "验证码不对。请核对短信里的 6 位数字"


class SmsGateway(Protocol):
    """What SMS_GATEWAY names: made without arguments for each message."""

    def send(self, phone: str, text: str) -> None:
        """Raises OSError when the message could not be handed over."""


def is_verifiable() -> bool:
    return bool(settings.SMS_GATEWAY)


def send_code(user: User) -> dict[str, Any]:
    """Send a code to the person's number; returns what has to be kept until it is typed in.

    Raises Refused (422): no number, too often, the gateway does not answer.
    """
    refuse_if([Problem(PhoneProblem.NO_PHONE)] if not user.phone else [])
    for most, seconds in _SENDING:
        within = _counted(f"phone-sent:{user.pk}:{seconds}", seconds) <= most
        refuse_if([] if within else [Problem(PhoneProblem.TOO_OFTEN)])
    code = f"{secrets.randbelow(1_000_000):06d}"
    refuse_if(_hand_over(user.phone, code))
    sent = {"id": secrets.token_hex(8), "until": (clock.now() + CODE_LASTS).isoformat()}
    return {**sent, "hash": _hash(user, code, sent["id"])}


def verify_phone(user: User, code: str, *, sent: dict[str, Any] | None, by: Actor) -> User:
    """`sent` is what `send_code` gave. Raises Refused (422): none sent, too late, wrong."""
    refuse_if(_code_problems(user, code, sent))

    def write(row: User) -> None:
        refuse_if([Problem(PhoneProblem.WRONG, "code")] if row.phone != user.phone else [])
        row.phone_verified_at = clock.now()

    return move(user, "correct", by=by, note="手机号已验证", write=write)


def _code_problems(user: User, code: str, sent: dict[str, Any] | None) -> list[Problem]:
    if sent is None:
        return [Problem(PhoneProblem.NO_CODE, "code")]
    if clock.now() >= datetime.fromisoformat(sent["until"]):
        return [Problem(PhoneProblem.TOO_LATE, "code")]
    tries = _counted(f"phone-tries:{sent['id']}", int(CODE_LASTS.total_seconds()))
    if tries > MOST_TRIES:
        return [Problem(PhoneProblem.TOO_MANY, "code")]
    is_right = constant_time_compare(_hash(user, code, sent["id"]), sent["hash"])
    return [] if is_right else [Problem(PhoneProblem.WRONG, "code")]


def _hash(user: User, code: str, name: str) -> str:
    """Over the number too: a code proves the number it was sent to."""
    return salted_hmac("accounts.phones", f"{name}:{user.phone}:{code}").hexdigest()


def _hand_over(phone: str, code: str) -> list[Problem]:
    gateway: SmsGateway = import_string(settings.SMS_GATEWAY)()
    minutes = int(CODE_LASTS.total_seconds()) // 60
    try:
        gateway.send(phone, f"【{settings.SITE_NAME}】验证码 {code}，{minutes} 分钟内有效")
    except OSError:
        return [Problem(PhoneProblem.NOT_SENT)]
    return []


def _counted(key: str, seconds: int) -> int:
    """How many times, this one included, within so many seconds of the first."""
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # its time was over between the two
        return 1
