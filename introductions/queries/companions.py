"""Who may accompany an introduction, and which the exchange may ask to attend."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import Delegation, Membership, User
from accounts.states import Role
from introductions.models import Introduction, Seat
from introductions.states import IntroductionStatus, SeatRole, SeatStatus
from records.actors import Actor
from roadshows.models import Item, Release


def agents_for(introduction: Introduction) -> QuerySet[User]:
    """People of agencies that a unit of the pair has delegated something to, who do not sit there
    yet; each with `house`."""
    interest = introduction.interest
    units = [one.unit_id for one in (interest.project, interest.posting) if one is not None]
    running = Delegation.objects.valid_now().filter(unit__in=units)
    roles = Membership.objects.valid_now().filter(
        role=Role.AGENCY, organisation__in=running.values("organisation"), user=OuterRef("pk")
    )
    there = introduction.seats.filter(status__in=SeatStatus.there).values("person")
    house = roles.order_by("pk").values("organisation__name")[:1]
    people = User.objects.filter(is_active=True).annotate(house=Subquery(house))
    return people.filter(house__isnull=False).exclude(pk__in=there).order_by("house", "name", "pk")


def of_events(introductions: QuerySet[Introduction]) -> QuerySet[Introduction]:
    """Open ones whose project stands in the programme of a roadshow that was released."""
    released = Release.objects.filter(roadshow=OuterRef("programme__roadshow"))
    lined_up = Item.objects.filter(Exists(released), place__isnull=False)
    return introductions.filter(
        status=IntroductionStatus.OPEN, interest__project__in=lined_up.values("project")
    )


def attendable_by(by: Actor) -> QuerySet[Introduction]:
    """By the exchange; each with `own_seat`, the status of the seat they asked for. Nothing of
    what is said is read."""
    own = Seat.objects.filter(person=by.user_id, role=SeatRole.COORDINATOR)
    mine = own.filter(introduction=OuterRef("pk")).order_by("-pk").values("status")[:1]
    rows = of_events(Introduction.objects.annotate(own_seat=mine))
    return rows.select_related("interest__project__unit").order_by("-introduced_at", "-pk")


def companions_of(introduction: Introduction) -> QuerySet[Seat]:
    """Those that sit there or are proposed, the earliest first."""
    seats = introduction.seats.filter(status__in=SeatStatus.there).exclude(
        role__in=SeatRole.of_parties
    )
    named = seats.select_related("person__organisation", "introduction")
    return named.order_by("proposed_at", "pk")


def asked_of(by: Actor) -> QuerySet[Seat]:
    """Seats that wait for the word of `by` as a party."""
    mine = Seat.objects.filter(
        introduction=OuterRef("introduction"), person=by.user_id, status=SeatStatus.JOINED
    )
    as_asker = Q(asker_agreed=False) & Q(Exists(mine.filter(role=SeatRole.ASKER)))
    as_answerer = Q(answerer_agreed=False) & Q(Exists(mine.filter(role=SeatRole.ANSWERER)))
    waiting = Seat.objects.filter(as_asker | as_answerer, status=SeatStatus.PROPOSED)
    about = "introduction__interest"
    of_open = waiting.filter(introduction__status=IntroductionStatus.OPEN)
    return of_open.select_related(f"{about}__project", f"{about}__posting")


def leavable_by(by: Actor) -> QuerySet[Seat]:
    """One's own, as a companion."""
    own = Seat.objects.filter(person=by.user_id, status__in=SeatStatus.there)
    return own.exclude(role__in=SeatRole.of_parties).select_related("introduction__interest")
