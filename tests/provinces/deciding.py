"""Decisions brought to a state through the door, and what the pages of them say."""

from datetime import timedelta

import pytest
from django.urls import reverse

from foundation import clock
from foundation.errors import Refused
from provinces.displaying import open_display, settle
from provinces.models import HostDecision
from provinces.objecting import Reply, answer_objection, file_objection
from provinces.states import PrintKind
from tests.factories import make_holder, make_staff
from tests.provinces.judging import accepted_plans, approved, decided
from tests.provinces.making import print_all

OVER = timedelta(days=40)
TEXT = "承办方案与基础数据不符，附合同登记号"


def shown(*units, lead=None):
    """A display of one roadshow of each unit, and its decisions."""
    lead = lead or make_staff("centre_lead")
    plans = accepted_plans(*units or ("SC",))
    approved(plans, by=lead)
    rows = decided(plans, lead=lead)
    return open_display(plans[0].cycle, by=lead), rows


def objected(display, decision=None, by=None, text=TEXT):
    return file_objection(display, text, decision=decision, by=by or make_holder())


def answered(objection, *, upheld=False, by=None):
    reply = Reply(is_upheld=upheld, text="已核实，数据无误")
    return answer_objection(objection, reply, by=by or make_staff("centre"))


def settled(display, lead=None):
    """Its days over."""
    by = lead or make_staff("centre_lead")
    with clock.shift(OVER):
        return settle(display, by=by)


def letters_printed():
    """Those of what was settled."""
    with clock.shift(OVER):
        print_all(PrintKind.RESULT)


def final(*units):
    display, rows = shown(*units)
    return settled(display), reread(rows)


def reread(rows):
    return list(HostDecision.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))


def text_of(answer):
    return answer.content.decode()


def as_actor(client, actor):
    client.force_login(actor.user)
    return client


def of(name, obj):
    return reverse(name, args=[obj.ref])


def refused(order):
    """The codes of what is wrong, and the status."""
    with pytest.raises(Refused) as refusal:
        order()
    return [problem.code for problem in refusal.value.problems], refusal.value.status
