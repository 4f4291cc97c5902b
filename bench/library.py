"""A library of whole sheets, in every unit about as many: what facets count and pages show."""

from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from accounts.consenting import give_consent
from accounts.models import Consent, Field, Mode, Organisation, Unit
from accounts.registering import register_organisation
from accounts.states import ConsentPurpose, OrganisationKind
from bench.importing import MANDATE
from bench.people import Desk, centre, staffed
from bench.synthetic import summaries, titles
from projects.intake import submit_all
from projects.library import list_all
from projects.models import Project
from projects.screening import accept_all
from projects.states import Source
from projects.vocabulary import ROWS, Level
from records.workflow import begin_all

_CODE = "91350100M000100Y43"
_INDICATOR = dict.fromkeys(ROWS["indicators"], "") | {"name": "寿命", "ours": "2000 小时"}
_RIGHT = dict.fromkeys(ROWS["rights"], "") | {
    "kind": "invention",
    "number": "ZL202110000001.6",
    "name": "一种结构",
    "state": "granted",
}


def fill(size: int) -> None:
    """Through the door by its set forms, unit by unit."""
    rest = sheets(size)
    units = list(Unit.objects.all())
    listing = centre()
    for at, unit in enumerate(units):
        count = len(range(at, size, len(units)))
        if count:
            _fill_unit(staffed(unit.abbr), list(islice(rest, count)), listing)


def _fill_unit(desk: Desk, sheets: list[dict[str, Any]], listing: Any) -> None:
    consent = give_consent(ConsentPurpose.DISPLAY, by=desk.clerk, mandate=MANDATE)
    holder = register_organisation("基准研究所", _CODE, OrganisationKind.ACADEMIC, by=desk.clerk)
    drafts = [_draft(sheet, desk.unit, holder, consent) for sheet in sheets]
    begin_all(drafts, "open", by=desk.clerk)
    of_unit = Project.objects.filter(unit=desk.unit).select_related("field", "organisation", "unit")
    submit_all(of_unit.filter(status="draft"), by=desk.clerk)
    accept_all(of_unit.filter(status="submitted"), by=desk.lead)
    list_all(of_unit.filter(status="accepted"), by=listing)


def _draft(sheet: dict[str, Any], unit: Unit, holder: Organisation, consent: Consent) -> Project:
    return Project(
        **sheet,
        unit=unit,
        organisation=holder,
        display_consent=consent,
        custodian_id=unit.organisation_id,
        source=Source.IMPORT,
    )


def sheets(size: int) -> Iterator[dict[str, Any]]:
    """Fields, modes, maturities and levels in turn."""
    fields = cycle(Field.objects.exclude(parent=None))
    modes = cycle(Mode.objects.values_list("code", flat=True))
    levels, maturities = cycle(Level.values), cycle(range(3, 10))
    for title, summary in zip(titles(size), summaries(size), strict=True):
        yield {
            "title": title,
            "summary": summary,
            "problem": summary,
            "innovation": summary,
            "field": next(fields),
            "modes": [next(modes), next(modes)],
            "trl": next(maturities),
            "level": next(levels),
            "indicators": [_INDICATOR],
            "rights": [_RIGHT],
            "market": summary,
            "team": summary,
            "price_open": True,
        }
