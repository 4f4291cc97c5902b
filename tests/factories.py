"""Test data without surprises: people by role, projects brought to a state through the door."""

import itertools
from datetime import timedelta

from allauth.account.models import EmailAddress

from accounts.acting import actor_for, actor_of, choices_of, chosen_of
from accounts.delegating import delegate
from accounts.granting import apply_for, grant_role
from accounts.joining import Profile, Stated, state_profile
from accounts.models import Delegation, Field, Organisation, Unit, User
from accounts.people import open_account
from accounts.registering import register_organisation
from accounts.states import MailRhythm, OrganisationKind, Role, Scope
from foundation import clock
from foundation.marking import wants_reason
from projects.evaluating import Marks, file_opinion, take_up
from projects.intake import open_draft, save_draft, submit
from projects.library import list_project, withdraw
from projects.recommendation import recommend
from projects.screening import accept, decline, send_back
from projects.states import EvaluationStatus, Source
from projects.vocabulary import ROWS
from records.actors import PORTAL, Actor
from tests.logins import give_totp

PASSWORD = "correct-horse-42"
_numbers = itertools.count(1)


# Mail to them does not depend on the hour at which tests run.
NO_QUIET = {"quiet_from": None, "quiet_to": None}


def make_user(name="", **fields):
    name = name or f"person{next(_numbers)}"
    user = User(email=f"{name}@example.cn", name=name, **{**NO_QUIET, **fields})
    user.set_password(PASSWORD)
    open_account(user)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_holder(user=None) -> Actor:
    return actor_of(user or make_user())


def make_staff(role, unit="", user=None) -> Actor:
    """With a phone that shows codes, where the role needs it."""
    unit = Unit.objects.get(abbr=unit) if unit else None
    membership = grant_role(user or make_user(), Role(role), by=PORTAL, unit=unit)
    if role in Role.need_second_factor:
        give_totp(membership.user)
    return actor_for(membership)


def make_lead(unit="SC", user=None) -> Actor:
    return make_staff("unit_lead", unit, user)


def make_clerk(unit="SC") -> Actor:
    return make_staff("unit_clerk", unit)


def make_centre() -> Actor:
    return make_staff("centre")


def make_organisation(name="蜀道技术转移中心", code="91510100MA61RU9B1F", kind="service"):
    return register_organisation(name, code, OrganisationKind(kind), by=make_holder())


def make_agent(organisation=None, unit="SC", user=None) -> Actor:
    """A person of an agency the unit's lead has approved; without a delegation."""
    unit = Unit.objects.get(abbr=unit)
    organisation = organisation or make_organisation()
    rest = {"by": PORTAL, "unit": unit, "organisation": organisation}
    return actor_for(grant_role(user or make_user(), Role.AGENCY, **rest))


def make_application(role, unit="SC", by=None):
    """Somebody asks for a role; `unit` counts where the role has one."""
    role = Role(role)
    needs_none = (*Role.of_unit, Role.EXCHANGE)
    return apply_for(
        role,
        by=by or make_holder(),
        unit=Unit.objects.get(abbr=unit) if role in Role.with_unit else None,
        organisation=None if role in needs_none else make_organisation(),
    )


def make_delegation(organisation=None, unit="SC", scopes=("collect",), days=30, lead=None):
    return delegate(
        Unit.objects.get(abbr=unit),
        organisation or make_organisation(),
        [Scope(scope) for scope in scopes],
        until=clock.now() + timedelta(days=days),
        by=lead or make_lead(unit),
    )


SUMMARY = (
    "给主驱逆变器用的单通道隔离驱动芯片，短路响应小于 0.9 微秒。"
    "碳化硅器件的短路耐受时间不到 3 微秒，硅基驱动来不及关断，整车厂只能加大余量。"
    "我们把退饱和检测和两级软关断做进同一颗芯片，隔离电容用片上三层二氧化硅，"
    "共模瞬变抗扰度超过 150 千伏每微秒。样片在 800 伏平台上完成了 2000 小时高温反偏和"
    "1000 次温度循环，没有失效；两家整车厂的台架各跑了 3 个月。"
    "接下来要过 AEC-Q100 认证，需要一家有车规产线的封测厂一起做。"
)


def project_fields(**fields):
    """A whole sheet, as a careful holder fills it in."""
    return {
        "title": "面向车规的碳化硅栅极驱动芯片",
        "tagline": "0.9 微秒内关断短路的碳化硅，少用一半余量",
        "field": Field.objects.get(code="1.2"),
        "orientations": ["economy", "country"],
        "themes": ["T1"],
        "keywords": ["碳化硅", "栅极驱动", "短路保护"],
        "origin": "own",
        "nature": "original",
        "forms": ["product"],
        "secrecy": "open",
        "lead_name": "林岷",
        "lead_rank": "senior",
        "contact_name": "周蜀",
        "contact_mobile": "13800000000",
        "contact_email": "zhou@example.cn",
        "filer": "holder",
        "summary": SUMMARY,
        "problem": "硅基驱动来不及关断短路的碳化硅器件，整车厂只能加大余量。",
        "innovation": "退饱和检测与两级软关断同片；片上三层二氧化硅隔离电容。",
        "indicators": [make_indicator()],
        "level": "domestic_lead",
        "level_basis": ["test"],
        "trl": 7,
        "stage": "pilot",
        "rights": [make_right()],
        "rights_declared": True,
        "modes": ["licence", "joint"],
        "price_open": True,
        "market": "国内主驱逆变器厂约 40 家，年用量 6000 万颗。",
        "benefit": "每颗让逆变器少用 12 元余量。",
        "wants": ["line"],
        "team": "电路、工艺、可靠性各 4 人，做过两代车规驱动芯片。",
        "willing": True,
        "publications": ["portal"],
        "truthful": True,
        "unit": Unit.objects.get(abbr="SC"),
        **fields,
    }


