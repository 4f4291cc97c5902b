"""A few projects of every kind a desk's list tells apart, and its conditions told in plain Python:
what the queries are held against."""

from datetime import timedelta

from accounts.acting import actor_of
from accounts.cycles import current_cycle
from accounts.models import Unit
from foundation import clock
from foundation.sql import insert_rows, take_ids
from foundation.text import fold
from projects.intake import open_draft
from projects.models import Evaluation, Listing, Project, Recommendation
from projects.states import Source
from tests.factories import (
    make_agent,
    make_clerk,
    make_delegation,
    make_draft,
    make_filed_draft,
    make_filed_project,
    make_holder,
    make_organisation,
    make_project,
    make_recommendation,
    take_to,
)
from tests.projects.attaching_files import make_attachment

HIDDEN = "别人才能看的成果"


def make_pool():
    """SC's projects in every state and from every source, one of GD, and a holder's own draft."""
    clerk, house = make_clerk(), make_organisation()
    make_delegation(house)
    agent = make_agent(house)
    agency = actor_of(agent.user)
    complete = make_draft(title="碳化硅 外延炉", trl=9, stage="industrial", level="intl_lead")
    holder = actor_of(complete.holder)
    make_attachment(complete, holder, kind="technical")
    make_attachment(complete, holder, kind="report", title="检测报告")
    take_to("submitted", complete, holder)
    other = make_organisation("嘉陵大学", "12100000450753009U", "academic")
    make_project("listed", title="碳化硅加热棒", trl=4, stage="laboratory", organisation=other)
    make_project("listed", shown=False, title="钠离子电芯", level="unrated", level_basis=[])
    returned = make_project("returned", title="层状正极", willing=True, trl=6)
    make_project("declined", title="电池电池电池")
    make_project("withdrawn", title="已经撤下的")
    make_filed_draft(clerk, title="碳化硅草稿")
    take_to("accepted", imported(clerk, title="导入的传感器", organisation=other), clerk)
    make_filed_project("submitted", agency, title="受托的轴承", level="unrated", level_basis=[])
    given = make_filed_project("listed", agency, title="受托的叶片", trl=8, stage="batch")
    evaluated(given, "81.50")
    make_recommendation(Project.objects.get(title="碳化硅加热棒"))
    make_project("submitted", unit=Unit.objects.get(abbr="GD"), title=HIDDEN)
    make_draft(make_holder(), title=HIDDEN)
    assert returned.due_on == clock.today() + timedelta(days=7)
    return {"clerk": clerk, "agency": agency}


def imported(by, **fields):
    """With a title and an organisation alone."""
    unit = Unit.objects.get(abbr=by.unit)
    fields = {"unit": unit, **fields}
    return open_draft(fields, by=by, source=Source.IMPORT, custodian=unit.organisation)


def evaluated(project, total):
    """As if an agency had; that is another stage's to do."""
    version = project.versions.get()
    [pk] = take_ids(Evaluation, 1)
    rest = {"cycle": current_cycle(), "rubric": [], "done_at": clock.now()}
    row = Evaluation(pk=pk, project=project, version=version, total=total, **rest)
    vars(row)["status"] = "done"
    insert_rows([row])


# What each condition means.


def holds(project, name, value):
    return HOLDS[name](project, value)


def _row(project):
    return getattr(project, "queue_row", None)


def _content(project):
    version = project.versions.order_by("-number").first()
    return version.content if version else None


def _says(project, text):
    content, terms = _content(project), fold(text).split("\x03")
    if text.upper() in (project.ref, project.code):
        return True
    if content is None:
        return all(term in fold(project.title) for term in terms)
    names = [content["title"], content["organisation"], *content["keywords"]]
    rest = [content[name] for name in ("tagline", "summary", "problem", "innovation", "market")]
    return all(
        any(term in fold(part) for part in (names if len(term) == 1 else [*names, *rest]))
        for term in terms
    )


def _in_field(project, codes):
    code = project.field_id or ""
    narrower = {one.partition(".")[0] for one in codes if "." in one}
    return code in codes or code.partition(".")[0] in set(codes) - narrower


def _any_of(column):
    def holds_of(project, values):
        row = _row(project)
        held = {str(one) for one in getattr(row, column)} if row else set()
        return bool(held) if "any" in values else not held.isdisjoint(values)

    return holds_of


def _day(project):
    at = project.submitted_at
    return at.astimezone(clock.SHANGHAI).date() if at else None


def _is_overdue(project):
    is_late = project.due_on is not None and project.due_on < clock.today()
    return project.status == "returned" and is_late


def _is_shown(project):
    return Listing.objects.filter(project=project).exists() and project.may_be_shown


def _is_evaluated(project, value):
    found = {one.status for one in project.evaluations.all()} - {"void"}
    if value == "none":
        return not found
    return found == {"done"} if value == "done" else bool(found & {"open", "disputed"})


def _is_recommended(project):
    return Recommendation.objects.filter(project=project, status="given").exists()


HOLDS = {
    "q": _says,
    "field": _in_field,
    "trl_from": lambda project, value: project.trl is not None and project.trl >= int(value),
    "trl_to": lambda project, value: project.trl is not None and project.trl <= int(value),
    "level": lambda project, values: project.level in values,
    "failing": _any_of("failing"),
    "unsure": _any_of("unsure"),
    "lacks": _any_of("lacks"),
    "source": lambda project, values: project.source in values,
    "custodian": lambda project, refs: bool(project.custodian) and project.custodian.ref in refs,
    "organisation": lambda project, text: (
        bool(project.organisation)
        and (text in project.organisation.name or text == project.organisation.ref)
    ),
    "unit": lambda project, units: project.unit_id in units,
    "since": lambda project, day: _day(project) is not None and str(_day(project)) >= day,
    "until": lambda project, day: _day(project) is not None and str(_day(project)) <= day,
    "overdue": lambda project, value: _is_overdue(project) == (value == "yes"),
    "evaluated": _is_evaluated,
    "recommended": lambda project, value: _is_recommended(project) == (value == "yes"),
    "shown": lambda project, value: _is_shown(project) == (value == "yes"),
}
