"""申请要素供给: a project asks for an offer; where it is given, it has enjoyed a service (notice
五(二)2)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import TextChoices

from foundation.errors import Problem, refuse_if
from matching.models import Posting, TakeUp
from matching.queries.postings import running_postings
from matching.states import Category, PostingKind, PostingStatus, TakeUpStatus
from projects.entitlements import note_service
from projects.models import Project, Service
from projects.queries import shown
from projects.states import ServiceKind
from records.actors import PORTAL, Actor
from records.workflow import begin, move, move_all

# 五(二)1 for who opens a scene to try it in; all else is support by a place, 五(二)2.
_SERVICE_OF = {Category.SCENE: ServiceKind.COMPANIES}
_LONGEST_PROVIDER = Service._meta.get_field("provider").max_length


class TakingUpProblem(TextChoices):
    NO_OFFER = "take_up_no_offer", "只有要素供给可以申请"
    OVER = "take_up_over", "这项支持已经结束，不能再申请。请看看别的"
    NOT_SHOWN = "take_up_not_shown", "成果要在库并公开展示，才能申请支持"
    TWICE = "take_up_twice", "这项成果已经申请过，请等对方答复"
    REMOVED = "take_up_removed", "这项支持已被下架，不能落实"
    NO_MORE_SHOWN = "take_up_no_more_shown", "成果已不再公开展示，不能落实。请答复对方不能落实"
    GIVEN = "take_up_given", "这项支持已经落实，不用再申请"


@transaction.atomic
def ask(posting: Posting, project: Project, *, message: str, by: Actor) -> TakeUp:
    """The people of the offer get a Message. Raises Refused: not one's own project, or one's own
    offer (403); over, not shown, asked already, given already (422)."""
    # One after the other, so that a double click is one request.
    offer = _locked(posting)
    refuse_if(_hindrances(offer, project))
    asked = TakeUp(posting=offer, project=project, message=message, asked_by_id=by.person_id)
    return begin(asked, "ask", by=by)


def take_back(take_up: TakeUp, *, by: Actor) -> TakeUp:
    """Raises Refused: not one's own project (403); answered meanwhile (409)."""
    return move(take_up, "take_back", by=by)


@transaction.atomic
def give(take_up: TakeUp, *, on: date, answer: str, by: Actor) -> TakeUp:
    """A Service of the project comes with it, in one transaction, written down by the portal.
    Raises Refused: not one's own offer, or asked for by oneself or for one's own (403); answered
    already (409); removed, not shown or listed any more, in the future, noted already (422)."""
    # In the order in which it was asked for.
    offer = _locked(take_up.posting)

    def write(row: TakeUp) -> None:
        refuse_if(_hindrances_to_giving(offer, row.project))
        kind = _SERVICE_OF.get(Category(offer.category), ServiceKind.SUPPORT)
        # Services are public.
        provider = offer.public_owner[:_LONGEST_PROVIDER]
        row.answer = answer
        row.service = note_service(row.project, kind, provider=provider, on=on, by=PORTAL)

    return move(take_up, "give", by=by, write=write)


def decline(take_up: TakeUp, *, answer: str, by: Actor) -> TakeUp:
    """With words the other side reads. Raises Refused: not one's own offer (403); answered already
    (409)."""

    def write(row: TakeUp) -> None:
        row.answer = answer

    return move(take_up, "decline", by=by, write=write)


def forget_requests(*, by: Actor) -> None:
    """What the person wrote in asking, when they leave; what waits is taken back."""

    def write(rows: Sequence[TakeUp]) -> None:
        for row in rows:
            row.message = ""

    own = TakeUp.objects.filter(asked_by=by.user_id)
    move_all(own.filter(status=TakeUpStatus.ASKED), "take_back", by=by)
    move_all(own.exclude(message=""), "forget", by=by, write=write)


def _locked(offer: Posting) -> Posting:
    return Posting.objects.select_for_update(of=("self",), no_key=True).get(pk=offer.pk)


def _hindrances_to_giving(offer: Posting, project: Project) -> list[Problem]:
    """What was over when its day had come may still be given to who asked before."""
    found = {
        TakingUpProblem.REMOVED: offer.status == PostingStatus.REMOVED,
        TakingUpProblem.NO_MORE_SHOWN: not shown().filter(pk=project.pk).exists(),
    }
    return [Problem(code) for code, is_so in found.items() if is_so]


def _hindrances(offer: Posting, project: Project) -> list[Problem]:
    if offer.kind != PostingKind.OFFER:
        return [Problem(TakingUpProblem.NO_OFFER)]
    before = set(offer.take_ups.filter(project=project).values_list("status", flat=True))
    found = {
        TakingUpProblem.OVER: not running_postings().filter(pk=offer.pk).exists(),
        TakingUpProblem.NOT_SHOWN: not shown().filter(pk=project.pk).exists(),
        TakingUpProblem.TWICE: TakeUpStatus.ASKED in before,
        TakingUpProblem.GIVEN: TakeUpStatus.GIVEN in before,
    }
    return [Problem(code) for code, is_so in found.items() if is_so]
