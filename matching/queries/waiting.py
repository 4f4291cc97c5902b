"""What of demands, offers, matches and interests waits for somebody, and what they wait for."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.states import Role, Scope
from foundation.clock import Today
from matching.models import Feedback, Interest, Posting, PostingVersion, Suggestion, TakeUp
from matching.queries.desks import decidable_by, with_standing
from matching.queries.interests import received_by
from matching.queries.postings import own_postings, running_postings
from matching.rules import may_post
from matching.states import (
    FeedbackStatus,
    InterestStatus,
    PostingKind,
    PostingStatus,
    Side,
    TakeUpStatus,
    Verdict,
    VersionStatus,
)
from projects.models import Project
from projects.queries import shown
from records.actors import Actor
from records.waiting import Place, ToCount

INTEREST_SENT = "matching.interest.send"
ENDING = timedelta(days=14)
_SEEKERS = (Role.HOLDER, Role.INVESTOR, Role.ENTERPRISE, Role.PARTNER)


def waiting_for(by: Actor) -> list[ToCount]:
    """At the desk of the role acted in; what is to be counted."""
    found: list[ToCount] = []
    if by.role in (*Role.of_unit, *Role.of_centre):
        desk = "center" if by.role in Role.of_centre else "unit"
        place = Place("待审核的供需信息", f"{desk}_postings")
        found.append(ToCount(decidable_by(by), place, since="submitted_at"))
    for kind in PostingKind:
        if may_post(by, kind):
            found += _own_of_kind(by, kind)
    if any(may_post(by, kind) for kind in PostingKind):
        found += _matches_of_postings(by)
    if by.role == Role.HOLDER and by.is_person:
        found.append(_wanted_of_projects(by))
    return [*found, *_interests(by)]


def handed_in_by(by: Actor) -> list[ToCount]:
    found: list[ToCount] = []
    if any(may_post(by, kind) for kind in PostingKind):
        found.append(_under_moderation(by))
    if by.is_person and by.role in _SEEKERS:
        # What was agreed is not told for ten minutes.
        waiting = (InterestStatus.SENT, InterestStatus.AGREED)
        sent = Interest.objects.filter(person=by.user_id, status__in=waiting)
        found.append(ToCount(sent, Place("意向：等对方答复", "interests_sent"), since="sent_at"))
    if by.role == Role.HOLDER and by.is_person:
        asked = TakeUp.objects.filter(project__holder=by.user_id, status=TakeUpStatus.ASKED)
        place = Place("申请的支持：等对方答复", "my_projects")
        found.append(ToCount(asked, place, since="asked_at"))
    return found


def _own_of_kind(by: Actor, kind: PostingKind) -> Iterator[ToCount]:
    desk = "unit" if by.role in Role.of_unit else "desk"
    own, url_name = own_postings(by, kind), f"{desk}_{kind}s"
    last = with_standing(own.filter(status__in=PostingStatus.editable))
    returned = last.filter(version_status=VersionStatus.RETURNED)  # type: ignore[misc]  # -- annotated
    yield ToCount(returned, Place(f"退回修改的{kind.label}", url_name))
    ending = own.filter(status=PostingStatus.PUBLISHED, valid_until__lte=Today() + ENDING)
    yield ToCount(ending, Place(f"快到期的{kind.label}", url_name), due="valid_until")
    if kind == PostingKind.OFFER:
        asked = TakeUp.objects.filter(posting__in=own, status=TakeUpStatus.ASKED)
        theirs = asked.exclude(asked_by=by.user_id).exclude(project__holder=by.user_id)
        yield ToCount(theirs, Place("没有答复的支持申请", url_name), since="asked_at")


def _matches_of_postings(by: Actor) -> Iterator[ToCount]:
    desk = "unit" if by.role in Role.of_unit else "desk"
    own = _running_of(by)
    place = Place("成果方愿意谈、等你答复", f"{desk}_matches")
    yield ToCount(
        _wanted(Side.PROJECT).filter(posting__in=own, project__in=shown().values("project")),
        place,
        since="given_at",
    )
    pairs = Suggestion.objects.filter(
        posting__in=own, place__isnull=False, project__in=shown().values("project")
    )
    said = _said_by(Side.POSTING)
    yield ToCount(pairs.filter(~Exists(said)), Place("没有看的匹配", f"{desk}_matches"))


def _wanted_of_projects(by: Actor) -> ToCount:
    own = Project.objects.filter(holder=by.user_id)
    rows = _wanted(Side.POSTING).filter(
        project__in=own.values("pk"), posting__in=running_postings().values("pk")
    )
    return ToCount(rows, Place("供需方愿意谈、等你答复", "my_projects"), since="given_at")


def _wanted(side: Side) -> QuerySet[Feedback]:
    """What one side accepted and the other has not said a word to."""
    accepted = Feedback.objects.filter(
        side=side, verdict=Verdict.ACCEPT, status=FeedbackStatus.GIVEN
    )
    other = Side.PROJECT if side == Side.POSTING else Side.POSTING
    return accepted.filter(~Exists(_said_by(other)))


def _said_by(side: Side) -> QuerySet[Feedback]:
    return Feedback.objects.filter(
        posting=OuterRef("posting"),
        project=OuterRef("project"),
        side=side,
        status=FeedbackStatus.GIVEN,
    )


def _running_of(by: Actor) -> QuerySet[Posting, Any]:
    own = own_postings(by, PostingKind.DEMAND) | own_postings(by, PostingKind.OFFER)
    return own.filter(pk__in=running_postings().values("pk")).values("pk")


def _answers_interests(by: Actor) -> bool:
    is_agency = by.role == Role.AGENCY and Scope.COLLECT in by.scopes
    return by.is_person and (by.role in (*_SEEKERS, *Role.of_unit) or is_agency)


def _interests(by: Actor) -> Iterator[ToCount]:
    if _answers_interests(by):
        yield _interests_to_answer(by)
    if by.is_person and by.role in _SEEKERS:
        asked = Interest.objects.filter(person=by.user_id, status=InterestStatus.QUESTIONED)
        place = Place("对方有疑问、等你回答的意向", "interests_sent")
        yield ToCount(asked, place, since="answered_at")


def _interests_to_answer(by: Actor) -> ToCount:
    waiting = received_by(by).filter(status=InterestStatus.SENT).order_by()
    desks = {Role.HOLDER: "my", **dict.fromkeys((*Role.of_unit, Role.AGENCY), "unit")}
    url_name = f"{desks.get(Role(by.role), 'desk')}_interests"
    return ToCount(waiting, Place("等你答复的意向", url_name), since="sent_at")


def _under_moderation(by: Actor) -> ToCount:
    own = own_postings(by, PostingKind.DEMAND) | own_postings(by, PostingKind.OFFER)
    waiting = PostingVersion.objects.filter(
        Q(posting__in=own.values("pk")), status=VersionStatus.SUBMITTED
    )
    has_demands = may_post(by, PostingKind.DEMAND)
    desk = "unit" if by.role in Role.of_unit else "desk"
    place = Place("供需信息：等审核", f"{desk}_{'demands' if has_demands else 'offers'}")
    return ToCount(waiting, place, since="submitted_at")
