"""Typing kept at every pause: character for character, merged by name."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings, strategies as st

from foundation.typed import Page
from projects.drafting import keep_typed
from projects.forms.taking import take_typed
from projects.forms.typing import NAMES, shown_of
from projects.models import Draft
from projects.models.sheet import COLUMNS
from projects.vocabulary import ROWS
from tests.factories import (
    make_clerk,
    make_draft,
    make_filed_draft,
    make_holder,
    make_project,
    make_right,
    make_user,
)
from tests.projects.sending import of_step, step
from tests.projects.typing_in import keep, saves, typed_of

pytestmark = pytest.mark.django_db

SUMMARY = "  第一行，末尾有空格 \n\n第二行：ａ１㎡①  "


@pytest.fixture
def holder(client):
    actor = make_holder()
    client.force_login(actor.user)
    return actor


@pytest.fixture
def draft(holder):
    return make_draft(holder)


def test_text_is_kept_character_for_character(client, draft):
    entries = saves(draft)

    told = keep(client, draft, summary=SUMMARY.replace("\n", "\r\n"), revision=0).json()

    assert typed_of(draft) == {"summary": SUMMARY}
    assert (told["revision"], told["clashes"], told["newer"]) == (1, {}, {})
    assert saves(draft) == entries  # nothing audited was touched
    draft.refresh_from_db()
    assert draft.summary != SUMMARY


def test_what_was_typed_is_found_on_another_device(client, draft):
    keep(client, draft, summary=SUMMARY, revision=0)

    page = client.get(f"/my/projects/{draft.ref}/?step=technology").content.decode()

    assert f">\n{SUMMARY}</textarea>" in page
    assert 'name="revision" value="1"' in page


def test_what_does_not_read_yet_is_kept_and_told_beside(client, draft):
    row = make_right("ZL202110000001.0")

    told = keep(client, draft, "rights", rights=[row], revision=0).json()

    assert typed_of(draft)["rights"] == [row]
    assert "校验位应为 6" in told["side"]
    assert 'href="#id_rights-0-number"' in told["side"]
    page = client.get(f"/my/projects/{draft.ref}/?step=rights").content.decode()
    assert "校验位应为 6" in page
    assert 'value="ZL202110000001.0"' in page


def test_conditions_follow_what_is_typed(client, draft):
    told = keep(client, draft, trl="3", revision=0).json()

    assert "技术成熟度与产业化阶段对不上" in told["side"]
    assert f'href="/my/projects/{draft.ref}/?step=technology#id_stage"' in told["side"]


def test_secret_work_is_told_where_it_belongs_and_never_taken(client, draft):
    told = keep(client, draft, "basic", secrecy="secret", revision=0).json()
    keep(client, draft, "basic", leave="1")

    assert "请按保密规定向本单位保密部门报送" in told["side"]
    draft.refresh_from_db()
    assert draft.secrecy == "open"


def test_same_name_changed_on_two_pages_is_shown_side_by_side(client, draft):
    keep(client, draft, summary="甲处写的", revision=0, page="a")

    told = keep(client, draft, summary="乙处写的", tagline="", revision=0, page="b").json()

    assert told["clashes"] == {"summary": "甲处写的"}
    assert "乙处写的" in told["clashing"]
    assert "甲处写的" in told["clashing"]
    assert "你在另一个页面" in told["clashing"]
    assert typed_of(draft)["summary"] == "甲处写的"


def test_chosen_text_is_kept_once_both_were_seen(client, draft):
    keep(client, draft, summary="甲处写的", revision=0, page="a")
    told = keep(client, draft, summary="乙处写的", revision=0, page="b").json()

    keep(client, draft, summary="乙处写的", revision=told["revision"], page="b")

    assert typed_of(draft)["summary"] == "乙处写的"


def test_different_names_changed_on_two_pages_are_merged(client, draft):
    keep(client, draft, summary="甲处写的", revision=0, page="a")

    told = keep(client, draft, problem="乙处写的", revision=0, page="b").json()

    assert told["clashes"] == {}
    assert told["newer"] == {"summary": "甲处写的"}
    assert typed_of(draft) == {"summary": "甲处写的", "problem": "乙处写的"}


def test_answer_that_got_lost_is_no_change_elsewhere(client, draft):
    keep(client, draft, summary="写了一半", revision=0, page="a")

    told = keep(client, draft, summary="写了一半又写", revision=0, page="a").json()

    assert told["clashes"] == {}
    assert typed_of(draft)["summary"] == "写了一半又写"


def test_equal_texts_on_two_pages_do_not_clash(client, draft):
    keep(client, draft, summary="一样的", revision=0, page="a")

    assert keep(client, draft, summary="一样的", revision=0, page="b").json()["clashes"] == {}


def test_page_sent_whole_after_a_change_elsewhere_is_shown_both(client, draft):
    keep(client, draft, summary="甲处写的", revision=0, page="a")
    data = of_step(step("technology"), summary="整页提交的") | {"revision": "0", "next": "1"}

    answer = client.post(f"/my/projects/{draft.ref}/?step=technology", data)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "甲处写的" in page
    assert "整页提交的" in page
    again = client.post(
        f"/my/projects/{draft.ref}/?step=technology",
        data | {"revision": answer.context["draft"].revision},
    )
    assert again.status_code == 302
    draft.refresh_from_db()
    assert draft.summary == "整页提交的"


def test_colleague_is_named_where_both_changed(client):
    clerk, other = make_clerk(), make_clerk()
    project = make_filed_draft(clerk)
    client.force_login(other.user)
    keep_typed(project, {"summary": "同事写的"}, show=shown_of, page=Page(0, "a"), by=clerk)

    data = {"changed": "summary", "summary": "我写的", "revision": 0, "page": "b"}
    address = f"/unit/projects/{project.ref}/keep/?step=technology"
    told = client.post(address, data, HTTP_ACCEPT="application/json").json()

    assert f"{clerk.user.name}保存的" in told["clashing"]


def test_text_far_too_long_is_refused_and_the_rest_stays(client, draft):
    keep(client, draft, summary="写好的", revision=0)

    answer = keep(client, draft, summary="长" * 20_001, revision=1)

    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("“项目简介”超过 20000 字，没有保存")
    assert typed_of(draft) == {"summary": "写好的"}


def test_names_of_another_step_are_not_kept(client, draft):
    keep(client, draft, "basic", summary="不在这一步", status="listed", revision=0)

    assert typed_of(draft) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_keeping_takes_the_same_queries_for_one_row_and_for_three(
    client, draft, django_assert_num_queries, count
):
    keep(client, draft, "rights", rights=[make_right()], revision=0)

    rows = [make_right() | {"owner": "岷江所"} for _ in range(count)]
    with django_assert_num_queries(10):
        keep(client, draft, "rights", rights=rows, revision=1)


_TEXT = st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\0"), max_size=30
)


@settings(max_examples=60)
@given(data=st.data())
def test_typed_values_survive_the_way_to_the_form_and_back(data):
    typed = {
        "title": data.draw(_TEXT),
        "summary": data.draw(_TEXT),
        "modes": data.draw(st.lists(_TEXT, max_size=3)),
        "price_open": data.draw(st.sampled_from(["", "on"])),
        "rights": [
            {key: data.draw(_TEXT) for key in ROWS["rights"]}
            for _ in range(data.draw(st.integers(0, 3)))
        ],
    }
    typed["rights"] = [row for row in typed["rights"] if any(row.values())]

    assert NAMES.read(typed, NAMES.sent(typed)) == typed


def test_everything_stored_is_shown_as_it_can_be_typed_again(holder):
    project = make_draft(holder)
    shown = shown_of(project, [name for name in COLUMNS if name != "field"])

    take_typed(project, by=holder)
    keep_typed(project, shown, show=shown_of, page=Page(), by=holder)

    assert typed_of(project) == {}


def test_draft_of_nobody_and_of_two_is_refused_by_the_database():
    project, user = make_project("draft"), make_user("somebody")
    for fields in ({}, {"project": project, "author": user}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Draft.objects.create(**fields)
    Draft.objects.create(author=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(author=user)
