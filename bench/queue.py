"""One unit with as many projects as asked, in every state a queue tells apart; and the addresses of
its list and of the centre's, by every condition, every order and some of both."""

from itertools import cycle
from typing import Any

from accounts.cycles import current_cycle
from accounts.models import Organisation, Unit
from accounts.registering import register_organisation
from accounts.states import OrganisationKind
from bench.library import sheets
from bench.people import Desk, centre, staffed
from foundation import clock
from foundation.sql import insert_rows, take_ids
from foundation.validators import check_uscc
from projects.intake import submit_all
from projects.library import list_all
from projects.models import Evaluation, Project, Recommendation, Version
from projects.screening import accept_all, send_back
from projects.states import EvaluationStatus, QueueOrder, RecommendationStatus, Source
from records.actors import Actor
from records.workflow import begin_all
from tests.browser.pages import Page

UNIT = "SC"
HOUSES, SENT_BACK = 200, 20
_STEP = 2_000

_CONDITIONS = (
    *("q=制备技术", "q=没有的词", "q=碳", "field=1", "field=1&field=1.2", "trl_from=5&trl_to=7"),
    *("level=intl_lead&level=unrated", "failing=any", "failing=6", "unsure=2&unsure=6"),
    *("lacks=any", "lacks=mandate", "lacks=technical", "source=import", "organisation=大学"),
    *("since=2020-01-01&until=2098-12-31", "since=2090-01-01", "overdue=yes", "overdue=no"),
    *("evaluated=done", "evaluated=none", "recommended=yes", "recommended=no"),
    *("shown=yes", "shown=no"),
)
_COLUMNS = (
    *("organisation", "field", "trl", "level", "conditions", "lacks", "status", "submitted"),
    *("due", "source", "custodian", "total", "recommended", "shown", "rights_end"),
)
_PAIRS = (
    *("q=制备技术&sort=title", "q=制备技术&lacks=any&sort=trl", "lacks=mandate&sort=organisation"),
    *(
        "evaluated=done&sort=total",
        "unsure=any&level=intl_lead&sort=waiting",
        "overdue=no&sort=due",
    ),
    "q=碳&field=1&lacks=any&unsure=any&recommended=no&shown=no&evaluated=none&sort=total",
    *("sort=waiting&page=1000", "sort=title&size=50&page=300"),
    "&".join([*(f"cols={column}" for column in _COLUMNS), "size=50"]),
)


def pages() -> list[Page]:
    """All of a unit's states together, which is the most there is to go through."""
    said = [*_CONDITIONS, *(f"sort={order}" for order in QueueOrder), *_PAIRS]
    at_unit = [f"/unit/projects/?state=all&{one}" for one in said]
    at_unit += ["/unit/projects/?state=submitted", "/unit/projects/?state=submitted&sort=newest"]
    within = [
        f"/unit/projects/{{submitted.ref}}/?in=state%3Dall%26sort%3D{one}" for one in QueueOrder
    ]
    at_centre = ["q=制备技术", "unit=SC&lacks=any", "unit=SC&unit=GD", "sort=title", "sort=total"]
    return [
        *(Page("", path, "lead") for path in (*at_unit, *within)),
        *(Page("", f"/center/library/?state=all&{one}", "centre") for one in at_centre),
    ]


def fill(size: int) -> None:
    """Through the door by its set forms; what later rooms say of them is laid down past it."""
    desk, listing = staffed(UNIT, "queue"), centre("queue-centre")
    houses = [_house(number, desk.clerk) for number in range(HOUSES)]
    drafts = [
        _draft(sheet, desk.unit, house)
        for sheet, house in zip(sheets(size), cycle(houses), strict=False)
    ]
    for start in range(0, size, _STEP):
        _carry(drafts[start : start + _STEP], desk, listing)


def _carry(drafts: list[Project], desk: Desk, listing: Actor) -> None:
    """Half of them wait, some came back, the rest is in the library."""
    begin_all(drafts, "open", by=desk.clerk)
    keys = [draft.pk for draft in drafts]
    rows = Project.objects.filter(pk__in=keys)
    submit_all(rows.select_related("field", "organisation", "unit"), by=desk.clerk)
    half = keys[len(keys) // 2 :]
    for project in rows.filter(pk__in=keys[:SENT_BACK]):
        send_back(project, by=desk.lead, remarks="请补材料", due_on=_tomorrow())
    accept_all(rows.filter(pk__in=half), by=desk.lead)
    list_all(rows.filter(pk__in=half), by=listing)
    _say_more(half[::3])


def _tomorrow() -> Any:
    return clock.end_of_day(clock.today()).date()


def _say_more(keys: list[int]) -> None:
    """An evaluation for each, a recommendation for every other."""
    versions = dict(Version.objects.filter(project__in=keys).values_list("project", "pk"))
    common = {"cycle": current_cycle(), "status": EvaluationStatus.DONE, "rubric": []}
    said = [
        Evaluation(
            pk=pk,
            project_id=key,
            version_id=versions[key],
            total=40 + key % 60,
            done_at=clock.now(),
            **common,
        )
        for pk, key in zip(take_ids(Evaluation, len(keys)), keys, strict=True)
    ]
    insert_rows(said)
    half = said[::2]
    given = [
        Recommendation(
            pk=pk,
            project_id=one.project_id,
            cycle=one.cycle,
            unit_id=UNIT,
            evaluation=one,
            status=RecommendationStatus.GIVEN,
            reasons="评价优秀",
        )
        for pk, one in zip(take_ids(Recommendation, len(half)), half, strict=True)
    ]
    insert_rows(given)


def _house(number: int, by: Actor) -> Organisation:
    kind = ("大学", "研究所", "有限公司", "医院")[number % 4]
    body = f"12100000{number:09d}"
    code = next(
        body + last
        for last in "0123456789ABCDEFGHJKLMNPQRTUWXY"
        if not check_uscc(body + last).errors
    )
    return register_organisation(f"蜀{number:03d}{kind}", code, OrganisationKind.ACADEMIC, by=by)


def _draft(sheet: dict[str, Any], unit: Unit, house: Organisation) -> Project:
    """Of every seven one does not want to stand on a stage, and others have no rights."""
    number = int(house.name[1:4])
    more: dict[str, Any] = {"willing": False} if number % 7 == 0 else {"willing": True}
    if number % 5 == 0:
        more["rights"] = []
    return Project(
        **sheet | more,
        unit=unit,
        organisation=house,
        custodian_id=unit.organisation_id,
        source=Source.IMPORT,
    )
