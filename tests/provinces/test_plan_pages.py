"""The plan's pages over HTTP: from an empty form to a receipt anybody can check."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.cycles import current_cycle
from foundation import clock
from provinces.models import PlanDraft, PlanEvent, PlanVersion, Submission
from provinces.planning import add_event, drop_event, freeze
from provinces.queries import call_cycle
from records.models import Inspection
from records.working import carry_out
from tests.factories import make_clerk, make_lead, make_staff
from tests.logins import FreshClient
from tests.provinces.making import (
    DAY,
    carry_out_all,
    file_pdf,
    full_plan,
    make_listed,
    plan_of,
    publish,
    scanned_plan,
    submitted_plan,
    type_in,
    typed_event,
    typed_plan,
)

pytestmark = pytest.mark.django_db
FORM = "/unit/plan/form/"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def client_of(actor):
    client = FreshClient()
    client.force_login(actor.user)
    return client


def sent(typed):
    """As a browser sends a section."""
    data = {}
    for name, text in typed.items():
        if text and isinstance(text, list) and isinstance(text[0], dict):
            data |= {f"{name}-TOTAL_FORMS": len(text), f"{name}-INITIAL_FORMS": 0}
            for at, row in enumerate(text):
                data |= {f"{name}-{at}-{key}": value for key, value in row.items()}
        else:
            data[name] = text
    return data


def inspect_now():
    for pk in Inspection.objects.filter(state="waiting").values_list("pk", flat=True):
        carry_out("records.inspection", pk)


def says(answer, words):
    return words in answer.content.decode()


def test_before_the_call_the_desk_says_so():
    answer = client_of(make_clerk()).get("/unit/plan/")

    assert (answer.status_code, says(answer, "申报通知还没有发布")) == (200, True)


def test_plan_goes_from_empty_form_to_receipt_over_http():
    publish()
    clerk, lead, listed = client_of(make_clerk()), client_of(make_lead()), make_listed()
    assert says(clerk.get("/unit/plan/"), "定稿前还差 27 处")

    clerk.post("/unit/plan/events/add/")
    event = PlanEvent.objects.get()
    typed = typed_plan() | typed_event(event, projects=[listed.code])
    for step in ("letter", "aims", f"event-{event.ref}", "basis", "organisation", "tasks"):
        assert clerk.post(f"{FORM}?step={step}", sent(typed)).status_code == 302
    for step in ("programme", "support", "tracking"):
        assert clerk.post(f"{FORM}?step={step}", sent(typed) | {"next": "1"}).status_code == 302
    assert says(clerk.get("/unit/plan/"), "都填好了，可以定稿")

    clerk.post("/unit/plan/freeze/")
    carry_out_all()
    letter = clerk.get("/unit/plan/letter.pdf")
    pdf = b"".join(letter.streaming_content)
    assert pdf.startswith(b"%PDF")
    clerk.post("/unit/plan/scan/", {"file": SimpleUploadedFile("盖章.pdf", pdf)})
    inspect_now()
    carry_out_all()
    assert says(clerk.get("/unit/plan/"), "各页齐全，与定稿一致")

    assert clerk.post("/unit/plan/submit/").status_code == 403
    assert lead.post("/unit/plan/submit/").status_code == 302
    receipt = Submission.objects.get()
    page = FreshClient().get(f"/receipts/{receipt.ref.lower()}/")
    assert says(page, "回执有效")
    assert says(page, receipt.digest)
    assert not says(page, "集成电路专场")


def test_pause_keeps_what_was_typed_and_tells_what_lacks():
    publish()
    clerk = client_of(make_clerk())

    answer = clerk.post(
        f"{FORM}keep/?step=aims",
        {"changed": "aims", "aims": "一句话", "revision": "0", "page": "p"},
    )

    told = answer.json()
    assert (told["revision"], told["clashes"], told["newer"]) == (1, {}, {})
    assert "还没有填“征集成果”" in told["side"]
    assert "还没有填“总体要求与目标”" not in told["side"]
    assert PlanDraft.objects.get().typed == {"aims": "一句话"}


def test_two_people_see_each_others_words_side_by_side():
    publish()
    clerk, lead = client_of(make_clerk()), client_of(make_lead())
    first = {"changed": "aims", "aims": "经办的", "revision": "0", "page": "a"}
    clerk.post(f"{FORM}keep/?step=aims", first)

    answer = lead.post(f"{FORM}keep/?step=aims", first | {"aims": "审核的", "page": "b"})

    told = answer.json()
    assert told["clashes"] == {"aims": "经办的"}
    assert "审核的" in told["clashing"]
    assert PlanDraft.objects.get().typed == {"aims": "经办的"}


def test_what_was_typed_after_the_end_stays_on_the_page():
    publish(opens_in=-2 * DAY, closes_in=-DAY)
    clerk = make_clerk()

    answer = client_of(clerk).post(f"{FORM}?step=aims", {"aims": "来不及了", "save": "1"})

    assert answer.status_code == 409
    assert says(answer, "来不及了")
    assert says(answer, "截止，入口已关闭")


def test_live_part_is_not_sent_again_where_nothing_changed():
    publish()
    scanned_plan()
    clerk = client_of(make_clerk())
    first = clerk.get("/unit/plan/live/")

    again = clerk.get("/unit/plan/live/", headers={"if-none-match": first["ETag"]})
    carry_out_all()
    then = clerk.get("/unit/plan/live/", headers={"if-none-match": first["ETag"]})

    assert (first.status_code, again.status_code, then.status_code) == (200, 304, 200)


def test_tiles_are_not_sent_again_where_nothing_changed():
    publish()
    centre = client_of(make_staff("centre"))
    first = centre.get("/center/plans/live/")

    again = centre.get("/center/plans/live/", headers={"if-none-match": first["ETag"]})
    add_event(plan_of(), by=make_clerk())
    then = centre.get("/center/plans/live/", headers={"if-none-match": first["ETag"]})

    assert (first.status_code, again.status_code, then.status_code) == (200, 304, 200)


@pytest.mark.parametrize("count", [1, 3])
def test_polls_take_the_same_queries_for_one_plan_and_for_three(django_assert_num_queries, count):
    publish()
    for abbr in ("SC", "GD", "ZJ")[:count]:
        submitted_plan(abbr)
    centre, clerk = client_of(make_staff("centre")), client_of(make_clerk())
    tiles, live = centre.get("/center/plans/live/"), clerk.get("/unit/plan/live/")

    with django_assert_num_queries(6):
        centre.get("/center/plans/live/", headers={"if-none-match": tiles["ETag"]})
    with django_assert_num_queries(6):
        clerk.get("/unit/plan/live/", headers={"if-none-match": live["ETag"]})


def test_section_that_was_dropped_meanwhile_takes_nothing_and_loses_nothing():
    publish()
    by = make_clerk()
    plan, clerk = plan_of(), client_of(by)
    event = add_event(plan, by=by)
    type_in(plan, {"doc_number": "川科函〔2026〕41号", "phone": "028-1"}, by=by)
    drop_event(event, by=by)
    address = f"{FORM}?step=event-{event.ref}"

    kept = clerk.post(
        f"{FORM}keep/?step=event-{event.ref}",
        {"changed": f"{event.ref}_title", f"{event.ref}_title": "专场"},
        headers={"accept": "application/json"},
    )
    answer = clerk.post(address, {f"{event.ref}_title": "专场", "save": "1"})

    assert (kept.status_code, answer.status_code) == (409, 409)
    assert PlanDraft.objects.get().typed == {
        "doc_number": "川科函〔2026〕41号",
        "phone": "028-1",
    }
    assert clerk.get(address).url == "/unit/plan/"
    assert clerk.post(f"{FORM}?step=check", {"next": "1"}).status_code == 409


def test_centre_is_shown_what_was_handed_in_and_not_what_came_after():
    publish()
    plan, _ = submitted_plan()
    clerk = make_clerk()
    type_in(plan, {"aims": "报送以后改的"}, by=clerk)
    file_pdf(plan, freeze(plan, by=clerk), by=clerk)
    centre, unit = client_of(make_staff("centre")), client_of(make_lead())

    page = centre.get("/center/plans/SC/")

    assert (page.context["version"].number, page.context["scan"].version.number) == (1, 1)
    assert says(page, "单位在报送之后又有改动")
    assert says(unit.get("/unit/plan/"), "有效的仍是第 1 版")


def test_two_units_never_have_the_same_live_page():
    publish()
    answers = [client_of(make_clerk(abbr)).get("/unit/plan/live/") for abbr in ("SC", "GD")]

    assert answers[0]["ETag"] != answers[1]["ETag"]
    assert answers[0]["Cache-Control"] == "private, no-cache"


def test_clerk_and_lead_never_have_the_same_live_page():
    publish()
    submitted_plan()
    answers = [client_of(make()).get("/unit/plan/live/") for make in (make_clerk, make_lead)]

    assert answers[0]["ETag"] != answers[1]["ETag"]
    assert [says(answer, "撤回报送") for answer in answers] == [False, True]


def test_last_years_plan_stays_within_reach():
    publish()
    clerk = client_of(make_clerk())
    year = current_cycle().year

    assert clerk.get(f"/unit/plan/?year={year}").status_code == 200
    assert clerk.get(f"/unit/plan/?year={year - 1}").status_code == 404
    with clock.shift(400 * DAY):
        assert call_cycle().year == year


def test_centre_sees_the_scan_and_reminds_all_others():
    publish()
    make_clerk("GD")
    plan, _ = submitted_plan()
    centre = client_of(make_staff("centre"))

    assert says(centre.get("/center/plans/SC/"), "盖章.pdf")
    answer = centre.post("/center/plans/remind/", follow=True)

    assert says(answer, "已催办 36 家")
    assert says(answer, "没有要催办的")
    assert plan.reminded_at is None


def test_call_page_shows_who_was_given_more_and_why():
    cycle = publish()
    centre = client_of(make_staff("centre_lead"))
    answer = centre.post(
        reverse("center_exempt", args=[cycle.year]),
        {"unit": "GD", "kind": "extra", "cap": "3", "reason": "大湾区专场"},
    )

    assert answer.status_code == 302
    page = FreshClient().get(f"/notices/call-{cycle.year}/")
    assert says(page, "可申报 3 场")
    assert says(page, "大湾区专场")


def test_call_form_publishes_with_the_end_of_its_last_day():
    centre, cycle = client_of(make_staff("centre_lead")), publish()
    form = centre.get(reverse("center_call", args=[cycle.year])).context["form"]
    data = {name: value for name, value in form.initial.items() if value is not None}

    answer = centre.post(
        reverse("center_call", args=[cycle.year]),
        data | {"opens_at": "2026-04-01", "closes_at": "2026-05-15"},
    )

    cycle.refresh_from_db()
    assert answer.status_code == 302
    assert cycle.closes_at.isoformat() == "2026-05-15T16:00:00+00:00"


def test_hostile_scan_is_refused_in_words_and_the_plan_untouched():
    publish()
    plan, _ = scanned_plan()
    clerk = client_of(make_clerk())

    clerk.post("/unit/plan/scan/", {"file": SimpleUploadedFile("a.pdf", b"MZ" * 99)})
    inspect_now()

    assert plan.scans.count() == 1
    assert says(clerk.get("/unit/plan/"), "知道了")


def test_json_of_a_version_has_no_fraction():
    publish()
    full_plan()
    client_of(make_clerk()).post("/unit/plan/freeze/")

    assert "." not in json.dumps(list(_numbers(PlanVersion.objects.get().content)))


def _numbers(value):
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _numbers(one)
    elif not isinstance(value, str):
        yield value
