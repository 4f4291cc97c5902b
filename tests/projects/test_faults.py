"""问题清单 at the centre: what is on each list, the verbs that mend it, and what a page costs."""

from datetime import timedelta

import pytest

from accounts.cycles import current_cycle
from accounts.models import Cycle, Unit
from foundation import clock
from projects.library import confirm_valid
from projects.models import DuplicateRuling, Project, Proofreading, QueueRow
from projects.pairing import pair_all
from projects.queries import months_before
from projects.ruling import dismiss
from projects.states import LibraryFault
from records.models import Message
from tests.factories import make_centre, make_clerk, make_filed_project, make_holder, make_project
from tests.projects.correcting_things import make_correction

pytestmark = pytest.mark.django_db

URL = "/center/library/problems/"
YEARS = timedelta(days=800)


@pytest.fixture
def centre(client):
    actor = make_centre()
    client.force_login(actor.user)
    return actor


def expire(project, days=1):
    """As `queueing` would write it down from its sheet."""
    version = project.versions.order_by("-number").first()
    rest = {"version": version, "rights_end": clock.today() - timedelta(days=days)}
    QueueRow.objects.update_or_create(project=project, defaults=rest)
    return project


def stale_project(**fields):
    with clock.shift(-YEARS):
        return make_project("listed", **fields)


def read_by_nobody():
    Cycle.objects.filter(pk=current_cycle().pk).update(readings=1)
    return make_project("accepted")


def pair():
    made = [make_project("listed", unit=Unit.objects.get(abbr=abbr)) for abbr in ("SC", "GD")]
    pair_all()
    return made


def ruled():
    dismiss(*pair(), by=make_centre(), note="一个是材料")


MAKE = {
    "duplicates": pair,
    "expired": lambda: expire(make_project("listed")),
    "stale": stale_project,
    "unread": read_by_nobody,
    "dismissed": ruled,
}


@pytest.mark.parametrize("kind", LibraryFault.values)
def test_list_says_when_it_is_empty(client, centre, kind):
    page = client.get(URL, {"kind": kind})

    assert page.status_code == 200
    assert page.context["empty_title"] in page.content.decode()
    assert {tab.count for tab in page.context["tabs"]} == {0}


@pytest.mark.parametrize("kind", LibraryFault.values)
def test_list_shows_what_is_wrong_and_counts_it(client, centre, kind):
    MAKE[kind]()

    page = client.get(URL, {"kind": kind})

    counts = {tab.value: tab.count for tab in page.context["tabs"]}
    assert (counts[kind], len(page.context["page"])) == (1, 1)
    assert "面向车规的碳化硅栅极驱动芯片" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("kind", LibraryFault.values)
def test_list_asks_as_much_for_three_as_for_one(
    client, centre, django_assert_num_queries, kind, count
):
    for _ in range(count):
        MAKE[kind]()
    client.get(URL, {"kind": kind})

    with django_assert_num_queries(15):
        assert client.get(URL, {"kind": kind}).status_code == 200


def test_unknown_kind_is_the_first(client, centre):
    assert client.get(URL, {"kind": "nonsense"}).context["kind"] == LibraryFault.DUPLICATES


# what is on them


def test_patent_in_force_today_has_not_expired(client, centre):
    expire(make_project("listed"), days=0)
    expire(make_project("accepted"))

    assert client.get(URL, {"kind": "expired"}).context["page"].paginator.count == 0


def test_confirmed_project_is_fresh_again(client, centre):
    holder = make_holder()
    project = stale_project(holder=holder)

    confirm_valid(project, by=holder)

    assert client.get(URL, {"kind": "stale"}).context["page"].paginator.count == 0


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2026-03-31", 1, "2026-02-28"),
        ("2026-01-15", 24, "2024-01-15"),
        ("2026-12-31", 12, "2025-12-31"),
        ("2024-02-29", 12, "2023-02-28"),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, before):
    moment = clock.end_of_day(clock.today()).fromisoformat(f"{day}T09:00:00+08:00")

    assert months_before(moment, months).date().isoformat() == before


# the verbs


@pytest.mark.parametrize(("kind", "said"), [("expired", "都已过有效期"), ("stale", "24 个月")])
def test_ticked_ones_are_reminded_in_the_words_of_the_list(client, centre, kind, said):
    project = MAKE[kind]()

    answer = client.post(f"{URL}remind/", {"kind": kind, "page": "1", "ref": project.ref})

    message = Message.objects.get(kind="projects.project.remind")
    assert answer.url == f"{URL}?kind={kind}&page=1"
    assert message.to_id == project.holder_id
    assert said in message.context["note"]
    assert Project.objects.get(pk=project.pk).reminded_at is not None


