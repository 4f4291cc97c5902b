"""Interests and introductions brought to a state through the door."""

from contextlib import contextmanager
from datetime import timedelta

from accounts.acting import actor_for
from accounts.models import Membership
from foundation import clock
from introductions.introducing import introduce_due
from introductions.models import Introduction
from matching.agreeing import agree
from matching.interests import Wish, send_interest
from matching.models import Posting
from matching.states import InterestKind
from records.actors import Actor
from tests.factories import make_holder, make_project
from tests.matching.making import make_enterprise

LATER = timedelta(minutes=11)


@contextmanager
def later(by=LATER):
    with clock.shift(by):
        yield


def sent(target=None, by=None, *, named=None, message="年产 3 万件，想谈许可"):
    target = target or make_project("listed", make_holder())
    wish = Wish(InterestKind.LICENCE, message)
    return send_interest(target, wish, named=named, by=by or make_enterprise())


def answerer_of(interest) -> Actor:
    """Somebody who answers for what is asked."""
    target = interest.target
    if isinstance(target, Posting):
        seat = Membership.objects.valid_now().filter(organisation=target.organisation).first()
        return actor_for(seat)
    return make_holder(target.holder)


def asker_of(interest) -> Actor:
    seat = Membership.objects.valid_now().filter(user=interest.person).first()
    return actor_for(seat) if seat else make_holder(interest.person)


def introduced(interest=None) -> Introduction:
    """Ten minutes after it was agreed to."""
    interest = interest or sent()
    agree(interest, by=answerer_of(interest))
    with later():
        introduce_due()
    return Introduction.objects.get(interest=interest)
