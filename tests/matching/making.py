"""Postings brought to a state through the door, for tests of this room."""

import itertools
from datetime import timedelta

from accounts.acting import actor_for
from accounts.granting import grant_role
from accounts.models import Organisation, Unit
from accounts.registering import register_organisation
from accounts.states import OrganisationKind, Role
from foundation import clock
from matching.models import Posting, Suggestion
from matching.moderating import cut_texts
from matching.states import Category, PostingKind, PostingStatus
from projects.intake import give_mandate
from records.actors import PORTAL, Actor
from records.workflow import begin, move
from tests.factories import make_centre, make_filed_draft, make_holder, make_user, take_to

_numbers = itertools.count(1)
CHIP = {
    "title": "车规级隔离驱动芯片",
    "problem": "现用进口型号交期超过四十周，需要可直接替换的单通道隔离栅极驱动芯片",
    "key_points": "短路响应小于一微秒，工作结温不低于一百五十摄氏度",
    "goal": "完成车规认证，小批量装车",
    "keywords": ["驱动芯片", "碳化硅"],
}


def make_enterprise(
    name="海岳精密股份有限公司", code="91510100MA6CGQ0N7G", role="enterprise", user=None
) -> Actor:
    """A person of a verified organisation: an enterprise, an investor or a partner."""
    kind = {
        "enterprise": OrganisationKind.ENTERPRISE,
        "investor": OrganisationKind.INVESTOR,
        "partner": OrganisationKind.SERVICE,
    }
    house = Organisation.objects.filter(code=code).first()
    house = house or register_organisation(name, code, kind[role], by=make_holder())
    user = user or make_user()
    return actor_for(grant_role(user, Role(role), by=PORTAL, organisation=house))


def make_partner(user=None) -> Actor:
    return make_enterprise("锦城高新技术产业园", "91510100MA62N3E1XD", role="partner", user=user)


def draft_posting(by=None, kind=PostingKind.DEMAND, unit="SC") -> Posting:
    by = by or (make_enterprise() if kind == PostingKind.DEMAND else make_partner())
    is_unit = by.role in Role.of_unit
    house = Unit.objects.get(abbr=by.unit).organisation_id if is_unit else by.organisation_id
    posting = Posting(
        kind=kind,
        organisation_id=house,
        custodian_id=by.unit if is_unit else None,
        unit_id=by.unit or unit,
        author_id=by.person_id,
    )
    return begin(posting, "open", by=by)


def make_posting(by=None, kind=PostingKind.DEMAND, *, unit="SC", days=90, **fields) -> Posting:
    """Published, and running for as many days."""
    posting = draft_posting(by, kind, unit)
    letter = {PostingKind.DEMAND: "D", PostingKind.OFFER: "O"}[posting.kind]
    category = Category.TECHNOLOGY if kind == PostingKind.DEMAND else Category.PILOT
    said = {**CHIP, "category": category, **fields}

    def write(row: Posting) -> None:
        row.code = f"{letter}2026-9{next(_numbers):05d}"
        row.published_at = clock.now()
        row.valid_until = clock.today() + timedelta(days=days)
        for name, value in said.items():
            setattr(row, name, value)

    published = move(posting, "publish", by=make_centre(), write=write)
    cut_texts([published])
    assert published.status == PostingStatus.PUBLISHED
    return published


def make_shown_in_custody(by):
    """A listed project without a holder, shown on a mandate."""
    return take_to("listed", give_mandate(make_filed_draft(by), "一号委托书", by=by), by)


def suggest(posting, project, score=80.0, *, place=1, place_of_project=None, **fields):
    """A stored suggestion, as a run leaves it."""
    rest = {"plain": score, "plain_place": place, "parts": [], "terms": [], **fields}
    return Suggestion.objects.create(
        posting=posting,
        project=project,
        score=score,
        place=place,
        place_of_project=place_of_project,
        **rest,
    )
