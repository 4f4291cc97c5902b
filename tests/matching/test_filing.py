"""A posting is opened, typed, handed in, fetched back, given up."""

from http import HTTPStatus

import pytest

from foundation.errors import Refused
from foundation.typed import Page
from matching.content import PostingProblem
from matching.filing import (
    FilingProblem,
    Opening,
    draft_of,
    drop,
    forget_contacts,
    keep_typed,
    open_posting,
    open_postings,
    standing_of,
    submit,
    submit_all,
    take_back,
)
from matching.models import Posting, PostingVersion
from matching.states import PostingKind
from projects.models import Project
from records.models import Entry, Message
from records.verifying import verify_trail
from tests.factories import make_centre, make_clerk, make_holder, make_lead, make_user
from tests.matching.filing import accepted, day_in, handed_in, typed_demand, typed_posting
from tests.matching.making import make_enterprise, make_partner

pytestmark = pytest.mark.django_db
DEMAND, OFFER = PostingKind.DEMAND, PostingKind.OFFER
HOUSE = {"org_name": "海岳精密股份有限公司", "org_code": "91510100MA6CGQ0N7B"}


def codes_of(refusal):
    return [problem.code for problem in refusal.value.problems]


def test_untouched_draft_is_opened_again():
    by = make_enterprise()
    first = open_posting(DEMAND, by=by)

    assert open_posting(DEMAND, by=by) == first
    keep_typed(first, {"title": "一"}, page=Page(), by=by)
    assert open_posting(DEMAND, by=by) != first
    assert Posting.objects.count() == 2


def test_postings_unit_is_where_the_organisation_stands():
    assert open_posting(DEMAND, by=make_enterprise()).unit_id == "SC"


@pytest.mark.parametrize("kind", [DEMAND, OFFER])
def test_who_posts_nothing_of_this_kind_is_refused(kind):
    others = [make_holder(), make_centre(), make_partner() if kind == DEMAND else make_enterprise()]

    for by in others:
        with pytest.raises(Refused) as refusal:
            open_posting(kind, by=by)
        assert refusal.value.status == HTTPStatus.FORBIDDEN
    assert Posting.objects.count() == Entry.objects.filter(table="matching.posting").count() == 0


def test_what_two_pages_type_is_merged_and_clashes_are_told():
    by = make_enterprise()
    posting = open_posting(DEMAND, by=by)
    keep_typed(posting, {"title": "甲"}, page=Page(0, "one"), by=by)

    kept = keep_typed(posting, {"title": "乙", "goal": "丙"}, page=Page(0, "two"), by=by)

    assert kept.clashes == {"title"}
    assert draft_of(posting).typed == {"title": "甲", "goal": "丙"}


def test_strangers_type_nothing():
    posting = typed_posting()

    for by in (make_holder(), make_partner(), make_lead(), make_centre()):
        with pytest.raises(Refused) as refusal:
            keep_typed(posting, {"title": "坏"}, page=Page(), by=by)
        assert refusal.value.status == HTTPStatus.FORBIDDEN
    assert draft_of(posting).typed["title"] == "车规级隔离驱动芯片国产替代"


def test_submitting_says_all_that_is_missing():
    by = make_enterprise()
    posting = open_posting(DEMAND, by=by)
    keep_typed(posting, {"title": "芯片", "budget": "很多", "stock_code": "12"}, page=Page(), by=by)

    with pytest.raises(Refused) as refusal:
        submit(posting, by=by)

    assert refusal.value.status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert [(p.code, p.field) for p in refusal.value.problems] == [
        (PostingProblem.LACKING, "category"),
        (PostingProblem.LACKING, "problem"),
        (PostingProblem.LACKING, "key_points"),
        (PostingProblem.LACKING, "goal"),
        (PostingProblem.LACKING, "keywords"),
        (PostingProblem.LACKING, "modes"),
        (PostingProblem.WRONG, "budget"),
        (PostingProblem.LACKING, "valid_until"),
        (PostingProblem.WRONG, "stock_code"),
        (PostingProblem.LACKING, "contact_name"),
        (PostingProblem.LACKING, "contact_phone"),
    ]
    assert PostingVersion.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "code", "name"),
    [
        ({"field": ""}, PostingProblem.NO_FIELD, "field"),
        ({"valid_until": "2020-01-01"}, PostingProblem.PAST, "valid_until"),
        ({"valid_until": "2099-01-01"}, PostingProblem.FAR, "valid_until"),
        ({"wanted_from": "2098-01-01"}, PostingProblem.ORDER, "valid_until"),
        ({"reach": "anonymous"}, PostingProblem.NO_ALIAS, "alias"),
        ({"trl_floor": "12"}, PostingProblem.WRONG, "trl_floor"),
        ({"keywords": "一、二、三、四、五、六"}, PostingProblem.WRONG, "keywords"),
        ({"contact_phone": "123"}, PostingProblem.WRONG, "contact_phone"),
        ({"budget": "0"}, PostingProblem.LACKING, "budget"),
    ],
)
def test_one_thing_wrong_is_told(said, code, name):
    problems = standing_of(typed_posting(**said)).problems

    assert [(p.code, p.field) for p in problems] == [(code, name)]


def test_version_holds_what_was_said_and_nothing_personal():
    version = handed_in(budget="面议")

    assert version.number == 1
    assert version.content == {
        "title": "车规级隔离驱动芯片国产替代",
        "category": "technology",
        "problem": "现用进口型号交期超过四十周，需要可直接替换的单通道隔离栅极驱动芯片。",
        "key_points": "短路响应小于 1 微秒，工作结温不低于 150 摄氏度。",
        "goal": "完成车规认证，小批量装车。",
        "field": "1.2",
        "keywords": ["驱动芯片", "碳化硅"],
        "trl_floor": 6,
        "modes": ["licence", "joint"],
        "budget": "",
        "budget_open": True,
        "wanted_from": "",
        "valid_until": day_in(90),
        "stock_code": "",
        "reach": "public",
        "alias": "",
        "organisation": {
            "ref": version.posting.organisation.ref,
            "name": "海岳精密股份有限公司",
            "code": "91510100MA6CGQ0N7G",
        },
    }


