"""A posting's matches at the desk of its own people: what is told, counted, narrowed, ordered."""

import pytest
from django.urls import reverse

from accounts.acting import actor_of
from matching.feedback import Pair, Said, give
from matching.models import Feedback, Suggestion
from matching.moderating import remove
from matching.scoring import BASE, FEATURES
from matching.states import DeclineReason, Side, Verdict
from tests.factories import make_centre, make_clerk, make_holder, make_project
from tests.matching.making import make_enterprise, make_posting, suggest
from tests.matching.stock import stock_project, work

pytestmark = pytest.mark.django_db

PARTS = {"title": 21.4, "words": 12.0, "field": 6.0, "trl_met": 4.0}
SCORE = BASE + sum(PARTS.values())
TERMS = ["驱动", "动芯", "芯片", "短路"]
DECLINED = Said(Verdict.DECLINE, (DeclineReason.PRICE, DeclineReason.OTHER), "太贵了")

WRONG = Said(Verdict.DECLINE, (DeclineReason.DIRECTION,))


def parts_of(**points):
    return [points.get(name, 0.0) for name in FEATURES]


@pytest.fixture
def owner():
    return make_enterprise()


@pytest.fixture
def posting(owner):
    return make_posting(owner)


@pytest.fixture
def pair(posting):
    project = make_project("listed", make_holder())
    suggest(posting, project, SCORE, parts=parts_of(**PARTS), terms=TERMS)
    return Pair(posting, project, Side.POSTING)


@pytest.fixture
def read(client, owner, posting):
    client.force_login(owner.user)

    def html_of(query=""):
        return client.get(f"{reverse('desk_match', args=[posting.ref])}{query}").content.decode()

    return html_of


def other_side(pair):
    return Pair(pair.posting, pair.project, Side.PROJECT)


def test_match_is_told_with_what_its_score_was_made_of(read, pair):
    html = read()

    assert f'<b class="num">{SCORE:.0f}</b>' in html
    assert "碳化硅<mark>栅极驱动芯片</mark>" in html
    assert "<mark>短路响应小于</mark>" in html
    assert "“栅极驱动芯片”" in html
    assert ">+33.4<" in html  # all of the wording
    assert ">+21.4<" in html
    assert ">+6.0<" in html  # of the field
    assert f">{SCORE:.1f}<" in html


def test_points_on_the_page_sum_to_the_score(client, read, pair):
    [row] = client.get(reverse("desk_match", args=[pair.posting.ref])).context["rows"]

    told = row.told
    assert told.base + sum(part.points for part in told.parts) == pytest.approx(told.exact)
    of_feedback = sum(line.points for line in told.because)
    gathered = sum(line.points for line in told.lines) + of_feedback
    assert told.base + gathered == pytest.approx(told.exact)


def test_parts_of_other_features_than_todays_say_nothing(read, pair):
    Suggestion.objects.update(parts=[1.0, 2.0])

    html = read()

    assert f'<b class="num">{SCORE:.0f}</b>' in html
    assert "分怎么来" not in html


def test_every_verdict_has_its_own_list(read, pair, posting, owner):
    others = [make_project("listed", make_holder(), title=f"第{n}项") for n in "甲乙丙"]
    verdicts = [Said(Verdict.ACCEPT), Said(Verdict.LATER), DECLINED]
    for place, (project, said) in enumerate(zip(others, verdicts, strict=True), start=2):
        suggest(posting, project, 90.0 - place, place=place)
        give(Pair(posting, project, Side.POSTING), said, by=owner)

    found = {show: read(f"?show={show}") for show in ("open", "accept", "later", "decline")}

    titles = {"open": "面向车规的", "accept": "第甲项", "later": "第乙项", "decline": "第丙项"}
    for show, html in found.items():
        seen = [name for name, title in titles.items() if title in html]
        assert seen == [show]
    assert "不合适：价格、其他" in found["decline"]
    assert "太贵了" in found["decline"]


def test_what_left_the_first_stays_where_somebody_spoke(read, pair, owner):
    give(pair, Said(Verdict.ACCEPT), by=owner)
    Suggestion.objects.all().delete()

    html = read("?show=accept")

    assert "面向车规的碳化硅栅极驱动芯片" in html
    assert "不在前 20 名" in html


def test_without_feedback_has_its_own_first(read, pair, posting):
    felt, plain = (make_project("listed", make_holder(), title=f"第{n}项") for n in "甲乙")
    suggest(posting, felt, 70.0, place=2, plain=40.0, plain_place=None)
    suggest(posting, plain, 40.0, place=None, plain=60.0, plain_place=2)

    by_score, by_plain = read("?sort=score"), read("?sort=plain")

    assert ("第甲项" in by_score, "第乙项" in by_score) == (True, False)
    assert ("第甲项" in by_plain, "第乙项" in by_plain) == (False, True)
    assert '匹配到 <b class="num">2</b>' in by_score
    assert '匹配到 <b class="num">2</b>' in by_plain


