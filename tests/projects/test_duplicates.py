"""Projects that may be one: found by name, number and text; told to whoever decides, no more than
they may read."""

import random

import pytest

from accounts.models import Unit
from projects.correcting import accept
from projects.duplicates import MOST, likes_of, own_likes_of
from projects.intake import discard, submit, take_back
from projects.invariants import INVARIANTS
from projects.library import withdraw
from projects.likening import forget_likeness, rebuild_likeness
from projects.models import Likeness, Mark, Project, Version
from tests.factories import (
    SUMMARY,
    make_agent,
    make_centre,
    make_clerk,
    make_delegation,
    make_draft,
    make_filed_project,
    make_holder,
    make_lead,
    make_organisation,
    make_project,
    make_right,
    take_to,
)
from tests.imports import imported, sheet_of
from tests.projects.correcting_things import make_correction

pytestmark = pytest.mark.django_db

UTILITY, DESIGN = "ZL202220000002.0", "ZL202030000007.X"


def other_words(seed=1, length=400):
    """Of nothing else in the database."""
    letters = [chr(code) for code in range(0x5000, 0x5000 + 900)]
    return "".join(random.Random(seed).choices(letters, k=length))


def different(seed=1, **fields):
    """A project that has nothing to do with others but what `fields` say."""
    words = other_words(seed)
    parts = {"title": words[:20], "tagline": words[20:50], "summary": words[50:290]}
    parts |= {"problem": words[290:340], "innovation": words[340:], "rights": []}
    return {**parts, "rights": [make_right(f"2021SR{seed:07}", "software")], **fields}


def elsewhere(abbr="GD"):
    return {"unit": Unit.objects.get(abbr=abbr)}


def reasons(likes):
    return [[reason.sentence for reason in like.reasons] for like in likes]


def log_in(client, actor):
    client.force_login(actor.user)
    return actor


# what is found


def test_same_name_is_found_however_it_is_written():
    one = make_project("submitted", **different(1, title="面向车规的 SiC 驱动芯片"))
    same = make_project("submitted", **different(2, title="面向车规的ＳＩＣ驱动芯片。"))
    other_holder = different(3, title="“面向车规的”SIC驱动芯片", organisation=make_organisation())
    elsewhere_held = make_project("submitted", **other_holder)
    make_project("submitted", **different(4))

    likes = {like.project: like for like in likes_of(one)}

    assert likes.keys() == {same, elsewhere_held}
    assert reasons([likes[same], likes[elsewhere_held]]) == [["名称和持有单位相同"], ["名称相同"]]


def test_same_number_is_found_granted_or_not():
    one = make_project("submitted", **different(1, rights=[make_right("ZL202110000001.6")]))
    rights = [make_right(UTILITY, "utility"), make_right("202110000001.6", state="pending")]
    same = make_project("submitted", **different(2, rights=rights))
    make_project("submitted", **different(3, rights=[make_right(DESIGN, "design")]))

    [like] = likes_of(one)

    assert (like.project, like.is_sure) == (same, True)
    assert reasons([like]) == [["知识产权号码相同：202110000001.6"]]


def test_know_how_of_the_same_name_is_no_number():
    know_how = [make_right("工艺参数", "know_how")]
    one = make_project("submitted", **different(1, rights=know_how))
    make_project("submitted", **different(2, rights=know_how))

    assert likes_of(one) == []


def edited(text, share):
    chance = random.Random(3)
    letters = other_words(9)
    return "".join(chance.choice(letters) if chance.random() < share else c for c in text)


@pytest.mark.parametrize("share", [0.1, 0.2, 0.3])
def test_text_with_letters_changed_is_found(share):
    words = different(1)
    one = make_project("submitted", **words)
    parts = {name: edited(words[name], share) for name in ("summary", "problem", "innovation")}
    near = make_project("submitted", **different(2, **parts))
    make_project("submitted", **different(3))

    [like] = likes_of(one)

    assert (like.project, like.is_sure) == (near, False)
    assert reasons([like]) == [[f"文字约 {like.share}% 相同"]]
    assert 35 <= like.share < 100


def test_text_in_another_order_is_found():
    sentences = [f"{other_words(seed, 24)}。" for seed in range(10)]
    one = make_project("submitted", **different(1, summary="".join(sentences)))
    make_project("submitted", **different(2, summary="".join(reversed(sentences))))

    [like] = likes_of(one)

    assert like.share > 40


