"""Guessing: what locks, what only slows, what unlocks, and that nothing tells who is registered."""

import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.core.cache import cache
from django.db import connections
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts import adapters
from accounts.guards import client_address
from accounts.models import User
from tests.factories import PASSWORD, make_centre, make_user
from tests.logins import PERSON, code_of

pytestmark = pytest.mark.django_db

HERE, THERE, ELSEWHERE = "203.0.113.5", "203.0.113.6", "198.51.100.7"
MISMATCH = "邮箱或密码不对。请检查大小写和输入法，再试一次"
LOCKED = "已经失败 5 次，请 30 分钟后再试。不想等，就用“忘记密码”收一封邮件，设好新密码立刻可以登录"
SLOWED = "这个网络地址一分钟内失败的次数太多。请等一分钟再试"


def try_password(email, password, address=HERE, client=None):
    """ "" when it was let in, else the complaint."""
    client = client or Client()
    data = {"login": email, "password": password}
    answer = client.post(reverse("account_login"), data, REMOTE_ADDR=address)
    # Not from the context: the test client mixes those of several threads.
    return "".join(
        re.findall(r'role="alert">.*?<strong>(.*?)</strong>', answer.content.decode(), re.DOTALL)
    )


def fail(email, times, address=HERE):
    return [try_password(email, "wrong", address) for _ in range(times)]


def reset_password(email, password, address=ELSEWHERE):
    client = Client(REMOTE_ADDR=address)
    client.post(reverse("account_reset_password"), {"email": email})
    (link,) = re.findall(r"http://testserver(/\S+)", mail.outbox[-1].body)
    form = client.get(link)
    return client.post(form.url, {"password1": password, "password2": password})


# An account and an address


def test_fifth_failure_locks_the_account_for_this_address_only():
    user = make_user()

    assert fail(user.email, 5) == [MISMATCH] * 5

    assert try_password(user.email, PASSWORD) == LOCKED
    assert try_password(user.email.upper(), PASSWORD) == LOCKED
    assert try_password(user.email, PASSWORD, THERE) == ""
    assert try_password(make_user().email, PASSWORD) == ""


def pair_of(email):
    """A request from HERE, and allauth's key for the two."""
    request = RequestFactory().post("/", REMOTE_ADDR=HERE)
    return request, get_adapter()._get_login_attempts_cache_key(request, email=email)


def test_lock_lasts_thirty_minutes_from_the_fifth_failure():
    email = make_user().email
    fail(email, 5)

    _, pair = pair_of(email)
    seconds = cache._cache.get_client().ttl(cache.make_key(adapters._kept("locked", pair)))

    assert 1795 <= seconds <= 1800


def grow_old(email, seconds):
    """The failures counted so far happened longer ago."""
    request, pair = pair_of(email)
    (rate,) = ratelimit.get_rates(app="allauth.account", action="login_failed")
    rest = {"app": "allauth.account", "action": "login_failed", "rate": rate, "key": pair}
    key = ratelimit.get_cache_key(request, **rest)
    cache.set(key, [moment - seconds for moment in cache.get(key)], 1800)


def test_lock_outlasts_the_first_of_the_failures():
    """Counted from the first failure it would be over while the fifth is still fresh."""
    user = make_user()
    fail(user.email, 4)
    grow_old(user.email, 1790)
    assert fail(user.email, 1) == [MISMATCH]

    grow_old(user.email, 20)

    assert try_password(user.email, PASSWORD) == LOCKED


def test_failures_half_an_hour_apart_do_not_lock():
    user = make_user()
    fail(user.email, 4)
    grow_old(user.email, 1801)

    assert fail(user.email, 4) == [MISMATCH] * 4
    assert try_password(user.email, PASSWORD) == ""


def test_logging_in_is_not_counted_and_forgives_nothing():
    user = make_user()

    assert [try_password(user.email, PASSWORD) for _ in range(7)] == [""] * 7
    assert fail(user.email, 4) == [MISMATCH] * 4
    assert try_password(user.email, PASSWORD) == ""
    assert fail(user.email, 1) == [MISMATCH]
    assert try_password(user.email, PASSWORD) == LOCKED


