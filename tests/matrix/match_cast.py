"""Matches of the cast: SC's clerk, the enterprise and the partner have posted, the first holder's
project is suggested, and asks for both offers. What people keep, too."""

from matching.favouring import add_folder, change, favour, unfavour
from matching.following import follow
from matching.states import SearchKind
from matching.subscribing import subscribe
from matching.taking_up import ask
from tests.matching.making import suggest


def match_all(cast):
    holder = cast.actors["holder"]
    for at, posting in enumerate((cast.demand, cast.offer), start=1):
        suggest(posting, cast.listed, 72.0, place=1, place_of_project=1)
        suggest(posting, cast.similar, 61.5, place=2, place_of_project=at)
    suggest(cast.own_demand, cast.listed, 68.0, place=1, place_of_project=2)
    suggest(cast.own_offer, cast.listed, 55.0, place=1, place_of_project=2)
    suggest(cast.demand, cast.free, 40.0, place=3, place_of_project=1)
    cast.take_up = ask(cast.offer, cast.listed, message="想排两批样片", by=holder)
    cast.desk_take_up = ask(cast.own_offer, cast.listed, message="想排一批样片", by=holder)
    cast.search = subscribe(SearchKind.DEMAND, {"q": "芯片"}, title="芯片", by=holder)
    cast.follow = follow(cast.own_demand.organisation, by=holder)
    cast.followable = {"kind": "organisation", "key": cast.own_demand.organisation.ref}
    cast.followable_field = {"kind": "field", "key": "1.2"}
    cast.not_followable = {"kind": "organisation", "key": cast.organisation.ref}
    cast.search_kind, cast.no_kind = {"kind": "project"}, {"kind": "person"}
    cast.unit_pair = {"ref": cast.demand.ref, "project": cast.listed.ref}
    cast.desk_pair = {"ref": cast.own_demand.ref, "project": cast.listed.ref}
    cast.desk_offer_pair = {"ref": cast.own_offer.ref, "project": cast.listed.ref}
    cast.held_pair = {"ref": cast.listed.ref, "posting": cast.demand.ref}
    cast.no_pair = {"ref": cast.listed.ref, "posting": cast.demand_waiting.ref}
    _keep_things(cast, holder)


def _keep_things(cast, by):
    cast.folder = add_folder("功率器件", by=by)
    favour(cast.demand, by=by)
    cast.favourite = favour(cast.listed, by=by)
    change(cast.favourite, note="先问样片价格", folder=cast.folder.ref, by=by)
    cast.favourite_removed = favour(cast.similar, by=by)
    unfavour(cast.favourite_removed, by=by)
    things = {
        "kept": (SearchKind.PROJECT, cast.listed),
        "hidden": (SearchKind.PROJECT, cast.accepted),
        "members": (SearchKind.DEMAND, cast.members_demand),
        "no": ("person", cast.listed),
    }
    for word, (kind, thing) in things.items():
        setattr(cast, f"{word}_thing", {"kind": kind, "name": thing.ref})