def test_nothing_is_typed_while_a_version_waits():
    by = make_enterprise()
    version = handed_in(by)

    for order in (
        lambda: keep_typed(version.posting, {"title": "改"}, page=Page(), by=by),
        lambda: submit(version.posting, by=by),
    ):
        with pytest.raises(Refused) as refusal:
            order()
        assert codes_of(refusal) == [FilingProblem.WAITING]
    assert take_back(version.posting, by=by).status == "taken_back"
    keep_typed(version.posting, {"title": "改过的芯片需求"}, page=Page(), by=by)
    assert submit(version.posting, by=by).number == 2


def test_moderators_hear_of_it_and_the_author_does_not():
    clerk, lead = make_clerk(), make_lead()
    handed_in(clerk, **HOUSE)

    told = Message.objects.filter(kind="matching.postingversion.submit")

    assert set(told.values_list("to", flat=True)) == {lead.user_id}
    assert told.get(to=lead.user_id).context["title"] == "车规级隔离驱动芯片国产替代"


def test_unit_names_whose_it_is():
    clerk = make_clerk()
    posting = typed_posting(clerk)

    with pytest.raises(Refused) as refusal:
        submit(posting, by=clerk)
    assert [p.field for p in refusal.value.problems] == ["org_name", "org_code"]

    keep_typed(posting, HOUSE, page=Page(), by=clerk)
    version = submit(posting, by=clerk)
    assert version.content["organisation"]["name"] == "海岳精密股份有限公司"


def test_code_on_file_is_known_however_it_is_typed():
    make_enterprise(code=HOUSE["org_code"])
    said = {"org_name": "山岳精密股份有限公司", "org_code": "91510100 ma6cgq0n7b"}
    posting = typed_posting(make_clerk(), **said)

    assert standing_of(posting).owner == (HOUSE["org_name"], HOUSE["org_code"])


def test_unit_files_for_its_own_province():
    posting = typed_posting(make_clerk("GD"), **HOUSE)

    problems = standing_of(posting).problems

    assert [(p.code, p.found) for p in problems] == [(PostingProblem.ELSEWHERE, "成都市")]


def test_units_own_offer_needs_no_other_organisation():
    clerk = make_clerk()

    version = handed_in(clerk, OFFER)

    assert version.content["organisation"]["name"] == "四川省科学技术厅"


def test_draft_is_given_up_with_what_waits():
    by = make_enterprise()
    version = handed_in(by)

    assert drop(version.posting, by=by).status == "dropped"
    version.refresh_from_db()
    assert version.status == "taken_back"


def test_set_is_opened_and_handed_in_and_told_of_once():
    clerk, lead = make_clerk(), make_lead()
    houses = [HOUSE, {"org_name": "新希望股份有限公司", "org_code": "91510100MA6DGNAY21"}]
    rows = [Opening({**typed_demand(), **house}, f"N{at}") for at, house in enumerate(houses)]

    postings = open_postings(DEMAND, [*rows, Opening({"title": "不全"})], by=clerk)
    moved = submit_all(Posting.objects.filter(pk__in=[p.pk for p in postings]), by=clerk)

    assert [version.posting_id for version in moved.rows] == [p.pk for p in postings[:2]]
    assert [posting for posting, _ in moved.refused] == [postings[2]]
    assert Posting.objects.get(pk=postings[1].pk).source_key == "N1"
    told = Message.objects.get(kind__startswith="matching.postingversion")
    assert (told.to_id, told.context["note"]) == (lead.user_id, "2")
    assert list(verify_trail()) == []


def test_who_leaves_leaves_nobody_to_reach():
    by = make_enterprise()
    colleague = make_enterprise(user=make_user("colleague"))
    posting = accepted(by)
    assert posting.contact_name == "周蜀"

    forget_contacts(by=by)

    posting.refresh_from_db()
    assert (posting.contact_name, posting.contact_phone) == ("", "")
    assert "contact_phone" not in draft_of(posting).typed
    assert keep_typed(posting, {"title": "改"}, page=Page(), by=colleague).draft.revision == 2
    assert list(verify_trail()) == []
    assert Project.objects.count() == 0


def test_who_leaves_is_not_to_be_reached_in_a_colleagues_draft_either():
    by, colleague = make_enterprise(), make_enterprise(user=make_user("colleague"))
    posting = typed_posting(colleague, title="同事的需求")
    keep_typed(posting, {"contact_phone": "13900000000"}, page=Page(), by=by)

    forget_contacts(by=by)

    typed = draft_of(posting).typed
    assert "contact_phone" not in typed
    assert (typed["contact_name"], typed["title"]) == ("周蜀", "同事的需求")


def test_name_on_file_stands_for_its_code_and_is_what_may_not_be_told():
    make_enterprise("成都海岳精密股份有限公司", HOUSE["org_code"])
    said = {"org_name": "海岳公司", "org_code": HOUSE["org_code"]}
    clerk = make_clerk()
    posting = typed_posting(clerk, reach="anonymous", alias="某企业", goal="供海岳精密用", **said)

    standing = standing_of(posting)

    assert standing.owner[0] == standing.name_on_file == "成都海岳精密股份有限公司"
    assert [(p.field, p.found) for p in standing.problems] == [("goal", "海岳精密")]
