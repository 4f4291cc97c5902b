"""Every page, complaint and letter of allauth reaches people in our own words."""

import re
from html.parser import HTMLParser
from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import get_template
from django.urls import URLResolver, get_resolver, reverse

from accounts.models import User
from tests.factories import PASSWORD, make_staff, make_user
from tests.logins import PERSON, code_of

pytestmark = pytest.mark.django_db

# What allauth could show with other settings than ours.
OFF = re.compile(
    r"webauthn|passkey|phone|login_code|_code\.html|_code_|base|trust|email\.html|snippets/"
)
SHIPPED = Path(allauth.__file__).parent / "templates"
LATIN = re.compile(r"[A-Za-z]{2,}")
OURS = {"TOTP", "Mozilla", "ztc", "testserver", "http", "accounts", "login", "signup"}
FIXED = [
    *("account_login", "account_signup", "account_inactive", "account_email_verification_sent"),
    *("account_reset_password", "account_reset_password_done"),
    "account_reset_password_from_key_done",
]
OWN = [
    *("account_email", "account_change_password", "account_logout", "account_reauthenticate"),
    *("mfa_index", "mfa_activate_totp", "usersessions_list"),
]
STAFF = [
    *("mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_reauthenticate"),
    "mfa_generate_recovery_codes",
]


class Visible(HTMLParser):
    """What is read or heard: text, and the attributes that speak."""

    def __init__(self):
        super().__init__()
        self.words, self.hidden = [], 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in {"script", "style", "code"}
        spoken = {"alt", "title", "placeholder", "aria-label"}
        self.words += [value or "" for name, value in attrs if name in spoken]

    def handle_endtag(self, tag):
        self.hidden -= tag in {"script", "style", "code"}

    def handle_data(self, data):
        self.words += [] if self.hidden else [data]


def english(text):
    """Latin words that are neither ours nor part of an address."""
    plain = re.sub(r"\S+@\S+|https?://\S+|[0-9a-f]{8}-[0-9a-f-]{27}", "", text)
    return [word for word in LATIN.findall(plain) if word not in OURS]


def shown(answer):
    parser = Visible()
    parser.feed(answer.content.decode())
    return english(" ".join(parser.words))


def test_every_page_of_allauth_is_overridden():
    folders = ("account", "mfa", "usersessions")
    names = [
        path.relative_to(SHIPPED).as_posix()
        for folder in folders
        for path in sorted((SHIPPED / folder).rglob("*.*"))
    ]
    wanted = [name for name in names if not OFF.search(name) or name.endswith("/base_message.txt")]

    assert len(wanted) > 60
    ours = str(settings.BASE_DIR / "templates")
    assert [n for n in wanted if not str(get_template(n).origin.name).startswith(ours)] == []


