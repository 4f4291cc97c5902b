"""From a project's page to a conversation, over HTTP, as each of those it concerns."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from introductions.introducing import introduce_due
from introductions.models import Introduction, Line
from matching.models import Interest
from matching.states import Reach
from records.models import Inspection
from records.working import carry_out
from tests.factories import make_centre, make_holder, make_lead, make_project
from tests.foundation.files import PDF
from tests.introductions.making import asker_of, introduced, later, sent
from tests.matching.making import make_enterprise, make_posting

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder():
    return make_holder()


@pytest.fixture
def project(holder):
    return make_project("listed", holder)


def as_person(client, actor):
    client.force_login(actor.user)
    return client


def text_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_interest_becomes_a_conversation(client, holder, project):
    asker = make_enterprise()
    as_person(client, asker)
    sent_to = client.post(
        reverse("interest_new", args=[project.code]),
        {"kind": "licence", "message": "年产 3 万件", "amount_low": "50", "amount_high": "80.5"},
    )
    interest = Interest.objects.get()
    assert sent_to.url == reverse("interest", args=[interest.ref])
    assert "50–80.50 万元" in text_of(client, sent_to.url)

    as_person(client, holder).post(f"{sent_to.url}agree/", {"answer": "欢迎来谈"})
    assert "10 分钟内可撤回" in text_of(client, sent_to.url)

    page = text_of(as_person(client, asker), sent_to.url)
    assert "等待对方答复" in page
    assert "欢迎来谈" not in page
    assert holder.user.email not in page

    with later():
        introduce_due()
    talk = Introduction.objects.get()
    page = text_of(client, reverse("introduction", args=[interest.ref]))
    assert holder.user.email in page
    client.post(reverse("introduction_say", args=[talk.ref]), {"text": "您好，想约周三"})
    page = text_of(as_person(client, holder), reverse("introduction", args=[talk.ref]))
    assert "您好，想约周三" in page
    assert asker.user.email in page


@pytest.mark.parametrize("count", [1, 3])
def test_conversation_takes_as_many_queries_whatever_was_said(
    client, holder, project, django_assert_num_queries, count
):
    talk = introduced(sent(project, make_enterprise()))
    as_person(client, holder)
    for number in range(count):
        client.post(reverse("introduction_say", args=[talk.ref]), {"text": f"第{number}句"})
        client.post(
            reverse("time_propose", args=[talk.ref]),
            {"day": "2099-03-02", "begins": f"1{number}:00", "ends": f"1{number}:30"},
        )
    path = reverse("introduction", args=[talk.ref])
    text_of(client, path)

    with django_assert_num_queries(12):
        page = text_of(client, path)

    assert (page.count("句</"), page.count("3月2日")) == (count, count)


def test_taken_back_is_all_that_the_other_side_reads(client, holder, project):
    interest = sent(project, message="年产 3 万件")
    as_person(client, asker_of(interest)).post(reverse("interest_take_back", args=[interest.ref]))

    page = text_of(as_person(client, holder), reverse("interest", args=[interest.ref]))

    assert "对方撤回了这条意向" in page
    for trace in ("年产 3 万件", interest.person.name, "技术许可"):
        assert trace not in page
    assert interest.ref not in text_of(client, "/my/interests/")


def test_declined_is_told_with_its_reason(client, holder, project):
    interest = sent(project)
    path = reverse("interest", args=[interest.ref])
    said = {"reason": "taken", "answer": "独家许可给别人"}
    as_person(client, holder).post(f"{path}decline/", said)

    page = text_of(as_person(client, asker_of(interest)), path)

    assert "已有合作方" in page
    assert "独家许可给别人" in page


def test_question_goes_to_and_fro(client, holder, project):
    interest = sent(project)
    path = reverse("interest", args=[interest.ref])
    as_person(client, holder).post(f"{path}ask_back/", {"text": "用在哪类车上？"})
    as_person(client, asker_of(interest))
    assert "用在哪类车上？" in text_of(client, path)

    client.post(f"{path}reply/", {"text": "新能源客车"})

    assert "新能源客车" in text_of(as_person(client, holder), path)


def test_what_is_typed_stays_where_it_is_refused(client, holder, project):
    path = reverse("interest", args=[sent(project).ref])

    answer = as_person(client, holder).post(f"{path}decline/", {"answer": "写了很久的话"})

    assert answer.status_code == 422
    assert "写了很久的话" in answer.content.decode()
    assert "请填写“原因”" in answer.content.decode()


def test_anonymous_owner_is_an_alias_on_every_page_until_introduced(client, holder, project):
    owner = make_enterprise()
    demand = make_posting(owner, reach=Reach.ANONYMOUS, alias="某装备企业")
    interest = sent(project, owner, named=demand)
    as_person(client, holder)
    path = reverse("interest", args=[interest.ref])

    for page in (text_of(client, path), text_of(client, "/my/interests/")):
        assert "某装备企业" in page
        for name in (owner.user.name, "海岳精密", owner.user.email):
            assert name not in page

    client.post(f"{path}block/", {"whole_house": "on"})
    blocks = text_of(client, "/interests/blocks/")
    assert "某装备企业" in blocks
    assert "海岳精密" not in blocks


def test_introduction_is_not_there_for_anybody_else(client):
    talk = introduced()

    bystander = make_enterprise("旁观公司", "91510100MA6CGQ0N8E")
    for by in (make_holder(), make_lead(), make_centre(), bystander):
        as_person(client, by)
        for name in ("introduction", "introduction_lines", "introduction_export"):
            assert client.get(reverse(name, args=[talk.ref])).status_code in (302, 404)


def test_poll_of_lines_is_empty_handed_until_something_is_said(client, holder, project):
    talk = introduced(sent(project))
    path = reverse("introduction_lines", args=[talk.ref])
    first = as_person(client, holder).get(path)

    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    client.post(reverse("introduction_say", args=[talk.ref]), {"text": "在吗"})
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_units_and_the_centre_read_figures_and_no_words(client, project):
    sent(project, message="年产 3 万件")

    for by, desk in ((make_lead(), "unit"), (make_centre(), "center")):
        path = f"/{desk}/introductions/"
        as_person(client, by)
        page = client.get(path, follow=True).content.decode()
        assert "年产 3 万件" not in page


def test_file_is_inspected_and_read_by_both_alone(client, holder, project):
    talk = introduced(sent(project))
    as_person(client, holder)
    file = SimpleUploadedFile("合作方案.pdf", PDF, "application/pdf")
    client.post(reverse("introduction_file_send", args=[talk.ref]), {"file": file})
    carry_out("records.inspection", Inspection.objects.get().pk)
    line = Line.objects.get()
    path = reverse("line_file", args=[talk.ref, line.ref])

    for by in (holder, asker_of(talk.interest)):
        answer = as_person(client, by).get(path)
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        assert answer["Cache-Control"] == "private, no-store"
    assert as_person(client, make_holder()).get(path).status_code == 404


def test_whole_record_is_taken_away_by_a_party(client, holder, project):
    talk = introduced(sent(project))
    as_person(client, holder)
    client.post(reverse("introduction_say", args=[talk.ref]), {"text": "周三见"})

    answer = client.get(reverse("introduction_export", args=[talk.ref]))

    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:
        assert "周三见" in archive.read("对接记录.txt").decode()
