"""A project's page: what it tells of itself, its code for posters, what it shows beside it."""

from datetime import datetime
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from accounts.consenting import withdraw_consent
from accounts.models import Field
from foundation.clock import SHANGHAI
from projects.models import Listing, Project
from projects.queries import listings_alike
from tests.factories import make_holder, make_project
from tests.metas import ARTICLE, COLUMN, head_of, metas_of, told

pytestmark = pytest.mark.django_db
SITE = "https://ztc.example"
LISTED_AT = datetime(2026, 5, 4, 9, 30, tzinfo=SHANGHAI)
DESCRIPTION = "0.9 微秒内关断短路的碳化硅，少用一半余量"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def project():
    project = make_project("listed", make_holder())
    Listing.objects.update(listed_at=LISTED_AT)
    return project


def page_of(client, project):
    return client.get(f"/showcase/{project.code}/")


def test_page_tells_what_monitors_of_government_sites_look_for(client, project):
    page = page_of(client, project)

    assert told(page, ("SiteName", "SiteDomain")) == ["火炬科技成果直通车", "ztc.example"]
    assert told(page, COLUMN)[:2] == ["成果展示", "办事服务"]
    assert told(page, ARTICLE) == [
        "面向车规的碳化硅栅极驱动芯片",
        "2026-05-04 09:30",
        "四川省科学技术厅",
        "碳化硅,栅极驱动,短路保护",
        f"{SITE}/showcase/{project.code}/",
    ]


def test_page_tells_what_previews_of_a_link_look_for(client, project):
    page, url = page_of(client, project), f"{SITE}/showcase/{project.code}/"
    metas = metas_of(page)

    assert len(metas["Description"]) == 120
    assert metas["Description"].startswith(f"{DESCRIPTION} 给主驱逆变器用的")
    for name in ("og:description", "twitter:description"):
        assert metas[name] == metas["Description"]
    assert told(page, ("og:type", "og:site_name", "og:title", "og:url", "twitter:card")) == [
        *("article", "火炬科技成果直通车", "面向车规的碳化硅栅极驱动芯片", url, "summary")
    ]
    assert metas["og:image"].startswith(f"{SITE}/static/img/share.")
    assert metas["article:published_time"] == "2026-05-04T09:30:00+08:00"
    assert head_of(page).canonical == [url]


def test_other_address_of_a_project_names_the_same_one(client, project):
    page = client.get(f"/showcase/{project.ref}/")

    assert head_of(page).canonical == [f"{SITE}/showcase/{project.code}/"]


def test_linked_data_names_houses_and_no_person(client, project):
    url = f"{SITE}/showcase/{project.code}/"
    page = page_of(client, project)
    [linked] = head_of(page).linked

    assert linked == {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": url,
        "url": url,
        "identifier": project.code,
        "name": "面向车规的碳化硅栅极驱动芯片",
        "description": DESCRIPTION,
        "keywords": ["碳化硅", "栅极驱动", "短路保护"],
        "inLanguage": "zh-CN",
        "version": 1,
        "datePublished": "2026-05-04T09:30:00+08:00",
        "about": {"@type": "DefinedTerm", "termCode": "1.2", "name": "电子核心产业"},
        "creator": {"@type": "Organization", "name": "岷江器件研究所"},
        "sourceOrganization": {"@type": "GovernmentOrganization", "name": "四川省科学技术厅"},
        "publisher": {"@type": "Organization", "name": "火炬科技成果直通车", "url": SITE},
    }
    head = page.content.decode().partition("</head>")[0]
    assert not [name for name in ("林岷", "周蜀", "13800000000", "zhou@") if name in head]


def test_linked_data_cannot_end_its_script():
    hostile = {"name": "</script><script>alert(1)</script><!-- & \u2028"}

    written = Template("{% linked_data data %}").render(Context({"data": hostile}))

    assert written.count("<") == 2
    assert "\\u003c/script\\u003e\\u003cscript" in written


def test_page_without_an_article_tells_of_the_site_and_its_column(client):
    page = client.get("/showcase/")

    assert told(page, ("SiteName", "ColumnName", "ArticleTitle", "og:title")) == [
        *("火炬科技成果直通车", "成果展示", None, None)
    ]
    assert told(client.get("/nothing/"), ("SiteName", "ColumnName")) == ["火炬科技成果直通车", None]


def test_code_of_the_site_is_told_where_it_has_one(client, settings):
    assert told(client.get("/showcase/"), ("SiteIDCode",)) == [None]
    settings.SITE_ID_CODE = "bm01000001"

    assert told(client.get("/showcase/"), ("SiteIDCode",)) == ["bm01000001"]


def test_code_for_posters_is_a_picture_until_the_project_is_hidden(client, project):
    address = f"/showcase/{project.code}.svg"
    answer = client.get(address)

    assert answer["Content-Type"] == "image/svg+xml"
    drawn = ET.fromstring(answer.content)  # noqa: S314 -- our own
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert drawn.find("{http://www.w3.org/2000/svg}title").text == "面向车规的碳化硅栅极驱动芯片"
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"

    withdraw_consent(Project.objects.get().display_consent, by=make_holder(project.holder))
    assert client.get(address).status_code == 404


OTHERS = {
    "碳化硅器件": ["碳化硅"],
    "碳化硅栅极驱动电源": ["碳化硅", "栅极驱动"],
    "钠离子电池": ["层状正极"],
    "短路保护装置": ["保护"],
}


@pytest.fixture
def others(project):
    holder = make_holder()
    rows = {title: ["listed", words] for title, words in OTHERS.items()}
    rows["碳化硅栅极驱动未入库"] = ["accepted", ["栅极驱动"]]
    return [
        make_project(status, holder, title=title, keywords=words, tagline="略")
        for title, (status, words) in rows.items()
    ]


def alike_to(project):
    listing = Listing.objects.select_related("version").get(project=project)
    return [other.title for other in listings_alike(listing, 4)]


def test_related_share_the_most_words_and_are_shown(project, others):
    assert alike_to(project) == ["碳化硅栅极驱动电源", "碳化硅器件", "短路保护装置"]

    withdraw_consent(others[1].display_consent, by=make_holder(others[1].holder))
    assert alike_to(project) == ["碳化硅器件", "短路保护装置"]


def test_page_shows_the_related_and_not_itself(client, project, others):
    page = page_of(client, project).content.decode()

    related = page.partition("相近的成果")[2]
    assert related.count('class="proj-card"') == 3
    assert f"/showcase/{others[1].code}/" in related
    assert f"/showcase/{project.code}/" not in related


def test_general_words_relate_nothing():
    holder = make_holder()
    one = make_project("listed", holder, title="一种方法研究", keywords=["方法"])
    make_project("listed", holder, title="一种方法应用", keywords=["方法"])

    assert alike_to(one) == []


def test_one_word_in_another_field_is_a_coincidence(project):
    holder, field = make_holder(), Field.objects.get(code="3")
    for words in (["保护"], ["保护", "短路"]):
        title = "、".join(words)
        make_project("listed", holder, title=title, keywords=words, field=field, tagline="略")

    assert alike_to(project) == ["保护、短路"]


@pytest.mark.parametrize("count", [1, 3])
def test_related_take_two_statements(client, project, count):
    holder = make_holder()
    for _ in range(count):
        make_project("listed", holder)
    with CaptureQueriesContext(connection) as seen:
        assert len(alike_to(project)) == count
    assert len(seen) == 3  # the listing itself is read by the first

    with CaptureQueriesContext(connection) as seen:
        page_of(client, project)
    assert len(seen) == 7
