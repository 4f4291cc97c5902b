"""Filling in over HTTP: by the holder, and on behalf by a unit's clerk and by an agency."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Consent
from foundation import clock
from projects.columns.steps import STATIONS, STEPS
from projects.models import Project, Version
from projects.states import ProjectStatus, Source
from records.models import Entry
from tests.factories import (
    make_agent,
    make_clerk,
    make_delegation,
    make_draft,
    make_filed_draft,
    make_filed_project,
    make_holder,
    make_lead,
    make_organisation,
    make_project,
    make_right,
)
from tests.projects.sending import GOOD, fill_in, of_step, of_table, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder(client):
    actor = make_holder()
    client.force_login(actor.user)
    return actor


@pytest.fixture
def clerk(client):
    actor = make_clerk()
    client.force_login(actor.user)
    return actor


def text_of(answer):
    return answer.content.decode()


def test_holder_steps_through_and_submits(client, holder):
    last = fill_in(client, "/my/projects/new/")

    project = Project.objects.get()
    assert last == f"/my/projects/{project.ref}/?step=check"
    assert (project.status, project.source, project.holder_id) == ("draft", "self", holder.user_id)
    assert (project.field_id, project.keywords) == ("1.2", ["碳化硅", "栅极驱动", "短路保护"])
    assert project.rights == [{**make_right(), "name": ""}]
    assert project.may_be_shown
    check = client.get(last)
    assert "都填好了，可以提交" in text_of(check)
    assert [c["verdict"] for c in check.context["conditions"]] == ["pass"] * 6

    answer = client.post(last, {"submit": "1"}, follow=True)

    assert "已提交，等待四川初审" in text_of(answer)
    project.refresh_from_db()
    assert project.status == ProjectStatus.SUBMITTED
    assert Version.objects.get().content["title"] == GOOD["title"]


def test_incomplete_is_saved_and_its_steps_say_what_is_missing(client, holder):
    answer = client.post("/my/projects/new/", {"title": "只有名称", "unit": "SC", "save": "1"})

    project = Project.objects.get()
    assert answer.url == f"/my/projects/{project.ref}/?step=basic"
    page = client.get(answer.url)
    assert [(s.step.name, s.is_done) for s in page.context["stations"]] == [
        (one.name, False) for one in STATIONS
    ]
    client.post(f"/my/projects/{project.ref}/?step=team", of_step(step("team")) | {"save": "1"})
    stations = client.get(answer.url).context["stations"]
    assert [s.step.name for s in stations if s.is_done] == ["team"]
    assert text_of(client.get(answer.url)).count("已填好") == 1


def test_submit_is_refused_with_a_way_to_each_field_and_keeps_what_was_typed(client, holder):
    project = make_draft(holder, summary="", trl=None, rights=[], shown=False)
    where = f"/my/projects/{project.ref}/?step=conversion"

    sent = {"market": "改过的场景", "price": "12", "benefit": "", "submit": "1"}
    answer = client.post(where, sent)

    assert answer.status_code == 422
    told = {(lack.step.name, lack.url.partition("#")[2]) for lack in answer.context["refused"]}
    assert told == {
        *(("technology", "id_summary"), ("technology", "id_trl"), ("rights", "id_rights")),
        *(("conversion", "id_modes"), ("conversion", "id_benefit"), ("conversion", "id_wants")),
    }
    for lack in answer.context["refused"]:
        assert client.get(lack.url).status_code == 200
        assert f'href="{lack.url}"' in text_of(answer)
    assert "改过的场景" in text_of(answer)
    project.refresh_from_db()
    assert (project.status, project.market, str(project.price)) == ("draft", "改过的场景", "12.00")


def test_anchor_of_every_lack_is_on_the_page_it_leads_to(client, holder):
    client.post("/my/projects/new/", {"title": "只有名称", "unit": "SC", "save": "1"})
    check = client.get(f"/my/projects/{Project.objects.get().ref}/?step=check")

    for lack in check.context["lacks"]:
        page, _, anchor = lack.url.partition("#")
        assert f'id="{anchor}"' in text_of(client.get(page)), lack.url


def test_submission_of_a_new_one_is_kept_as_a_draft(client, holder):
    answer = client.post("/my/projects/new/", {"title": "只有名称", "unit": "SC", "submit": "1"})

    project = Project.objects.get()
    assert (answer.status_code, project.status) == (422, ProjectStatus.DRAFT)
    assert f'action="/my/projects/{project.ref}/?step=basic"' in text_of(answer)
    assert "请填写“一句话简介”" in text_of(answer)


def test_faults_keep_what_was_typed_and_store_nothing(client, holder):
    project = make_draft(holder)
    where = f"/my/projects/{project.ref}/?step=basic"

    answer = client.post(where, of_step(step("basic"), title="改过的", secrecy="secret"))

    assert answer.status_code == 200
    assert "涉密成果不得通过本平台填报" in text_of(answer)
    assert 'href="#id_secrecy"' in text_of(answer)
    assert 'value="改过的"' in text_of(answer)
    project.refresh_from_db()
    assert (project.title, project.secrecy) == (GOOD["title"], "open")


def test_save_after_submission_is_told_and_keeps_the_text(client, holder):
    project = make_project("submitted", holder)

    answer = client.post(f"/my/projects/{project.ref}/", of_step(step("basic"), title="另一窗口"))

    assert answer.status_code == 409
    assert "现在不能修改：待初审" in text_of(answer)
    assert 'value="另一窗口"' in text_of(answer)


def test_returned_project_shows_remarks_and_due_date_on_every_step(client, holder):
    project = make_project("returned", holder)

    for one in STATIONS:
        page = text_of(client.get(f"/my/projects/{project.ref}/?step={one.name}"))
        assert "请补测试报告" in page
        due = clock.today() + timedelta(days=7)
        assert f"请在 {due.month}月{due.day}日前改好再提交" in page

    client.post(f"/my/projects/{project.ref}/?step=check", {"submit": "1"})
    project.refresh_from_db()
    assert (project.status, project.due_on) == (ProjectStatus.SUBMITTED, None)
    assert Version.objects.count() == 2


@pytest.mark.parametrize("ticked", [True, False])
def test_display_is_agreed_to_and_withdrawn_by_the_box(client, holder, ticked):
    project = make_draft(holder, shown=not ticked)
    shown = {"shown": "on"} if ticked else {}

    client.post(
        f"/my/projects/{project.ref}/?step=statement",
        {**of_step(step("statement")), "shown": "", **shown},
    )

    project.refresh_from_db()
    assert project.may_be_shown is ticked


def test_other_steps_leave_the_consent_alone(client, holder):
    project = make_draft(holder)

    client.post(f"/my/projects/{project.ref}/?step=team", of_step(step("team")))

    project.refresh_from_db()
    assert project.may_be_shown


def test_draft_is_given_up_and_taken_up_again(client, holder):
    project = make_draft(holder)

    assert client.post(f"/my/projects/{project.ref}/discard/").url == "/my/projects/"
    project.refresh_from_db()
    assert project.status == ProjectStatus.WITHDRAWN
    assert "恢复草稿" in text_of(client.get(f"/my/projects/{project.ref}/"))
    client.post(f"/my/projects/{project.ref}/resume/")
    project.refresh_from_db()
    assert project.status == ProjectStatus.DRAFT


def test_submission_is_taken_back_within_ten_minutes_only(client, holder):
    first, second = make_project("submitted", holder), make_project("submitted", holder)
    assert "撤回提交" in text_of(client.get(f"/my/projects/{first.ref}/"))

    answer = client.post(f"/my/projects/{first.ref}/take-back/")
    with clock.shift(timedelta(minutes=11)):
        late = client.post(f"/my/projects/{second.ref}/take-back/")

    assert (answer.status_code, late.status_code) == (302, 422)
    assert "提交已超过 10 分钟，不能撤回" in text_of(late)
    statuses = list(Project.objects.order_by("pk").values_list("status", flat=True))
    assert statuses == ["draft", "submitted"]


def test_strangers_find_nothing(client, holder):
    project = make_draft()

    for page in ("", "?step=check", "discard/", "resume/", "take-back/"):
        address = f"/my/projects/{project.ref}/{page}"
        assert client.post(address, GOOD).status_code == 404
    assert client.get(f"/my/projects/{project.ref}/").status_code == 404
    assert Entry.objects.filter(object_id=project.pk, verb="discard").count() == 0


# on behalf


@pytest.mark.parametrize(
    ("make", "source"), [(make_clerk, Source.UNIT), (make_lead, Source.UNIT), (None, Source.AGENCY)]
)
def test_filed_on_behalf_with_its_mandate(client, make, source):
    organisation = make_organisation()
    actor = make() if make else make_agent(organisation)
    if make is None:
        make_delegation(organisation)
    client.force_login(actor.user)

    last = fill_in(client, "/unit/projects/new/", filer="unit")
    answer = client.post(last, {"submit": "1"}, follow=True)

    assert "已提交，等待四川初审" in text_of(answer)
    project = Project.objects.get()
    assert (project.source, project.holder, project.unit_id) == (source, None, "SC")
    own = organisation if make is None else project.unit.organisation
    assert project.custodian == own
    assert project.display_consent.mandate == GOOD["mandate"]
    assert project.display_consent.ground == "mandate"


def test_mandate_is_changed_and_taken_away(client, clerk):
    project = make_filed_draft(clerk)
    where = f"/unit/projects/{project.ref}/edit/?step=statement"

    client.post(where, of_step(step("statement"), mandate="一号委托书"))
    client.post(where, of_step(step("statement"), mandate="一号委托书"))
    assert list(Consent.objects.values_list("mandate", flat=True)) == ["一号委托书"]
    client.post(where, of_step(step("statement"), mandate="二号委托书"))
    project.refresh_from_db()
    assert project.display_consent.mandate == "二号委托书"
    assert 'value="二号委托书"' in text_of(client.get(where))

    client.force_login(make_clerk().user)
    client.post(where, of_step(step("statement"), mandate=""))

    project.refresh_from_db()
    assert project.display_consent is None


def test_unit_is_not_asked_and_not_taken_from_who_files_for_others(client, clerk):
    data = {**of_step(STEPS[0]), "unit": "GD", "save": "1"}
    client.post("/unit/projects/new/", data)
    project = Project.objects.get()

    client.post(
        f"/unit/projects/{project.ref}/edit/?step=organisation",
        of_step(step("organisation"), unit="GD"),
    )

    project.refresh_from_db()
    assert (project.unit_id, project.organisation.name) == ("SC", "岷江器件研究所")


def test_filed_draft_is_given_up_and_taken_up_and_taken_back(client, clerk):
    draft, submitted = make_filed_draft(clerk), make_filed_project("submitted", clerk)

    client.post(f"/unit/projects/{draft.ref}/discard/")
    client.post(f"/unit/projects/{submitted.ref}/take-back/")
    statuses = list(Project.objects.order_by("pk").values_list("status", flat=True))
    assert statuses == ["withdrawn", "draft"]

    client.post(f"/unit/projects/{draft.ref}/resume/")
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_what_a_holder_has_filed_is_read_not_written_by_the_unit(client, clerk):
    project = make_project("returned")
    edit = reverse("unit_project_edit", args=[project.ref])

    assert client.get(edit).url == reverse("unit_project", args=[project.ref])
    assert client.post(edit, of_step(STEPS[0], title="改了")).status_code == 403
    project.refresh_from_db()
    assert project.title == GOOD["title"]


@pytest.mark.parametrize("scopes", [(), ("coach",)])
def test_agency_files_only_where_collecting_was_delegated(client, scopes):
    organisation = make_organisation()
    agent = make_agent(organisation)
    if scopes:
        make_delegation(organisation, scopes=scopes)
    client.force_login(agent.user)

    assert client.get("/unit/projects/new/").status_code == 403
    assert client.post("/unit/projects/new/", of_step(STEPS[0])).status_code == 403
    assert Project.objects.count() == 0


def test_drafts_of_another_unit_and_of_another_agency_are_not_there(client, clerk):
    theirs = make_filed_draft(make_clerk("GD"))
    organisation = make_organisation()
    agent = make_agent(organisation)
    make_delegation(organisation)
    client.force_login(agent.user)
    of_unit = make_filed_draft(clerk)

    for project in (theirs, of_unit):
        assert client.get(f"/unit/projects/{project.ref}/edit/").status_code == 404
        assert client.post(f"/unit/projects/{project.ref}/edit/", GOOD).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("basic", 9),
        ("organisation", 9),
        ("technology", 8),
        ("rights", 8),
        ("conversion", 9),
        ("check", 12),
    ],
)
def test_steps_ask_the_same_for_one_row_and_for_three(
    client, holder, django_assert_num_queries, name, queries, count
):
    rights = [make_right() for _ in range(count)]
    project = make_draft(holder, rights=rights)
    client.get("/my/projects/")  # what a session asks once

    with django_assert_num_queries(queries):
        client.get(f"/my/projects/{project.ref}/?step={name}")


@pytest.mark.parametrize("count", [1, 3])
def test_rows_are_stored_with_the_same_queries(client, holder, django_assert_num_queries, count):
    project = make_draft(holder)
    rows = of_table("rights", [make_right() | {"owner": "岷江所"} for _ in range(count)])

    client.get("/my/projects/")

    with django_assert_num_queries(29):
        client.post(f"/my/projects/{project.ref}/?step=rights", rows)


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_for_one_and_for_three(client, holder, django_assert_num_queries, count):
    for _ in range(count):
        make_project("listed", holder)
    client.get("/my/projects/")

    with django_assert_num_queries(8):
        client.get("/my/projects/")
