"""已享服务: evidence comes in and is read by those who may see the project; a void one never
counts."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.granting import end
from accounts.models import Membership
from foundation import clock
from foundation.errors import Refused
from foundation.uploads import Purpose
from matching.texts import with_services
from portal.queries import what_came_of_it
from projects.entitlements import TARGET, Said, ServiceProblem as P, note_service, prove, void
from projects.models import Listing, Service
from projects.queries import services_of
from projects.states import ServiceKind, ServiceStatus
from projects.ties import is_tied
from records.models import Inspection
from records.receiving import Destination, begin_upload, receive_whole
from records.working import carry_out
from tests.factories import (
    make_agent,
    make_centre,
    make_clerk,
    make_delegation,
    make_holder,
    make_lead,
    make_organisation,
    make_project,
    make_staff,
)
from tests.foundation.files import PDF
from tests.records.filed import file_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def served(project=None, by=None, kind=ServiceKind.SUPPORT, said=Said()):  # noqa: B008 -- frozen
    project = project or make_project("listed")
    rest = {"provider": "成都高新区", "on": clock.today(), "by": by or make_lead()}
    return note_service(project, kind, said=said, **rest)


def look_into_all():
    for pk in Inspection.objects.filter(state="waiting").values_list("pk", flat=True):
        carry_out("records.inspection", pk)


def test_void_one_counts_nowhere_and_may_be_noted_anew():
    project, house, lead = make_project("listed"), make_organisation(), make_lead()
    agent = make_agent(house)
    service = served(project, lead, ServiceKind.COACHING, Said(house, "两次模拟路演"))
    counted = [counts(project), is_tied(agent, project)]

    void(service, by=lead, reason="登记错了")

    assert counted == [(1, 1, 1), True]
    assert [counts(project), is_tied(agent, project)] == [(0, 0, 0), False]
    assert served(project, lead, ServiceKind.COACHING).pk != service.pk


def counts(project):
    listing = with_services(Listing.objects.all()).get(pk=project.pk)
    return listing.services, what_came_of_it()["services"], services_of(project).count()


def test_voiding_needs_a_reason_and_happens_once():
    service, lead = served(), make_lead()

    with pytest.raises(Refused) as silent:
        void(service, by=lead, reason="")
    void(service, by=lead, reason="登记错了")
    with pytest.raises(Refused, match="已作废"):
        void(service, by=lead, reason="登记错了")

    assert [problem.code for problem in silent.value.problems] == [P.NO_REASON]


@pytest.mark.parametrize(
    ("make", "may"),
    [
        (make_clerk, True),
        (make_lead, True),
        (make_centre, True),
        (lambda: make_lead("GD"), False),
        (make_holder, False),
        (make_agent, False),
        (lambda: make_staff("exchange"), False),
    ],
)
def test_unit_and_centre_prove_and_void(make, may):
    service, by = served(), make()
    document = file_pdf(by)

    for order in (
        lambda: prove(service, document, by=by),
        lambda: void(service, by=by, reason="登记错了"),
    ):
        if may:
            order()
        else:
            with pytest.raises(Refused, match="不能办理"):
                order()

    service.refresh_from_db()
    assert (service.evidence == document, service.status == ServiceStatus.VOID) == (may, may)


def test_evidence_comes_in_piece_by_piece_and_is_inspected():
    service, clerk = served(), make_clerk()
    to = Destination(TARGET, service.ref)
    upload = begin_upload("协议.pdf", len(PDF), purpose=Purpose.DOCUMENT, to=to, by=clerk)

    receive_whole(upload, io.BytesIO(PDF))
    look_into_all()

    service.refresh_from_db()
    assert (service.evidence.name, service.evidence.owner) == ("协议.pdf", clerk.user)


def test_evidence_of_who_may_no_longer_or_of_what_is_void_is_refused():
    service, clerk = served(), make_clerk()
    to = Destination(TARGET, service.ref)
    uploads = [
        begin_upload("协议.pdf", len(PDF), purpose=Purpose.DOCUMENT, to=to, by=by)
        for by in (clerk, make_clerk())
    ]
    receive_whole(uploads[0], io.BytesIO(PDF))
    end(Membership.objects.get(user=clerk.user_id), by=make_lead())
    look_into_all()
    void(service, by=make_lead(), reason="登记错了")
    receive_whole(uploads[1], io.BytesIO(PDF))
    look_into_all()

    service.refresh_from_db()
    problems = Inspection.objects.order_by("pk").values_list("problems", flat=True)
    assert service.evidence is None
    assert [one[0]["code"] for one in problems] == ["not_yours", "void"]


# pages


def test_service_is_noted_with_its_house_and_words(client):
    project, house = make_project("listed"), make_organisation()
    client.force_login(make_clerk().user)
    data = {"kind": "coaching", "provider": "蜀道", "on": "2026-01-05"}

    client.post(
        f"/unit/projects/{project.ref}/services/",
        {**data, "organisation": house.code, "detail": "两次模拟路演"},
    )

    noted = Service.objects.get()
    assert (noted.organisation, noted.detail) == (house, "两次模拟路演")


@pytest.mark.parametrize(
    ("code", "complaint"),
    [("12345", "12345"), ("91440101MA5AKP8U4D", "平台没有登记这个代码的机构")],
)
def test_house_nobody_knows_is_told_so(client, code, complaint):
    project = make_project("listed")
    client.force_login(make_clerk().user)
    data = {"kind": "coaching", "provider": "蜀道", "on": "2026-01-05", "organisation": code}

    answer = client.post(f"/unit/projects/{project.ref}/services/", data)

    assert (answer.status_code, Service.objects.count()) == (422, 0)
    assert complaint in answer.content.decode()


def test_plain_form_sends_evidence_and_everybody_at_the_project_reads_it(client):
    holder = make_holder()
    service = served(make_project("listed", holder))
    url = f"/services/{service.ref}/"
    client.force_login(make_clerk().user)

    client.post(f"{url}evidence/send/", {"file": SimpleUploadedFile("协议.pdf", PDF)})
    look_into_all()

    for actor, desk in (
        (holder, "/my/projects/"),
        (make_lead(), "/unit/projects/"),
        (make_centre(), "/center/library/"),
    ):
        client.force_login(actor.user)
        answer = client.get(f"{url}evidence/")
        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Cache-Control"] == "private, no-store"
        assert f"{desk}{service.project.ref}/" in client.get(url).content.decode()
        page = client.get(f"{desk}{service.project.ref}/").content.decode()
        assert "凭证：协议.pdf" in page


@pytest.mark.parametrize("make", [make_holder, lambda: make_lead("GD"), make_agent])
def test_strangers_find_neither_service_nor_evidence(client, make):
    service = served()
    prove(service, file_pdf(make_clerk()), by=make_clerk())
    client.force_login(make().user)

    url = f"/services/{service.ref}/"
    assert [client.get(path).status_code for path in (url, f"{url}evidence/")] == [404, 404]


def test_service_without_evidence_has_no_file(client):
    service = served()
    client.force_login(make_lead().user)

    assert client.get(f"/services/{service.ref}/evidence/").status_code == 404


def test_holder_reads_and_does_not_change(client):
    holder = make_holder()
    service = served(make_project("listed", holder))
    client.force_login(holder.user)
    url = f"/services/{service.ref}/"

    page = client.get(url).content.decode()
    answers = [
        client.post(f"{url}void/", {"reason": "不对"}),
        client.post(f"{url}evidence/send/", {"file": SimpleUploadedFile("a.pdf", PDF)}),
        client.post(f"{url}evidence/begin/", {"name": "a.pdf", "size": "5"}),
    ]

    assert "data-uploads" not in page
    assert "作废" not in page
    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_voiding_over_the_page_keeps_the_words(client):
    service = served()
    client.force_login(make_lead().user)
    url = f"/services/{service.ref}/"

    empty = client.post(f"{url}void/", {"reason": " "})
    client.post(f"{url}void/", {"reason": "登记错了"})
    page = client.get(url).content.decode()

    assert empty.status_code == 422
    assert "服务登记作废：登记错了" in page
    assert "已作废" in page


# the lists


def test_unit_counts_its_own_by_kind_and_month(client):
    lead = make_lead()
    served(kind=ServiceKind.SUPPORT, by=lead)
    void(served(kind=ServiceKind.PROMOTION, by=lead), by=lead, reason="登记错了")
    client.force_login(make_clerk().user)

    page = client.get("/unit/services/")
    only_void = client.get("/unit/services/", {"proof": "void"})
    client.force_login(make_clerk("GD").user)
    elsewhere = client.get("/unit/services/")

    counts = {kind.value: count for kind, count in page.context["kinds"]}
    assert (counts["support"], counts["promotion"], page.context["total"]) == (1, 0, 1)
    assert [one["count"] for one in page.context["months"]] == [1]
    assert [one.kind for one in only_void.context["page"]] == ["promotion"]
    assert (elsewhere.context["total"], len(elsewhere.context["page"])) == (0, 0)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "support"}, 1),
        ({"kind": "roadshow"}, 0),
        ({"proof": "with"}, 0),
        ({"proof": "without"}, 1),
        ({"month": "2020-01"}, 0),
        ({"month": "2020-13"}, 1),
        ({"month": "what"}, 1),
        ({"kind": "what"}, 1),
    ],
)
def test_unit_narrows_its_services(client, query, found):
    served()
    client.force_login(make_clerk().user)

    assert len(client.get("/unit/services/", query).context["page"]) == found


def test_centre_counts_units_by_kind(client):
    lead = make_lead()
    served(by=lead)
    void(served(by=lead), by=lead, reason="登记错了")
    client.force_login(make_centre().user)

    page = client.get("/center/services/")

    rows = {unit.pk: total for unit, _, total in page.context["rows"]}
    assert (rows["SC"], rows["GD"], page.context["total"], len(rows)) == (1, 0, 1, 37)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "make", "queries"),
    [("/unit/services/", make_clerk, 9), ("/center/services/", make_centre, 7)],
)
def test_list_asks_as_much_for_three_as_for_one(
    client, django_assert_num_queries, path, make, queries, count
):
    for _ in range(count):
        served()
    client.force_login(make().user)
    client.get(path)

    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_agency_reads_services_of_what_it_looks_after(client):
    organisation = make_organisation()
    make_delegation(organisation)
    client.force_login(make_agent(organisation).user)
    served()

    assert client.get("/unit/services/").context["total"] == 0