@pytest.mark.parametrize(
    ("said", "is_seen"),
    [(Said(Verdict.ACCEPT), True), (DECLINED, False), (Said(Verdict.LATER), False)],
)
def test_only_that_the_other_side_accepts_is_seen(read, pair, said, is_seen):
    give(other_side(pair), said, by=_holder_of(pair))

    html = read()

    assert ("对方愿意谈" in html) is is_seen
    assert "太贵了" not in html


def test_both_accepted_is_said(read, pair, owner):
    give(pair, Said(Verdict.ACCEPT), by=owner)
    give(other_side(pair), Said(Verdict.ACCEPT), by=_holder_of(pair))

    assert "双方都愿意谈" in read()


def test_what_is_not_shown_any_more_is_gone_at_once(read, pair, owner):
    give(pair, Said(Verdict.ACCEPT), by=owner)
    type(pair.project).objects.filter(pk=pair.project.pk).update(display_consent=None)

    html = read()

    assert "面向车规的" not in html


def test_an_ended_posting_is_not_matched(read, pair):
    type(pair.posting).objects.filter(pk=pair.posting.pk).update(valid_until="2020-01-01")

    html = read()

    assert "这条信息不再匹配" in html
    assert "已到期。延期后重新发布。" in html
    assert "面向车规的" not in html


def test_one_taken_down_is_not_told_to_renew(client, read, pair):
    remove(pair.posting, reason="内容不实", by=make_centre())

    over = read()
    listed = client.get("/desk/matches/").content.decode()

    for html in (over, listed):
        assert "已下架" in html
        assert "看下架理由，有异议找审核单位" in html
        assert "延期" not in html


def test_who_has_posted_nothing_is_shown_where_to_begin(client, owner):
    client.force_login(owner.user)

    html = client.get("/desk/matches/").content.decode()

    assert '<a class="btn btn--line" href="/desk/demands/">去新建需求</a>' in html


def test_empty_list_says_why(read, posting):
    assert "正在匹配，通常几秒钟" in read()

    work()
    assert "还没有合适的成果" in read()

    words = {"title": "a", "keywords": [], "problem": "", "key_points": "", "goal": ""}
    type(posting).objects.filter(pk=posting.pk).update(**words)
    work()
    html = read()
    assert "现在还不能匹配" in html
    assert "没有能用来匹配的词" in html


def test_weak_ones_are_folded_until_somebody_speaks(client, read, pair, posting, owner):
    weak = [make_project("listed", make_holder(), title=f"弱的第{n}项") for n in "甲乙"]
    for place, project in enumerate(weak, start=2):
        suggest(posting, project, 29.0 - place, place=place)
    page = reverse("desk_match", args=[posting.ref])

    folded = client.get(page)
    give(Pair(posting, weak[0], Side.POSTING), Said(Verdict.LATER), by=owner)
    after = client.get(page)

    keys = [[row.told.match.other for row in folded.context[name]] for name in ("rows", "weak")]
    assert keys == [[pair.project.pk], [project.pk for project in weak]]
    assert '其他可能 <span class="num">2</span>' in folded.content.decode()
    assert [row.told.match.other for row in after.context["weak"]] == [weak[1].pk]


def test_weak_ones_alone_are_not_folded(client, read, posting):
    project = make_project("listed", make_holder())
    suggest(posting, project, 12.0)

    html = read()

    assert project.title in html
    assert "其他可能" not in html


def test_bars_have_one_scale(client, read, pair):
    [row] = client.get(reverse("desk_match", args=[pair.posting.ref])).context["rows"]

    assert {line.worth for line in row.told.lines} == {"85.10"}


def test_narrowed_by_field_and_maturity(read, pair):
    assert "面向车规的" in read("?field=1&trl=7-9")
    assert "没有符合条件的成果" in read("?trl=1-3")
    assert "面向车规的" in read("?field=nowhere&trl=12")


def test_order_without_feedback_is_chosen_and_remembered(client, read, pair, posting):
    moved = make_project("listed", make_holder(), title="被反馈抬高的一项")
    parts = parts_of(title=30.0, liked=15.0)
    suggest(posting, moved, 50.0, place=2, plain=35.0, parts=parts)

    assert read().index("被反馈抬高") < read().index("面向车规的")
    html = read("?sort=plain")
    assert html.index("面向车规的") < html.index("被反馈抬高")
    assert '<b class="num">35</b>' in html
    assert "现在的排序不用你的反馈" in html
    assert "接受过相似的成果" not in html
    assert client.cookies["match_order"].value == "plain"
    assert "现在的排序不用你的反馈" in read()
    assert "现在的排序不用你的反馈" not in read("?sort=score")
    assert "现在的排序不用你的反馈" not in read()