def names_of_allauth(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names_of_allauth(pattern.url_patterns)
        elif pattern.callback.__module__.startswith("allauth."):
            yield pattern.name


def test_every_address_of_allauth_is_looked_at():
    names = set(names_of_allauth(get_resolver().url_patterns))
    seen_elsewhere = {
        *("account_confirm_email", "account_reset_password_from_key", "account_set_password"),
        *("mfa_authenticate", "mfa_download_recovery_codes", "account_confirm_login_code"),
    }

    assert names == {*FIXED, *OWN, *STAFF, *seen_elsewhere}


@pytest.mark.parametrize("name", FIXED)
def test_page_for_everybody_is_in_chinese(client, name):
    assert shown(client.get(reverse(name))) == []


@pytest.mark.parametrize("name", OWN)
def test_page_of_ones_own_is_in_chinese(client, name):
    client.force_login(make_user("李工"))

    answer = client.get(reverse(name), headers={"user-agent": "Mozilla"})

    assert (answer.status_code, shown(answer)) == (200, [])


@pytest.mark.parametrize("name", STAFF)
def test_page_of_staff_is_in_chinese(client, name):
    client.force_login(make_staff("centre", user=make_user("李工")).user)
    client.post(reverse("mfa_generate_recovery_codes"))

    answer = client.get(reverse(name))

    assert (answer.status_code, shown(answer)) == (200, [])


def test_english_would_be_found():
    assert english("Sign In 登录 li@example.org http://testserver/a TOTP") == ["Sign", "In"]


def test_pages_on_the_way_are_in_chinese(client):
    user = make_staff("centre", user=make_user("li")).user
    User.objects.update(name="李工")

    pages = [client.post(reverse("account_login"), follow=True, data=credentials(user))]
    client.logout()
    client.post(reverse("account_reset_password"), {"email": user.email})
    pages += [client.get(link_in(mail.outbox[-1]), follow=True), client.get("/accounts/nothing/")]
    pages += [client.get("/accounts/confirm-email/none/")]
    pages += [client.get("/accounts/password/reset/key/1-none/")]

    assert [shown(page) for page in pages] == [[]] * 5
    assert pages[0].request["PATH_INFO"] == reverse("mfa_authenticate")
    assert "设新密码" in pages[1].content.decode()


def credentials(user, password=PASSWORD):
    return {"login": user.email, "password": password}


def link_in(letter):
    (link,) = re.findall(r"http://testserver(/\S+)", letter.body)
    return link


@pytest.mark.parametrize(
    ("name", "data", "errors"),
    [
        ("account_login", {}, {"login": ["请填写邮箱"], "password": ["请填写密码"]}),
        (
            "account_login",
            {"login": "李", "password": "x"},
            {"login": ["邮箱格式不对，应当像 name@example.cn"]},
        ),
        (
            "account_login",
            {"login": "a@b.cn", "password": "x"},
            {"__all__": ["邮箱或密码不对。请检查大小写和输入法，再试一次"]},
        ),
        ("account_reset_password", {}, {"email": ["请填写邮箱"]}),
    ],
)
def test_complaint_to_a_visitor_says_what_to_do(client, name, data, errors):
    assert client.post(reverse(name), data).context["form"].errors == errors


NEW = {"oldpassword": PASSWORD, "password1": "a fine new one", "password2": "a fine new one"}


@pytest.mark.parametrize(
    ("name", "data", "errors"),
    [
        (
            "account_change_password",
            {},
            {
                "oldpassword": ["请填写现在的密码"],
                "password1": ["请填写新密码"],
                "password2": ["请再输一遍新密码"],
            },
        ),
        (
            "account_change_password",
            NEW | {"oldpassword": "x", "password2": "another one"},
            {
                "oldpassword": ["现在的密码不对，请再输一遍"],
                "password2": ["两次输入的密码不一样，请再输一遍"],
            },
        ),
        ("account_email", {"action_add": "", "email": ""}, {"email": ["请填写新邮箱"]}),
        (
            "account_email",
            {"action_add": "", "email": "li@example.cn"},
            {"email": ["这已经是你的邮箱"]},
        ),
        ("account_reauthenticate", {"password": "x"}, {"password": ["密码不对，请再输一遍"]}),
        ("mfa_activate_totp", {"code": ""}, {"code": ["请填写动态口令"]}),
        (
            "mfa_activate_totp",
            {"code": "000000"},
            {"code": ["动态口令不对或已过期。请输入验证器现在显示的 6 位数字"]},
        ),
    ],
)
def test_complaint_to_a_person_says_what_to_do(client, name, data, errors):
    client.force_login(make_user("li"))

    assert client.post(reverse(name), data).context["form"].errors == errors


def test_letters_are_in_chinese_and_hold_one_link(client):
    user = make_user("li")
    User.objects.update(name="李工")
    signup = {**PERSON, "password1": NEW["password1"], "password2": NEW["password2"]}

    client.post(reverse("account_signup"), {**signup, "email": "new@example.cn"})
    client.post(reverse("account_signup"), {**signup, "email": user.email})
    client.post(reverse("account_reset_password"), {"email": "nobody@example.cn"})
    client.post(reverse("account_reset_password"), {"email": user.email})
    reset = link_in(mail.outbox[-1])
    client.force_login(user)
    client.post(reverse("account_email"), {"action_add": "", "email": "other@example.cn"})

    assert [letter.subject for letter in mail.outbox] == [
        "请验证邮箱，完成注册",
        "这个邮箱已经注册过",
        "这个邮箱没有可以登录的账号",
        "重设密码",
        "请验证邮箱",
    ]
    assert reset.startswith("/accounts/password/reset/key/")
    assert [english(letter.body) for letter in mail.outbox] == [[]] * 5
    assert all(link_in(letter) for letter in mail.outbox)
    assert "李工，你好" in mail.outbox[0].body


def test_letters_of_changes_say_what_when_and_from_where(client, transactional_db):
    user = make_user("li")
    client.force_login(user)

    client.post(reverse("account_change_password"), NEW, headers={"user-agent": "Mozilla"})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    client.post(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_deactivate_totp"))

    subjects = [letter.subject for letter in mail.outbox]
    assert subjects == ["密码已更改", "动态口令已启用", "恢复码已更换", "动态口令已停用"]
    assert [english(letter.body) for letter in mail.outbox] == [[]] * 4
    assert "网络地址：127.0.0.1\n浏览器：Mozilla" in mail.outbox[0].body
    assert User.objects.get(pk=user.pk).check_password(NEW["password1"])


def test_name_with_marks_is_written_as_it_is(client):
    user = make_user("li")
    User.objects.update(name="<b>&李")

    client.post(reverse("account_reset_password"), {"email": user.email})

    assert mail.outbox[0].body.startswith("<b>&李，你好：")
