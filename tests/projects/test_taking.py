"""What was typed is taken into the audited row when it is left, and can be had back."""

from datetime import timedelta

import pytest

from accounts.models import Membership
from foundation import clock
from foundation.typed import Page
from portal.erasing import erase_account
from projects.drafting import IDLE, KEPT, SITTING, draft_of, forget_old_saves, keep_typed, own_saves
from projects.forms.taking import take_idle
from projects.forms.typing import shown_of
from projects.intake import submit
from projects.models import Draft, Project, Saved
from projects.tasks import forget_old_saves as forget_task, take_idle as idle_task
from records.models import Entry
from tests.factories import (
    make_clerk,
    make_draft,
    make_filed_draft,
    make_holder,
)
from tests.projects.typing_in import keep, saves, typed_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder(client):
    actor = make_holder()
    client.force_login(actor.user)
    return actor


@pytest.fixture
def draft(holder):
    return make_draft(holder)


def test_leaving_takes_what_can_be_read_in_one_entry(client, draft):
    entries = saves(draft)
    keep(client, draft, summary="离开之前写的", trl="8", revision=0)

    answer = keep(client, draft, leave="1")

    draft.refresh_from_db()
    assert (answer.status_code, draft.summary, draft.trl) == (204, "离开之前写的", 8)
    assert saves(draft) == entries + 1
    assert typed_of(draft) == {}


def test_leaving_with_nothing_typed_writes_nothing(client, draft):
    entries = saves(draft)

    assert keep(client, draft, leave="1").status_code == 204

    assert saves(draft) == entries
    assert not Draft.objects.exists()


def test_price_and_its_openness_are_taken_together_or_not_at_all(client, draft):
    assert draft.price_open
    keep(client, draft, "conversion", price="300", revision=0)

    keep(client, draft, "conversion", leave="1")
    draft.refresh_from_db()
    assert (draft.price, draft.price_open) == (None, True)
    assert typed_of(draft) == {"price": "300"}

    keep(client, draft, "conversion", price_open="", revision=1, leave="1")
    draft.refresh_from_db()
    assert (str(draft.price), draft.price_open) == ("300.00", False)


def test_what_cannot_be_read_keeps_it_from_being_submitted(client, draft):
    keep(client, draft, "contact", contact_mobile="138", revision=0)

    answer = client.post(f"/my/projects/{draft.ref}/?step=check", {"submit": "1"})

    assert answer.status_code == 422
    assert "“联系人手机”填的内容还不对" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_submitting_takes_everything_typed(client, draft):
    keep(client, draft, summary=draft.summary + "最后一句。", revision=0)

    client.post(f"/my/projects/{draft.ref}/?step=check", {"submit": "1"})

    draft.refresh_from_db()
    assert draft.status == "submitted"
    assert draft.summary.endswith("最后一句。")
    assert draft.versions.get().content["summary"].endswith("最后一句。")


def test_typing_into_what_was_submitted_is_told_in_words(client, draft, holder):
    submit(draft, by=holder)

    answer = keep(client, draft, summary="晚了", revision=0)

    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("这项成果现在不能修改：待初审")


def test_idle_typing_is_taken_in_the_name_of_who_typed_it():
    clerk, other = make_clerk(), make_clerk()
    project = make_filed_draft(clerk)
    for by, typed in ((clerk, {"summary": "甲写的"}), (other, {"problem": "乙写的"})):
        keep_typed(project, typed, show=shown_of, page=Page(0, str(by.user_id)), by=by)

    with clock.shift(IDLE - timedelta(minutes=1)):
        assert take_idle() == 0
    with clock.shift(IDLE + timedelta(minutes=1)):
        idle_task()
        assert take_idle() == 0

    project.refresh_from_db()
    assert (project.summary, project.problem) == ("甲写的", "乙写的")
    entries = Entry.objects.filter(object_id=project.pk, verb="save").order_by("-id")[:2]
    assert {(e.actor_id, *e.changes) for e in entries} == {
        (clerk.user_id, "summary"),
        (other.user_id, "problem"),
    }


def test_idle_typing_of_who_may_not_edit_any_more_waits():
    clerk = make_clerk()
    project = make_filed_draft(clerk)
    keep_typed(project, {"summary": "甲写的"}, show=shown_of, page=Page(), by=clerk)
    Membership.objects.update(valid_to=clock.now())

    with clock.shift(IDLE + timedelta(minutes=1)):
        take_idle()

    assert typed_of(project) == {"summary": "甲写的"}


