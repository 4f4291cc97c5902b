"""A letter in its parts: what there is to do is one button; what people wrote stays text."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from records.letters import (
    LONGEST_SUBJECT,
    OWN_SITE,
    Block,
    Letter,
    html_of,
    letter_of,
    sample_of,
    told_kinds,
)
from records.messages import keep_messages
from records.models import Message
from tests.factories import make_user

SITE = "https://ztc.example.cn"
BODY = f"""李工，你好：

“碳化硅”已提交，
等待你初审。

去初审：
{OWN_SITE}/unit/projects/ABC/

还没有设过密码的，先设一个。

设密码：
{OWN_SITE}/accounts/password/reset/
看全部消息：{OWN_SITE}/account/messages/
"""


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


def test_first_link_is_the_step_and_stands_between_the_rest():
    letter = Letter("等待初审", BODY)

    assert letter.before == [
        Block("李工，你好："),
        Block("“碳化硅”已提交，\n等待你初审。"),
    ]
    assert letter.step == Block("去初审", "/unit/projects/ABC/")
    assert letter.after == [
        Block("还没有设过密码的，先设一个。"),
        Block("设密码", "/accounts/password/reset/"),
        Block("看全部消息", "/account/messages/"),
    ]
    assert letter.step.url == f"{SITE}/unit/projects/ABC/"
    assert letter.body == BODY.replace(OWN_SITE, SITE)


@pytest.mark.parametrize(
    "line",
    [
        *("https://evil.example/login/", f"{SITE}.evil.example/", SITE, f"{SITE}/account/erase/"),
        *(f"请看 {SITE}/x/ 和别处", f"去修改：\n{SITE}/accounts/logout/", f"去修改：{SITE}/x/"),
    ],
)
@pytest.mark.django_db
def test_what_people_wrote_never_becomes_the_button(line):
    row, reader = f"碳化硅 {line}", make_user("李工")
    keep_messages("projects.project.decline", [(row, [reader.pk])], note=line)

    letter = letter_of(Message.objects.get())

    assert line in letter.before[1].text
    assert [block.path for block in (*letter.before, *letter.after)] == [""] * len(letter.before)
    assert letter.step.path.startswith("/my/projects/")
    assert html_of(letter).count("<a href") == 2  # the step, and all messages


def test_long_sentence_before_a_link_stays_a_sentence():
    sentence = "这一句话太长，放不进一个按钮里，所以它还是一句话："

    letter = Letter("标题", f"{sentence}\n{OWN_SITE}/my/\n")

    assert (letter.before, letter.step) == ([Block(sentence)], Block("打开", "/my/"))


def test_letter_without_a_link_has_no_step():
    assert Letter("标题", "已取消。").step is None


def test_mail_in_html_holds_the_words_once_escaped_and_no_picture():
    html = html_of(Letter("<b>标题</b>", f"“<script>x”\n\n去办理：\n{OWN_SITE}/my/?a=1&b=2\n"))

    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;b&gt;标题&lt;/b&gt;" in html
    assert f'<a href="{SITE}/my/?a=1&amp;b=2"' in html


def test_colours_of_mail_are_those_of_the_tokens():
    folder = Path(settings.BASE_DIR)
    html = (folder / "templates/messages/_mail.html").read_text()
    tokens = (folder / "static/css/tokens.css").read_text()

    used = set(re.findall(r"#[0-9a-f]{3,6}\b", html))

    assert used - set(re.findall(r"#[0-9a-f]{3,6}\b", tokens)) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("length", [1, 14, 31, 60, 300])
def test_subject_fits_whatever_its_facts(length):
    user = make_user()
    keep_messages("projects.project.return", [("长" * length, [user.pk])])

    letter = letter_of(Message.objects.get())

    assert len(letter.subject) <= LONGEST_SUBJECT
    assert letter.subject.startswith("请修改后重新提交：长")
    assert "长" * length in letter.body


def test_every_kind_has_a_sample_with_a_step():
    samples = {kind: sample_of(kind) for kind in told_kinds()}

    assert len(samples) > 70
    assert [kind for kind, letter in samples.items() if letter.step is None] == []
    assert [kind for kind, letter in samples.items() if letter.step.text == "打开"] == []
