"""The button on public pages, and the list of what somebody keeps."""

import re

import pytest

from accounts.acting import actor_of
from accounts.consenting import withdraw_consent
from matching import favouring
from matching.favouring import add_folder, change, favour, unfavour
from matching.models import Favourite, Folder
from matching.states import PostingKind, Reach
from tests.factories import make_holder, make_project
from tests.matching.making import make_enterprise, make_posting

pytestmark = pytest.mark.django_db
LIST = "/desk/favourites/"
KEEP, KEPT = "收藏</button>", "已收藏</a>"


@pytest.fixture
def by(client):
    holder = make_holder()
    client.force_login(holder.user)
    return holder


@pytest.fixture
def project():
    return make_project("listed", make_holder())


def read(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def post(client, path, **said):
    answer = client.post(path, said, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def things():
    """Address of the page, and where it is kept."""
    project = make_project("listed", make_holder())
    demand, offer = make_posting(), make_posting(kind=PostingKind.OFFER)
    return [
        (f"/showcase/{project.code}/", f"{LIST}new/project/{project.code}/"),
        (f"/demands/{demand.code}/", f"{LIST}new/demand/{demand.code}/"),
        (f"/offers/{offer.code}/", f"{LIST}new/offer/{offer.code}/"),
    ]


def test_thing_is_kept_where_it_stands(client, by):
    for page, address in things():
        assert KEEP in read(client, page)
        assert f'action="{address}"' in read(client, page)

        after = client.post(address, follow=True)

        assert after.request["PATH_INFO"] == page
        assert "已收藏。在“收藏”里可以写备注、分收藏夹" in after.content.decode()
        assert KEPT in after.content.decode()
        assert KEEP not in after.content.decode()
    assert Favourite.objects.filter(person=by.user_id).count() == 3


def test_visitor_logs_in_and_finds_the_page_again(client):
    for page, address in things():
        client.logout()
        assert f'href="{address}"' in read(client, page)
        assert "csrfmiddlewaretoken" not in read(client, page)

        assert client.get(address).url.startswith("/accounts/login/?next=/desk/favourites/new/")
        assert client.session["wanted"] == address
        client.force_login(make_holder().user)
        back = client.get(address, follow=True)
        assert back.redirect_chain == [(page, 302)]
        assert "已登录。还没有的话，请再点一次“收藏”" in back.content.decode()
        assert KEEP in read(client, page)
    assert Favourite.objects.count() == 0


def test_what_is_not_shown_is_not_kept(client, by, project):
    withdraw_consent(project.display_consent, by=actor_of(project.holder))
    over = make_posting(days=-1)
    paths = (f"project/{project.code}", f"demand/{over.code}", f"offer/{over.code}", "person/X")

    for path in paths:
        assert client.post(f"{LIST}new/{path}/").status_code == 404
    assert Favourite.objects.count() == 0


def test_one_too_many_is_said_where_it_was_asked(client, by, project, monkeypatch):
    monkeypatch.setattr(favouring, "MOST", 1)
    favour(make_posting(), by=by)

    page = post(client, f"{LIST}new/project/{project.code}/")

    assert "最多收藏 1 项，请先在“收藏”里移除不用的" in page
    assert KEEP in page


def test_empty_list_shows_a_way_on(client, by):
    page = read(client, LIST)

    assert "还没有收藏" in page
    assert 'href="/showcase/"' in page
    assert "对比所选" not in page


def test_list_says_what_everybody_reads(client, by, project):
    owner = make_enterprise()
    hidden = make_posting(owner, reach=Reach.ANONYMOUS, alias="某汽车零部件企业", title="匿名需求")
    members = make_posting(owner, reach=Reach.MEMBERS, title="登录可见的需求")
    for one in (project, hidden, members):
        favour(one, by=by)

    page = read(client, LIST)

    titles = re.findall(r'<h2><a href="(.+?)">(.+?)</a></h2>', page)
    assert titles == [
        (f"/demands/{members.code}/", "登录可见的需求"),
        (f"/demands/{hidden.code}/", "匿名需求"),
        (f"/showcase/{project.code}/", project.title),
    ]
    owners = re.findall(r"<b>(.+?)</b> ·", page)
    assert owners == ["海岳精密股份有限公司", "某汽车零部件企业", "岷江器件研究所"]
    assert f'value="{project.code}"' in page
    assert page.count('form="compare"') == 1


def test_what_is_shown_no_more_stands_without_its_texts(client, by, project):
    posting = make_posting(days=-1, title="已到期的需求")
    for one in (project, posting):
        change(favour(one, by=by), note="问样片", folder="", by=by)
    withdraw_consent(project.display_consent, by=actor_of(project.holder))

    page = read(client, LIST)

    assert page.count('<h2 class="muted">已不再公开展示</h2>') == 2
    told = (project.title, project.code, posting.title, posting.code, "岷江器件", "海岳精密")
    assert [words for words in told if words in page] == []
    assert page.count('<p class="kept__note">问样片</p>') == 2


def test_note_is_written_and_the_thing_put_into_a_folder(client, by, project):
    favourite, folder = favour(project, by=by), add_folder("车规", by=by)

    page = post(
        client, f"{LIST}{favourite.ref}/change/", note=" 先问样片\r\n再谈价格 ", folder=folder.ref
    )

    favourite.refresh_from_db()
    assert (favourite.note, favourite.folder) == ("先问样片\n再谈价格", folder)
    assert "先问样片<br>再谈价格" in page
    assert "车规（1）" in page
    assert "不分组（0）" in page


@pytest.mark.parametrize("said", [{"note": "长" * 501, "folder": ""}, {"note": "x", "folder": "Z"}])
def test_wrong_note_is_said_beside_it_and_kept_typed(client, by, project, said):
    favourite = favour(project, by=by)

    answer = client.post(f"{LIST}{favourite.ref}/change/?folder=none", said)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<details class="kept__change" open>' in page
    assert f">\n{said['note']}</textarea>" in page
    assert Favourite.objects.get().note == ""


def test_list_is_narrowed_by_folder(client, by, project):
    folder, posting = add_folder("车规", by=by), make_posting(title="没有分组的需求")
    change(favour(project, by=by), note="", folder=folder.ref, by=by)
    favour(posting, by=by)
    theirs = add_folder("别人的", by=make_holder())

    found = {
        query: [title in read(client, f"{LIST}{query}") for title in (project.title, posting.title)]
        for query in ("", f"?folder={folder.ref}", "?folder=none", f"?folder={theirs.ref}")
    }

    assert list(found.values()) == [[True, True], [True, False], [False, True], [True, True]]


def test_removing_is_taken_back_on_the_spot(client, by, project):
    folder, favourite = add_folder("车规", by=by), favour(project, by=by)
    change(favourite, note="问样片", folder=folder.ref, by=by)

    page = post(client, f"{LIST}{favourite.ref}/remove/?folder={folder.ref}")

    assert f"已移除“{project.title}”" in page
    again = f"{LIST}{favourite.ref}/restore/?folder={folder.ref}"
    assert f'action="{again}"' in page
    page = post(client, again)
    assert "已恢复" in page
    assert "已移除" not in page
    assert '<p class="kept__note">问样片</p>' in page


def test_removed_thing_that_is_shown_no_more_is_not_named(client, by, project):
    favourite = favour(project, by=by)
    withdraw_consent(project.display_consent, by=actor_of(project.holder))

    page = post(client, f"{LIST}{favourite.ref}/remove/")

    assert "已移除一项收藏" in page
    assert project.title not in page


def test_restoring_beyond_the_most_is_refused_in_words(client, by, project, monkeypatch):
    favourite = favour(project, by=by)
    unfavour(favourite, by=by)
    favour(make_posting(), by=by)
    monkeypatch.setattr(favouring, "MOST", 1)

    assert "最多收藏 1 项" in post(client, f"{LIST}{favourite.ref}/restore/")


def test_folder_is_made_renamed_and_deleted(client, by, project):
    page = post(client, f"{LIST}folders/new/", name=" 车规 ")
    assert "已新建收藏夹“车规”" in page
    folder = Folder.objects.get()
    favourite = favour(project, by=by)
    change(favourite, note="", folder=folder.ref, by=by)
    inside = f"?folder={folder.ref}"
    assert "给“车规”改名" in read(client, f"{LIST}{inside}")

    page = post(client, f"{LIST}folders/{folder.ref}/rename/{inside}", name="车规功率器件")
    assert "已改名为“车规功率器件”" in page
    assert "车规功率器件（1）" in page
    page = post(client, f"{LIST}folders/{folder.ref}/delete/")

    assert "已删除收藏夹“车规功率器件”，里面的收藏都还在" in page
    assert project.title in page


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "请填写“名称”"),
        ("长" * 21, "20"),
        ("车规", "已经有叫“车规”的收藏夹，请换一个名称"),
    ],
)
def test_wrong_name_of_a_folder_is_said_on_the_list(client, by, name, words):
    add_folder("车规", by=by)
    other = add_folder("储能", by=by)

    for path in ("new", f"{other.ref}/rename"):
        assert words in post(client, f"{LIST}folders/{path}/", name=name)
    assert sorted(Folder.objects.values_list("name", flat=True)) == ["储能", "车规"]


