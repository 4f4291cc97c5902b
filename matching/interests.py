"""意向: somebody tells whoever answers for an achievement, a demand or an offer what they would do
with it; they may take it back, and are kept from spraying."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, F, Q, TextChoices

from accounts.models import Organisation, User
from foundation import clock
from foundation.clock import Now
from foundation.errors import Problem, refuse_if
from matching.models import SUSPENDED, VEILED, Interest, Posting, Report
from matching.queries.interests import houses_behind, is_shown
from matching.queries.waiting import INTEREST_SENT
from matching.states import InterestKind, InterestStatus, ReportStatus, Side
from projects.models import Project
from records.actors import Actor
from records.messages import mark_read_about
from records.retracting import lateness
from records.workflow import begin, move, move_all

MOST_OF_PERSON, MOST_OF_HOUSE = 10, 30  # sent in a day, whatever became of them
_DAY = timedelta(days=1)


class InterestProblem(TextChoices):
    NOT_SHOWN = "not_shown", "现在没有公开展示，不能提交意向。请看看别的"
    NAME_OVER = "interest_name_over", "“{found}”已不再公开展示，请换一项，或以自己的名义提出"
    TWICE = "twice", "你已经提交过意向，在等对方答复。请在“我的意向”里看进展"
    TOO_LATE = "too_late", "提交已超过 {expected} 分钟，不能撤回"
    MANY = "interests_many", "24 小时内最多提交 {expected} 条意向。请明天再提，或先等已有的答复"
    MANY_OF_HOUSE = (
        "interests_many_of_house",
        "你们单位 24 小时内已提交 {expected} 条意向，到了上限。请明天再提",
    )
    SUSPENDED = "interests_suspended", "你们提交的意向被举报属实，{expected} 前不能再提交"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is told; amounts in 万元."""

    kind: InterestKind
    message: str = ""
    amount_low: Decimal | None = None
    amount_high: Decimal | None = None
    next_step: str = ""


@transaction.atomic
def send_interest(
    target: Project | Posting, wish: Wish, *, named: Project | Posting | None = None, by: Actor
) -> Interest:
    """Whoever answers for the target gets a Message. `named` is what of one's own it is asked in
    the name of: a posting where a project is asked, a project where a posting is. Raises Refused:
    one's own target, or not one's own `named` (403); not shown, sent already, too many (422)."""
    # One after the other, so that a double click is one interest and no quota is passed.
    person = User.objects.select_for_update(no_key=True).get(pk=by.person_id)
    houses = houses_behind(person, by)
    list(Organisation.objects.select_for_update(no_key=True).filter(pk__in=houses).order_by("pk"))
    interest = Interest(
        **_pair(target, named),
        person_id=person.pk,
        organisation_id=by.organisation_id or person.organisation_id,
        kind=wish.kind,
        message=wish.message,
        amount_low=wish.amount_low,
        amount_high=wish.amount_high,
        next_step=wish.next_step,
    )
    refuse_if(_hindrances(interest, named) or _limits(interest, houses))
    return begin(interest, "send", by=by)


def mark_seen(interests: Iterable[Interest], *, by: Actor) -> None:
    """By whoever answers them: they have read them where they are listed."""
    mark_read_about(by.person_id, INTEREST_SENT, [interest.ref for interest in interests])


def take_back(interest: Interest, *, by: Actor) -> Interest:
    """Within ten minutes; of it the other side then reads no more than that. Raises Refused: not
    one's own (403), the other side has said something (409), too late (422)."""
    return move(interest, "take_back", by=by, write=lay_down)


def forget_messages(*, by: Actor) -> None:
    """What the person wrote to either side, when they leave; what waits is taken back."""

    def clear(rows: Sequence[Interest]) -> None:
        for row in rows:
            if row.person_id == by.user_id:
                row.message = row.reply = row.next_step = ""
            if row.answered_by_id == by.user_id:
                row.answer = ""
            if row.questioned_by_id == by.user_id:
                row.question = ""

    agreed = Interest.objects.filter(answered_by=by.user_id, status=InterestStatus.AGREED)
    move_all(agreed, "lay_down", by=by, write=lay_down_all)
    asked = Interest.objects.filter(person=by.user_id)
    standing = asked.filter(status__in=InterestStatus.standing)
    move_all(standing, "expire", by=by, write=lay_down_all)
    said = ~Q(message="", reply="", next_step="") & Q(person=by.user_id)
    said |= ~Q(answer="") & Q(answered_by=by.user_id)
    said |= ~Q(question="") & Q(questioned_by=by.user_id)
    move_all(Interest.objects.filter(said), "forget", by=by, write=clear)


def lay_down(row: Interest) -> None:
    """As if it had never been agreed to."""
    row.agreed_at = row.answered_by = None
    row.answer = ""
    if not row.question:
        row.answered_at = None


def lay_down_all(rows: Sequence[Interest]) -> None:
    for row in rows:
        lay_down(row)


def taking_back_problems(interest: Interest) -> list[Problem]:
    return lateness(interest.sent_at, InterestProblem.TOO_LATE)


def _pair(target: Project | Posting, named: Project | Posting | None) -> dict[str, object]:
    if isinstance(target, Project):
        return {"side": Side.PROJECT, "project": target, "posting": named}
    return {"side": Side.POSTING, "posting": target, "project": named}


def _hindrances(interest: Interest, named: Project | Posting | None) -> list[Problem]:
    if not is_shown(interest.target):
        return [Problem(InterestProblem.NOT_SHOWN)]
    if named is not None and not is_shown(named):
        return [Problem(InterestProblem.NAME_OVER, found=str(named))]
    same = {"side": interest.side, f"{interest.side}_id": interest.target.pk}
    own = Interest.objects.filter(person=interest.person_id, status__in=InterestStatus.standing)
    if own.filter(**same).exists():
        return [Problem(InterestProblem.TWICE)]
    return []


def _limits(interest: Interest, houses: set[int]) -> list[Problem]:
    return [*_quota_problems(interest, houses), *_suspensions(interest, houses)]


def _quota_problems(interest: Interest, houses: set[int]) -> list[Problem]:
    lately = Interest.objects.filter(sent_at__gt=Now() - _DAY)
    if lately.filter(person=interest.person_id).count() >= MOST_OF_PERSON:
        return [Problem(InterestProblem.MANY, expected=str(MOST_OF_PERSON))]
    by_house = lately.filter(organisation__in=houses).order_by().values("organisation")
    counts = by_house.annotate(n=Count("pk")).filter(n__gte=MOST_OF_HOUSE)
    if counts.exists():
        return [Problem(InterestProblem.MANY_OF_HOUSE, expected=str(MOST_OF_HOUSE))]
    return []


def _suspensions(interest: Interest, houses: set[int]) -> list[Problem]:
    """Of the person and of all their houses, after a report that was upheld; of a veiled interest
    the person alone, for the house's would tell whose it was."""
    lately = Report.objects.filter(
        status=ReportStatus.UPHELD, decided_at__gt=Now() - SUSPENDED
    ).order_by("-decided_at")
    veiled = Interest.objects.filter(VEILED)
    of_house = lately.filter(
        about=F("interest__person"), interest__organisation__in=houses
    ).exclude(interest__in=veiled)
    last = (lately.filter(about=interest.person_id) | of_house).first()
    if last is None or last.decided_at is None:
        return []
    until = clock.day_in_words((last.decided_at + SUSPENDED).astimezone(clock.SHANGHAI).date())
    return [Problem(InterestProblem.SUSPENDED, expected=until)]
