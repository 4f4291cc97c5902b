"""Attachments of a project: added, named, put in order, removed; never after it was submitted."""

from http import HTTPStatus

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from foundation.errors import Refused
from projects import attaching
from projects.attaching import (
    AttachingProblem,
    Details,
    guess_details,
    put_at,
    remove,
    restore,
    revise,
)
from projects.content import content_of, mode_names
from projects.intake import submit, submit_all, take_back
from projects.models import Attachment, Project, Version
from projects.queries import kept_of
from projects.states import AttachmentKind as Kind, AttachmentStatus, Visibility
from records.models import Entry
from records.states import MoveProblem
from tests.factories import make_clerk, make_draft, make_filed_draft, make_holder
from tests.projects.attaching_files import make_attachment, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def holder():
    return make_holder()


@pytest.fixture
def draft(holder):
    return make_draft(holder)


def titles(project):
    return [one.title for one in kept_of(project)]


def places(project):
    return [one.place for one in kept_of(project)]


def refusal_of(call, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.status, refusal.value.problems[0].code


def test_files_stand_in_the_order_they_came(draft, holder):
    for title in "甲乙丙":
        make_attachment(draft, holder, title=title)

    assert (titles(draft), places(draft)) == (["甲", "乙", "丙"], [1, 2, 3])
    entries = Entry.objects.filter(table="projects.attachment", verb="attach")
    assert entries.count() == 3


@pytest.mark.parametrize(
    ("place", "order"), [(1, "丙甲乙"), (0, "丙甲乙"), (2, "甲丙乙"), (3, "甲乙丙"), (99, "甲乙丙")]
)
def test_file_is_put_where_it_is_wanted(draft, holder, place, order):
    *_, last = [make_attachment(draft, holder, title=title) for title in "甲乙丙"]

    put_at(last, place, by=holder)

    assert (titles(draft), places(draft)) == (list(order), [1, 2, 3])


def test_removed_file_leaves_no_gap_and_comes_back_as_the_last(draft, holder):
    first, *_ = [make_attachment(draft, holder, title=title) for title in "甲乙丙"]

    removed = remove(first, by=holder)
    assert (titles(draft), places(draft)) == (["乙", "丙"], [1, 2])
    assert (removed.status, removed.place) == (AttachmentStatus.REMOVED, None)

    restore(removed, by=holder)
    assert (titles(draft), places(draft)) == (["乙", "丙", "甲"], [1, 2, 3])


def test_more_than_the_most_are_refused(draft, holder, monkeypatch):
    monkeypatch.setattr(attaching, "MOST", 2)
    removed = remove(make_attachment(draft, holder), by=holder)
    for _ in range(2):
        make_attachment(draft, holder)

    for call in (
        lambda: make_attachment(draft, holder),
        lambda: restore(removed, by=holder),
        lambda: attaching.refuse_unattachable(draft, by=holder),
    ):
        assert refusal_of(call) == (HTTPStatus.UNPROCESSABLE_ENTITY, AttachingProblem.FULL)


def test_database_holds_the_most_and_the_mandate(draft, holder):
    attachment = make_attachment(draft, holder)

    for wrong in ({"place": 21}, {"place": None}, {"kind": "mandate", "visibility": "public"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attachment.objects.filter(pk=attachment.pk).update(**wrong)


def test_same_file_twice_is_told_by_its_name(draft, holder):
    data = pdf()
    make_attachment(draft, holder, title="检测报告", data=data)

    with pytest.raises(Refused) as refusal:
        make_attachment(draft, holder, data=data)

    assert [p.sentence for p in refusal.value.problems] == ["同样的文件已经在附件里，叫“检测报告”"]


def test_mandate_is_never_open_whatever_was_chosen(draft, holder):
    attachment = make_attachment(draft, holder, visibility="public")

    revised = revise(attachment, Details(Kind.MANDATE, "委托书", Visibility.PUBLIC), by=holder)

    assert revised.visibility == Visibility.GRANTED


def test_strangers_change_nothing(draft, holder):
    attachment, stranger = make_attachment(draft, holder), make_holder()
    details = Details(Kind.REPORT, "x", Visibility.PUBLIC)

    for call in (
        lambda: revise(attachment, details, by=stranger),
        lambda: remove(attachment, by=stranger),
        lambda: put_at(make_attachment(draft, holder), 1, by=stranger),
        lambda: make_attachment(draft, stranger),
    ):
        assert refusal_of(call) == (HTTPStatus.FORBIDDEN, MoveProblem.NOT_YOURS)


def test_nothing_changes_after_submission(draft, holder):
    attachment = make_attachment(draft, holder)
    submit(draft, by=holder)
    details = Details(Kind.REPORT, "x", Visibility.PUBLIC)

    for call in (
        lambda: revise(attachment, details, by=holder),
        lambda: remove(attachment, by=holder),
        lambda: put_at(attachment, 1, by=holder),
        lambda: make_attachment(draft, holder),
    ):
        assert refusal_of(call) == (HTTPStatus.UNPROCESSABLE_ENTITY, AttachingProblem.CLOSED)

    take_back(draft, by=holder)
    assert revise(attachment, details, by=holder).title == "x"


def test_version_holds_the_attachments_in_their_order(draft, holder):
    report = make_attachment(draft, holder, kind="report", visibility="public", title="检测报告")
    mandate = make_attachment(draft, holder, kind="mandate", title="张三的委托书")
    remove(make_attachment(draft, holder), by=holder)

    submit(draft, by=holder)

    held = Version.objects.get(project=draft).content["attachments"]
    assert [(one["ref"], one["name"], one["visibility"]) for one in held] == [
        (report.ref, "检测报告", "public"),
        (mandate.ref, "委托书", "granted"),
    ]
    assert held[0] == {
        "ref": report.ref,
        "name": "检测报告",
        "kind": "report",
        "kind_label": "检测报告",
        "visibility": "public",
        "visibility_label": "公开",
        "sha256": report.document.sha256,
        "size": report.document.size,
    }


def condition_six(project):
    project.refresh_from_db()
    submit(project, by=make_clerk())
    version = Version.objects.get(project=project)
    assert version.rule_set == "2026.3"
    return version.verdicts[5]["verdict"], version.verdicts[5]["reason"]


def test_filing_for_others_without_a_mandate_waits_for_a_person():
    assert condition_six(make_filed_draft()) == (
        "person",
        "由他人代填，附件里没有委托书，请向持有人核实",
    )


def test_filing_for_others_with_a_mandate_on_file_passes():
    clerk = make_clerk()
    draft = make_filed_draft(clerk)
    make_attachment(draft, clerk, kind="mandate")

    assert condition_six(draft) == ("pass", "由委托人代填，有委托书")


def test_removed_mandate_counts_no_more():
    clerk = make_clerk()
    draft = make_filed_draft(clerk)
    remove(make_attachment(draft, clerk, kind="mandate"), by=clerk)

    assert condition_six(draft)[0] == "person"


@pytest.mark.parametrize(
    ("name", "kind", "title"),
    [
        ("XX公司授权委托书.pdf", Kind.MANDATE, "XX公司授权委托书"),
        ("商业计划书v3.pptx", Kind.PLAN, "商业计划书v3"),
        ("项目BP.pdf", Kind.PLAN, "项目BP"),
        ("CMA 检测报告.pdf", Kind.REPORT, "CMA 检测报告"),
        ("发明专利证书.jpg", Kind.CERTIFICATE, "发明专利证书"),
        ("样机.mp4", Kind.VIDEO, "样机"),
        ("样机.png", Kind.PICTURE, "样机"),
        ("技术说明.docx", Kind.TECHNICAL, "技术说明"),
    ],
)
def test_kind_is_guessed_from_the_name_and_nothing_is_open(name, kind, title):
    assert guess_details(name) == Details(kind, title, Visibility.GRANTED)


@pytest.mark.parametrize("count", [1, 3])
def test_content_takes_the_same_queries(draft, holder, django_assert_num_queries, count):
    for _ in range(count):
        make_attachment(draft, holder)
    project = type(draft).objects.select_related("field", "unit", "organisation__place").get()
    modes = mode_names([project])

    with django_assert_num_queries(2):
        content_of(project, modes)


@pytest.mark.parametrize("count", [1, 3])
def test_set_submission_takes_the_same_queries(draft, holder, count):
    """Whatever the set was read with: contents bring what they ask beside their rows."""
    drafts = [draft, *(make_draft(holder) for _ in range(count - 1))]
    asked = Project.objects.filter(pk__in=[one.pk for one in drafts])

    with CaptureQueriesContext(connection) as seen:
        assert len(submit_all(asked, by=holder).rows) == count

    assert sum('FROM "accounts_unit"' in query["sql"] for query in seen) == 1
