"""Interests and introductions of the cast: the second holder and the enterprise ask for the first
holder's project; the enterprise is introduced, has said something, proposes a time and wants the
agency of the unit to accompany it."""

from datetime import timedelta

from foundation import clock
from introductions.accompanying import agree, bring
from introductions.conversing import say
from introductions.models import Introduction
from introductions.scheduling import Time, propose
from matching.agreeing import ask_back, reply
from matching.guarding import block, report
from matching.interests import Wish, send_interest
from matching.states import InterestKind, ReportReason
from tests.introductions.making import introduced


def talk_all(cast):
    holder, asker = cast.actors["holder"], cast.actors["enterprise"]
    cast.interest = send_interest(
        cast.listed, Wish(InterestKind.TRIAL, "想试用"), by=cast.actors["holder_other"]
    )
    cast.report = report(
        cast.interest, ReportReason.SPAM, text="群发的", with_words=True, by=holder
    )
    answered = send_interest(cast.listed, Wish(InterestKind.LICENCE, "想谈许可"), by=asker)
    cast.talk = Introduction.objects.get(pk=introduced(answered).pk)
    line = say(cast.talk, "您好，想约下周三", by=asker)
    starts = clock.now() + timedelta(days=3)
    time = propose(cast.talk, Time(starts, starts + timedelta(hours=1), "视频会议"), by=asker)
    seat = bring(cast.talk, cast.actors["agency"].user, by=asker)
    cast.line = {"ref": cast.talk.ref, "line": line.ref}
    cast.time = {"ref": cast.talk.ref, "time": time.ref}
    cast.joined = _accompanied(cast)
    cast.introduced = [{"holder", "enterprise"}, {"holder", "partner"}]
    cast.seat, cast.asked_seat = seat, {"ref": cast.talk.ref, "seat": seat.ref}
    asked = send_interest(cast.similar_of_unit, Wish(InterestKind.JOINT), by=asker)
    reply(ask_back(asked, "用在哪里？", by=holder), "客车", by=asker)
    learn = Wish(InterestKind.LEARN)
    unwanted = send_interest(cast.similar_of_unit, learn, by=cast.actors["investor"])
    block(unwanted, whole_house=True, by=holder)
    cast.blocked = unwanted


def _accompanied(cast):
    """The partner has been introduced to the first holder, and the agency sits with them."""
    partner, holder = cast.actors["partner"], cast.actors["holder"]
    wish = Wish(InterestKind.SUPPORT, "园区有中试厂房")
    talk = introduced(send_interest(cast.similar_of_unit, wish, by=partner))
    return agree(bring(talk, cast.actors["agency"].user, by=partner), by=holder)
