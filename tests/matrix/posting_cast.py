"""Demands and offers of the cast: filed by SC's clerk for an enterprise; the enterprise's own
demand and the partner's own offer."""

from matching.filing import drop
from matching.moderating import accept
from matching.states import PostingKind
from matching.views.desks import Desk
from tests.matching.filing import accepted, handed_in, typed_posting

HOUSE = {"org_name": "岷山精密股份有限公司", "org_code": "91510100MA6CGQ0N7B"}


def post_all(cast):
    clerk, lead = cast.actors["clerk"], cast.actors["lead"]
    cast.demand = accepted(clerk, moderator=lead, **HOUSE)
    cast.offer = accepted(clerk, PostingKind.OFFER, moderator=lead)
    hidden = handed_in(clerk, reach="members", title="只给登录用户看的芯片需求", **HOUSE)
    cast.members_demand = accept(hidden.posting, 1, by=lead)
    cast.demand_waiting = handed_in(clerk, title="等待审核的芯片需求", **HOUSE).posting
    cast.demand_draft = typed_posting(clerk, title="没有填完的芯片需求", problem="")
    cast.demand_dropped = drop(typed_posting(clerk, title="不要了的芯片需求"), by=clerk)
    cast.own_demand = accepted(
        cast.actors["enterprise"], moderator=lead, title="企业自己的芯片需求"
    )
    cast.own_offer = accepted(cast.actors["partner"], PostingKind.OFFER, moderator=lead)
    desk, unit = (Desk(place, PostingKind.DEMAND) for place in ("desk", "unit"))
    cast.demands_desk, cast.unit_demands_desk = {"desk": desk}, {"desk": unit}
    cast.unit_demand = {"desk": unit, "ref": cast.demand.ref}
    cast.unit_demand_waiting = {"desk": unit, "ref": cast.demand_waiting.ref}
    cast.unit_demand_dropped = {"desk": unit, "ref": cast.demand_dropped.ref}
    cast.desk_demand = {"desk": desk, "ref": cast.own_demand.ref}
    offers = Desk("desk", PostingKind.OFFER)
    cast.offers_desk, cast.desk_offer = (
        {"desk": offers},
        {"desk": offers, "ref": cast.own_offer.ref},
    )
    cast.at_unit, cast.at_center = {"place": "unit"}, {"place": "center"}
    cast.look_waiting = {"place": "unit", "ref": cast.demand_waiting.ref}
    cast.look_waiting_center = {"place": "center", "ref": cast.demand_waiting.ref}
    cast.look_published = {"place": "unit", "ref": cast.demand.ref}
