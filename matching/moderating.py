"""审核: somebody else looks at what was handed in, and publishes it or returns it with a remark;
what must not stay is taken down. Persons are compared: `rules.may_decide`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from accounts.models import Organisation
from accounts.states import Role
from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from foundation.search.cutting import Part, vector
from matching.content import (
    PostingProblem,
    Standing,
    is_hidden_late,
    tellings_of,
    write_content,
)
from matching.filing import FilingProblem, lock_posting, waiting_of
from matching.models import Posting, PostingDraft, PostingSeries, PostingText, PostingVersion
from matching.queries.desks import of_own_house
from matching.queries.postings import owners_of_each
from matching.states import PostingKind, PostingStatus, Reach, VersionStatus
from projects.vocabulary import Band
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
    OWN_HOUSE = "posting_own_house", "这是你所在单位的，请由别人审核"
    OVER_REMOVED = (
        "posting_over_removed",
        "有效期到 {found} 已经过了，不能恢复上架。请填报人另发一条",
    )
    NAMED = "posting_names_house", "“{expected}”里的“{found}”会让人认出单位。请退回，让填报人改掉"
    OVER = "posting_over", "有效期到 {found} 已经过了。请退回，让填报人改日期"


@transaction.atomic
def accept(posting: Posting, number: int, *, by: Actor) -> Posting:
    """Publish the version with this number, or put it in place of what was published before; the
    first time it gets its code. Raises Refused: 403 not to be looked at by them; 409 it does not
    wait any more, as when another has been handed in meanwhile; 422 its time is
    over, or it says whose it is and should not."""
    row = lock_posting(posting)
    version = waiting_of(row, number)
    _refuse_own_house(version, by)
    refuse_if(problems_of([version]).get(version.pk, ()))
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
    wrong = _wrong(list(asked.select_related("posting")), by)
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
        rows = Posting.objects.filter(pk__in=those).select_related("organisation", "custodian")
        moved.rows += move_all(rows, verb, by=by, write=write).rows
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

    version = waiting_of(lock_posting(posting), number)
    _refuse_own_house(version, by)
    return move(version, "return", by=by, write=write)


def remove(posting: Posting, *, reason: str, by: Actor) -> Posting:
    """No page shows it from this commit on. Raises Refused: 403, 409, 422 no reason."""
    if not reason:
        refuse_if([Problem(ModerationProblem.NO_REASON, "reason")])

    def write(row: Posting) -> None:
        row.removed_by_centre = by.role in Role.of_centre

    return move(posting, "remove", by=by, note=reason, write=write)


def restore(posting: Posting, *, reason: str, by: Actor) -> Posting:
    """Shown again under its code, until its old end. Raises Refused as `remove`; 422 that is
    over."""
    if not reason:
        refuse_if([Problem(ModerationProblem.NO_REASON, "reason")])

    def write(row: Posting) -> None:
        if row.valid_until and row.valid_until < clock.today():
            over = Problem(ModerationProblem.OVER_REMOVED, found=row.valid_until.isoformat())
            refuse_if([over])
        row.removed_by_centre = False

    return move(posting, "restore", by=by, note=reason, write=write)


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


def _wrong(
    versions: Sequence[PostingVersion], by: Actor
) -> dict[PostingVersion, tuple[Problem, ...]]:
    """Each of a set with all that keeps this person from accepting it."""
    said = problems_of(versions)
    own = {one.pk: [Problem(ModerationProblem.OWN_HOUSE)] for one in of_own_house(versions, by)}
    return {
        one: tuple(_standing_problems(one) or own.get(one.pk, said.get(one.pk, ())))
        for one in versions
    }


def _standing_problems(version: PostingVersion) -> list[Problem]:
    if version.status != VersionStatus.SUBMITTED:
        return [Problem(FilingProblem.NOTHING_WAITS)]
    if version.posting.status not in PostingStatus.editable:
        found = version.posting.get_status_display()
        return [Problem(MoveProblem.NOT_FROM_HERE, expected="accept", found=found)]
    return []


def problems_of(versions: Sequence[PostingVersion]) -> dict[int, list[Problem]]:
    """By key of a version, what keeps it from being published; in a fixed number of statements."""
    names = _names_now(versions)
    today = clock.today().isoformat()
    found = {
        one.pk: [*_term_problems(one, today), *_naming_problems(one, names)] for one in versions
    }
    return {pk: problems for pk, problems in found.items() if problems}


def _names_now(versions: Sequence[PostingVersion]) -> dict[str, str]:
    """By ref, of the organisations of those that do not show theirs: one may be named anew."""
    hidden = [one.content for one in versions if one.content["reach"] == Reach.ANONYMOUS]
    refs = [said["organisation"]["ref"] for said in hidden]
    if not refs:
        return {}
    return dict(Organisation.objects.filter(ref__in=refs).values_list("ref", "name"))


def name_now(version: PostingVersion) -> str:
    """Of its organisation, where it does not show it; else ""."""
    return _names_now([version]).get(version.content["organisation"]["ref"], "")


def _naming_problems(version: PostingVersion, names: Mapping[str, str]) -> list[Problem]:
    said = version.content
    if is_hidden_late(version.posting, said["reach"]):
        return [Problem(PostingProblem.KNOWN, "reach")]
    found = tellings_of(version, names.get(said["organisation"]["ref"], ""))
    return [
        Problem(ModerationProblem.NAMED, one.name, expected=one.label, found=one.found)
        for one in found
        if not one.is_doubt
    ]


def _refuse_own_house(version: PostingVersion, by: Actor) -> None:
    if of_own_house([version], by):
        raise Refused([Problem(ModerationProblem.OWN_HOUSE)], status=HTTPStatus.FORBIDDEN)


def _term_problems(version: PostingVersion, today: str) -> list[Problem]:
    until = version.content["valid_until"]
    is_over = until < today
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
        [_cut(row, names) for row in postings],
        update_conflicts=True,
        unique_fields=["posting"],
        update_fields=["head", "search", "facets"],
        batch_size=1000,
    )


def _cut(posting: Posting, names: dict[int, str]) -> PostingText:
    is_named = posting.reach != Reach.ANONYMOUS
    owner = names.get(posting.organisation_id or 0, "") if is_named else posting.alias
    head = [
        Part(posting.title, "A"),
        Part(owner, "B", is_name=is_named),
        Part(posting.code or "", "B", is_number=True),
        *(Part(word, "B") for word in posting.keywords),
    ]
    texts = (posting.problem, posting.key_points, posting.goal)
    return PostingText(
        posting=posting,
        head=vector(head),
        search=vector([*head, *map(Part, texts)]),
        facets=list(_facets(posting)),
    )


def _facets(posting: Posting) -> Iterator[str]:
    field, floor = posting.field_id or "", posting.trl_floor
    yield f"category:{posting.category}"
    yield f"unit:{posting.unit_id}"
    yield from {f"field:{code}" for code in (field, field.partition(".")[0]) if code}
    yield from (f"trl:{band.value}" for band in Band if floor and band.holds(floor))
