"""What a password may not be, wherever one is chosen."""

import re

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core import mail
from django.urls import reverse

from accounts.models import User
from tests.factories import PASSWORD, make_user
from tests.logins import PERSON

pytestmark = pytest.mark.django_db

OF_EMAIL = "密码和你的邮箱太像，容易被猜到。请换一个"
OF_NAME = "密码和你的姓名太像，容易被猜到。请换一个"
SHORT = "密码太短，至少要 10 位。可以用一句话"
COMMON = "这个密码很多人在用，容易被猜到。请换一个"
DIGITS = "密码不能全是数字。请加上字母、汉字或符号"
BAD = [
    ("zhangweiguo1", [OF_EMAIL]),
    ("minjiangdevice", [OF_EMAIL]),
    ("Mr.Abernathy", [OF_NAME]),
    ("aB3$aB3$a", [SHORT]),
    ("qwertyuiop", [COMMON]),
    ("9038475610", [DIGITS]),
    ("12345", [SHORT, COMMON, DIGITS]),
]
EMAIL, NAME = "zhangweiguo@minjiangdevice.cn", "Abernathy"


def known_person():
    user = make_user()
    User.objects.filter(pk=user.pk).update(email=EMAIL, name=NAME)
    user.emailaddress_set.update(email=EMAIL)
    return User.objects.get(pk=user.pk)


def sign_up(client, password):
    rest = {"password1": password, "password2": password}
    data = {**PERSON, "email": EMAIL, "name": NAME, **rest}
    return client.post(reverse("account_signup"), data)


def reset(client, password):
    known_person()
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    (link,) = re.findall(r"http://testserver(/\S+)", mail.outbox[-1].body)
    return client.post(client.get(link).url, {"password1": password, "password2": password})


def change(client, password):
    client.force_login(known_person())
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    return client.post(reverse("account_change_password"), data)


CHOOSING = [sign_up, reset, change]


@pytest.mark.parametrize(("password", "complaints"), BAD)
@pytest.mark.parametrize("choose", CHOOSING)
def test_guessable_password_is_refused_in_words(client, choose, password, complaints):
    answer = choose(client, password)

    assert answer.context["form"].errors == {"password1": complaints}
    assert [u for u in User.objects.all() if u.check_password(password)] == []


@pytest.mark.parametrize(
    "password", ["一句自己记得住的话，很长", "Zebra-17-lanterns", "  spaces count  "]
)
@pytest.mark.parametrize("choose", CHOOSING)
def test_good_password_is_taken_as_it_is(client, choose, password):
    assert choose(client, password).status_code == 302

    assert User.objects.get(email=EMAIL).check_password(password)


def test_password_is_kept_as_argon2id(settings):
    """46 MiB, one pass, one lane; a hash with other parameters is renewed at the next login."""
    settings.PASSWORD_HASHERS = ["accounts.passwords.LeanArgon2Hasher"]
    user = make_user()

    kept = User.objects.get(pk=user.pk).password
    assert kept.startswith("argon2$argon2id$v=19$m=47104,t=1,p=1$")

    old = Argon2PasswordHasher()
    User.objects.update(password=old.encode(PASSWORD, old.salt()))
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    assert User.objects.get(pk=user.pk).password.startswith("argon2$argon2id$v=19$m=47104,")