def make_row(column, **texts):
    return dict.fromkeys(ROWS[column], "") | texts


def make_indicator(**texts):
    compared = {"ours": "0.9 μs", "domestic": "2.1 μs", "basis": "第三方检测报告"}
    return make_row("indicators", name="短路响应", **compared | texts)


def make_right(number="ZL202110000001.6", kind="invention", state="granted", **texts):
    return make_row("rights", kind=kind, number=number, name="一种驱动电路", state=state, **texts)


def make_member(by, organisation):
    """The person says that they work there."""
    user, kind = by.user, OrganisationKind(organisation.kind)
    stated = Stated(organisation.name, organisation.code, kind)
    profile = Profile(user.name, user.phone, MailRhythm.AT_ONCE, stated)
    user.organisation = state_profile(user, profile, by=by).organisation
    return by


def make_draft(holder=None, *, shown=True, **fields):
    """The holder's own, with everything a submission needs."""
    by = holder or make_holder()
    if "organisation" not in fields:
        fields["organisation"] = make_institute(by)
    project = open_draft(project_fields(**fields), by=by)
    return save_draft(project, {}, by=by, shown=True) if shown else project


def make_institute(by=None):
    rest = {"by": by or make_holder()}
    return register_organisation(
        "岷江器件研究所", "91350100M000100Y43", OrganisationKind.ACADEMIC, **rest
    )


def make_filed_draft(by=None, **fields):
    """In the custody of the unit, or of the agency, that brings it."""
    by = by or make_clerk()
    is_agency = by.role == Role.AGENCY
    source = Source.AGENCY if is_agency else Source.UNIT
    custodian = Organisation.objects.get(
        **({"pk": by.organisation_id} if is_agency else {"unit": by.unit})
    )
    unit = Unit.objects.get(abbr=by.unit)
    filer = {"filer": "agency" if is_agency else "unit"}
    fields = project_fields(unit=unit, organisation=make_institute(), **filer, **fields)
    return open_draft(fields, by=by, source=source, custodian=custodian)


def make_project(status, holder=None, *, shown=True, **fields):
    """A project of a holder in `status`, by the steps that lead there."""
    holder = holder or make_holder()
    return take_to(status, make_draft(holder, shown=shown, **fields), holder)


def make_filed_project(status, by=None, **fields):
    by = by or make_clerk()
    return take_to(status, make_filed_draft(by, **fields), by)


def take_to(status, project, by):
    """Bring a draft of `by` to `status` through the door."""
    week = clock.today() + timedelta(days=7)
    steps = {
        "submitted": lambda p: submit(p, by=by),
        "accepted": lambda p: accept(p, by=make_lead(p.unit_id)),
        "returned": lambda p: send_back(
            p, by=make_lead(p.unit_id), remarks="请补测试报告", due_on=week
        ),
        "declined": lambda p: decline(p, by=make_lead(p.unit_id), reason="不属于战新领域"),
        "listed": lambda p: list_project(p, by=make_centre()),
        "withdrawn": lambda p: withdraw(p, by=make_centre(), reason="权属有争议"),
    }
    for step in WAYS[status]:
        project = steps[step](project)
    return project


WAYS = {
    "draft": (),
    "submitted": ("submitted",),
    "returned": ("submitted", "returned"),
    "declined": ("submitted", "declined"),
    "accepted": ("submitted", "accepted"),
    "listed": ("submitted", "accepted", "listed"),
    "withdrawn": ("submitted", "accepted", "listed", "withdrawn"),
}


def make_evaluator(unit="SC", user=None, house=None) -> Actor:
    """A person of a house to which the unit has delegated evaluation."""
    house = house or make_organisation("岷峨技术评价中心", "91510100MA61RE5T1A")
    if not Delegation.objects.valid_now().filter(unit=unit, organisation=house).exists():
        make_delegation(house, unit, scopes=("evaluate",))
    agent = make_agent(house, unit, user)
    value = f"{agent.user.memberships.get(organisation=house).pk}:{unit}"
    return chosen_of(choices_of(agent.user), value).actor


def make_marks(rubric, points=4, comment="技术扎实，应用场景清楚。", **given):
    """The same points on each criterion but for those `given`, with reasons where they are asked
    for."""
    given = {one["key"]: given.get(one["key"], points) for one in rubric}
    reasons = {
        one["key"]: "对照检测报告核实" for one in rubric if wants_reason(one, given[one["key"]])
    }
    return Marks(given, reasons, comment)


def make_opinion(project, points=4, *, by=None, **given):
    """Taken up and filed."""
    by = by or make_evaluator(project.unit_id)
    opinion = take_up(project, by=by)
    return file_opinion(opinion, make_marks(opinion.evaluation.rubric, points, **given), by=by)


def make_evaluation(project, *points, **given):
    """By as many persons as it needs, the first with the first of `points`; 80 of 100, unless
    said."""
    opinion = make_opinion(project, *points[:1], **given)
    evaluation = opinion.evaluation
    evaluation.refresh_from_db()
    for number in range(1, 3):
        if evaluation.status not in EvaluationStatus.running:
            break
        make_opinion(project, *(points[number : number + 1] or points[-1:]), **given)
        evaluation.refresh_from_db()
    return evaluation


def make_recommendation(project, by=None, reasons="中试数据完整"):
    """Evaluated by somebody else before, where nobody has yet."""
    if not project.evaluations.filter(status__in=EvaluationStatus.current).exists():
        make_evaluation(project)
    return recommend(project, by=by or make_lead(project.unit_id), reasons=reasons)