def test_own_history_gives_an_earlier_text_back(client, draft, holder):
    before = draft.summary
    keep(client, draft, summary="改坏了", revision=0)
    [save] = own_saves(draft_of(draft, holder), holder)

    page = client.get(f"/my/projects/{draft.ref}/saves/").content.decode()
    assert "改坏了" in page
    answer = client.post(f"/my/projects/{draft.ref}/saves/", {"save": save.pk, "name": "summary"})

    assert answer.url == f"/my/projects/{draft.ref}/?step=technology#id_summary"
    assert typed_of(draft) == {"summary": before}


def test_saves_of_one_sitting_are_one_and_remember_what_was_there_first(client, draft, holder):
    before = draft.summary
    keep(client, draft, summary="一", revision=0)
    keep(client, draft, summary="一二", revision=1)
    with clock.shift(SITTING + timedelta(minutes=1)):
        keep(client, draft, summary="一二三", revision=2)

    changes = [save.changes for save in own_saves(draft_of(draft, holder), holder)]
    assert changes == [{"summary": ["一二", "一二三"]}, {"summary": [before, "一二"]}]


def test_history_of_somebody_else_is_not_shown(client):
    clerk, other = make_clerk(), make_clerk()
    project = make_filed_draft(clerk)
    keep_typed(project, {"summary": "同事写的"}, show=shown_of, page=Page(), by=clerk)
    client.force_login(other.user)

    page = client.get(f"/unit/projects/{project.ref}/saves/")
    save = Saved.objects.get()
    client.post(f"/unit/projects/{project.ref}/saves/", {"save": save.pk, "name": "summary"})

    assert "还没有保存记录" in page.content.decode()
    assert typed_of(project) == {"summary": "同事写的"}


def test_old_history_is_forgotten(client, draft):
    keep(client, draft, summary="一", revision=0)

    with clock.shift(KEPT + timedelta(minutes=1)):
        assert forget_old_saves() == 1
        forget_task()

    assert not Saved.objects.exists()


def test_what_was_begun_is_offered_again_and_becomes_the_project(client, holder):
    data = {"changed": ["title", "unit"], "title": "还没起好的名", "unit": "", "revision": 0}
    client.post("/my/projects/new/keep/", data, HTTP_ACCEPT="application/json")

    page = client.get("/my/projects/new/").content.decode()
    assert "接着上次没填完的" in page
    assert 'value="还没起好的名"' in page
    client.post("/my/projects/new/", {"title": "起好的名", "unit": "SC", "save": "1"})

    project = Project.objects.get()
    assert (project.title, draft_of(project, holder).typed) == ("起好的名", {})
    assert draft_of(None, holder) is None
    assert own_saves(draft_of(project, holder), holder).count() == 1
    assert "接着上次没填完的" not in client.get("/my/projects/new/").content.decode()


def test_what_was_begun_can_be_started_over(client, holder):
    client.post("/my/projects/new/keep/", {"changed": "title", "title": "名"})

    client.post("/my/projects/new/over/")

    assert draft_of(None, holder) is None


def test_what_was_begun_for_others_is_kept_apart_from_ones_own(client):
    clerk = make_clerk()
    client.force_login(clerk.user)
    client.post("/unit/projects/new/keep/", {"changed": "title", "title": "代填的"})

    assert draft_of(None, clerk).typed == {"title": "代填的"}
    assert draft_of(None, make_clerk()) is None


def test_typing_leaves_with_the_person(client, draft, holder):
    keep(client, draft, "contact", contact_name="周蜀", revision=0)

    erase_account(holder.user, by=holder)

    assert (Draft.objects.count(), Saved.objects.count()) == (0, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_history_takes_the_same_queries_for_one_save_and_for_three(
    client, draft, django_assert_num_queries, count
):
    for at in range(count):
        with clock.shift((SITTING + timedelta(minutes=1)) * at):
            keep(client, draft, "basic", field=("1.1", "1.3")[at % 2], revision=at)

    with django_assert_num_queries(8):
        page = client.get(f"/my/projects/{draft.ref}/saves/").content.decode()
    assert page.count('<section class="panel mb-4"') == count
