"""What follows in the demo on achievements in the library: evaluations and recommendations,
services, claims, interests."""

from datetime import timedelta
from itertools import cycle

from accounts.cycles import current_cycle
from accounts.states import Role
from foundation import clock
from matching.agreeing import agree
from matching.interests import Wish, send_interest
from matching.models import Interest
from matching.states import InterestKind
from portal.country.evaluations import bring_evaluations
from portal.country.people import People
from projects.claiming import invite_holder, request_claim
from projects.entitlements import note_service
from projects.models import Claim, Project, Recommendation, Service
from projects.recommendation import recommend
from projects.states import ProjectStatus, ServiceKind, Source
from records.actors import Actor

# Every how many listed achievements, in the order of their codes.
_RECOMMENDED, _SERVED, _WISHED = 3, 4, 9
_MOST_WISHED, _AGREED = 12, 3
_DISPUTED = 3  # evaluations
_LEFT = 4  # every how many thirds, one is evaluated and not recommended
_WISHES = (
    ("enterprise", InterestKind.TRIAL, "我们有两条产线可以试用，先要 50 套，想了解交期和售后。"),
    ("investor", InterestKind.INVEST, "关注这个方向，想看中试数据和下一轮的安排。"),
    ("partner", InterestKind.SUPPORT, "园区有 2000 平方米中试厂房，前两年免租，可以谈落地。"),
    ("enterprise", InterestKind.LICENCE, "想谈非独占许可，年产量大约 3 万件。"),
)
_REASONS = "中试数据完整，已有用户试用，适合在路演中对接产线和资金。"


def bring_sequels(people: People) -> None:
    listed = list(Project.objects.filter(status=ProjectStatus.LISTED).order_by("code"))
    wanted = listed[::_RECOMMENDED]
    others = [*listed[1 :: _RECOMMENDED * _LEFT], *_costly(listed[2::_RECOMMENDED])]
    bring_evaluations(wanted, others, people)
    if not Recommendation.objects.exists():
        _recommend(wanted, people)
    if not Service.objects.exists():
        _serve(listed[::_SERVED], people)
    if not Claim.objects.exists():
        _claim(people)
    if not Interest.objects.exists():
        _wish(listed[::_WISHED], people)


def _costly(projects: list[Project]) -> list[Project]:
    """Some that ask for so much that two persons evaluate them."""
    least = current_cycle().second_opinion_from or 0
    return [one for one in projects if max(one.price or 0, one.funding or 0) >= least][:_DISPUTED]


def _recommend(projects: list[Project], people: People) -> None:
    for project in projects:
        recommend(project, by=people.actor(_lead_of(project)), reasons=_REASONS)


def _serve(projects: list[Project], people: People) -> None:
    """Alternating: support of a high-tech zone, and promotion by the portal."""
    kinds = (ServiceKind.SUPPORT, ServiceKind.PROMOTION)
    for number, project in enumerate(projects):
        note_service(
            project,
            kinds[number % len(kinds)],
            provider=project.unit.department,
            on=clock.today() - timedelta(days=number % 90),
            by=people.actor(_lead_of(project)),
        )


def _claim(people: People) -> None:
    """One asked for by a member of its organisation, one offered by the unit to its contact."""
    unclaimed = Project.objects.filter(holder=None, source=Source.UNIT, status=ProjectStatus.LISTED)
    holder = people.actor("holder2")
    own = unclaimed.filter(organisation=people.user("holder2").organisation).first()
    if own is not None:
        request_claim(own, by=holder)
    offered = unclaimed.exclude(organisation=people.user("holder2").organisation).first()
    if offered is not None:
        clerk = people.actor(f"unit-{offered.unit_id.lower()}")
        invite_holder(offered, offered.contact_email, offered.contact_name, by=clerk)


def _wish(projects: list[Project], people: People) -> None:
    """By those who seek, in turn; some are agreed to, and introduced ten minutes later."""
    turns = zip(projects[:_MOST_WISHED], cycle(_WISHES), strict=False)
    sent = [
        send_interest(project, Wish(kind, message), by=people.actor(name))
        for project, (name, kind, message) in turns
    ]
    held = [(one, one.project.holder_id) for one in sent if one.project and one.project.holder_id]
    for interest, holder in held[:_AGREED]:
        agree(interest, answer="欢迎来谈，先开个视频会。", by=Actor(holder, Role.HOLDER.value))


def _lead_of(project: Project) -> str:
    return f"unit-{project.unit_id.lower()}-lead"
