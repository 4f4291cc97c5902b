"""Demands and offers of the demo: written in `portal/data/postings.toml`, filed by those the file
names, looked at by somebody else, brought to the state it names. Each in one transaction."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from foundation import clock
from matching.filing import Opening, open_postings, submit
from matching.models import Posting
from matching.moderating import accept, remove, send_back
from matching.renewing import close, expire_all
from matching.states import PostingKind, PostingStatus, VersionStatus
from portal.country.achievements import read_organisations
from portal.country.people import People
from records.actors import Actor

_FILE = Path(__file__).parents[1] / "data" / "postings.toml"
_TYPED = (
    *("title", "category", "field", "problem", "key_points", "goal", "keywords", "trl_floor"),
    *("modes", "budget", "stock_code", "reach", "alias"),
)
_LOOKED_AT = timedelta(hours=20)  # after it was filed
_CONTACT = {"contact_name": "演示联系人", "contact_phone": "010-88886668"}

Facts = dict[str, Any]


def bring_postings(people: People) -> int:
    """Returns how many the file names."""
    houses = {facts["key"]: facts for facts in read_organisations()}
    known = set(Posting.objects.exclude(source_key="").values_list("source_key", flat=True))
    wanted = read_postings()
    for kind, facts in wanted:
        if facts["id"] not in known:
            _bring(kind, facts, houses.get(facts.get("house", ""), {}), people)
    expire_all()
    return len(wanted)


def read_postings() -> list[tuple[PostingKind, Facts]]:
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    pairs = ((PostingKind.DEMAND, "demands"), (PostingKind.OFFER, "offers"))
    return [(kind, facts) for kind, key in pairs for facts in rows[key]]


@transaction.atomic
def _bring(kind: PostingKind, facts: Facts, house: Facts, people: People) -> None:
    by, ago = people.actor(facts["by"]), people.ago(timedelta(days=facts["ago"]))
    with clock.shift(-ago):
        opening = Opening(_typed(facts, house), source_key=facts["id"])
        [posting] = open_postings(kind, [opening], by=by)
        version = None if facts["state"] == PostingStatus.DRAFT else submit(posting, by=by)
    # By the lead of its unit, who filed none of them.
    lead = people.actor(f"unit-{posting.unit_id.lower()}-lead")
    if version is not None and facts["state"] != VersionStatus.SUBMITTED:
        with clock.shift(min(_LOOKED_AT - ago, timedelta(0))):
            _look_at(posting, facts, lead)
        with clock.shift(-ago / 2):
            _end(posting, facts, lead, people.actor(facts["by"]))


def _look_at(posting: Posting, facts: Facts, lead: Actor) -> None:
    if facts["state"] == VersionStatus.RETURNED:
        send_back(posting, 1, remark=facts["remark"], by=lead)
    else:
        accept(posting, 1, by=lead)


def _end(posting: Posting, facts: Facts, lead: Actor, owner: Actor) -> None:
    if facts["state"] == PostingStatus.REMOVED:
        remove(posting, reason=facts["reason"], by=lead)
    if facts["state"] == PostingStatus.CLOSED:
        close(posting, outcome=facts["outcome"], by=owner)


def _typed(facts: Facts, house: Facts) -> Facts:
    """As people type it; the end is counted from the day it is filed."""
    said = {name: facts.get(name, "") for name in _TYPED}
    owner = {"org_name": house["name"], "org_code": house["code"]} if house else {}
    return {
        **said,
        **owner,
        **_CONTACT,
        "modes": facts["modes"],
        "trl_floor": str(facts.get("trl_floor", "")),
        "reach": facts.get("reach", "public"),
        "valid_until": (clock.today() + timedelta(days=facts["runs"])).isoformat(),
    }
