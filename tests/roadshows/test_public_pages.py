"""Roadshows for everybody: found, read, and never with anybody's name."""

from datetime import timedelta

import pytest

from foundation import clock
from foundation.clock import SHANGHAI
from projects.models import Project
from roadshows.cutting import cut_texts
from roadshows.models import Roadshow
from roadshows.opening import cancel_roadshow
from roadshows.queries.shown import address_of
from tests.factories import make_holder, make_lead, make_project, make_staff
from tests.metas import ARTICLE, COLUMN, head_of, metas_of, told
from tests.provinces.deciding import text_of
from tests.roadshows.making import dated, opened
from tests.roadshows.standing import item, released

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(rolled_back):
    """SC's, GD's and CQ's with a day; SC's shows a project."""
    rows = {row.unit_id: row for row in dated("SC", "GD", "CQ")}
    project = make_project("listed", make_holder())
    released(
        rows["SC"],
        item(
            "14:00", "14:10", kind="opening", title="致辞", people=[{"ref": "X", "part": "speaker"}]
        ),
        item("14:10", "14:23", project=project.ref, title=project.title, code=project.code),
    )
    return {unit: row.pk for unit, row in rows.items()}, project.pk


@pytest.fixture
def roadshow(made, db):
    return Roadshow.objects.select_related("unit", "cycle").get(pk=made[0]["SC"])


@pytest.fixture
def project(made, db):
    return Project.objects.get(pk=made[1])


def read(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return text_of(answer)


def titles(page):
    return page.count('<li class="show">')


def test_coming_ones_stand_by_month(client, roadshow):
    page = read(client, "/roadshows/")

    assert titles(page) == 3
    assert f"{roadshow.day.year}年{roadshow.day.month}月" in page
    assert titles(read(client, "/roadshows/?when=past")) == 0
    assert "还没有办过路演" in read(client, "/roadshows/?when=past")


@pytest.mark.parametrize(
    ("query", "number"),
    [("unit=SC", 1), ("unit=SC&unit=GD", 2), ("mode=online", 0), ("q=没有的词", 0), ("unit=XX", 3)],
)
def test_list_is_narrowed_by_its_address(client, roadshow, query, number):
    assert titles(read(client, f"/roadshows/?{query}")) == number


def test_list_is_narrowed_by_theme_and_field_and_title(client, roadshow):
    Roadshow.objects.filter(pk=roadshow.pk).update(fields=["新能源产业"], title="西部新能源专场")
    cut_texts([roadshow])

    assert titles(read(client, "/roadshows/?field=新能源产业")) == 1
    assert titles(read(client, f"/roadshows/?theme={roadshow.theme}")) >= 1
    assert titles(read(client, "/roadshows/?q=新能源 西部")) == 1


def test_script_gets_the_found_alone(client, roadshow):
    answer = client.get("/roadshows/?unit=SC", headers={"HX-Request": "true"})

    assert "<html" not in text_of(answer)
    assert titles(text_of(answer)) == 1


@pytest.mark.parametrize("query", ["unit=SC", "unit=SC&unit=GD&unit=CQ"])
def test_list_takes_as_many_queries_for_one_as_for_three(
    client, roadshow, django_assert_num_queries, query
):
    with django_assert_num_queries(5):
        read(client, f"/roadshows/?{query}")


def test_what_was_never_published_is_not_there(client, db):
    row = next(row for row in opened("HN") if row.unit_id == "HN")

    read(client, f"/roadshows/{row.ref}/", status=404)
    assert row.title not in read(client, "/roadshows/?unit=HN")


def test_page_shows_the_released_agenda(client, roadshow, project):
    page = read(client, f"/roadshows/{roadshow.code}/")

    assert roadshow.title in read(client, f"/roadshows/{roadshow.ref.lower()}/")
    assert f'href="/showcase/{project.code}/"' in page
    assert "14:10–14:23" in page
    assert f'content="{roadshow.title}，' in page
    assert "<dt>更新</dt>" in page


def test_page_without_a_release_says_so(client, made):
    row = Roadshow.objects.get(pk=made[0]["GD"])

    page = read(client, f"/roadshows/{row.code}/")

    assert "议程发布后在这里公布" in page
    assert "<dt>更新</dt>" not in page


def test_nobody_is_named(client, roadshow, project):
    people = {project.holder.name}

    for path in ("/", "/roadshows/", f"/roadshows/{roadshow.code}/"):
        page = read(client, path)
        assert [name for name in people if name in page] == []


def test_project_that_is_not_shown_any_more_stands_without_words(client, roadshow, project):
    Project.objects.filter(pk=project.pk).update(status="withdrawn", display_consent=None)

    page = read(client, f"/roadshows/{roadshow.code}/")

    assert project.title not in page
    assert page.count("项目已撤下展示") == 2


def test_cancelled_one_says_why(client, roadshow):
    cancel_roadshow(roadshow, by=make_staff("centre_lead"), reason="场馆停用")

    assert "场馆停用" in read(client, f"/roadshows/{roadshow.code}/")
    assert "已取消" in read(client, "/roadshows/")


def test_day_after_it_is_past(client, roadshow):
    with clock.shift(roadshow.day - clock.today() + timedelta(days=1)):
        assert "已经办完" in read(client, f"/roadshows/{roadshow.code}/")
        assert titles(read(client, "/roadshows/?when=past&unit=SC")) == 1
        assert titles(read(client, "/roadshows/?unit=SC")) == 0


def test_front_page_and_project_page_lead_there(client, roadshow, project):
    assert titles(read(client, "/")) == 3
    assert f'href="/roadshows/{roadshow.code}/"' in read(client, "/")

    page = read(client, f"/showcase/{project.code}/")
    assert "将参加的路演" in page
    assert f'href="/roadshows/{roadshow.code}/"' in page


def test_journey_says_where_it_was_lined_up(client, roadshow, project):
    client.force_login(make_lead().user)

    page = read(client, f"/unit/projects/{project.ref}/journey/")

    assert "入选路演" in page
    assert roadshow.title in page


def test_page_tells_of_itself_what_monitors_and_previews_look_for(client, roadshow):
    page = client.get(f"/roadshows/{roadshow.code}/")
    url, changed = address_of(roadshow), roadshow.changed_at.astimezone(SHANGHAI)

    assert told(page, COLUMN)[:2] == ["路演活动", "工作动态"]
    assert told(page, ARTICLE) == [
        roadshow.title,
        f"{changed:%Y-%m-%d %H:%M}",
        "四川省科学技术厅",
        ",".join([roadshow.theme, *roadshow.fields]),
        url,
    ]
    day = f"{roadshow.day.year}年{roadshow.day.month}月{roadshow.day.day}日"
    place = roadshow.place or "四川"
    said = f"{roadshow.title}，{day}，{place}，{roadshow.host}承办。"
    assert metas_of(page)["og:description"] == metas_of(page)["Description"] == said
    assert head_of(page).canonical == [url]
