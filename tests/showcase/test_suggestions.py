"""What is suggested to who types: of what is shown, by what names it."""

import re

import pytest

from accounts.consenting import withdraw_consent
from accounts.registering import register_organisation
from accounts.states import OrganisationKind
from showcase.queries import suggestions_for
from tests.factories import make_holder, make_project

pytestmark = pytest.mark.django_db


def suggested(text):
    return [(one.kind, one.text) for one in suggestions_for(text)[0]]


def titles(text):
    return [title for kind, title in suggested(text) if kind == "title"]


def test_keyword_house_and_title_are_suggested_in_this_order():
    project = make_project("listed", title="岷江水质", keywords=["岷江流域", "水质"])

    [*_, title] = suggestions_for("岷江")[0]

    assert suggested("岷江") == [
        ("keyword", "岷江流域"),
        ("house", "岷江器件研究所"),
        ("title", "岷江水质"),
    ]
    assert title.ref == project.code


@pytest.mark.parametrize("text", ["minj", "mjq", "yanjiusuo", "MinJiang"])
def test_house_is_suggested_by_pinyin_and_initials(text):
    make_project("listed", title="甲")

    assert suggested(text) == [("house", "岷江器件研究所"), ("title", "甲")]


@pytest.mark.parametrize("text", ["驱", "栅极驱", "驱动 碳化", "sic", "驱动芯片"])
def test_title_is_suggested_by_any_piece_of_it(text):
    make_project("listed")

    assert titles(text) == ["面向车规的碳化硅栅极驱动芯片"]


@pytest.mark.parametrize("text", ["", " ", "主驱逆变器厂", "激光", "\x00", "'", "长" * 500])
def test_nothing_is_suggested_by_texts_or_by_nothing(text):
    make_project("listed")

    assert suggested(text) == []


def test_what_was_typed_is_not_suggested_again():
    make_project("listed", keywords=["碳化硅", "碳化硅外延"])

    assert [text for kind, text in suggested("碳化硅") if kind == "keyword"] == ["碳化硅外延"]


def test_eight_at_most_and_the_commonest_first():
    holder = make_holder()
    for number in range(6):
        words = ["铱丝", f"铱{number}", f"铱锭{number}"]
        make_project("listed", holder, title=f"铱坩埚 {number}", keywords=words)

    found = suggested("铱")

    assert len(found) == 8
    assert found[0] == ("keyword", "铱丝")
    assert [kind for kind, _ in found].count("keyword") == 3


def test_houses_are_of_who_is_named_not_of_who_names_them():
    holder = make_holder()
    kind = OrganisationKind.ACADEMIC
    other = register_organisation("淠河量子所", "91350100M000100Y51", kind, by=holder)
    make_project("listed", holder, title="与岷江合作", organisation=other)

    assert suggested("岷江") == [("title", "与岷江合作")]


def test_nothing_is_suggested_of_what_is_not_shown():
    holder = make_holder()
    make_project("listed", holder, shown=False)
    make_project("accepted", holder)
    project = make_project("listed", holder)
    withdraw_consent(project.display_consent, by=holder)

    assert [suggested(text) for text in ("碳化硅", "岷江", "minjiang")] == [[], [], []]


def test_fragment_leads_to_pages_and_searches(client):
    project = make_project("listed", title="岷江<水质>", keywords=["岷江流域"])

    page = client.get("/showcase/suggest/", {"q": "岷江", "unit": "GD"}).content.decode()

    assert re.findall(r'href="([^"]*)"', page) == [
        "/showcase/?q=%E5%B2%B7%E6%B1%9F%E6%B5%81%E5%9F%9F",
        "/showcase/?q=%E5%B2%B7%E6%B1%9F%E5%99%A8%E4%BB%B6%E7%A0%94%E7%A9%B6%E6%89%80",
        f"/showcase/{project.code}/",
    ]
    assert "<mark>岷江</mark>&lt;水质&gt;" in page


@pytest.mark.parametrize("count", [1, 3])
def test_suggestions_take_two_statements(client, django_assert_num_queries, count):
    holder = make_holder()
    for _ in range(count):
        make_project("listed", holder)

    with django_assert_num_queries(2):
        assert client.get("/showcase/suggest/", {"q": "碳化"}).status_code == 200