def test_nothing_ticked_is_told_so(client, centre):
    answer = client.post(f"{URL}remind/", {"kind": "stale"}, follow=True)

    assert "请先勾选要催办的成果" in answer.content.decode()


def test_reminding_nobody_says_why(client, centre):
    project = expire(make_filed_project("listed", make_clerk()))
    Project.objects.filter(pk=project.pk).update(source="import")

    answer = client.post(f"{URL}remind/", {"kind": "expired", "ref": project.ref}, follow=True)

    assert "没有催办" in answer.content.decode()
    assert Message.objects.filter(kind="projects.project.remind").count() == 0


def test_ticked_ones_are_read(client, centre):
    project = read_by_nobody()
    tick = f"{project.ref}:1"
    page = client.get(URL, {"kind": "unread"}).content.decode()

    answer = client.post(f"{URL}read/", {"kind": "unread", "version": tick}, follow=True)

    assert f'name="version"\n               value="{tick}"' in page
    assert Proofreading.objects.get().version.project == project
    assert "已审读 1 项" in answer.content.decode()


def test_version_that_another_took_the_place_of_is_not_read(client, centre):
    holder = make_holder()
    project = make_project("listed", holder)
    make_correction("accepted", project, holder)
    data = {"kind": "unread", "version": f"{project.ref}:1"}

    answer = client.post(f"{URL}read/", data, follow=True)

    assert "没有通过审读：现在要审读的是第 2 版，请刷新页面再读" in answer.content.decode()
    assert Proofreading.objects.count() == 0


@pytest.mark.parametrize("tick", ["{ref}", "{ref}:", "{ref}:一", "{ref}:9", "NOBODY0000:1"])
def test_tick_that_names_no_version_reads_none(client, centre, tick):
    data = {"kind": "unread", "version": tick.format(ref=read_by_nobody().ref)}

    answer = client.post(f"{URL}read/", data, follow=True)

    assert "请先勾选已经核对过的成果" in answer.content.decode()
    assert Proofreading.objects.count() == 0


@pytest.mark.parametrize(("verb", "name"), [("read", "version"), ("remind", "ref")])
@pytest.mark.parametrize(("count", "status"), [(20, 302), (21, 422)])
def test_no_more_is_ticked_than_a_page_shows(client, centre, verb, name, count, status):
    answer = client.post(f"{URL}{verb}/", {"kind": "unread", name: ["NOBODY0000:1"] * count})

    assert answer.status_code == status
    assert ("一次最多勾选 20 项。请分几次办" in answer.content.decode()) == (status == 422)


def test_withdrawal_from_a_list(client, centre):
    project = expire(make_project("listed"))
    data = {"kind": "expired", "ref": project.ref, "reason": "专利已过期"}

    answer = client.post(f"{URL}withdraw/", data, follow=True)

    assert Project.objects.get(pk=project.pk).status == "withdrawn"
    assert "已撤下，不再公开展示" in answer.content.decode()


def test_withdrawal_without_a_reason_is_refused_on_the_list(client, centre):
    project = expire(make_project("listed"))

    answer = client.post(f"{URL}withdraw/", {"kind": "expired", "ref": project.ref}, follow=True)

    assert Project.objects.get(pk=project.pk).status == "listed"
    assert "请写明撤下的理由" in answer.content.decode()


def test_pair_is_asked_about_dismissed_and_lifted(client, centre):
    one, two = pair()
    both = {"kind": "duplicates", "first": one.ref, "second": two.ref}

    client.post(f"{URL}ask/", both | {"reason": "请核实"})
    asked = client.get(URL).content.decode()
    client.post(f"{URL}dismiss/", both | {"reason": "一个是材料"})
    ruling = DuplicateRuling.objects.get()
    dismissed = client.get(URL, {"kind": "dismissed"}).content.decode()
    client.post(f"{URL}lift/", {"kind": "dismissed", "ref": ruling.ref, "reason": "看错了"})

    assert "已请两家单位处理" in asked
    assert f"/center/library/{one.ref}/like/{two.ref}/" in asked
    assert "一个是材料" in dismissed
    assert client.get(URL).context["page"].paginator.count == 1


def test_strangers_of_the_list_do_not_exist(client, centre):
    draft = make_project("draft")

    answers = [
        client.post(f"{URL}withdraw/", {"ref": draft.ref, "reason": "理由"}),
        client.post(f"{URL}ask/", {"first": draft.ref, "second": "NOBODY0000"}),
        client.post(f"{URL}lift/", {"ref": "NOBODY0000"}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