def test_newest_comes_first_where_asked(read, pair, posting):
    later = make_project("listed", make_holder(), title="后入库的一项")
    suggest(posting, later, 35.0, place=2)

    html = read("?sort=newest")

    assert html.index("后入库的一项") < html.index("面向车规的")


def test_what_feedback_moved_names_whom_it_is_like(read, pair, posting, owner):
    moved = make_project("listed", make_holder(), title="高温驱动芯片封装")
    parts = parts_of(title=30.0, liked=9.2)
    suggest(posting, moved, 44.2, place=2, plain=35.0, parts=parts)
    give(pair, Said(Verdict.ACCEPT), by=owner)

    html = read()

    assert "因你接受过《面向车规的碳化硅栅极驱动芯片》" in html
    assert "+9.2 分" in html


def test_feedback_moves_the_next_ranking_and_says_so(client, read, posting, owner):
    refused, alike = (stock_project("driver", make_holder()) for _ in range(2))
    work()
    state = reverse("desk_match_state", args=[posting.ref])
    before = Suggestion.objects.get(posting=posting, project=alike)
    assert "重新匹配" not in read()

    give(Pair(posting, refused, Side.POSTING), WRONG, by=owner)
    assert "正在重新匹配…" in read()
    assert "every 2s" in client.get(state).content.decode()
    work()

    html = client.get(state).content.decode()
    assert "匹配好了" in html
    assert "every 2s" not in html
    after = Suggestion.objects.get(pk=before.pk)
    assert after.score < before.score
    assert after.plain == pytest.approx(before.plain)
    assert "因你说过《碳化硅栅极驱动芯片》不合适" in because(client, posting, alike)


def because(client, posting, project):
    """What the page says feedback did to this project."""
    context = client.get(reverse("desk_match", args=[posting.ref])).context
    rows = [*context["rows"], *context["weak"]]
    [row] = [row for row in rows if row.told.match.other == project.pk]
    return [line.said for line in row.told.because]


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_as_many_queries_for_one_as_for_three(
    client, owner, posting, django_assert_num_queries, count
):
    client.force_login(owner.user)
    for place in range(1, count + 1):
        project = make_project("listed", make_holder())
        parts = parts_of(title=20.0, liked=3.0)
        suggest(posting, project, 50.0 - place, place=place, parts=parts, terms=TERMS)
        give(Pair(posting, project, Side.POSTING), Said(Verdict.ACCEPT), by=owner)

    with django_assert_num_queries(16):
        client.get(reverse("desk_match", args=[posting.ref]))


@pytest.mark.parametrize("count", [1, 3])
def test_overview_takes_as_many_queries_for_one_as_for_three(
    client, owner, django_assert_num_queries, count
):
    client.force_login(owner.user)
    for _ in range(count):
        suggest(make_posting(owner), make_project("listed", make_holder()))

    with django_assert_num_queries(11):
        html = client.get("/desk/matches/").content.decode()
    assert html.count('data-label="待处理" class="number num">1<') == count


def test_overview_counts_what_waits_and_what_was_accepted(client, owner, posting, pair):
    second = make_project("listed", make_holder())
    suggest(posting, second, 70.0, place=2)
    give(pair, Said(Verdict.ACCEPT), by=owner)
    give(
        Pair(posting, second, Side.PROJECT),
        Said(Verdict.ACCEPT),
        by=_holder_of(Pair(posting, second, Side.PROJECT)),
    )
    client.force_login(owner.user)

    [(line, _)] = client.get("/desk/matches/").context["rows"]

    row = line.posting
    assert (row.found, row.open, row.accepted, row.wanted) == (2, 1, 1, 1)


def test_strangers_find_nothing(client, posting):
    other = make_enterprise("另一家企业", "91510100MA6DGNAY2J")
    client.force_login(other.user)

    assert client.get(reverse("desk_match", args=[posting.ref])).status_code == 404
    assert client.get("/desk/matches/").context["rows"] == []


def test_units_read_what_they_filed(client):
    clerk = make_clerk()
    posting, project = make_posting(clerk), make_project("listed", make_holder())
    suggest(posting, project)
    client.force_login(clerk.user)

    assert client.get("/unit/matches/").status_code == 200
    page = client.get(reverse("unit_match", args=[posting.ref])).content.decode()
    assert "面向车规的" in page
    say = reverse("unit_match_say", args=[posting.ref, project.ref])
    assert client.post(say, {"verdict": "accept"}).status_code == 302
    assert Feedback.objects.get().verdict == "accept"


def _holder_of(pair):
    return actor_of(pair.project.holder)