def test_nobody_elses_is_seen_or_touched(client, by, project):
    other = make_holder()
    theirs, folder = favour(project, by=other), add_folder("别人的", by=other)
    change(theirs, note="别人的备注", folder=folder.ref, by=other)
    paths = [f"{theirs.ref}/{verb}" for verb in ("change", "remove", "restore")]
    paths += [f"folders/{folder.ref}/{verb}" for verb in ("rename", "delete")]

    for path in paths:
        said = {"note": "x", "folder": "", "name": "x"}
        assert client.post(f"{LIST}{path}/", said).status_code == 404
    page = read(client, f"{LIST}?gone={theirs.ref}")
    assert "别人的" not in page
    assert Favourite.objects.get().note == "别人的备注"


@pytest.mark.parametrize(
    "query",
    ["?folder=&page=x", "?page=99&folder=" + "长" * 999, "?gone=none", "?gone=%00&folder=%00"],
)
def test_address_made_up_by_hand_is_a_page(client, by, project, query):
    favour(project, by=by)

    assert project.title in read(client, f"{LIST}{query}")


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_queries_for_one_row_as_for_three(
    client, by, django_assert_num_queries, count
):
    owner, holder = make_enterprise(), make_holder()
    for number in range(count):
        folder = add_folder(f"第{number}个", by=by)
        kept = [favour(make_project("listed", holder), by=by), favour(make_posting(owner), by=by)]
        for one in kept:
            change(one, note="问样片", folder=folder.ref, by=by)

    with django_assert_num_queries(13):
        read(client, LIST)
