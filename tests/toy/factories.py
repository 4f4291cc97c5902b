from records.actors import Actor
from records.workflow import begin, begin_all, move
from tests.factories import make_user
from tests.toy.models import Parcel
from tests.toy.states import ParcelStatus

PATHS = {
    ParcelStatus.PACKED: [],
    ParcelStatus.SENT: ["send"],
    ParcelStatus.RECEIVED: ["send", "receive"],
    ParcelStatus.LOST: ["send", "lose"],
}


def make_sender():
    user = make_user()
    return Actor(user.pk, "sender", user=user)


def make_clerk():
    user = make_user()
    return Actor(user.pk, "clerk", user=user)


def make_parcel(status=ParcelStatus.PACKED, sender=None, **fields):
    sender = sender or make_sender()
    fields = {"label": "样品", "contact": "13800138000", **fields}
    parcel = begin(Parcel(sender_id=sender.user_id, **fields), "pack", by=sender)
    clerk = Actor(sender.user_id, "clerk")
    for verb in PATHS[status]:
        parcel = move(parcel, verb, by=clerk)
    return parcel


def make_parcels(count, sender):
    parcels = [Parcel(sender_id=sender.user_id, label=f"样品 {n}") for n in range(count)]
    begin_all(parcels, "pack", by=sender)
    return parcels
