"""What people read of coaching: subject and words of each message."""

import pytest

from records.models import Message
from roadshows.remarking import keep, mend, reopen_remark
from roadshows.seeing import seen_of_session
from roadshows.sessions import cancel_session, change_session
from roadshows.states import Readiness
from roadshows.urging import urge
from tests.factories import make_clerk, make_holder
from tests.letters import words_of
from tests.provinces.making import make_listed
from tests.roadshows.coaching import (
    make_deck,
    make_person,
    make_remark,
    make_session,
    plan_of,
)

TITLE = "面向车规的碳化硅栅极驱动芯片"


@pytest.fixture(scope="module")
def told(rolled_back):
    """A message of each kind."""
    clerk, holder, other = make_clerk(), make_holder(), make_holder()
    project, gone = make_listed(holder=holder), make_listed(holder=other)
    coach = make_person(user=clerk.user)
    session = make_session([coach], [project, gone])
    plan = plan_of([coach], [project])
    change_session(session, plan, seen=seen_of_session(session), by=clerk)
    remark = make_remark(make_deck(project, holder), clerk)
    mend(remark, "改在第 3 页", by=holder)
    reopen_remark(remark, by=clerk)
    keep(remark, "数据还没公开", by=holder)
    urge([project], {project.pk: [Readiness.DECK]}, by=clerk)
    cancel_session(session, by=clerk, reason="老师出差")
    return project


@pytest.mark.parametrize(
    ("kind", "subject", "said"),
    [
        (
            "session.plan",
            "辅导已安排：商业计划书一对一",
            "四川安排了商业计划书诊断“商业计划书一对一”",
        ),
        ("session.change", "辅导有变：商业计划书一对一", "地点：https://meeting.example.cn/1"),
        ("session.leave", "不用参加了：商业计划书一对一", "你不用参加了"),
        ("session.cancel", "辅导取消：商业计划书一对一", "老师出差"),
        ("deck.file", f"新材料：{TITLE}", "商业计划书 第 1 版"),
        ("remark.say", f"辅导意见：{TITLE}", "第 3 页写清楚样片测过多久"),
        ("remark.mend", f"意见已改：{TITLE}", "改在第 3 页"),
        ("remark.reopen", f"还要改：{TITLE}", "第 3 页写清楚样片测过多久"),
        ("remark.keep", f"意见说明后保留：{TITLE}", "数据还没公开"),
        ("project.urge", f"路演前还缺：{TITLE}", "上传路演 PPT"),
    ],
)
def test_words_of_each_message(told, settings, kind, subject, said):
    message = Message.objects.filter(kind=f"roadshows.{kind}").first()
    heading, body = words_of(message)

    assert heading == subject
    assert said in body
    assert f"{settings.SITE_URL}/" in body
