"""辅导安排: planned with its coaches and its room, changed, cancelled, held; what was held is a
service each project has enjoyed (notice 五(二)4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import TextChoices

from accounts.models import Organisation, Unit
from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from projects.entitlements import Said, ServiceProblem, note_service
from projects.models import Project
from projects.states import ServiceKind
from records.actors import PORTAL, Actor
from records.messages import keep_messages
from records.workflow import begin, move
from roadshows.booking import Span, book, free, of_person, of_room
from roadshows.models import Person, Roadshow, Room, Session
from roadshows.queries.people import houses_of, of_session
from roadshows.seeing import refuse_overwriting, seen_of_session, seen_with
from roadshows.states import PersonStatus, RoadshowStatus, SessionKind

LONGEST = timedelta(days=7)


class SessionProblem(TextChoices):
    ORDER = "session_order", "结束要晚于开始"
    LONG = "session_long", "一次辅导最长 7 天。请看看日期有没有填错"
    PAST = "session_past", "开始时间已经过了，请另选时间"
    NOBODY = "session_nobody", "请至少选一位辅导老师"
    NOTHING = "session_nothing", "请至少选一项成果"
    NOWHERE = "session_nowhere", "请选会场，或填线上地址"
    FOREIGN = "session_foreign", "本单位不能安排{found}，请从列表里另选"
    OVER = "session_over", "这场路演已经办完或取消，不能再安排辅导"
    NO_REASON = "session_no_reason", "请写明为什么取消，参加的人会看到"
    EARLY = "session_early", "辅导还没有开始，到时再登记"
    NO_SUMMARY = "session_no_summary", "请写几句小结"
    NOT_IN_IT = "session_not_in_it", "“{found}”不在这次辅导里，请只勾选列出的成果"


@dataclass(frozen=True)
class Plan:
    """What a session is to be, from `starts_at` to `ends_at`, half-open."""

    kind: SessionKind
    title: str
    starts_at: datetime
    ends_at: datetime
    room: Room | None = None
    link: str = ""
    roadshow: Roadshow | None = None
    people: Sequence[Person] = ()
    projects: Sequence[Project] = ()


@dataclass
class Held:
    """`left` are the projects that got no service written down, each with why."""

    session: Session
    left: list[tuple[Project, tuple[Problem, ...]]] = field(default_factory=list)


@transaction.atomic
def plan_session(unit: Unit, plan: Plan, *, by: Actor) -> Session:
    """All who are in it are told. Raises Refused: not a coach of the unit (403); what is wrong with
    it, somebody or a room elsewhere at the time (422)."""
    session = Session(unit=unit)
    _set(session, plan)
    refuse_if(_problems(session, plan))
    session = begin(session, "plan", by=by)
    _fill(session, plan)
    keep_messages("roadshows.session.plan", [(session, of_session(session))], is_urgent=True)
    return session


def change_session(session: Session, plan: Plan, *, seen: str, by: Actor) -> Session:
    """Who is in it is told, and who no longer is. Raises Refused as `plan_session`; held or
    cancelled already, or changed meanwhile (409)."""

    def write(row: Session) -> None:
        before, stood = set(of_session(row)), seen_of_session(row)
        _set(row, plan)
        refuse_overwriting(stood, seen_with(row, plan.people, plan.projects), seen=seen)
        refuse_if(_problems(row, plan))
        _fill(row, plan)
        left = before - set(of_session(row))
        keep_messages("roadshows.session.leave", [(row, left)], is_urgent=True)

    return move(session, "change", by=by, write=write)


def cancel_session(session: Session, *, by: Actor, reason: str) -> Session:
    """Its people and its room are free again. Raises Refused: not theirs (403); over (409); no
    reason (422)."""

    def write(row: Session) -> None:
        refuse_if([] if reason.strip() else [Problem(SessionProblem.NO_REASON, "reason")])
        free([row])

    return move(session, "cancel", by=by, note=reason, write=write)


@transaction.atomic
def hold_session(session: Session, *, present: Sequence[Project], summary: str, by: Actor) -> Held:
    """Each project that was present has enjoyed a service of every house that coached it (of the
    unit, where no agency did); one that cannot have any is told, and
    keeps none of the others from theirs. Raises Refused: not theirs (403); over (409); not begun,
    no summary, a project that is not in it (422)."""

    def write(row: Session) -> None:
        refuse_if(_holding_problems(row, present, summary))
        row.summary = summary

    held = Held(move(session, "hold", by=by, write=write))
    houses = list(houses_of(held.session)) or [held.session.unit.organisation]
    for project in present:
        problems = [one for house in houses for one in _note(held.session, project, house)]
        if problems:
            held.left.append((project, tuple(dict.fromkeys(problems))))
    return held


def _set(session: Session, plan: Plan) -> None:
    session.kind, session.title, session.link = plan.kind, plan.title, plan.link
    session.starts_at, session.ends_at = plan.starts_at, plan.ends_at
    session.room, session.roadshow = plan.room, plan.roadshow


def _fill(session: Session, plan: Plan) -> None:
    session.coaches.set(plan.people)
    session.projects.set(plan.projects)
    book({session: spans_of(session, plan.people)})


def spans_of(session: Session, people: Iterable[Person]) -> list[Span]:
    """What it takes of its coaches' time, and of its room's."""
    when, room = (session.starts_at, session.ends_at), session.room
    spans = [of_person(one, *when, session.title, str(room or "")) for one in people]
    return [*spans, of_room(room, *when, session.title)] if room else spans


def _problems(session: Session, plan: Plan) -> list[Problem]:
    problems = _timing(plan)
    if not plan.people:
        problems.append(Problem(SessionProblem.NOBODY, "people"))
    if not plan.projects:
        problems.append(Problem(SessionProblem.NOTHING, "projects"))
    if plan.room is None and not plan.link:
        problems.append(Problem(SessionProblem.NOWHERE, "room"))
    if plan.roadshow and plan.roadshow.status not in RoadshowStatus.ahead:
        problems.append(Problem(SessionProblem.OVER, "roadshow"))
    return [*problems, *_foreign(session.unit_id, plan)]


def _timing(plan: Plan) -> list[Problem]:
    problems = []
    if plan.ends_at <= plan.starts_at:
        problems.append(Problem(SessionProblem.ORDER, "ends_at"))
    if plan.ends_at - plan.starts_at > LONGEST:
        problems.append(Problem(SessionProblem.LONG, "ends_at"))
    if plan.starts_at <= clock.now():
        problems.append(Problem(SessionProblem.PAST, "starts_at"))
    return problems


def _foreign(unit: str, plan: Plan) -> list[Problem]:
    """Whatever a form was bent to send."""
    found = [
        *(("room", one) for one in [plan.room] if one and one.unit_id != unit),
        *(("roadshow", one) for one in [plan.roadshow] if one and one.unit_id != unit),
        *(("people", one) for one in plan.people if not _may_coach(one, unit)),
        *(("projects", one) for one in plan.projects if not _may_be_coached(one, unit)),
    ]
    return [Problem(SessionProblem.FOREIGN, name, found=str(one)) for name, one in found]


def _may_coach(person: Person, unit: str) -> bool:
    return person.unit_id == unit and person.status == PersonStatus.KNOWN


def _may_be_coached(project: Project, unit: str) -> bool:
    return project.unit_id == unit and project.submitted_at is not None


def _holding_problems(row: Session, present: Sequence[Project], summary: str) -> list[Problem]:
    problems = []
    if row.starts_at > clock.now():
        problems.append(Problem(SessionProblem.EARLY))
    if not summary.strip():
        problems.append(Problem(SessionProblem.NO_SUMMARY, "summary"))
    planned = set(row.projects.values_list("pk", flat=True))
    strange = [one for one in present if one.pk not in planned]
    return [*problems, *(Problem(SessionProblem.NOT_IN_IT, found=str(one)) for one in strange)]


def _note(session: Session, project: Project, house: Organisation) -> tuple[Problem, ...]:
    """Twice on a day is once enjoyed."""
    on, kind = session.starts_at.astimezone(clock.SHANGHAI).date(), ServiceKind.COACHING
    is_units = house.pk == session.unit.organisation_id
    provider = session.unit.name if is_units else house.name
    try:
        note_service(project, kind, provider=provider, on=on, by=PORTAL, said=Said(house))
    except Refused as refusal:
        return tuple(one for one in refusal.problems if one.code != ServiceProblem.TWICE)
    return ()
