"""A released agenda on paper: ordered when it is released and made once for what is shown."""

import io
from dataclasses import replace
from functools import partial

import pypdfium2
import pytest

from foundation import clock
from projects.models import Project
from records.states import WorkState
from records.working import carry_out
from roadshows.arranging import arrange, facts_of, seen_of
from roadshows.models import Poster, Roadshow
from roadshows.opening import cancel_roadshow
from roadshows.posters import PATIENCE, order_missing, order_posters
from roadshows.publishing import publish_calendar
from tests.factories import make_lead, make_project, make_staff
from tests.roadshows.making import dated, placed, workdays
from tests.roadshows.standing import item, released

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def one(rolled_back):
    return dated("SC")[0]


@pytest.fixture
def roadshow(one, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Roadshow.objects.get(pk=one.pk)


@pytest.fixture(scope="module")
def pitch(one):
    """Of a project that is shown."""
    project = make_project("listed")
    return partial(item, project=project.ref, title=project.title)


def address(roadshow, size="a4"):
    return f"/roadshows/{roadshow.ref}/agenda-{size}.pdf"


def made(release):
    for row in order_posters(release):
        carry_out("roadshows.poster", row.pk)


def pages_of(client, roadshow, size="a4"):
    answer = client.get(address(roadshow, size))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    pdf = pypdfium2.PdfDocument(io.BytesIO(b"".join(answer.streaming_content)))
    return [page.get_textpage().get_text_range() for page in pdf], pdf[0].get_size()


def states():
    return list(Poster.objects.order_by("size").values_list("size", "state"))


def in_words(day):
    return f"{day.year}年{day.month}月{day.day}日"


@pytest.mark.parametrize(("size", "points"), [("a4", (595, 842)), ("a3", (842, 1191))])
def test_released_agenda_is_a_paper_of_its_size(client, roadshow, pitch, size, points):
    release = released(roadshow, item("14:00", "14:10", "opening", "致辞"), pitch("14:10", "14:23"))
    made(release)

    (text,), measured = pages_of(client, roadshow, size)

    assert tuple(map(round, measured)) == points
    for words in ("集成电路专场", "致辞", pitch.keywords["title"], "14:10", "TRL 7"):
        assert words in text
    assert f"{roadshow.code} 议程第 1 版" in " ".join(text.split())


def test_agenda_is_none_before_it_is_released(client, roadshow):
    assert client.get(address(roadshow)).status_code == 404
    assert Poster.objects.count() == 0


@pytest.mark.parametrize("size", ["a5", "A4", ""])
def test_other_papers_there_are_none(client, roadshow, size):
    released(roadshow, item("14:00", "14:13"))

    assert client.get(address(roadshow, size)).status_code == 404


def test_agenda_that_is_being_made_says_when_to_come_again(client, roadshow):
    released(roadshow, item("14:00", "14:13"))

    answer = client.get(address(roadshow))

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "正在排印" in answer.content.decode()
    assert Poster.objects.count() == 0  # whoever looks at it orders nothing


def test_what_nobody_ordered_is_ordered_by_the_clock(client, roadshow):
    released(roadshow, item("14:00", "14:13"))

    assert (order_missing(), order_missing()) == (1, 1)
    assert states() == [("a3", "waiting"), ("a4", "waiting")]


def test_saved_facts_and_published_days_order_papers(roadshow):
    by = make_lead("SC")
    released(roadshow, item("14:00", "14:13"))
    named = replace(facts_of(roadshow), host="岷江科技")

    arrange(roadshow, named, seen=seen_of(roadshow), by=by)
    assert Poster.objects.count() == 2
    placed(roadshow, workdays(3)[2])
    publish_calendar(roadshow.cycle.season, by=make_staff("centre_lead"))

    assert Poster.objects.count() == 4


def test_paper_that_failed_says_so_and_is_tried_again(client, roadshow):
    release = released(roadshow, item("14:00", "14:13"))
    order_posters(release)
    Poster.objects.update(state=WorkState.FAILED, ended_at=clock.now())

    answer = client.get(address(roadshow))
    assert (answer.status_code, answer.has_header("Retry-After")) == (404, False)
    assert "自动再排一次" in answer.content.decode()
    order_missing()
    assert states() == [("a3", "failed"), ("a4", "failed")]
    with clock.shift(PATIENCE):
        order_missing()
    assert states() == [("a3", "waiting"), ("a4", "waiting")]


def test_failed_paper_is_replaced_by_the_next_order(roadshow):
    release = released(roadshow, item("14:00", "14:13"))
    order_posters(release)
    Poster.objects.update(state=WorkState.FAILED, ended_at=clock.now())

    order_posters(release)

    assert states() == [("a3", "waiting"), ("a4", "waiting")]


def test_paper_with_a_project_that_is_hidden_is_gone(
    client, roadshow, pitch, django_capture_on_commit_callbacks
):
    release = released(roadshow, pitch("14:00", "14:13"))
    made(release)
    (old,) = Poster.objects.filter(size="a4")
    assert pitch.keywords["title"] in pages_of(client, roadshow)[0][0]

    Project.objects.filter(ref=pitch.keywords["project"]).update(
        status="withdrawn", display_consent=None
    )
    assert client.get(address(roadshow)).status_code == 503
    order_missing()
    with django_capture_on_commit_callbacks(execute=True):
        made(release)

    (text,), _ = pages_of(client, roadshow)
    assert pitch.keywords["title"] not in text
    assert not old.file.storage.exists(old.file.name)
    assert Poster.objects.count() == 2


def test_paper_not_made_while_something_else_was_shown_is_ordered_again(roadshow):
    release = released(roadshow, item("14:00", "14:13"))
    order_posters(release)
    Poster.objects.update(state=WorkState.DONE, ended_at=clock.now())

    order_missing()

    assert states() == [("a3", "waiting"), ("a4", "waiting")]


def test_agenda_is_ordered_once(client, roadshow):
    release = released(roadshow, item("14:00", "14:13"))

    assert order_posters(release) == order_posters(release)
    client.get(address(roadshow))
    assert Poster.objects.count() == 2


def test_moved_day_is_on_the_paper(client, roadshow):
    release, day = released(roadshow, item("14:00", "14:13")), workdays(3)[2]
    made(release)
    assert in_words(roadshow.day) in pages_of(client, roadshow)[0][0]

    placed(roadshow, day)
    publish_calendar(roadshow.cycle.season, by=make_staff("centre_lead"))

    assert client.get(address(roadshow)).status_code == 503
    made(release)
    assert in_words(day) in pages_of(client, roadshow)[0][0]


def test_project_that_is_hidden_is_on_no_paper(client, roadshow):
    talk = item("14:00", "14:13", project="P9999", title="权属有争议的成果")
    release = released(roadshow, talk)
    made(release)

    (text,), _ = pages_of(client, roadshow)

    assert "项目已撤下展示" in text
    assert talk["title"] not in text


def test_paper_is_not_sent_again_unchanged(client, roadshow):
    made(released(roadshow, item("14:00", "14:13")))
    first = client.get(address(roadshow))
    assert list(first)  # a file that is read to its end is closed

    again = client.get(address(roadshow), HTTP_IF_NONE_MATCH=first["ETag"])

    assert again.status_code == 304


def test_cancelled_roadshow_has_no_paper(client, roadshow):
    made(released(roadshow, item("14:00", "14:13")))

    cancel_roadshow(roadshow, by=make_staff("centre_lead"), reason="场地停用")

    assert client.get(address(roadshow)).status_code == 404


def test_day_that_is_gone_makes_no_paper(roadshow):
    release = released(roadshow, item("14:00", "14:13"))
    (row, _) = order_posters(release)
    Roadshow.objects.filter(pk=roadshow.pk).update(
        status="preparing", day=None, team=None, unit_span=None, region_span=None, theme_span=None
    )

    carry_out("roadshows.poster", row.pk)

    row.refresh_from_db()
    assert (row.state, row.file.name) == (WorkState.DONE, "")
