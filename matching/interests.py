"""意向: somebody tells whoever answers for an achievement, a demand or an offer what they would do
with it; they may take it back, and are kept from spraying."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Q, TextChoices

from accounts.models import Organisation, User
from foundation import clock
from foundation.clock import Now
from foundation.errors import Problem, refuse_if
from matching.models import SUSPENDED, Interest, Posting, Report
from matching.queries.interests import is_shown
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
    house = by.organisation_id or person.organisation_id
    list(Organisation.objects.select_for_update(no_key=True).filter(pk=house or 0))
    interest = Interest(
        **_pair(target, named),
        person_id=person.pk,
        organisation_id=house,
        kind=wish.kind,
        message=wish.message,
        amount_low=wish.amount_low,
        amount_high=wish.amount_high,
        next_step=wish.next_step,
    )
    refuse_if(_hindrances(interest, named))
    return begin(interest, "send", by=by)


def mark_seen(interests: Iterable[Interest], *, by: Actor) -> None:
    """By whoever answers them: they have read them where they are listed."""
    mark_read_about(by.person_id, INTEREST_SENT, [interest.ref for interest in interests])


def take_back(interest: Interest, *, by: Actor) -> Interest:
    """Within ten minutes; of it the other side then reads no more than that. Raises Refused: not
    one's own (403), the other side has said something (409), too late (422)."""

    def write(row: Interest) -> None:
        row.agreed_at = None

    return move(interest, "take_back", by=by, write=write)


def forget_messages(*, by: Actor) -> None:
    """What the person wrote to either side, when they leave; what waits is taken back."""

    def clear(rows: Sequence[Interest]) -> None:
        for row in rows:
            if row.person_id == by.user_id:
                row.message = row.reply = row.next_step = ""
            else:
                row.question = row.answer = ""

    def lay_down(rows: Sequence[Interest]) -> None:
        for row in rows:
            row.agreed_at = None

    asked = Interest.objects.filter(person=by.user_id)
    agreed = Q(answered_by=by.user_id, status=InterestStatus.AGREED)
    asking = Q(person=by.user_id, status__in=InterestStatus.standing)
    move_all(Interest.objects.filter(agreed | asking), "expire", by=by, write=lay_down)
    move_all(asked.exclude(message="", reply="", next_step=""), "forget", by=by, write=clear)
    answered = Interest.objects.filter(answered_by=by.user_id).exclude(question="", answer="")
    move_all(answered, "forget", by=by, write=clear)


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
    return [*_quota_problems(interest), *_suspensions(interest)]


def _quota_problems(interest: Interest) -> list[Problem]:
    lately = Interest.objects.filter(sent_at__gt=Now() - _DAY)
    if lately.filter(person=interest.person_id).count() >= MOST_OF_PERSON:
        return [Problem(InterestProblem.MANY, expected=str(MOST_OF_PERSON))]
    of_house = lately.filter(organisation=interest.organisation_id or 0)
    if of_house.count() >= MOST_OF_HOUSE:
        return [Problem(InterestProblem.MANY_OF_HOUSE, expected=str(MOST_OF_HOUSE))]
    return []


def _suspensions(interest: Interest) -> list[Problem]:
    """Of the person and of all their house, after a report that was upheld."""
    whose = Q(about=interest.person_id)
    if interest.organisation_id is not None:
        sent = Q(about=F("interest__person"))
        whose |= sent & Q(interest__organisation=interest.organisation_id)
    upheld = Report.objects.filter(whose, status=ReportStatus.UPHELD)
    last = upheld.filter(decided_at__gt=Now() - SUSPENDED).order_by("-decided_at").first()
    if last is None or last.decided_at is None:
        return []
    until = clock.day_in_words((last.decided_at + SUSPENDED).astimezone(clock.SHANGHAI).date())
    return [Problem(InterestProblem.SUSPENDED, expected=until)]
