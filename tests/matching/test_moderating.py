"""What was handed in is looked at by somebody else: published under a code, or returned."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest

from accounts.models import Organisation
from foundation import clock
from foundation.errors import Refused
from foundation.typed import Page
from matching.content import PostingProblem
from matching.filing import FilingProblem, keep_typed, submit, submit_all
from matching.models import Posting, PostingText, PostingVersion
from matching.moderating import (
    ModerationProblem,
    accept,
    accept_all,
    problems_of,
    rebuild_texts,
    remove,
    restore,
    send_back,
)
from matching.queries.postings import shown_postings
from matching.states import PostingKind
from records.actors import VISITOR
from records.models import Message
from records.verifying import verify_trail
from tests.factories import make_centre, make_clerk, make_holder, make_lead, make_user
from tests.matching.filing import accepted, day_in, handed_in, typed_posting
from tests.matching.making import make_enterprise, make_partner

pytestmark = pytest.mark.django_db
HOUSE = {"org_name": "海岳精密股份有限公司", "org_code": "91510100MA6CGQ0N7B"}


def test_accepted_is_published_as_it_was_handed_in():
    posting = accepted()

    assert re.fullmatch(r"D20\d\d-000001", posting.code)
    assert posting.status == "published"
    assert (posting.title, posting.field_id, posting.budget) == (
        "车规级隔离驱动芯片国产替代",
        "1.2",
        300,
    )
    assert list(shown_postings(VISITOR)) == [posting]
    assert list(verify_trail()) == []


def test_codes_count_by_kind_without_gaps():
    codes = [accepted(make_enterprise()).code, accepted(kind=PostingKind.OFFER).code]
    codes.append(accepted(make_enterprise()).code)

    assert [code[0] + code[-6:] for code in codes] == ["D000001", "O000001", "D000002"]


def test_published_stays_until_the_amendment_is_accepted():
    by, centre = make_enterprise(), make_centre()
    posting = accepted(by)
    keep_typed(posting, {"title": "新的芯片需求"}, page=Page(), by=by)
    version = submit(posting, by=by)
    posting.refresh_from_db()
    assert posting.title == "车规级隔离驱动芯片国产替代"

    amended = accept(posting, version.number, by=centre)

    assert (amended.title, amended.code) == ("新的芯片需求", posting.code)
    with pytest.raises(Refused) as refusal:
        submit(amended, by=by)
    assert [p.code for p in refusal.value.problems] == [FilingProblem.SAME]


def test_accepting_what_was_handed_in_anew_meanwhile_is_refused():
    by, centre = make_enterprise(), make_centre()
    version = handed_in(by)
    accept(version.posting, 1, by=centre)

    with pytest.raises(Refused) as refusal:
        accept(version.posting, 1, by=centre)

    assert [p.code for p in refusal.value.problems] == [FilingProblem.NOTHING_WAITS]


def test_returned_with_a_remark_is_mended():
    by, centre = make_enterprise(), make_centre()
    version = handed_in(by)
    with pytest.raises(Refused) as refusal:
        send_back(version.posting, 1, remark="", by=centre)
    assert [p.code for p in refusal.value.problems] == [ModerationProblem.NO_REMARK]

    assert send_back(version.posting, 1, remark="写上电压等级", by=centre).status == "returned"

    told = Message.objects.get(kind="matching.postingversion.return")
    assert (told.to_id, told.context["remark"]) == (by.user_id, "写上电压等级")
    assert submit(version.posting, by=by).number == 2


@pytest.mark.parametrize("moderator", ["filer", "clerk", "foreign", "holder", "owner"])
def test_who_may_not_decide_changes_nothing(moderator):
    lead, owner = make_lead(), make_enterprise()
    version = handed_in(lead, **HOUSE) if moderator in ("filer", "clerk") else handed_in(owner)
    people = {
        "filer": lambda: lead,
        "clerk": make_clerk,
        "foreign": lambda: make_lead("GD"),
        "holder": make_holder,
        "owner": lambda: owner,
    }

    with pytest.raises(Refused) as refusal:
        accept(version.posting, 1, by=people[moderator]())

    assert refusal.value.status == HTTPStatus.FORBIDDEN
    assert Posting.objects.get().status == "draft"
    assert PostingVersion.objects.get().status == "submitted"


def test_what_ended_before_it_was_looked_at_is_not_published():
    version = handed_in()

    with clock.shift(timedelta(days=100)), pytest.raises(Refused) as refusal:
        accept(version.posting, 1, by=make_centre())

    assert [p.code for p in refusal.value.problems] == [ModerationProblem.OVER]


def test_taken_down_for_a_reason_and_put_back():
    posting, centre = accepted(), make_centre()
    with pytest.raises(Refused):
        remove(posting, reason="", by=centre)

    assert remove(posting, reason="夸大宣传", by=centre).status == "removed"
    assert list(shown_postings(VISITOR)) == []
    assert restore(posting, reason="已说明", by=centre).status == "published"
    told = Message.objects.filter(kind="matching.posting.remove")
    assert [message.context["note"] for message in told] == ["夸大宣传"]


@pytest.mark.parametrize("count", [2, 5])
def test_set_is_accepted_in_as_many_statements(django_assert_num_queries, count):
    centre = make_centre()
    for at in range(count):
        handed_in(make_enterprise(), title=f"第 {at} 项芯片需求")
    handed_in(make_partner(), PostingKind.OFFER)

    with django_assert_num_queries(50):
        moved = accept_all(PostingVersion.objects.all(), by=centre)

    assert len(moved.rows) == count + 1
    demands = Posting.objects.filter(kind="demand").order_by("code")
    assert [row.title[:5] for row in demands] == [f"第 {at} 项" for at in range(count)]
    assert PostingText.objects.count() == count + 1
    assert list(verify_trail()) == []


def test_owners_of_a_set_are_told_once():
    by, clerk, centre = make_enterprise(), make_clerk(), make_centre()
    colleague = make_enterprise(user=make_user("colleague"))
    for at in range(3):
        handed_in(by, title=f"第 {at} 项芯片需求")
    handed_in(clerk, **HOUSE)
    Message.objects.all().delete()

    accept_all(PostingVersion.objects.all(), by=centre)

    told = Message.objects.order_by("to", "kind").values_list("to", "kind", "context__count")
    many, one = (f"matching.postingversion.{verb}" for verb in ("accept_all", "accept"))
    assert list(told) == [
        (by.user_id, many, "3"),
        (clerk.user_id, one, None),
        (colleague.user_id, many, "3"),
    ]


def test_what_of_a_set_may_not_be_accepted_is_told_and_stays():
    by, lead = make_enterprise(), make_lead()
    good, decided = handed_in(by), handed_in(by, title="审核过的芯片需求")
    own = handed_in(lead, **HOUSE)
    over = handed_in(by, title="快到期的芯片需求", valid_until=day_in(1))
    removed = accepted(by, title="要下架的芯片需求")
    keep_typed(removed, {"goal": "改"}, page=Page(), by=by)
    amended = submit(removed, by=by)
    remove(removed, reason="夸大宣传", by=lead)
    send_back(decided.posting, 1, remark="写上指标", by=lead)

    with clock.shift(timedelta(days=2)):
        moved = accept_all(PostingVersion.objects.exclude(status="accepted"), by=lead)

    assert [row.pk for row in moved.rows] == [good.posting_id]
    assert {row.pk: problems[0].code.value for row, problems in moved.refused} == {
        decided.pk: "posting_nothing_waits",
        own.pk: "not_yours",
        over.pk: "posting_over",
        amended.pk: "not_from_here",
    }
    amended.refresh_from_db()
    assert amended.status == "submitted"


def test_search_never_holds_whose_an_anonymous_one_is():
    accepted(reach="anonymous", alias="某汽车零部件企业")
    named = accepted(make_partner(), PostingKind.OFFER)

    cut = dict(PostingText.objects.values_list("posting__kind", "search"))
    assert "2_海岳" not in cut["demand"]
    assert "2_锦城" in cut["offer"]
    assert rebuild_texts() == 2
    assert dict(PostingText.objects.values_list("posting__kind", "search")) == cut
    assert named.reach == "public"


@pytest.mark.parametrize(
    "said",
    [
        {"problem": "我们海岳精密股份有限公司缺芯片"},
        {"title": "海岳精密的芯片需求"},
        {"goal": "请联系 91510100MA6CGQ0N7G"},
        {"alias": "海 岳 精 密"},
        {"keywords": "海岳精密、芯片"},
        {"stock_code": "300750", "key_points": "见 300750 公告"},
    ],
)
def test_anonymous_that_names_its_own_house_is_not_handed_in(said):
    by = make_enterprise()
    posting = typed_posting(by, **{"reach": "anonymous", "alias": "某企业", **said})

    with pytest.raises(Refused) as refusal:
        submit(posting, by=by)

    assert {p.code.value for p in refusal.value.problems} == {"posting_named"}


def test_brand_as_short_as_a_word_is_handed_in_after_a_tick():
    by, centre = make_enterprise(), make_centre()
    said = {"reach": "anonymous", "alias": "某企业", "goal": "供海岳山区使用。"}
    posting = typed_posting(by, **said)

    with pytest.raises(Refused) as refusal:
        submit(posting, by=by)
    assert [(p.code, p.field, p.found) for p in refusal.value.problems] == [
        (PostingProblem.MAY_NAME, "goal", "海岳")
    ]
    assert [len(problems) for _, problems in submit_all(Posting.objects.all(), by=by).refused] == [
        1
    ]

    version = submit(posting, by=by, is_sure=True)
    assert accept(posting, version.number, by=centre).status == "published"


def test_house_named_anew_is_looked_for_again_before_it_is_published():
    version = handed_in(reach="anonymous", alias="某企业", goal="供云岭微电使用。")
    Organisation.objects.filter(name="海岳精密股份有限公司").update(name="云岭微电股份有限公司")

    with pytest.raises(Refused) as refusal:
        accept(version.posting, 1, by=make_centre())

    problems = [(p.code, p.field, p.found) for p in refusal.value.problems]
    assert problems == [(ModerationProblem.NAMED, "goal", "云岭微电")]
    assert list(problems_of([version])) == [version.pk]


@pytest.mark.parametrize("reach", ["public", "members"])
def test_known_by_name_is_not_hidden_any_more(reach):
    by = make_enterprise()
    posting = accepted(by, reach=reach)
    keep_typed(posting, {"reach": "anonymous", "alias": "某企业"}, page=Page(), by=by)

    with pytest.raises(Refused) as refusal:
        submit(posting, by=by)

    assert [(p.code, p.field) for p in refusal.value.problems] == [(PostingProblem.KNOWN, "reach")]


def test_named_one_may_name_its_house():
    assert handed_in(title="海岳精密的芯片需求").number == 1
