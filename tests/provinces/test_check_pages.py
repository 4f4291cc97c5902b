"""形式审查 over HTTP: from what was handed in to a return, a mended version and a pass."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation import clock
from provinces.checking import accept
from provinces.models import FormalCheck, Submission
from tests.factories import make_clerk, make_lead, make_staff
from tests.provinces.judging import MET, handed_in, mended, reread, returned_plan
from tests.provinces.making import DAY, carry_out_all, file_pdf, plan_of, publish, submitted_plan
from tests.provinces.test_plan_pages import client_of, says

pytestmark = pytest.mark.django_db
KEYS = ("unit", "letter", "seal", "time", "number", "whole", "file", "contact")
ALL_MET = {f"met_{key}": "on" for key in KEYS}
UNTIL = "2099-01-01"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def text_of(answer):
    return answer.content.decode()


def client_now(actor):
    """Of somebody who has come in just now, whatever time it is made to be."""
    client = client_of(actor)
    session = client.session
    session["began"] = session["seen"] = clock.now().timestamp()
    session.save()
    return client


def test_plan_is_returned_mended_and_accepted_over_http():
    [plan] = handed_in("SC")
    centre, clerk, lead = (
        client_of(by) for by in (make_staff("centre"), make_clerk(), make_lead())
    )
    said = {"sections": ["aims", "scan"], "reason": "目标与基础不一致", "until": UNTIL}
    returned = centre.post("/center/plans/SC/return/", ALL_MET | said | {"note_seal": "章不清"})
    assert returned.status_code == 302

    page = text_of(clerk.get("/unit/plan/"))
    for words in ("目标与基础不一致", "距补正截止", "2099年1月1日 24:00 截止", "章不清"):
        assert words in page
    form = "/unit/plan/form/?step="
    assert says(clerk.get(f"{form}basis"), "这一部分不在补正范围，不能改")
    assert says(clerk.get(f"{form}basis"), '<fieldset class="form-grid" disabled>')
    assert clerk.post(f"{form}basis", {"basis": "顺手改"}).status_code == 422
    assert clerk.post("/unit/plan/events/add/").status_code == 422
    assert clerk.post(f"{form}aims", {"aims": "改好的目标"}).status_code == 302
    assert clerk.post("/unit/plan/freeze/").status_code == 302
    file_pdf(plan_of(), plan_of().versions.get(number=2), by=make_clerk())
    assert says(lead.get("/unit/plan/"), "报送补正")
    assert lead.post("/unit/plan/submit/").status_code == 302

    difference = text_of(centre.get("/center/plans/SC/difference/"))
    assert "改好的目标" in difference
    assert "不在补正范围" not in difference
    assert says(centre.get("/center/plans/"), "已补报，待审查")
    assert centre.post("/center/plans/SC/accept/", ALL_MET).status_code == 302
    assert says(centre.get("/center/plans/SC/"), "形式审查通过")
    assert says(clerk.get("/unit/plan/"), "形式审查已通过，不能再改")
    assert reread(plan).status == "accepted"


def test_lines_are_told_of_what_was_handed_in():
    publish()
    submitted_plan()
    carry_out_all()

    with clock.shift(11 * DAY):
        page = client_now(make_staff("centre")).get("/center/plans/SC/")
    form = page.context["forms"]["check"]

    told = {line.key: line.is_met for line, _, _ in form.rows}
    # the scan of the tests is a blank page: no seal, no code
    assert told == dict.fromkeys(KEYS, True) | {"seal": False, "file": False}
    assert form["sections"].initial == ["scan"]


def test_what_was_typed_is_shown_again_when_refused():
    handed_in("SC")
    centre = client_of(make_staff("centre"))

    answer = centre.post(
        "/center/plans/SC/return/",
        {
            "note_seal": "章压了字",
            "reason": "请重新盖章",
            "sections": ["scan"],
            "until": "2020-01-01",
        },
    )

    page = text_of(answer)
    assert answer.status_code == 422
    for words in ("章压了字", "请重新盖章", "补正截止要晚于现在", 'value="2020-01-01"'):
        assert words in page
    assert FormalCheck.objects.count() == 0


def test_own_note_is_kept_with_the_line_and_the_box_a_person_ticked():
    handed_in("SC")
    client_of(make_staff("centre")).post(
        "/center/plans/SC/accept/", ALL_MET | {"note_seal": "原件已看，章清楚"}
    )

    items = {item["key"]: item for item in FormalCheck.objects.get().items}

    assert list(items) == list(KEYS)
    assert items["seal"] == {
        "key": "seal",
        "label": "加盖公章",
        "is_met": True,
        "note": "原件已看，章清楚",
    }


def test_before_the_end_the_page_says_why_there_is_nothing_to_press():
    publish()
    submitted_plan()
    centre = client_of(make_staff("centre"))

    page = centre.get("/center/plans/SC/")

    assert says(page, "前单位还可以撤回重报，截止以后再审查")
    assert page.context["forms"] == {}
    assert centre.post("/center/plans/SC/accept/", ALL_MET).status_code == 422


def test_next_one_comes_after_a_verdict_where_asked():
    plans = handed_in("BJ", "GD")
    centre = client_of(make_staff("centre"))

    first = centre.post("/center/plans/BJ/accept/", ALL_MET | {"next": "1"})
    last = centre.post("/center/plans/GD/accept/", ALL_MET | {"next": "1"})

    year = plans[0].cycle.year
    assert first.url == f"/center/plans/GD/?year={year}"
    assert last.url == f"/center/plans/GD/?year={year}"


def test_date_is_extended_and_the_verdict_taken_back_on_the_page():
    [plan] = handed_in("SC")
    returned_plan(plan, until=DAY)

    with clock.shift(2 * DAY):
        centre = client_now(make_staff("centre"))
        over = centre.get("/center/plans/SC/")
        wrong = centre.post("/center/plans/SC/extend/", {"until": UNTIL, "reason": ""})
        right = centre.post("/center/plans/SC/extend/", {"until": UNTIL, "reason": "台风"})
    assert says(over, "补正期限已过，单位没有报送")
    assert (wrong.status_code, right.status_code) == (422, 302)
    assert says(wrong, f'value="{UNTIL}"')
    assert clock.end_in_words(FormalCheck.objects.get().until) == "2099年1月1日 24:00"

    again = client_of(make_staff("centre")).post(
        "/center/plans/SC/recheck/", {"reason": "看错了页"}
    )
    assert (again.status_code, reread(plan).status) == (302, "submitted")
    assert says(client_of(make_clerk()).get("/unit/plan/"), "看错了页")


def test_after_the_date_the_unit_reads_that_the_door_is_shut():
    [plan] = handed_in("SC")
    returned_plan(plan, until=DAY)

    with clock.shift(2 * DAY):
        clerk = client_now(make_clerk())
        page, form = clerk.get("/unit/plan/"), clerk.get("/unit/plan/form/?step=aims")

    assert says(page, "入口已关闭。确有需要，请联系火炬中心延期")
    assert says(form, "现在不能修改")


def test_overview_counts_and_narrows_by_state():
    returned, accepted, waiting = handed_in("BJ", "SC", "GD")
    returned_plan(returned)
    accept(accepted, MET, by=make_staff("centre"))
    centre = client_of(make_staff("centre"))

    page = centre.get("/center/plans/?state=waiting")

    counts = {value: count for value, _, count in page.context["counts"]}
    assert counts == {
        "blank": 34,
        **dict.fromkeys(("typing", "frozen", "scanned", "submitted", "mended"), 0),
        **dict.fromkeys(("waiting", "returned", "accepted"), 1),
    }
    assert [tile.plan.unit_id for tile in page.context["tiles"]] == [waiting.unit_id]
    assert says(page, "开始审查")


@pytest.mark.parametrize("times", [1, 3])
def test_page_of_a_plan_takes_the_same_queries_however_often_it_was_checked(times):
    [plan] = handed_in("SC")
    for count in range(times):
        returned_plan(reread(plan), until=300 * DAY)
        mended(plan, aims=f"第 {count} 次改好的目标")
    centre, unit = client_of(make_staff("centre")), client_of(make_clerk())

    with CaptureQueriesContext(
        connection,
    ) as at_centre:
        centre.get("/center/plans/SC/")
    with CaptureQueriesContext(connection) as at_unit:
        unit.get("/unit/plan/")

    assert (len(at_centre), len(at_unit)) == (28, 33)
    assert Submission.objects.count() == times + 1
