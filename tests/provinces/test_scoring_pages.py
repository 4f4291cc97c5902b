"""The pages of an expert, of the centre on one plan, and what its unit reads in the end."""

import re
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation import clock
from foundation.typed import Page
from portal.exporting import export_person
from provinces.experts import declare_tie
from provinces.models import Assignment, Expert, Score, ScoreDraft
from provinces.scoring import keep_typed
from tests.factories import make_staff
from tests.logins import FreshClient
from tests.provinces.judging import (
    accepted_plans,
    assigned,
    make_expert,
    make_round,
    reviewed,
    score,
)

pytestmark = pytest.mark.django_db
UNITS = ("SC", "HB", "GD")
KEYS = ("theme", "basis", "organisation", "support", "novelty")
SENT = {f"points-{key}": "3" for key in KEYS} | {"familiarity": "4", "revision": "0", "page": "a"}


def client_of(actor):
    """Logged in, and here before: the first page of a session asks more of the database."""
    client = FreshClient()
    client.force_login(actor.user)
    client.get("/account/")
    return client


def text_of(answer):
    return answer.content.decode()


def tasks_for(*units, by=None):
    by, expert = make_expert(by=by)
    return by, assigned(make_round(accepted_plans(*units)), [expert])


def address(task, verb=""):
    return f"/review/{task.ref}/{verb}"


def test_who_has_no_profile_is_led_to_it_and_who_waits_is_told():
    by = make_staff("expert")
    assert "先登记专家资料" in text_of(client_of(by).get("/review/"))

    make_expert(by=by)
    assert "现在没有评审任务" in text_of(client_of(by).get("/review/"))


def test_queue_shows_what_waits_and_what_is_filed():
    by, (first, second) = tasks_for("SC", "HB")
    keep_typed(second, {"points-theme": "4"}, page=Page(), by=by)
    score(first, by=by)

    page = text_of(client_of(by).get("/review/"))

    assert "待评 1 份" in page
    assert "已评 1 / 2" in page
    assert "还剩 9 天 23 小时" in page
    assert "已打 1/5 项" in page
    assert "60.00" in page


def test_round_that_is_over_takes_nothing_more():
    by, expert = make_expert()
    minute = timedelta(minutes=1)
    round_ = make_round(accepted_plans("SC"), closes_in=20 * minute)
    [task] = assigned(round_, [expert])
    client = client_of(by)
    assert "还剩 19 分钟" in text_of(client.get("/review/"))

    with clock.shift(21 * minute):
        queue, page = text_of(client.get("/review/")), text_of(client.get(address(task)))
        late = client.post(address(task), {**SENT, "file": "next"})

    assert ("已截止" in queue, "现在没有评审任务" in queue) == (True, True)
    assert ("评分已截止" in page, "集成电路专场" in page) == (True, True)
    assert late.status_code == 409
    assert "评分已于" in text_of(late)


def test_plan_is_read_without_its_letter_and_contacts():
    by, [task] = tasks_for("SC")

    page = text_of(client_of(by).get(address(task)))

    for words in ("集成电路专场", "成都高新区管委会", "占 25 分", "办好两场路演"):
        assert words in page
    for words in ("川科函", "028-8670", "周蜀", "王岷", "letter.pdf"):
        assert words not in page
    shown = task.round_plan.submission.version.content["events"][0]["projects"][0]["code"]
    assert f'href="/showcase/{shown}/"' in page


def test_plan_is_not_shown_before_ties_are_confirmed():
    by, [task] = tasks_for("SC")
    Expert.objects.update(declared_at=None)

    page = text_of(client_of(by).get(address(task)))

    assert "请先确认回避申报" in page
    assert "集成电路专场" not in page
    assert "请先确认回避申报" in text_of(client_of(by).get("/review/"))


def test_filed_sheet_leads_to_the_next_and_then_to_the_list():
    by, (first, second) = tasks_for("SC", "HB")
    client = client_of(by)

    answer = client.post(address(first), {**SENT, "file": "next"})
    assert answer.url == address(second)
    answer = client.post(address(second), {**SENT, "file": "next"}, follow=True)

    assert answer.redirect_chain == [("/review/", 302)]
    assert "都评完了" in text_of(answer)
    assert [str(total) for total in Score.objects.values_list("total", flat=True)] == ["60.00"] * 2
    page = text_of(client.get(address(first)))
    assert ("你的评分" in page, "data-keep" in page) == (True, False)