def test_surest_come_first_and_no_more_than_a_page():
    words = different(1)
    one = make_project("submitted", **words)
    near = make_project("submitted", **different(2, summary=words["summary"]))
    sure = make_project("submitted", **different(3, title=words["title"]))

    assert [like.project for like in likes_of(one)] == [sure, near]
    for _ in range(MOST):
        make_project("submitted", **words)
    assert len(likes_of(one)) == MOST


# what is compared with


def test_drafts_and_what_was_taken_back_are_nobodys_likes():
    holder = make_holder()
    one = make_project("submitted", holder)
    taken_back = submit(make_draft(holder), by=holder)
    make_draft(holder)
    assert [like.project for like in likes_of(one)] == [taken_back]

    take_back(taken_back, by=holder)

    assert likes_of(one) == []


def test_newest_version_is_what_counts():
    holder = make_holder()
    one = make_project("submitted", **different(1))
    project = make_project("returned", holder, **different(1))
    assert [like.project for like in likes_of(one)] == [project]

    for name, value in different(2).items():
        setattr(project, name, value)
    project.save()
    take_to("submitted", project, holder)

    assert likes_of(one) == []
    assert Likeness.objects.get(project=project).version.number == 2


def test_corrected_one_is_found_by_what_was_accepted_alone():
    holder = make_holder()
    one = make_project("submitted", **different(1))
    project = make_project("listed", holder, **different(2))

    correction = make_correction("proposed", project, holder, **different(1))
    assert likes_of(one) == []
    accept(correction, by=make_lead())

    assert [like.project for like in likes_of(one)] == [project]


def test_declined_and_withdrawn_ones_are_found():
    one = make_project("submitted")
    others = {make_project(status) for status in ("declined", "withdrawn", "listed", "returned")}

    assert {like.project for like in likes_of(one)} == others


def test_imported_titles_are_found_by_name(django_assert_num_queries):
    clerk = make_clerk()
    rows = (("a", "高压直流断路器"), ("b", "高压 直流 断路器"), ("c", "另一项"))
    imported(sheet_of(*rows), by=clerk)
    one, same, _ = (
        submit(project, by=clerk)
        for project in Project.objects.select_related("unit", "organisation").order_by("pk")
    )

    assert [like.project for like in likes_of(one)] == [same]
    assert reasons(likes_of(one)) == [["名称相同"]]
    # Of so short a text nothing is kept but its name.
    assert [len(marks) for marks in Likeness.objects.values_list("marks", flat=True)] == [1] * 3


@pytest.mark.parametrize("count", [1, 3])
def test_likes_take_two_queries_however_many_there_are(django_assert_num_queries, count):
    one = make_project("submitted")
    for _ in range(count):
        make_project("listed")

    with django_assert_num_queries(2):
        likes = likes_of(one)
        assert len([(like.project.unit.name, like.is_public) for like in likes]) == count


def test_project_that_was_never_submitted_takes_one(django_assert_num_queries):
    draft = make_draft()

    with django_assert_num_queries(1):
        assert likes_of(draft) == []


def test_rebuilding_finds_the_same():
    projects = [make_project("submitted", **different(seed)) for seed in (1, 2)]
    make_filed_project("listed")
    before = list(Likeness.objects.order_by("pk").values())
    forget_likeness(list(Likeness.objects.values_list("pk", flat=True)))
    assert (Likeness.objects.count(), Mark.objects.count()) == (0, 0)
    assert INVARIANTS["报送过的成果可以查重"]() == 3

    assert rebuild_likeness() == 3

    assert list(Likeness.objects.order_by("pk").values()) == before
    assert INVARIANTS["报送过的成果可以查重"]() == 0
    assert likes_of(projects[0]) == []


# the desks


def test_unit_reads_no_more_of_a_strangers_project_than_everybody(client):
    holder = make_holder()
    one = make_project("submitted", holder)
    own = make_project("accepted", title="本省的另一项")
    public = make_project("listed", title="公开的一项", **elsewhere())
    silent = make_project("listed", shown=False, title="没有公开的一项", **elsewhere("JS"))
    log_in(client, make_clerk())

    page = client.get(f"/unit/projects/{one.ref}/").content.decode()

    assert f'href="/unit/projects/{own.ref}/"' in page
    assert f'href="/showcase/{public.code}/"' in page
    for other in (own, public):
        assert f"/unit/projects/{one.ref}/like/{other.ref}/" in page
    assert f"{silent.unit.name}有一项，未公开" in page
    assert f"请向{silent.unit.department}了解" in page
    assert (silent.title in page, silent.ref in page, silent.code in page) == (False,) * 3


