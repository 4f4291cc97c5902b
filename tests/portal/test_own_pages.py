"""The pages of one's data: what they say, whom they let in."""

import pytest

from tests.factories import make_centre, make_user

pytestmark = pytest.mark.django_db

OWN = ["/account/desk/", "/account/consents/", "/account/data/", "/account/data/erase/"]


@pytest.mark.parametrize("path", OWN)
def test_visitors_are_sent_to_log_in(client, path):
    assert client.get(path).url == f"/accounts/login/?next={path}"


def test_wrong_address_erases_nothing(client):
    user = make_user("li")
    client.force_login(user)

    answer = client.post("/account/data/erase/", {"email": "l1@example.cn"})

    assert "和你的账号邮箱不一致" in answer.context["form"].errors["email"][0]
    assert 'value="l1@example.cn"' in answer.content.decode()
    user.refresh_from_db()
    assert user.status == "active"


def test_office_is_told_to_be_handed_over_instead_of_asked_to_confirm(client):
    user = make_centre().user
    client.force_login(user)

    for answer in (
        client.get("/account/data/erase/"),
        client.post("/account/data/erase/", {"email": user.email}),
    ):
        page = answer.content.decode()
        assert "你还担任“火炬中心”" in page
        assert "注销我的账号" not in page
    user.refresh_from_db()
    assert user.status == "active"


@pytest.mark.parametrize("contact", ["", "privacy@example.cn"])
def test_privacy_page_says_whom_to_write_to(client, settings, contact):
    settings.CONTACT_EMAIL = contact

    page = client.get("/privacy/").content.decode()

    assert ("mailto:" in page) == bool(contact)
    assert "第四十四条" in page
    assert "第五十条" in page
