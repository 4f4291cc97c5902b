"""审核: somebody else looks at what was handed in, and publishes it or returns it with a remark;
what must not stay is taken down. Persons are compared: `rules.may_decide`."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from accounts.models import Organisation
from foundation import clock
from foundation.errors import Problem, refuse_if
from foundation.text import search_vector
from matching.content import Standing, write_content
from matching.filing import FilingProblem, lock_posting, waiting_of
from matching.models import Posting, PostingDraft, PostingSeries, PostingText, PostingVersion
from matching.queries.postings import owners_of_each
from matching.states import PostingKind, PostingStatus, Reach, VersionStatus
from records.actors import Actor
from records.messages import keep_messages
from records.states import MoveProblem
from records.workflow import Moved, move, move_all

_ACCEPTED = "matching.postingversion.accept"
_ACCEPTED_MANY = "matching.postingversion.accept_all"
_LETTERS = {PostingKind.DEMAND: "D", PostingKind.OFFER: "O"}


class ModerationProblem(TextChoices):
    NO_REMARK = "posting_no_remark", "请写明要改什么，填报人照着改"
    NO_REASON = "posting_no_reason", "请写明理由，填报人会看到"
    OVER = "posting_over", "有效期到 {found} 已经过了。请退回，让填报人改日期"


@transaction.atomic
def accept(posting: Posting, number: int, *, by: Actor) -> Posting:
    """Publish the version with this number, or put it in place of what was published before; the
    first time it gets its code. Raises Refused: 403 not to be looked at by them; 409 it does not
    wait any more, as when another has been handed in meanwhile; 422 its time is over."""
    row = lock_posting(posting)
    version = waiting_of(row, number)
    refuse_if(_term_problems(version))
    now = clock.now()
    move(version, "accept", by=by, write=lambda decided: _decide([decided], by, now))
    verb = "publish" if row.status == PostingStatus.DRAFT else "amend"
    published = move(row, verb, by=by, write=lambda shown: _publish([shown], [version], now))
    cut_texts([published])
    return published


@transaction.atomic
def accept_all(versions: QuerySet[PostingVersion], *, by: Actor) -> Moved:
    """Publish every waiting version of the set that may be, in few statements; codes
    follow the order of opening, and each owner is told once. `rows` are the postings, `refused`
    versions left alone."""
    ids = list(versions.values_list("posting_id", flat=True))
    list(Posting.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True))
    now = clock.now()
    asked = PostingVersion.objects.filter(pk__in=versions.values("pk")).order_by("pk")
    wrong = {one: tuple(_set_problems(one)) for one in asked.select_related("posting")}
    sound = [one.pk for one, problems in wrong.items() if not problems]

    def write_decision(rows: Sequence[PostingVersion]) -> None:
        _decide(rows, by, now)
        for version in rows:
            version.is_one_of_many = len(rows) > 1

    accepted = move_all(
        asked.filter(pk__in=sound).select_related("posting"), "accept", by=by, write=write_decision
    )
    refused = [(one, problems) for one, problems in wrong.items() if problems]
    moved = Moved(refused=refused + accepted.refused)
    by_posting = {version.posting_id: version for version in accepted.rows}
    new = set(Posting.objects.filter(pk__in=by_posting, code=None).values_list("pk", flat=True))

    def write(shown: Sequence[Posting]) -> None:
        _publish(shown, [by_posting[row.pk] for row in shown], now)

    for verb, those in (("publish", new), ("amend", by_posting.keys() - new)):
        moved.rows += move_all(Posting.objects.filter(pk__in=those), verb, by=by, write=write).rows
    cut_texts(moved.rows)
    if len(accepted.rows) > 1:
        _tell_owners(accepted.rows)
    return moved


def _tell_owners(versions: Sequence[PostingVersion]) -> None:
    """Each once of all their demands, and of all their offers; of a single one as of any other."""
    owners = owners_of_each([version.posting for version in versions])
    mine: dict[tuple[int, str], list[PostingVersion]] = defaultdict(list)
    for version in versions:
        for user in owners[version.posting_id]:
            mine[user, version.posting.kind].append(version)
    single = [(rows[0], [user]) for (user, _), rows in mine.items() if len(rows) == 1]
    several = [(_Several(rows), [user]) for (user, _), rows in mine.items() if len(rows) > 1]
    keep_messages(_ACCEPTED, single)
    keep_messages(_ACCEPTED_MANY, several)


@dataclass(frozen=True)
class _Several:
    """Versions that one message tells of."""

    versions: Sequence[PostingVersion]

    @property
    def facts(self) -> dict[str, str]:
        return {**self.versions[0].facts, "count": str(len(self.versions))}


@transaction.atomic
def send_back(posting: Posting, number: int, *, remark: str, by: Actor) -> PostingVersion:
    """To be mended and handed in again; what is published stays. Raises Refused: 403; 409 it does
    not wait any more; 422 no remark."""
    if not remark:
        refuse_if([Problem(ModerationProblem.NO_REMARK, "remark")])

    def write(version: PostingVersion) -> None:
        _decide([version], by, clock.now())
        version.remark = remark

    return move(waiting_of(lock_posting(posting), number), "return", by=by, write=write)


def remove(posting: Posting, *, reason: str, by: Actor) -> Posting:
    """No page shows it from this commit on. Raises Refused: 403, 409, 422 no reason."""
    if not reason:
        refuse_if([Problem(ModerationProblem.NO_REASON, "reason")])
    return move(posting, "remove", by=by, note=reason)


def restore(posting: Posting, *, reason: str, by: Actor) -> Posting:
    """Shown again under its code, until its old end. Raises Refused as `remove`."""
    if not reason:
        refuse_if([Problem(ModerationProblem.NO_REASON, "reason")])
    return move(posting, "restore", by=by, note=reason)


@transaction.atomic
def rebuild_texts() -> int:
    """Cut every published posting anew for search. Returns their number."""
    rows = Posting.objects.filter(status__in=PostingStatus.coded).select_related("organisation")
    postings = list(rows)
    PostingText.objects.all().delete()
    cut_texts(postings)
    return len(postings)


def _decide(versions: Sequence[PostingVersion], by: Actor, now: datetime) -> None:
    for version in versions:
        version.decided_by_id, version.decided_at = by.person_id, now


def _set_problems(version: PostingVersion) -> list[Problem]:
    if version.status != VersionStatus.SUBMITTED:
        return [Problem(FilingProblem.NOTHING_WAITS)]
    if version.posting.status not in PostingStatus.editable:
        found = version.posting.get_status_display()
        return [Problem(MoveProblem.NOT_FROM_HERE, expected="accept", found=found)]
    return _term_problems(version)


def _term_problems(version: PostingVersion) -> list[Problem]:
    until = version.content["valid_until"]
    is_over = until < clock.today().isoformat()
    return [Problem(ModerationProblem.OVER, found=until)] if is_over else []


def _publish(
    postings: Sequence[Posting], versions: Sequence[PostingVersion], now: datetime
) -> None:
    """What was accepted into the columns, and who is to be asked as it is typed now."""
    today = now.astimezone(clock.SHANGHAI).date()
    refs = {version.content["organisation"]["ref"] for version in versions}
    houses = dict(Organisation.objects.filter(ref__in=refs).values_list("ref", "pk"))
    drafts = {
        draft.posting_id: draft for draft in PostingDraft.objects.filter(posting__in=postings)
    }
    for posting, version in zip(postings, versions, strict=True):
        write_content(posting, version.content)
        posting.warned_at = None
        if posting.code is None:
            posting.organisation_id = houses[version.content["organisation"]["ref"]]
            posting.published_at = now
        _write_contact(Standing(posting, drafts.get(posting.pk), today))
    _give_codes([posting for posting in postings if posting.code is None], now)


def _write_contact(standing: Standing) -> None:
    """What cannot be read leaves what was."""
    posting, said = standing.posting, standing.sheets["reach"].values
    posting.contact_name = said.get("contact_name") or posting.contact_name
    posting.contact_phone = said.get("contact_phone") or posting.contact_phone


def _give_codes(postings: Sequence[Posting], now: datetime) -> None:
    """Serials without gaps or doubles: the counter's row is locked until commit."""
    year = clock.year_in_shanghai(now)
    for kind in sorted({posting.kind for posting in postings}):
        PostingSeries.objects.get_or_create(year=year, kind=kind)
        series = PostingSeries.objects.select_for_update().get(year=year, kind=kind)
        for posting in (one for one in postings if one.kind == kind):
            series.last += 1
            posting.code = f"{_LETTERS[PostingKind(kind)]}{year}-{series.last:06d}"
        series.save()


def cut_texts(postings: Sequence[Posting]) -> None:
    """Cut them for search; whose an anonymous one is is not in it."""
    names = dict(
        Organisation.objects.filter(postings__in=postings).values_list("pk", "name").distinct()
    )
    PostingText.objects.bulk_create(
        [PostingText(posting=row, search=_vector(row, names)) for row in postings],
        update_conflicts=True,
        unique_fields=["posting"],
        update_fields=["search"],
        batch_size=1000,
    )


def _vector(posting: Posting, names: dict[int, str]) -> str:
    is_named = posting.reach != Reach.ANONYMOUS
    owner = names.get(posting.organisation_id or 0, "") if is_named else posting.alias
    texts = (posting.problem, posting.key_points, posting.goal, owner, *posting.keywords)
    return search_vector(posting.title, texts)
