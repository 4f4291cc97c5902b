"""Joining with a wish, and leaving with one's data, over HTTP, as people would."""

import io
import json
import re
import zipfile

import pytest
from django.core import mail

from accounts.granting import approve
from accounts.models import Membership, User
from records.models import Message
from records.verifying import verify_trail
from records.working import carry_out
from tests.factories import PASSWORD, make_centre, make_lead

pytestmark = pytest.mark.django_db

WISH = {
    "name": "李工",
    "email": "li@example.org",
    "role": "agency",
    "unit": "SC",
    "organisation": "蜀道技术转移中心",
    "organisation_kind": "service",
    "organisation_code": "91510100MA61RU9B1F",
    "privacy": "on",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


def log_in(client, email):
    client.logout()
    answer = client.post("/accounts/login/", {"login": email, "password": PASSWORD}, follow=True)
    return answer.redirect_chain[-1][0]


def join(client, **fields):
    assert client.post("/accounts/signup/", {**WISH, **fields}).status_code == 302
    [link] = re.findall(r"http://testserver(/accounts/confirm-email/\S+)", mail.outbox[-1].body)
    client.post(link)


def test_wish_of_a_newcomer_becomes_a_role_they_act_in(client):
    lead = make_lead("SC")
    join(client)

    client.force_login(lead.user)
    page = client.get("/account/messages/").content.decode()
    assert "李工申请成为技术转移机构 · 四川" in page
    message = Message.objects.get(kind="accounts.membership.apply", to=lead.user_id)
    page = client.get(f"/account/messages/{message.pk}/").content.decode()
    assert "李工（蜀道技术转移中心）申请成为" in page
    approve(Membership.objects.get(user__email="li@example.org"), by=lead)

    log_in(client, "li@example.org")
    page = client.get("/account/roles/").content.decode()
    assert re.search(r'aria-current="true"\s*>技术转移机构 · 四川</button>', page)
    client.post("/account/messages/quiet/", {"begins": "22:00", "ends": "07:00"})  # off
    told = Message.objects.get(kind="accounts.membership.approve")
    carry_out("records.message", told.pk)
    assert mail.outbox[-1].subject == "申请已批准：技术转移机构 · 四川"
    assert client.post("/account/acting/", {"as": "holder"}).url == "/account/desk/"
    assert client.get("/account/desk/").url == "/my/"
    assert list(verify_trail()) == []


def test_person_takes_their_data_and_leaves(client):
    make_centre()
    join(client, role="holder")
    assert log_in(client, "li@example.org") == "/my/"
    client.post("/account/", {"name": "李工", "phone": "13987654321", "mail_rhythm": "never"})
    client.post("/my/projects/new/", {"title": "没写完的成果", "unit": "SC", "shown": "on"})

    answer = client.post("/account/data/export/")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    [account] = json.loads(archive.read("accounts.json"))["account"]
    assert (account["phone"], account["organisation__name"]) == ("13987654321", None)
    [project] = json.loads(archive.read("projects.json"))["projects"]
    assert project["title"] == "没写完的成果"

    page = client.get("/account/data/erase/").content.decode()
    for words in ("马上删除", "依法保留", "网络安全法", "数据安全法", "已经提交的成果"):
        assert words in page
    answer = client.post("/account/data/erase/", {"email": "Li@Example.org"}, follow=True)

    assert answer.redirect_chain == [("/", 302)]
    assert "账号已注销" in answer.content.decode()
    assert client.get("/account/").url == "/accounts/login/?next=/account/"
    assert log_in_fails(client)
    assert User.objects.filter(status="erased").count() == 1
    assert list(verify_trail()) == []
    client.post("/accounts/signup/", {**WISH, "role": "holder"})  # the address is free again
    assert User.objects.get(email="li@example.org").status == "active"


def log_in_fails(client):
    form = {"login": "li@example.org", "password": PASSWORD}
    return client.post("/accounts/login/", form).status_code == 200
