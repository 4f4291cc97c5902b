"""An account's life over HTTP, with the letters and the codes that people really get."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.granting import grant_role
from accounts.models import User
from accounts.states import Role
from records.actors import PORTAL
from records.verifying import verify_trail
from tests.factories import PASSWORD, make_user
from tests.logins import PERSON, code_of

pytestmark = pytest.mark.django_db

EMAIL = "li@example.org"
DESK = "/my/"


def link_in(letter):
    (link,) = re.findall(r"http://testserver(/\S+)", letter.body)
    return link


def register(client):
    data = {**PERSON, "email": EMAIL, "password1": PASSWORD, "password2": PASSWORD}
    return client.post(reverse("account_signup"), data)


def give_password(client, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": EMAIL, "password": password})


def land(client, answer):
    """Where the redirects end."""
    while answer.status_code == 302:
        answer = client.get(answer.url)
    assert answer.status_code == 200
    return answer.request["PATH_INFO"]


def test_register_verify_land(client):
    sent = register(client)
    assert sent.url == reverse("account_email_verification_sent")
    assert "验证邮件已发到 li@example.org" in client.get(sent.url).content.decode()
    assert give_password(client).url == reverse("account_email_verification_sent")
    assert client.get(DESK).status_code == 302

    [letter] = mail.outbox
    link = link_in(letter)
    assert "确认 <b" in client.get(link).content.decode()
    verified = client.post(link)

    assert (letter.to, letter.subject) == ([EMAIL], "请验证邮箱，完成注册")
    assert verified.url == reverse("account_login")
    assert "li@example.org 已验证" in client.get(verified.url).content.decode()
    assert land(client, give_password(client)) == DESK
    assert "这个链接已失效" in client.get(link).content.decode()


def staff_member():
    """Registered, verified, and given a role by the operator."""
    user = make_user("li")
    User.objects.filter(pk=user.pk).update(email=EMAIL)
    user.emailaddress_set.update(email=EMAIL)
    grant_role(user, Role.CENTRE, by=PORTAL)
    return user


def set_up_codes(client):
    """The secret the page has shown."""
    form = client.get(reverse("mfa_activate_totp"))
    secret = re.findall(r"<code data-secret>(\w+)</code>", form.content.decode())[0]
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    return secret


def test_codes_are_set_up_and_then_asked_for(client):
    staff_member()
    assert land(client, give_password(client)) == reverse("mfa_activate_totp")
    secret = set_up_codes(client)
    assert land(client, client.get("/center/")) == "/center/"
    client.post(reverse("account_logout"))

    asked = give_password(client)
    assert asked.url == reverse("mfa_authenticate")
    assert client.get("/center/library/").url == "/accounts/login/?next=/center/library/"
    assert client.post(asked.url, {"code": "12345"}).status_code == 200
    entered = client.post(asked.url, {"code": code_of(secret)})

    assert land(client, entered) == "/center/"


def test_page_asked_for_is_reached_through_both_steps(client):
    staff_member()
    give_password(client)
    secret = set_up_codes(client)
    client.post(reverse("account_logout"))

    wanted = client.get("/center/library/?all=1").url
    data = {"login": EMAIL, "password": PASSWORD, "next": "/center/library/?all=1"}
    asked = client.post(wanted, data)
    entered = client.post(asked.url, {"code": code_of(secret)})

    assert entered.url == "/center/library/?all=1"


def test_recovery_code_stands_in_for_the_phone_once(client):
    staff_member()
    give_password(client)
    set_up_codes(client)
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    file = client.get(reverse("mfa_download_recovery_codes"))

    assert re.findall(r"^\d{8}$", file.content.decode(), re.MULTILINE) == codes
    for expected in (302, 200):
        other = Client()
        give_password(other)
        answer = other.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert answer.status_code == expected
    left = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert left == codes[1:]


def test_new_phone_takes_the_place_of_the_old(client):
    staff_member()
    give_password(client)
    old = set_up_codes(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get("/center/library/").url == reverse("mfa_activate_totp")

    new = set_up_codes(client)

    other = Client()
    give_password(other)
    assert other.post(reverse("mfa_authenticate"), {"code": code_of(old)}).status_code == 200
    assert land(other, other.post(reverse("mfa_authenticate"), {"code": code_of(new)}))


def test_forgotten_password_is_set_anew_by_letter(client):
    make_user("li")
    email, fresh = "li@example.cn", "a fine new one"
    client.force_login(User.objects.get())
    visitor = Client()

    visitor.post(reverse("account_reset_password"), {"email": email})
    link = link_in(mail.outbox[-1])
    form = visitor.get(link)
    done = visitor.post(form.url, {"password1": fresh, "password2": fresh})

    assert "key" in link
    assert form.url.endswith("-set-password/")  # the key is not in the address of the form
    assert done.url == reverse("account_reset_password_from_key_done")
    assert client.get(DESK).status_code == 302  # other sessions are over
    again = Client().get(link).content.decode()
    assert "链接已失效" in again
    data = {"login": email, "password": fresh}
    assert land(visitor, visitor.post(reverse("account_login"), data)) == DESK


def test_address_is_changed_by_the_letter_to_the_new_one(client):
    user = make_user("li")
    client.force_login(user)
    client.post(reverse("account_email"), {"action_add": "", "email": EMAIL})
    waiting = client.get(reverse("account_email")).content.decode()
    before = User.objects.get().email

    client.post(link_in(mail.outbox[-1]))

    assert "正在换成" in waiting
    assert before == "li@example.cn"
    assert User.objects.get().email == EMAIL
    assert [a.email for a in user.emailaddress_set.all()] == [EMAIL]
    assert [(letter.to, letter.subject) for letter in mail.outbox[1:]] == [
        (["li@example.cn"], "登录邮箱已更换")
    ]
    assert list(verify_trail()) == []


def test_change_of_address_can_be_called_off(client):
    client.force_login(make_user("li"))
    client.post(reverse("account_email"), {"action_add": "", "email": EMAIL})
    link = link_in(mail.outbox[-1])

    client.post(reverse("account_email"), {"action_remove": "", "email": EMAIL})

    assert "这个链接已失效" in client.get(link).content.decode()
    assert "正在换成" not in client.get(reverse("account_email")).content.decode()


def test_address_somebody_registered_with_is_not_taken_over(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"confirm_email": None}
    register(Client())
    user = make_user("wang")
    client.force_login(user)
    client.post(reverse("account_email"), {"action_add": "", "email": EMAIL})

    answer = client.post(link_in(mail.outbox[-1]), follow=True)

    assert "li@example.org 已被另一个账号使用，没有换成。请换一个邮箱" in answer.content.decode()
    assert User.objects.get(pk=user.pk).email == "wang@example.cn"