def test_what_lacks_is_told_and_what_was_typed_stays():
    by, [task] = tasks_for("SC")

    answer = client_of(by).post(
        address(task), {**SENT, "points-theme": "5", "comment": "好", "file": "next"}
    )

    assert answer.status_code == 422
    assert "“主题”打了 5 分，请写理由" in text_of(answer)
    assert "打 5 分，请写好在哪里" in text_of(answer)
    assert Score.objects.count() == 0
    assert ScoreDraft.objects.get().typed["comment"] == "好"


def test_text_that_is_too_long_is_refused_and_shown_again():
    by, [task] = tasks_for("SC")
    long = "长" * 501

    answer = client_of(by).post(address(task), {**SENT, "reason-theme": long, "file": "next"})

    assert answer.status_code == 422
    assert "“主题的理由”最多 500 字，请删短" in text_of(answer)
    assert long in text_of(answer)


def test_autosave_answers_what_the_page_must_know():
    by, [task] = tasks_for("SC")
    client = client_of(by)
    sent = {"changed": ["points-theme"], "points-theme": "4", "revision": "0", "page": "a"}

    first = client.post(address(task, "keep/"), sent).json()
    clash = client.post(address(task, "keep/"), {**sent, "points-theme": "2", "page": "b"}).json()
    left = client.post(address(task, "keep/"), {**sent, "leave": "1"})

    assert (first["revision"], first["clashes"]) == (1, {})
    assert "提交前还差" in first["side"]
    assert clash["clashes"] == {"points-theme": "4"}
    assert "你在另一个页面" in clash["clashing"]
    assert (left.status_code, left.content) == (204, b"")


def test_two_pages_that_file_make_one_score():
    by, [task] = tasks_for("SC")
    client = client_of(by)

    client.post(address(task), {**SENT, "file": "stay"})
    again = client.post(address(task), {**SENT, "points-theme": "4", "page": "b", "file": "stay"})

    assert again.status_code == 409
    assert "现在的状态是“已评分”" in text_of(again)
    assert "60.00" in text_of(again)
    assert Score.objects.count() == 1


def test_clash_keeps_a_sheet_from_being_filed():
    by, [task] = tasks_for("SC")
    keep_typed(task, {"points-theme": "1"}, page=Page(0, "b"), by=by)

    answer = client_of(by).post(address(task), {**SENT, "file": "stay"})

    assert answer.status_code == 409
    assert "有 1 处别的地方也改过" in text_of(answer)
    assert Score.objects.count() == 0


def test_declined_task_is_gone():
    by, [task] = tasks_for("SC")
    client = client_of(by)

    empty = client.post(address(task, "decline/"), {"reason": ""})
    long = client.post(address(task, "decline/"), {"reason": "忙" * 301})
    done = client.post(address(task, "decline/"), {"reason": "出国"}, follow=True)

    assert (empty.status_code, long.status_code) == (422, 422)
    assert "请填写“为什么谢绝”" in text_of(empty)
    assert "火炬中心会另请专家" in text_of(done)
    assert client.get(address(task)).status_code == 404


def test_plan_of_a_tied_unit_is_not_there():
    by, [task] = tasks_for("SC")
    client = client_of(by)
    declare_tie(task.expert, task.round_plan.plan.unit, by=by, reason="合作")

    assert client.get(address(task)).status_code == 404
    assert client.post(address(task, "keep/"), {"changed": "comment"}).status_code == 404
    assert "四川" not in text_of(client.get("/review/"))


def test_centre_reads_all_and_its_lead_sends_one_back():
    by, [task] = tasks_for("SC")
    by.user.name = "钱学评"
    by.user.save()
    score(task, 4, by=by, theme=5, comment="总体不错")
    lead = make_staff("centre_lead")
    path = "/center/review/1/plans/sc/"

    page = text_of(client_of(lead).get(path))
    for words in ("钱学评", "某研究院", "85.00", "有依据", "总体不错", "退回重评"):
        assert words in page
    assert "退回重评</summary>" not in text_of(client_of(make_staff("centre")).get(path))
    sent = f"/center/review/scores/{task.ref}/reopen/"
    empty = client_of(lead).post(sent, {"reason": ""})
    done = client_of(lead).post(sent, {"reason": "分数和理由对不上"}, follow=True)

    assert empty.status_code == 422
    assert "已退回钱学评重评" in text_of(done)
    assert "不再计入" in text_of(done)
    page = text_of(client_of(by).get(address(task)))
    assert "分数和理由对不上" in page
    assert "总体不错" in page