def test_guesses_at_confirming_count_too(client):
    user = make_user()
    client.force_login(user)

    for _ in range(5):
        client.post(reverse("account_reauthenticate"), {"password": "x"}, REMOTE_ADDR=HERE)

    assert try_password(user.email, PASSWORD) == LOCKED


def test_neighbours_in_one_ipv6_network_are_one_address():
    user = make_user()
    fail(user.email, 5, "2001:db8::1")

    assert try_password(user.email, PASSWORD, "2001:db8::ffff") == LOCKED
    assert try_password(user.email, PASSWORD, "2001:db8:0:1::1") == ""


@pytest.mark.django_db(transaction=True)
def test_twenty_guesses_at_once_are_five(transactional_db):
    user = make_user()

    def guess(number):
        try:
            return try_password(user.email, f"wrong-{number}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(guess, range(20)))

    assert (answers.count(MISMATCH), answers.count(LOCKED)) == (5, 15)


# An address


def test_address_alone_is_slowed_and_then_goes_on(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed_here": "6/9s/ip"}
    settings.LOGIN_SLOW_SECONDS = 2
    user = make_user()
    for number in range(7):
        fail(f"nobody{number}@example.cn", 1)

    assert try_password(user.email, PASSWORD) == SLOWED
    assert try_password(user.email, PASSWORD, THERE) == ""
    time.sleep(2.1)
    assert try_password(user.email, PASSWORD) == ""


def test_more_than_thirty_failures_a_minute_slow_an_address_for_a_minute():
    user = make_user()
    answers = [fail(f"nobody{number}@example.cn", 1) for number in range(31)]

    slowed = cache.make_key(adapters._kept("slowed", HERE))
    assert answers == [[MISMATCH]] * 31
    assert try_password(user.email, PASSWORD) == SLOWED
    assert 55 <= cache._cache.get_client().ttl(slowed) <= 60


def test_many_who_log_in_from_one_address_are_not_slowed():
    user = make_user()

    assert {try_password(user.email, PASSWORD) for _ in range(40)} == {""}


def test_flood_is_told_to_wait(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"signup": "1/m/ip"}
    client.post(reverse("account_signup"))

    answer = client.post(reverse("account_signup"))

    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "短时间内请求太多。请等一分钟再试" in answer.content.decode()


# The letter


def test_letter_unlocks_everywhere():
    user = make_user()
    for address in (HERE, THERE):
        fail(user.email, 5, address)

    assert reset_password(user.email, "a fine new one").status_code == 302

    assert [try_password(user.email, "a fine new one", a) for a in (HERE, THERE)] == ["", ""]
    assert try_password(user.email, PASSWORD) == MISMATCH
    assert [letter.subject for letter in mail.outbox] == ["重设密码", "密码已重设"]


def test_guesses_do_not_keep_the_letter_away():
    user = make_user()
    fail(user.email, 5)
    client = Client(REMOTE_ADDR=HERE)

    answer = client.post(reverse("account_reset_password"), {"email": user.email})

    assert answer.url == reverse("account_reset_password_done")
    assert len(mail.outbox) == 1


def test_letter_goes_to_the_known_address_only(client):
    """Not to one mistyped in a change that waits: its owner would get the account."""
    user = make_user("li")
    client.force_login(user)
    client.post(reverse("account_email"), {"action_add": "", "email": "stranger@example.cn"})

    client.post(reverse("account_reset_password"), {"email": "stranger@example.cn"})

    assert [(letter.to, letter.subject) for letter in mail.outbox[1:]] == [
        (["stranger@example.cn"], "这个邮箱没有可以登录的账号")
    ]


def test_changing_the_password_unlocks_too(client):
    user = make_user()
    fail(user.email, 5)
    client.force_login(user)

    new = {"password1": "a fine new one", "password2": "a fine new one"}
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})

    assert try_password(user.email, "a fine new one") == ""


def test_locking_starts_anew_after_the_letter():
    user = make_user()
    fail(user.email, 5)
    reset_password(user.email, "a fine new one")

    assert fail(user.email, 5) == [MISMATCH] * 5
    assert try_password(user.email, "a fine new one") == LOCKED


# The code


