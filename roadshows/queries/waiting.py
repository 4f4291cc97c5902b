"""What of roadshows and coaching waits for somebody, and the days that come."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from accounts.states import Role, Scope
from foundation.clock import Now, Today
from projects.models import Project
from projects.queries import in_custody_of
from records.actors import Actor
from records.waiting import Coming, Place, ToCount
from roadshows.models import Deck, Duty, Item, Release, Remark, Roadshow, Session
from roadshows.queries.duties import open_for
from roadshows.queries.roadshows import for_list, public_roadshows, visible_to
from roadshows.rules import party_of
from roadshows.states import DeckKind, Party, RemarkStatus, RoadshowStatus, SessionStatus

AHEAD = timedelta(days=14)  # tasks further off do not wait yet
RELEASED_BEFORE = timedelta(days=30)  # the day of a roadshow its agenda should be out
_AT_DESK = {
    Party.HOST: "unit_roadshows",
    Party.CENTRE: "center_roadshows",
    Party.EXCHANGE: "exchange_events",
}


def waiting_for(by: Actor) -> list[ToCount]:
    """At the desk of the role acted in; what is to be counted."""
    found: list[ToCount] = []
    party = party_of(by)
    if party is not None:
        found.append(_duties_of(by, party))
    if by.role in Role.of_unit:
        found += _for_unit(by)
    if by.role == Role.HOLDER and by.is_person:
        found += _for_holder(by)
    if by.role == Role.AGENCY and Scope.COLLECT in by.scopes:
        found.append(_remarks_in_custody_of(by))
    return found


def handed_in_by(by: Actor) -> list[ToCount]:
    if by.role not in Role.of_unit:
        return []
    theirs = Q(deck__project__unit=by.unit, deck__project__holder__isnull=False)
    open_ones = Remark.objects.filter(theirs, status=RemarkStatus.OPEN)
    place = Place("辅导意见：等持有人答复", "unit_coaching")
    return [ToCount(open_ones, place, since="said_at")]


def coming_for(by: Actor) -> list[Coming]:
    """The next roadshow: of a unit its own, of all others any that is public."""
    dated = Roadshow.objects.filter(status=RoadshowStatus.DATED, day__gte=Today())
    own = by.role in Role.of_unit
    rows = dated.filter(unit=by.unit) if own else dated & public_roadshows()
    found = for_list(rows)[:1]
    return [
        Coming(f"路演：{one.title}", one.day, "roadshow_page", one.code) for one in found if one.day
    ]


def _duties_of(by: Actor, party: Party) -> ToCount:
    running = (RoadshowStatus.DATED, RoadshowStatus.HELD)
    due = ExpressionWrapper(F("roadshow__day") + F("offset"), output_field=DateField())
    rows = open_for(party).filter(roadshow__in=visible_to(by).filter(status__in=running))
    near: QuerySet[Duty] = rows.annotate(ends=due)
    place = Place("两周内到期的路演任务", _AT_DESK[party], "todo=on")
    soon = near.filter(ends__lte=Today() + AHEAD)  # type: ignore[misc]  # -- annotated
    return ToCount(soon, place, due="ends")


def _for_unit(by: Actor) -> Iterator[ToCount]:
    own = Roadshow.objects.filter(unit=by.unit, status=RoadshowStatus.DATED)
    near = own.filter(day__lte=Today() + RELEASED_BEFORE)
    unreleased = near.exclude(Exists(Release.objects.filter(roadshow=OuterRef("pk"))))
    place = Place("一个月内、没有发布议程的路演", "unit_roadshows")
    yield ToCount(unreleased, place, due="day")
    over = Session.objects.filter(unit=by.unit, status=SessionStatus.PLANNED, ends_at__lte=Now())
    yield ToCount(over, Place("没有登记完成的辅导", "unit_sessions"), since="ends_at")
    yield _remarks_in_custody_of(by)


def _for_holder(by: Actor) -> Iterator[ToCount]:
    yield _remarks_on(Q(deck__project__holder=by.user_id), "my_coaching")
    place = Place("上台前还没有交材料的成果", "my_coaching")
    yield ToCount(_without_decks(by), place, due="programme__roadshow__day")


def _remarks_on(whose: Q, url_name: str) -> ToCount:
    rows = Remark.objects.filter(whose, status=RemarkStatus.OPEN)
    return ToCount(rows, Place("没有答复的辅导意见", url_name), since="said_at")


def _remarks_in_custody_of(by: Actor) -> ToCount:
    return _remarks_on(Q(deck__project__in=in_custody_of(by)), "unit_coaching")


def _without_decks(by: Actor) -> QuerySet[Item]:
    """Places in agendas of roadshows ahead, of own projects that lack a plan or slides."""
    decks = Deck.objects.filter(project=OuterRef("project"))
    whole = Exists(decks.filter(kind=DeckKind.PLAN)) & Exists(decks.filter(kind=DeckKind.DECK))
    own = Project.objects.filter(holder=by.user_id)
    rows = Item.objects.filter(
        project__in=own,
        place__isnull=False,
        programme__roadshow__status__in=RoadshowStatus.ahead,
    )
    return rows.exclude(whole)