def test_round_that_is_not_there_is_no_page():
    tasks_for("SC")
    centre = client_of(make_staff("centre"))

    assert centre.get("/center/review/2/plans/SC/").status_code == 404
    assert centre.get("/center/review/1/plans/GD/").status_code == 404


def test_plan_one_abstains_from_by_now_is_given_back_unseen():
    by, [task] = tasks_for("SC")
    make_staff("unit_clerk", "SC", user=by.user)
    by.user.refresh_from_db()
    client = client_of(by)

    page = text_of(client.get("/review/"))

    assert "要回避四川，不用评" in page
    assert address(task) + '"' not in page
    assert client.post(address(task, "keep/"), SENT | {"changed": ["comment"]}).status_code == 404
    client.post(address(task, "decline/"), {"reason": "要回避这家单位"})
    task.refresh_from_db()
    assert (task.status, task.reason) == ("declined", "要回避这家单位")
    assert "要回避四川" not in text_of(client.get("/review/"))


def test_person_takes_their_scores_along():
    by, (first, second) = tasks_for("SC", "HB")
    score(first, by=by, comment="总体不错")
    keep_typed(second, {"comment": "没写完"}, page=Page(), by=by)

    with export_person(by.user) as archive:
        said = zipfile.ZipFile(archive).read("provinces.json").decode()

    assert "总体不错" in said
    assert "没写完" in said


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_as_many_queries_for_one_task_as_for_three(django_assert_num_queries, count):
    by, tasks = tasks_for(*UNITS[:count])
    client = client_of(by)
    with django_assert_num_queries(13):
        client.get("/review/")
    with django_assert_num_queries(11):
        client.get(address(tasks[0]))
    sent = {"changed": ["comment"], "comment": "好", "revision": "0", "page": "a"}
    with django_assert_num_queries(12):  # two of them the test's savepoint
        client.post(address(tasks[0], "keep/"), sent)
    score(tasks[0], by=by)
    with django_assert_num_queries(13):
        client.get("/review/")


@pytest.mark.parametrize("count", [1, 3])
def test_centre_takes_as_many_queries_for_one_expert_as_for_three(django_assert_num_queries, count):
    experts = [make_expert() for _ in range(3)]
    [plan] = accepted_plans("SC")
    reviewed([plan], experts[:count], points=(3, 4, 2)[:count])
    centre = client_of(make_staff("centre"))

    with django_assert_num_queries(10):
        centre.get("/center/review/1/plans/SC/")


def test_a_list_does_not_depend_on_what_others_file():
    """Neither its bytes nor the statements it takes, from which its time follows."""
    by, tasks = tasks_for("SC", "HB")
    other, expert = make_expert()
    theirs = [
        task for task in assigned(tasks[0].round_plan.round, [expert]) if task.expert == expert
    ]
    client = client_of(by)

    def seen():
        with CaptureQueriesContext(connection) as asked:
            pages = [client.get("/review/"), client.get(address(tasks[0]))]
        return [page.content for page in pages], [one["sql"] for one in asked]

    before = seen()
    for task in theirs:
        keep_typed(task, {"comment": "机密"}, page=Page(), by=other)
        score(task, by=other)

    assert _steady(seen()) == _steady(before)
    assert Assignment.objects.filter(status="filed").count() == 2


def _steady(seen):
    """Without what changes at every reading: the CSRF token and its kin, and the time of day."""
    pages, asked = seen
    tokens = re.compile(rb'(csrfmiddlewaretoken" value="|nonce="|"X-CSRFToken": ")[^"]*')
    times = re.compile(r"'\d{4}-\d\d-\d\d[^']*'")
    return [tokens.sub(rb"\1", page) for page in pages], [times.sub("", sql) for sql in asked]