def try_code(client, code, address=HERE):
    answer = client.post(reverse("mfa_authenticate"), {"code": code}, REMOTE_ADDR=address)
    return "" if answer.status_code == 302 else answer.context["form"].errors["code"][0]


def test_five_wrong_codes_lock_the_account_wherever_they_come_from():
    """Who gets that far has the password: addresses must not multiply their guesses."""
    user, client = make_centre().user, Client()
    assert try_password(user.email, PASSWORD, client=client) == ""

    wrong = [try_code(client, "000000") for _ in range(5)]

    assert [complaint == LOCKED for complaint in wrong] == [False] * 5
    assert try_code(client, code_of(), THERE) == LOCKED


def test_letter_unlocks_the_code_too():
    user, client = make_centre().user, Client()
    try_password(user.email, PASSWORD, client=client)
    for _ in range(6):
        try_code(client, "000000")

    reset_password(user.email, "a fine new one")

    client = Client()
    assert try_password(user.email, "a fine new one", client=client) == ""
    assert try_code(client, code_of()) == ""


def test_code_is_good_once(client):
    user, code = make_centre().user, code_of()
    for expected in ("", "动态口令不对或已过期。请输入验证器现在显示的 6 位数字"):
        other = Client()
        try_password(user.email, PASSWORD, client=other)
        assert try_code(other, code) == expected


# Nothing tells who is registered


def plain(answer):
    """A page without what is new in each: its tokens and the number of the request."""
    return re.sub(r'value="\w{64}"', "", answer.content.decode())


def test_login_answers_known_and_unknown_alike():
    answers = {}
    for email in (make_user("known").email, "other@example.cn"):
        client = Client()
        data = {"login": email, "password": "wrong"}
        pages = [plain(client.post(reverse("account_login"), data)) for _ in range(7)]
        answers[email] = [page.replace(email, "") for page in pages]

    known, unknown = answers.values()
    assert known == unknown
    assert LOCKED in known[5]


@pytest.mark.parametrize("name", ["account_reset_password", "account_signup"])
def test_other_pages_answer_known_and_unknown_alike(name):
    answers = {}
    for email in (make_user("known").email, "other@example.cn"):
        client = Client()
        data = {**PERSON, "email": email, "password1": "a fine new one"}
        answer = client.post(reverse(name), data | {"password2": "a fine new one"}, follow=True)
        answers[email] = (answer.redirect_chain, plain(answer).replace(email, ""))

    known, unknown = answers.values()
    assert known == unknown
    assert [len(letter.to) for letter in mail.outbox] == [1, 1]


def medians(known, unknown, job):
    """Milliseconds, taken in turn so that the machine's moods hit both."""
    times = {True: [], False: []}
    for pair in zip(known, unknown, strict=True):
        for is_known, email in zip((True, False), pair, strict=True):
            begun = time.perf_counter()
            job(email)
            times[is_known].append(time.perf_counter() - begun)
    return statistics.median(times[True]), statistics.median(times[False])


def log_in_wrongly(email):
    assert fail(email, 1) == [MISMATCH]


def sign_up(email):
    data = {**PERSON, "email": email, "password1": "a fine new one"}
    answer = Client().post(reverse("account_signup"), data | {"password2": "a fine new one"})
    assert answer.url == reverse("account_email_verification_sent")


@pytest.mark.parametrize("job", [log_in_wrongly, sign_up])
def test_clock_does_not_tell_known_from_unknown(settings, job):
    settings.PASSWORD_HASHERS = ["accounts.passwords.LeanArgon2Hasher"]
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"signup": None}
    known = [make_user().email for number in range(9)]
    unknown = [f"unknown{number}@example.cn" for number in range(9)]
    begun = time.perf_counter()
    User.objects.update(password=make_password(PASSWORD))
    hashing = time.perf_counter() - begun

    of_known, of_unknown = medians(known, unknown, job)

    assert 0.7 < of_known / of_unknown < 1.4
    assert min(of_known, of_unknown) > hashing / 2


# Whose address it is


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.1.1.1", HERE),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (1, None, HERE),
    ],
)
def test_only_our_proxies_are_believed(settings, proxies, forwarded, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}

    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=HERE)

    assert client_address(request) == address
