"""年度: opened by the centre's lead, one for each year, with the settings rooms read."""

from accounts.models import Cycle
from foundation import clock
from records.actors import PORTAL, Actor
from records.workflow import begin, move


def open_cycle(year: int, *, issuer: str, by: Actor) -> Cycle:
    return begin(Cycle(year=year, issuer=issuer), "open", by=by)


def change_cycle(cycle: Cycle, *, issuer: str, lists_at_acceptance: bool, by: Actor) -> Cycle:
    def write(row: Cycle) -> None:
        row.issuer, row.lists_at_acceptance = issuer, lists_at_acceptance

    return move(cycle, "change", by=by, write=write)


def current_cycle() -> Cycle:
    """The newest that has begun; before the first, the first. Raises Cycle.DoesNotExist before
    the taxonomies are loaded."""
    year = clock.year_in_shanghai(clock.now())
    begun = Cycle.objects.filter(year__lte=year).order_by("-year").first()
    return begun or Cycle.objects.earliest("year")


def open_first_cycle(*, issuer: str) -> None:
    """A new portal stands in the year it was installed."""
    if not Cycle.objects.exists():
        open_cycle(clock.year_in_shanghai(clock.now()), issuer=issuer, by=PORTAL)
