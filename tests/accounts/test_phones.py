"""Phone numbers, verified where a gateway is set."""

import re
from datetime import timedelta

import pytest

from accounts.models import User
from accounts.people import correct_profile
from accounts.phones import PhoneProblem, send_code, verify_phone
from accounts.states import MailRhythm
from foundation import clock
from foundation.errors import Refused
from records.models import Entry
from tests.factories import make_holder, make_user

pytestmark = pytest.mark.django_db
PHONE = "13800138000"
SENT = []


class Gateway:
    """Keeps what it was given to send."""

    def send(self, phone, text):
        SENT.append((phone, text))


class BrokenGateway:
    def send(self, phone, text):
        raise ConnectionError(f"no route to {phone} for {text}")


@pytest.fixture
def gateway(settings):
    settings.SMS_GATEWAY = f"{__name__}.Gateway"
    SENT.clear()
    return SENT


def code_in(sent):
    return re.search(r"\b\d{6}\b", sent[-1][1])[0]


def other(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def problems(caught):
    return [problem.code for problem in caught.value.problems]


def test_right_code_verifies_the_number(client, gateway):
    user = make_user(phone=PHONE)
    client.force_login(user)
    client.post("/account/phone/")
    assert [phone for phone, _ in gateway] == [PHONE]

    answer = client.post("/account/phone/", {"code": code_in(gateway)}, follow=True)

    user.refresh_from_db()
    assert user.phone_verified_at is not None
    assert "手机号已验证" in answer.content.decode()
    entry = Entry.objects.filter(table="accounts.user", object_id=user.pk).latest("pk")
    assert (entry.verb, entry.note) == ("correct", "手机号已验证")


def test_code_is_in_the_session_only_as_a_hash(client, gateway):
    client.force_login(make_user(phone=PHONE))

    client.post("/account/phone/")

    assert code_in(gateway) not in str(dict(client.session["phone_code"]))


def test_wrong_code_is_told_beside_the_field_and_five_are_the_most(client, gateway):
    user = make_user(phone=PHONE)
    client.force_login(user)
    client.post("/account/phone/")
    right = code_in(gateway)

    sentences = []
    for code in [*[other(right)] * 5, right]:
        answer = client.post("/account/phone/", {"code": code})
        sentences += answer.context["form"].errors["code"]

    assert sentences == [PhoneProblem.WRONG.label] * 5 + [PhoneProblem.TOO_MANY.label]
    user.refresh_from_db()
    assert user.phone_verified_at is None


def test_code_lasts_ten_minutes(gateway):
    user = make_user(phone=PHONE)
    sent = send_code(user)

    with clock.shift(timedelta(minutes=10)), pytest.raises(Refused) as caught:
        verify_phone(user, code_in(gateway), sent=sent, by=make_holder(user))

    assert problems(caught) == [PhoneProblem.TOO_LATE]


def test_code_proves_the_number_it_was_sent_to(gateway):
    user = make_user(phone=PHONE)
    sent, by = send_code(user), make_holder(user)
    rest = {"mail_rhythm": MailRhythm.DAILY, "organisation": None, "by": by}
    changed = correct_profile(user, name="李工", phone="13900139000", **rest)

    for person in (user, changed):
        with pytest.raises(Refused) as caught:
            verify_phone(person, code_in(gateway), sent=sent, by=by)
        assert problems(caught) == [PhoneProblem.WRONG]


def test_codes_are_not_sent_one_after_the_other(client, gateway):
    client.force_login(make_user(phone=PHONE))
    client.post("/account/phone/")

    answer = client.post("/account/phone/")

    assert len(gateway) == 1
    assert PhoneProblem.TOO_OFTEN.label in answer.content.decode()


@pytest.mark.parametrize(
    ("phone", "name", "problem"),
    [
        ("", "Gateway", PhoneProblem.NO_PHONE),
        (PHONE, "BrokenGateway", PhoneProblem.NOT_SENT),
    ],
)
def test_what_cannot_be_sent_is_told(settings, phone, name, problem):
    settings.SMS_GATEWAY = f"{__name__}.{name}"

    with pytest.raises(Refused) as caught:
        send_code(make_user(phone=phone))

    assert problems(caught) == [problem]


def test_code_before_one_was_sent_is_refused(gateway):
    user = make_user(phone=PHONE)

    with pytest.raises(Refused) as caught:
        verify_phone(user, "123456", sent=None, by=make_holder(user))

    assert problems(caught) == [PhoneProblem.NO_CODE]


def test_without_a_gateway_there_is_no_such_page(client):
    client.force_login(make_user(phone=PHONE))

    assert client.get("/account/phone/").status_code == 404
    assert "用短信验证" not in client.get("/account/").content.decode()


def test_changed_number_is_unverified_again(client):
    user = make_user(phone=PHONE)
    User.objects.filter(pk=user.pk).update(phone_verified_at=clock.now())
    client.force_login(user)

    for phone, is_verified in ((PHONE, True), ("139 0013 9000", False)):
        form = {"name": "李工", "phone": phone, "mail_rhythm": "daily"}
        assert client.post("/account/", form).url == "/account/"
        user.refresh_from_db()
        assert (user.phone_verified_at is not None) == is_verified
    assert user.phone == "13900139000"
