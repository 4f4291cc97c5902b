"""A roadshow from its host decision to a released agenda that changes, over HTTP, each as the
person who does it."""

import re

import pytest
from django.urls import reverse

from accounts.cycles import current_cycle
from records.models import Message
from records.verifying import verify_trail
from roadshows.models import Person, Release
from roadshows.opening import follow_decisions
from roadshows.views.desks import DESKS
from tests.factories import make_clerk, make_holder, make_staff
from tests.logins import FreshClient
from tests.provinces.deciding import as_actor, final, text_of
from tests.roadshows.making import recommended, roadshows, season, workdays

pytestmark = pytest.mark.django_db

UNIT, EXCHANGE = DESKS["unit/roadshows"], DESKS["exchange/events"]
TEA = {"kind": "break", "title": "茶歇", "talk": "15", "questions": "0", "buffer": "0"}


class Stage:
    """SC's roadshow, opened by its final host decision, and two projects that may stand in it."""

    def __init__(self):
        final("SC")
        follow_decisions()
        season(current_cycle())
        (self.roadshow,) = roadshows()
        self.lead = make_staff("centre_lead")
        self.projects = recommended(2)
        self.clerk, self.exchange = make_clerk(), make_staff("exchange")

    def at(self, name, desk=UNIT, **rest):
        return desk.url(name, self.roadshow, **rest)

    def read(self, who, address):
        client = FreshClient()
        if who is not None:
            as_actor(client, who)
        return text_of(client.get(address))

    def send(self, address, page, who=None, **sent):
        """As the clerk or `who`, with what the page says it was made of."""
        client = FreshClient()
        as_actor(client, who or self.clerk)
        seen = re.findall(r'name="seen" value="(\w+)"', text_of(client.get(page)))
        answer = client.post(address, {**({"seen": seen[0]} if seen else {}), **sent}, follow=True)
        assert answer.redirect_chain, re.findall(r'class="error[^>]*>([^<]+)', text_of(answer))
        return text_of(answer)

    def order(self, name, item, **sent):
        return self.send(self.at(name, item=item.ref), self.at("roadshow_programme"), **sent)

    def release(self, note=""):
        page = self.at("roadshow_release")
        return self.send(self.at("roadshow_release_now"), page, note=note)

    def told(self, user_id):
        kind = "roadshows.release.tell"
        found = Message.objects.filter(to=user_id, kind=kind).order_by("pk")
        return [one.context["changes"] for one in found]

    def item_of(self, project):
        return self.roadshow.programme.items.get(project=project)


def test_roadshow_from_its_decision_to_a_changed_agenda():
    stage = Stage()
    one, other = stage.projects
    assert "日期待定" in stage.read(stage.clerk, stage.at("roadshow_programme"))
    _date(stage)
    _arrange(stage)
    assert "没有发布" in stage.read(stage.clerk, stage.at("roadshow"))

    assert "议程第 1 版已发布" in stage.release()
    times = {one.pk: "14:15–14:28", other.pk: "14:28–14:41"}
    assert stage.told(one.holder_id) == [f"· 你在“{one.title}”里是讲者：{times[one.pk]}，主会场"]
    assert stage.told(other.holder_id) == [f"· “{other.title}”列入议程：{times[other.pk]}，主会场"]

    _change(stage)
    preview = stage.read(stage.clerk, stage.at("roadshow_release"))
    assert "不再列入议程" in preview
    assert "议程第 2 版已发布" in stage.release(note="茶歇改到最后")
    assert stage.told(one.holder_id)[1:] == [
        f"· “{one.title}”的时间由 14:15–14:28 改为 14:00–14:13"
    ]
    assert stage.told(other.holder_id)[1:] == [f"· “{other.title}”不再列入议程"]

    _look(stage, one, other)
    assert list(verify_trail()) == []


def _date(stage):
    """The centre's lead gives it a day and publishes the calendar; the host hears of it."""
    (day,) = workdays(1)
    move = reverse("center_calendar_move", args=[stage.roadshow.ref])
    stage.send(move, reverse("center_calendar"), stage.lead, day=day.isoformat())
    assert "日期待定" in stage.read(stage.clerk, stage.at("roadshow_programme"))
    publish = reverse("center_calendar_publish_now", args=[stage.roadshow.cycle.year])
    said = stage.send(publish, reverse("center_calendar_publish"), stage.lead, note="第一批")
    assert "已发布第 1 版，1 场的日期有变" in said
    stage.roadshow.refresh_from_db()
    assert stage.roadshow.day == day
    rows = Message.objects.filter(kind="roadshows.roadshow.schedule").values_list("to", flat=True)
    told, holders = set(rows), {project.holder_id for project in stage.projects}
    assert told >= {stage.clerk.user_id, stage.exchange.user_id}
    assert not told & holders


def _arrange(stage):
    """Tea, both projects, the first one's holder on the stage."""
    new = stage.at("roadshow_item_new")
    assert "已添加“茶歇”" in stage.send(new, new, **TEA)
    lineup = stage.at("roadshow_lineup")
    picked = {"projects": [project.pk for project in stage.projects]}
    assert "已列入 2 项" in stage.send(stage.at("roadshow_line_up"), lineup, **picked)
    item = stage.at("roadshow_item", item=stage.item_of(stage.projects[0]).ref)
    minutes = {"talk": "8", "questions": "5", "buffer": "0"}
    assert "已改好" in stage.send(item, item, **minutes, speaker=["holder"])
    assert Person.objects.get().user_id == stage.projects[0].holder_id


def _change(stage):
    """Tea goes to the end, the second project out."""
    tea = stage.roadshow.programme.items.get(title="茶歇")
    assert "移到第 3 项" in stage.order("roadshow_item_move", tea, to="3")
    assert "已撤出" in stage.order("roadshow_item_out", stage.item_of(stage.projects[1]))


def _look(stage, one, other):
    """The public, the exchange and a stranger."""
    page = stage.read(None, reverse("roadshow_page", args=[stage.roadshow.code]))
    assert "14:00" in page
    assert one.title in page
    agenda = stage.read(stage.exchange, stage.at("roadshow_programme", EXCHANGE))
    assert "按最近发布的第 2 版" in agenda
    assert one.title in agenda
    desk = stage.at("roadshow_version", EXCHANGE, number=2)
    version = stage.read(stage.exchange, desk)
    assert "和第 1 版相比" in version
    assert "茶歇改到最后" in version
    assert Release.objects.count() == 2
    assert "没有这一页" in stage.read(make_clerk("GD"), stage.at("roadshow_programme"))
    assert "不能做这一步" in stage.read(make_holder(), stage.at("roadshow_programme"))
