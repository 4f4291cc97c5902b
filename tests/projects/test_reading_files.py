"""Who may read an attachment, and how it is served: by table, in parts, saved and never run."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.acting import actor_for
from accounts.consenting import withdraw_consent
from accounts.granting import grant_role
from accounts.states import Role
from foundation import clock
from foundation.errors import Refused
from projects.disclosing import DisclosingProblem, disclose, grant_all, revoke
from projects.intake import submit
from projects.library import withdraw
from projects.models import Attachment, AttachmentGrant
from projects.queries import for_reading, readable_among
from projects.rules import may_read
from projects.states import Visibility
from records.actors import PORTAL, VISITOR
from records.models import Entry, Message
from tests.factories import (
    make_centre,
    make_clerk,
    make_draft,
    make_holder,
    make_lead,
    make_organisation,
    make_user,
    take_to,
)
from tests.logins import FreshClient
from tests.projects.attaching_files import MP4, make_attachment, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def holder():
    return make_holder()


def make_investor(organisation):
    rest = {"by": PORTAL, "organisation": organisation}
    return actor_for(grant_role(make_user(), Role.INVESTOR, **rest))


def listed_with(holder, status="listed", **fields):
    """A project of the holder in `status` with one attachment."""
    draft = make_draft(holder)
    attachment = make_attachment(draft, holder, **fields)
    take_to(status, draft, holder)
    return Attachment.objects.get(pk=attachment.pk)


def client_of(by):
    client = FreshClient()
    if by.is_person:
        client.force_login(by.user)
    return client


def got(by, attachment, **headers):
    return answer_to(client_of(by).get, attachment, **headers)


def answer_to(ask, attachment, **headers):
    """Read to its end, as a server does."""
    answer = ask(reverse("file", args=[attachment.ref]), headers=headers)
    answer.body = b"".join(answer) if answer.streaming else answer.content
    return answer


def fresh(attachment):
    return for_reading(Attachment.objects.filter(pk=attachment.pk)).get()


def everybody(holder):
    organisation = make_organisation()
    return {
        "visitor": VISITOR,
        "holder": holder,
        "stranger": make_holder(),
        "clerk": make_clerk(),
        "other": make_lead("GD"),
        "centre": make_centre(),
        "granted": make_investor(organisation),
        "investor": make_investor(make_other()),
    }, organisation


def make_other():
    return make_organisation("珠江创投", "91440101MA5AKP8U4D", "investor")


OPEN = {"visitor", "holder", "stranger", "clerk", "other", "centre", "granted", "investor"}
DESK = {"holder", "clerk", "centre"}


@pytest.mark.parametrize(
    ("status", "visibility", "readers"),
    [
        ("draft", "public", {"holder"}),
        ("submitted", "public", DESK),
        ("accepted", "members", DESK),
        ("listed", "public", OPEN),
        ("listed", "members", OPEN - {"visitor"}),
        ("listed", "granted", DESK | {"granted"}),
        ("withdrawn", "public", DESK),
        ("withdrawn", "granted", DESK),
    ],
)
def test_each_reads_what_is_open_to_them(holder, status, visibility, readers):
    attachment = listed_with(holder, status, visibility=visibility)
    people, organisation = everybody(holder)
    grant_all([attachment], organisation, by=holder)

    attachment = fresh(attachment)
    by_rule = {name for name, by in people.items() if may_read(by, attachment)}
    by_set = {name for name, by in people.items() if readable_among(by, [attachment])}
    by_page = {n for n, by in people.items() if got(by, attachment).status_code == HTTPStatus.OK}

    assert by_rule == by_set == by_page == readers


def test_withdrawn_consent_closes_what_was_open(holder):
    attachment = listed_with(holder, visibility="public")
    assert got(VISITOR, attachment).status_code == HTTPStatus.OK

    withdraw_consent(attachment.project.display_consent, by=holder)

    assert got(VISITOR, attachment).status_code == HTTPStatus.NOT_FOUND
    assert got(make_holder(), attachment).status_code == HTTPStatus.NOT_FOUND


def test_revoked_grant_is_gone_at_once(holder):
    attachment = listed_with(holder)
    organisation = make_organisation()
    investor = make_investor(organisation)
    [grant] = grant_all([attachment], organisation, by=holder)
    client = client_of(investor)
    assert answer_to(client.get, attachment).status_code == HTTPStatus.OK

    revoke(grant, by=holder)

    assert answer_to(client.get, attachment).status_code == HTTPStatus.NOT_FOUND


def test_grant_ends_with_its_term_and_with_the_library(holder):
    attachment = listed_with(holder)
    organisation = make_organisation()
    investor = make_investor(organisation)
    grant_all([attachment], organisation, until=clock.now() + timedelta(days=1), by=holder)
    assert may_read(investor, fresh(attachment))

    with clock.shift(timedelta(days=1, seconds=1)):
        assert not may_read(investor, fresh(attachment))

    withdraw(attachment.project, by=make_centre(), reason="权属有争议")
    assert not may_read(investor, fresh(attachment))


def test_granted_again_gets_the_new_term_and_nobody_is_told_twice(holder):
    attachment = listed_with(holder)
    organisation = make_organisation()
    investor, tomorrow = make_investor(organisation), clock.now() + timedelta(days=1)
    grant_all([attachment], organisation, until=tomorrow, by=holder)
    grant_all([attachment], organisation, by=holder)

    assert AttachmentGrant.objects.get().until is None
    told = Message.objects.filter(kind="projects.attachmentgrant.grant")
    assert [message.to_id for message in told] == [investor.user_id]


def test_what_cannot_be_granted_is_told(holder):
    draft = make_draft(holder)
    mandate = make_attachment(draft, holder, kind="mandate")
    plan = make_attachment(draft, holder)
    organisation = make_organisation()
    for attachments, until, code in (
        ([], None, DisclosingProblem.NOTHING),
        ([mandate], None, DisclosingProblem.MANDATE),
        ([plan], clock.now(), DisclosingProblem.PAST),
    ):
        with pytest.raises(Refused) as refusal:
            grant_all(attachments, organisation, until=until, by=holder)
        assert [p.code for p in refusal.value.problems] == [code]
    with pytest.raises(Refused) as refusal:
        grant_all([plan], organisation, by=make_holder())
    assert refusal.value.status == HTTPStatus.FORBIDDEN


def test_openness_is_narrowed_after_filing_and_widened_no_further_than_filed(holder):
    attachment = listed_with(holder, visibility="members")

    attachment = disclose(attachment, Visibility.GRANTED, by=holder)
    assert not may_read(make_holder(), fresh(attachment))
    attachment = disclose(attachment, Visibility.MEMBERS, by=holder)
    assert may_read(make_holder(), fresh(attachment))

    with pytest.raises(Refused) as refusal:
        disclose(attachment, Visibility.PUBLIC, by=holder)
    assert [p.code for p in refusal.value.problems] == [DisclosingProblem.WIDER]


def test_reading_by_grant_is_recorded_once_a_reading_and_others_are_not(holder):
    attachment = listed_with(holder, name="样机.mp4", kind="video", data=MP4)
    organisation = make_organisation()
    investor = make_investor(organisation)
    grant_all([attachment], organisation, by=holder)
    client = client_of(investor)

    answer_to(client.get, attachment, Range="bytes=0-9")
    answer_to(client.get, attachment, Range="bytes=10-")
    answer_to(client.head, attachment)
    got(holder, attachment)

    [entry] = Entry.objects.filter(table="projects.attachment", verb="read")
    assert (entry.actor_id, entry.actor_organisation, entry.object_ref) == (
        *(investor.user_id, organisation.pk),
        attachment.ref,
    )


def test_file_is_saved_never_run(holder):
    data = pdf()
    attachment = listed_with(holder, visibility="public", name="说明.pdf", data=data)

    answer = got(VISITOR, attachment)

    assert len(answer.body) == attachment.document.size == int(answer["Content-Length"])
    assert {name: answer[name] for name in HEADERS} == HEADERS
    assert answer["ETag"] == f'"{attachment.document.sha256}"'


HEADERS = {
    "Content-Type": "application/pdf",
    "Content-Disposition": "attachment; filename*=utf-8''%E8%AF%B4%E6%98%8E.pdf",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; media-src 'self'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "public, max-age=0, must-revalidate",
    "Accept-Ranges": "bytes",
}


def test_what_is_not_public_is_not_kept_on_the_way(holder):
    attachment = listed_with(holder, visibility="members")

    assert got(make_holder(), attachment)["Cache-Control"] == "private, no-store"


def test_known_file_is_not_sent_again(holder):
    attachment = listed_with(holder, visibility="public")
    etag = f'"{attachment.document.sha256}"'

    answer = got(VISITOR, attachment, **{"If-None-Match": etag})

    assert (answer.status_code, answer["ETag"]) == (HTTPStatus.NOT_MODIFIED, etag)


@pytest.mark.parametrize(
    ("asked", "status", "span"),
    [
        ("bytes=0-9", 206, (0, 10)),
        ("bytes=10-", 206, (10, None)),
        ("bytes=-10", 206, (-10, None)),
        ("bytes=5-99999999", 206, (5, None)),
        ("bytes=-99999999", 206, (0, None)),
        ("bytes=99999999-", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=0-1,5-6", 200, (0, None)),
        ("bytes=9-3", 200, (0, None)),
        ("items=0-9", 200, (0, None)),
        ("bytes=a-b", 200, (0, None)),
        ("bytes=-", 200, (0, None)),
    ],
)
def test_video_is_served_in_parts(holder, asked, status, span):
    attachment = listed_with(holder, visibility="public", name="样机.mp4", kind="video", data=MP4)

    answer = got(VISITOR, attachment, Range=asked)

    assert answer.status_code == status
    if span is None:
        assert answer["Content-Range"] == f"bytes */{len(MP4)}"
        return
    assert answer.body == MP4[slice(*span)]
    assert int(answer["Content-Length"]) == len(answer.body)
    assert answer["Content-Type"] == "video/mp4"
    assert answer["Content-Disposition"].startswith("inline")


def test_part_of_another_file_is_of_no_use(holder):
    attachment = listed_with(holder, visibility="public", name="样机.mp4", kind="video", data=MP4)

    answer = got(VISITOR, attachment, **{"Range": "bytes=0-9", "If-Range": '"other"'})

    assert answer.status_code == HTTPStatus.OK


def test_public_page_lists_what_its_reader_may_read(holder):
    draft = make_draft(holder)
    for title, visibility in (("甲件", "public"), ("乙件", "members"), ("丙件", "granted")):
        make_attachment(draft, holder, title=title, visibility=visibility)
    make_attachment(draft, holder, title="丁件", kind="mandate")
    project = take_to("listed", draft, holder)
    address = reverse("showcase_project", args=[project.code])

    desk = reverse("center_project", args=[project.code])
    assert titles_on(VISITOR, address) == ["甲件"]
    assert titles_on(make_holder(), address) == ["甲件", "乙件"]
    assert titles_on(make_centre(), address) == ["甲件", "乙件"]
    assert titles_on(make_centre(), desk) == [*TITLES]
    assert "另有 2 份资料" in client_of(VISITOR).get(address).content.decode()


TITLES = ("甲件", "乙件", "丙件", "丁件")


def titles_on(by, address):
    page = client_of(by).get(address).content.decode()
    return [title for title in TITLES if title in page]


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_the_same_queries(holder, count):
    draft = make_draft(holder)
    for _ in range(count):
        make_attachment(draft, holder, visibility="public")
    assert queries_of(client_of(holder), reverse("my_project_files", args=[draft.ref])) == 10
    project = take_to("listed", draft, holder)
    visitor = client_of(VISITOR)
    assert queries_of(visitor, reverse("showcase_project", args=[project.code])) == 7
    assert queries_of(client_of(holder), reverse("my_project", args=[project.ref])) == 16
    assert queries_of(client_of(holder), reverse("my_project_grants", args=[project.ref])) == 10


def queries_of(client, address):

    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == HTTPStatus.OK
    return len(seen)


def test_draft_of_others_is_not_told_of_before_it_is_filed(holder):
    draft = make_draft(holder)
    attachment = make_attachment(draft, holder, visibility="public")
    assert got(make_clerk(), attachment).status_code == HTTPStatus.NOT_FOUND

    submit(draft, by=holder)

    assert got(make_clerk(), attachment).status_code == HTTPStatus.OK