def test_centre_reads_all_that_was_submitted(client):
    one = make_project("submitted")
    silent = make_project("listed", shown=False, title="没有公开的一项", **elsewhere("JS"))
    log_in(client, make_centre())

    page = client.get(f"/center/library/{one.ref}/").content.decode()
    difference = client.get(f"/center/library/{one.ref}/like/{silent.ref}/")

    assert (silent.title in page, "未公开" in page) == (True, False)
    assert difference.status_code == 200
    assert silent.title in difference.content.decode()


def test_agency_is_told_of_others_as_a_stranger(client):
    organisation = make_organisation()
    make_delegation(organisation)
    agent = make_agent(organisation)
    one = make_filed_project("submitted", agent)
    other = make_project("submitted", title="持有人自己报的")
    log_in(client, agent)

    page = client.get(f"/unit/projects/{one.ref}/").content.decode()

    assert ("持有人自己报的" in page, f"{other.unit.name}有一项，未公开" in page) == (False, True)
    assert client.get(f"/unit/projects/{one.ref}/like/{other.ref}/").status_code == 404


def test_holder_is_told_of_no_others(client):
    holder = make_holder()
    one = make_project("submitted", holder)
    make_project("listed", **elsewhere())
    log_in(client, holder)

    assert "可能重复" not in client.get(f"/my/projects/{one.ref}/").content.decode()


def test_nothing_found_is_said(client):
    one = make_project("submitted")
    log_in(client, make_lead())

    page = client.get(f"/unit/projects/{one.ref}/").content.decode()

    assert "没有发现名称、知识产权号码或文字相近的成果" in page


# side by side


def test_difference_is_told_by_column_and_without_colour(client):
    one = make_project("submitted")
    words = SUMMARY.replace("0.9 微秒", "1.2 微秒")
    other = make_project("accepted", summary=words, tagline="换了说法")
    log_in(client, make_lead())

    page = client.get(f"/unit/projects/{one.ref}/like/{other.ref}/")

    lines = {line.label: line for line in page.context["different"]}
    assert lines.keys() == {"一句话简介", "项目简介"}
    marked = [segment.text for segment in lines["项目简介"].right if segment.kind != "same"]
    assert marked == ["1.2"]
    assert "成果名称" in page.context["alike"]
    html = page.content.decode()
    only = '<span class="sr">（只有{}有：</span>{}<span class="sr">）</span>'
    assert f"<ins>{only.format('另一项', '1.2')}</ins>" in html
    assert f"<del>{only.format('本项', '0.9')}</del>" in html


def test_strangers_project_is_compared_only_while_it_is_public(client):
    one = make_project("submitted")
    public = make_project("listed", **elsewhere())
    log_in(client, make_clerk())
    url = f"/unit/projects/{one.ref}/like/{public.ref}/"
    assert client.get(url).status_code == 200

    withdraw(public, by=make_centre(), reason="权属有争议")

    assert client.get(url).status_code == 404


@pytest.mark.parametrize("other", ["NOSUCHREF0", None])
def test_difference_with_nothing_or_itself_is_not_found(client, other):
    one = make_project("submitted")
    log_in(client, make_lead())

    answer = client.get(f"/unit/projects/{one.ref}/like/{other or one.ref}/")

    assert answer.status_code == 404


# one's own


def test_holder_is_told_of_their_own_before_submitting(client, django_assert_num_queries):
    holder = make_holder()
    earlier = make_project("listed", holder, title="早先报的同一项")
    make_draft(holder, **different(5))
    given_up = discard(make_draft(holder, title="放弃的"), by=holder)
    make_project("submitted")
    draft = make_draft(holder)

    with django_assert_num_queries(1):
        likes = own_likes_of(draft)

    assert [like.project for like in likes] == [earlier]
    log_in(client, holder)
    page = client.get(f"/my/projects/{draft.ref}/?step=check").content.decode()
    assert "和你的另外 1 项成果相近" in page
    told = f"知识产权号码相同：202110000001.6；文字约 {likes[0].share}% 相同"
    assert (told in page, likes[0].share > 90) == (True, True)
    assert given_up.title not in page


def test_version_kept_is_not_read_as_a_like_of_itself():
    one = make_project("listed")

    assert (likes_of(one), Version.objects.count(), Likeness.objects.count()) == ([], 1, 1)
