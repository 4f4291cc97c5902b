"""The desks of the 三员: accounts, the trail, the state of work."""

import pytest

from accounts.models import Membership, User
from accounts.states import MembershipStatus, UserStatus
from foundation import clock
from records.auditing import ask_for_verification, verify_piece
from records.models import Entry, Message, Verification
from records.states import WorkState
from records.working import carry_out
from tests.factories import make_holder, make_project, make_staff, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def security(client):
    actor = make_staff("security")
    client.force_login(actor.user)
    return actor


@pytest.fixture
def auditor(client):
    actor = make_staff("auditor")
    client.force_login(actor.user)
    return actor


def test_people_are_found_by_name_and_shown_masked(client, security):
    user = make_user("zhaoqian")

    page = client.get("/security/", {"q": "zhaoq"}).content.decode()

    assert f"/security/people/{user.ref}/" in page
    assert user.email not in page
    assert "z***@example.cn" in page


@pytest.mark.parametrize("count", [1, 3])
def test_people_list_asks_a_fixed_number_of_questions(
    client, security, count, django_assert_num_queries
):
    for _ in range(count - 1):
        make_staff("expert")

    with django_assert_num_queries(13):
        assert client.get("/security/").status_code == 200


def test_suspended_person_cannot_act_and_is_reopened(client, security):
    user = make_user()
    url = f"/security/people/{user.ref}"

    client.post(f"{url}/suspend/", {"reason": "账号外借"})
    suspended = User.objects.get(pk=user.pk)
    client.post(f"{url}/reopen/")

    assert (suspended.status, suspended.is_active) == (UserStatus.SUSPENDED, False)
    assert User.objects.get(pk=user.pk).status == UserStatus.ACTIVE
    verbs = Entry.objects.filter(table="accounts.user", object_id=user.pk).values_list(
        "verb", "note"
    )
    assert list(verbs.order_by("pk"))[1:] == [("suspend", "账号外借"), ("reopen", "")]


def test_suspension_without_reason_is_asked_for_one(client, security):
    user = make_user()

    answer = client.post(f"/security/people/{user.ref}/suspend/", {"reason": " "})

    assert answer.status_code == 422
    assert User.objects.get(pk=user.pk).status == UserStatus.ACTIVE


def test_membership_is_ended_and_its_holder_told(client, security):
    actor = make_staff("centre")
    membership = Membership.objects.get(user=actor.user)

    client.post(f"/security/memberships/{membership.ref}/end/", {"reason": "调离"})

    assert Membership.objects.get(pk=membership.pk).status == MembershipStatus.ENDED
    [told] = Message.objects.filter(kind="accounts.membership.end")
    assert (told.to_id, told.context["note"]) == (actor.user_id, "调离")


def test_security_officer_cannot_suspend_themselves(client, security):
    answer = client.post(f"/security/people/{security.user.ref}/suspend/", {"reason": "试"})

    assert answer.status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_trail_is_read_in_a_fixed_number_of_questions(
    client, auditor, count, django_assert_num_queries
):
    for _ in range(count):
        make_holder()

    with django_assert_num_queries(13):
        assert client.get("/audit/", {"table": "accounts.user"}).status_code == 200


def test_trail_is_narrowed_to_a_record_and_paged_by_id(client, auditor):
    project = make_project("submitted")

    page = client.get("/audit/", {"ref": project.ref.lower(), "verb": "submit"})

    [row] = page.context["entries"]
    assert (row["entry"].verb, row["table"]) == ("submit", "成果")
    older = client.get("/audit/", {"ref": project.ref, "before": row["entry"].pk})
    assert [r["entry"].verb for r in older.context["entries"]] == ["save", "open"]


def test_entry_tells_what_is_personal_without_telling_it(client, auditor):
    user = make_user("wangwu")
    entry = Entry.objects.get(table="accounts.user", object_id=user.pk)

    page = client.get(f"/audit/entries/{entry.pk}/").content.decode()

    assert user.email not in page
    assert "个人信息只留下带密钥的摘要" in page


def test_verification_is_one_work_done_piece_by_piece(client, auditor):
    first = client.post("/audit/verify/")
    second = client.post("/audit/verify/")
    assert first.url == second.url

    row = Verification.objects.get()
    carry_out("records.verification", row.pk)

    row.refresh_from_db()
    assert (row.state, row.progress, row.found) == (WorkState.DONE, row.total, 0)
    assert "没有发现问题" in client.get(first.url).content.decode()


def test_verification_names_the_row_that_lies_once(as_owner):
    project = make_project("submitted")
    as_owner.cursor().execute(
        "update projects_project set title = '改过' where id = %s", [project.pk]
    )
    row = ask_for_verification(by=make_staff("auditor"))

    for _ in range(2):
        carry_out("records.verification", row.pk)

    row.refresh_from_db()
    assert [(f["table"], f["pk"]) for f in row.findings] == [("projects.project", str(project.pk))]


def test_verification_goes_on_where_its_last_commit_left_it():
    row = ask_for_verification(by=make_staff("auditor"))
    row.progress = verify_piece(row)
    row.save()

    carry_out("records.verification", row.pk)

    row.refresh_from_db()
    assert (row.state, row.progress) == (WorkState.DONE, row.total)


def test_unchanged_progress_is_not_sent_again(client, auditor):
    url = client.post("/audit/verify/").url
    first = client.get(url, headers={"HX-Request": "true"})

    again = client.get(url, headers={"HX-Request": "true", "If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code) == (200, 304)


def test_state_of_work_is_told_to_the_operator(client):
    client.force_login(make_staff("admin").user)
    message = Message.objects.first()
    Message.objects.update(due_at=clock.now())

    page = client.get("/system/")

    [messages] = [work for work in page.context["works"] if work.kind == "消息"]
    assert (messages.waiting, messages.failed) == (Message.objects.count(), 0)
    assert message is not None


@pytest.mark.parametrize(
    ("is_wanted", "told"),
    [
        (False, "未启用，只比较用词。要启用，请安装 semantic 依赖组"),
        pytest.param(True, "已启用", marks=pytest.mark.semantic),
    ],
)
def test_operator_is_told_whether_titles_are_compared_by_meaning(client, settings, is_wanted, told):
    settings.MATCH_BY_MEANING = is_wanted
    client.force_login(make_staff("admin").user)

    page = client.get("/system/")

    assert page.context["matches_by_meaning"] is is_wanted
    assert told in page.content.decode()
