"""填报: a demand or an offer is opened, typed at every pause, handed in, fetched back, given up.

What is typed stays in the draft, which is the working copy of the posting's whole life; handing in
makes a version of it, which is looked at (`moderating`). While one waits nothing is typed: fetch it
back first. Whoever hands in, fetches back or decides locks the posting, then what hangs on it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus

from django.db import connection, transaction
from django.db.models import Q, QuerySet, TextChoices

from accounts.models import Organisation
from accounts.queries import units_for
from accounts.registering import Stated, register_all, register_organisation
from accounts.states import OrganisationKind
from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from foundation.typed import Page, Typed
from foundation.validators import check_uscc
from matching.columns.reading import typed_in
from matching.columns.steps import names_of
from matching.columns.whereabouts import registered_at
from matching.content import Standing, content_of
from matching.models import Posting, PostingDraft, PostingVersion
from matching.queries.own import drafts_typed_by
from matching.queries.postings import moderators_of_version, own_postings
from matching.rules import is_owner
from matching.states import PostingKind, PostingStatus, VersionStatus
from records.actors import Actor
from records.messages import keep_messages
from records.states import MoveProblem
from records.workflow import Moved, begin, begin_all, move, move_all

_OF_MANY = "matching.postingversion.submit_all"
_CONTACT = frozenset({"contact_name", "contact_phone"})


class FilingProblem(TextChoices):
    NO_PLACE = "posting_no_place", "查不到“{found}”在哪个省。请联系火炬中心更正机构信息，再来填报"
    WAITING = "posting_waiting", "已提交，正在审核。要改就先撤回"
    NOT_OPEN = "posting_not_open", "现在的状态是“{found}”，不能修改"
    SAME = "posting_same", "和已发布的内容一样，改好再提交"
    NOTHING_WAITS = "posting_nothing_waits", "没有等待审核的内容，可能刚审核完。请刷新看看结果"


@dataclass(frozen=True)
class Opening:
    """What a posting starts with: what is typed already, and the unit's own number for it."""

    typed: Mapping[str, Typed] = field(default_factory=dict)
    source_key: str = ""


@dataclass(frozen=True)
class Kept:
    """The draft as it stands; the names not kept as others had changed them; and the names not
    sent that others have changed since the page was read."""

    draft: PostingDraft
    clashes: frozenset[str] = frozenset()
    newer: frozenset[str] = frozenset()


@transaction.atomic
def open_posting(kind: str, *, by: Actor) -> Posting:
    """A draft; the one that was opened and never typed into again, if there is such. Raises
    Refused: 403 not of those who post; 422 nobody knows the unit that answers for it."""
    with connection.cursor() as cursor:
        # One after the other, so that a double click opens one.
        cursor.execute(
            "select pg_advisory_xact_lock(hashtext(%s))", [f"posting:{by.user_id}:{kind}"]
        )
    drafts = own_postings(by, kind).filter(status=PostingStatus.DRAFT, author=by.user_id)
    untouched = drafts.filter(draft__typed={}, versions=None).first()
    return untouched or open_postings(kind, [Opening()], by=by)[0]


@transaction.atomic
def open_postings(
    kind: str, openings: Sequence[Opening], *, by: Actor, note: str = ""
) -> list[Posting]:
    """Drafts in the order given, in a fixed number of statements. Raises Refused as one does."""
    (house, unit), now = _whose(by), clock.now()
    rows = [
        Posting(
            kind=kind,
            organisation=house,
            custodian_id=by.unit or None,
            unit_id=unit,
            author_id=by.person_id,
            source_key=opening.source_key,
        )
        for opening in openings
    ]
    begin_all(rows, "open", by=by, note=note)
    PostingDraft.objects.bulk_create(
        _first_draft(row, opening.typed, now, by)
        for row, opening in zip(rows, openings, strict=True)
    )
    return rows


@transaction.atomic
def keep_typed(posting: Posting, typed: Mapping[str, Typed], *, page: Page, by: Actor) -> Kept:
    """Keep each name by itself. Raises Refused: 403 not theirs, 409 it is being looked at or over.
    Names that are not asked of it are left out."""
    row = lock_posting(posting)
    _require_open(row, by)
    draft = _lock_draft(row)
    asked = {name: typed[name] for name in names_of(row) if name in typed}
    meeting = draft.meet(asked, typed_in(row, draft, asked), page)
    if meeting.changes:
        draft.put(meeting.changes, page, by.person_id)
        draft.saved_at = clock.now()
        draft.save()
    return Kept(draft, meeting.clashes, meeting.newer)


def draft_of(posting: Posting) -> PostingDraft | None:
    return PostingDraft.objects.filter(posting=posting).first()


def standing_of(posting: Posting, draft: PostingDraft | None = None) -> Standing:
    draft = draft or draft_of(posting)
    return Standing(posting, draft, clock.today(), _on_file([draft] if draft else []))


def _on_file(drafts: Iterable[PostingDraft]) -> dict[str, str]:
    """Names of the organisations that are named by code in these drafts."""
    typed = [check_uscc(str(draft.typed.get("org_code", ""))) for draft in drafts]
    codes = {verdict.value for verdict in typed if verdict.ok}
    if not codes:
        return {}
    return dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))


@transaction.atomic
def submit(posting: Posting, *, by: Actor, is_sure: bool = False) -> PostingVersion:
    """What is typed now becomes the next version, and waits. `is_sure`: what may tell whose it is
    does not. Raises Refused: 403 not theirs; 409 one waits, or it is over; 422 with all that is
    lacking."""
    row = lock_posting(posting)
    _require_open(row, by)
    draft = _lock_draft(row)
    standing = standing_of(row, draft)
    refuse_if(_problems_of(standing) or ([] if is_sure else standing.doubts))
    version = begin(_version(standing, _houses_of([standing], by)[0], by), "submit", by=by)
    draft.submitted = draft.revision
    draft.save(update_fields=["submitted"])
    return version


@transaction.atomic
def submit_all(postings: QuerySet[Posting], *, by: Actor) -> Moved:
    """Hand in every one of the set that is whole, in a fixed number of statements: `rows` are the
    versions, `refused` the postings left alone, each with all that it lacks."""
    moved, standings, today = Moved(), [], clock.today()
    rows = list(_locked(postings.order_by("pk")).select_related("draft"))
    on_file = _on_file(row.draft for row in rows)
    for row in rows:
        standing = Standing(row, row.draft, today, on_file)
        problems = _open_problems(row, by) or _problems_of(standing) or standing.doubts
        if problems:
            moved.refused.append((row, tuple(problems)))
        else:
            standings.append(standing)
    houses = _houses_of(standings, by)
    moved.rows = [_version(one, house, by) for one, house in zip(standings, houses, strict=True)]
    for version in moved.rows:
        version.is_one_of_many = len(moved.rows) > 1
    begin_all(moved.rows, "submit", by=by)
    _tell_of_all(moved.rows)
    drafts = [one.posting.draft for one in standings]
    for draft in drafts:
        draft.submitted = draft.revision
    PostingDraft.objects.bulk_update(drafts, ["submitted"], batch_size=1000)
    return moved


def _tell_of_all(versions: Sequence[PostingVersion]) -> None:
    """Those who have to look at them, once for all."""
    if len(versions) < 2:  # noqa: PLR2004 -- of one the door tells
        return
    first = versions[0]
    first.is_one_of_many = False
    told = [(first, moderators_of_version(first))]
    keep_messages(_OF_MANY, told, note=str(len(versions)))


@transaction.atomic
def take_back(posting: Posting, *, by: Actor) -> PostingVersion:
    """What waits is fetched back, to be typed on. Raises Refused: 403, 409 nothing waits."""
    return move(waiting_of(lock_posting(posting)), "take_back", by=by)


@transaction.atomic
def drop(posting: Posting, *, by: Actor) -> Posting:
    """A draft is given up, to be resumed or not; what waits of it is fetched back. Raises Refused:
    403, 409."""
    row = lock_posting(posting)
    fetch_back(row, by=by)

    def write(row: Posting) -> None:
        _free_numbers([row])

    return move(row, "drop", by=by, write=write)


def drop_all(postings: QuerySet[Posting], *, by: Actor, note: str = "") -> Moved:
    """Give up every draft of the set that may be; nothing of them waits."""
    return move_all(postings, "drop", by=by, note=note, write=_free_numbers)


def resume(posting: Posting, *, by: Actor) -> Posting:
    """A draft that was given up is typed on, without the number it had in its unit. Raises Refused:
    403, 409."""
    return move(posting, "resume", by=by)


def _free_numbers(postings: Sequence[Posting]) -> None:
    """Of what is given up: another import may bring it anew. Whoever calls writes it."""
    for posting in postings:
        posting.source_key = ""


@transaction.atomic
def forget_contacts(*, by: Actor) -> None:
    """Whom to reach, in what the person wrote, when they leave: in the posting and in what is
    typed, of colleagues' as well."""

    def write(rows: Sequence[Posting]) -> None:
        for row in rows:
            row.contact_name = row.contact_phone = ""

    own = Posting.objects.filter(author=by.user_id)
    typed = [draft.posting_id for draft, names in drafts_typed_by(by.person_id) if names & _CONTACT]
    touched = list(
        _locked(Posting.objects.filter(Q(author=by.user_id) | Q(pk__in=typed)).order_by("pk"))
    )
    reached = own.exclude(contact_name="", contact_phone="")
    move_all(reached, "forget", by=by, write=write)
    drafts = PostingDraft.objects.filter(posting__in=touched).select_related("posting")
    for draft in drafts.order_by("pk").select_for_update(of=("self",)):
        is_own = draft.posting.author_id == by.user_id
        for name in _CONTACT if is_own else _CONTACT & draft.names_typed_by(by.person_id):
            draft.typed.pop(name, None)
        draft.save(update_fields=["typed"])


def waiting_of(posting: Posting, number: int | None = None) -> PostingVersion:
    """The version that waits, if it is the one with this number. Raises Refused (409) where nothing
    waits, or no more."""
    version = posting.versions.filter(status=VersionStatus.SUBMITTED).first()
    if version is None or number not in (None, version.number):
        raise Refused([Problem(FilingProblem.NOTHING_WAITS)])
    version.posting = posting
    return version


def fetch_back(posting: Posting, *, by: Actor) -> None:
    """What waits of a locked posting that ends, if anything does."""
    for version in posting.versions.filter(status=VersionStatus.SUBMITTED):
        move(version, "take_back", by=by)


def _whose(by: Actor) -> tuple[Organisation | None, str]:
    """Whose a new posting is, as far as that is known, and the unit that answers for it."""
    if by.unit:
        return None, by.unit
    rows = Organisation.objects.select_related("place").filter(pk=by.organisation_id or 0)
    house = rows.first()
    if house is None:
        problem = Problem(MoveProblem.NOT_YOURS, expected="新建")
        raise Refused([problem], status=HTTPStatus.FORBIDDEN)
    if house.place is not None:
        return house, units_for(house.place)[0].abbr
    _, units = registered_at(house.code)
    refuse_if([] if units else [Problem(FilingProblem.NO_PLACE, found=house.name)])
    return house, units[0]


def _first_draft(
    posting: Posting, typed: Mapping[str, Typed], now: datetime, by: Actor
) -> PostingDraft:
    draft = PostingDraft(posting=posting)
    if typed:
        there = typed_in(posting, None, typed)
        draft.put({n: (there[n], text) for n, text in typed.items()}, Page(), by.person_id)
        draft.saved_at = now
    return draft


def _problems_of(standing: Standing) -> list[Problem]:
    """What keeps an open posting from being handed in."""
    posting, draft = standing.posting, standing.draft
    is_same = draft is not None and draft.submitted == draft.revision and posting.code is not None
    newest = max(posting.versions.all(), key=_number, default=None)
    if is_same and newest is not None and newest.status == VersionStatus.ACCEPTED:
        return [Problem(FilingProblem.SAME)]
    return standing.problems


def _version(standing: Standing, house: Organisation, by: Actor) -> PostingVersion:
    posting = standing.posting
    return PostingVersion(
        posting=posting,
        number=max(map(_number, posting.versions.all()), default=0) + 1,
        content=content_of(standing, house),
        submitted_by_id=by.person_id,
        writers=_writers_of(standing.draft),
    )


def _writers_of(draft: PostingDraft | None) -> list[int]:
    """Whoever typed something last that stands in it."""
    return sorted({person for _, person, _ in draft.stamps.values()}) if draft else []


def _number(version: PostingVersion) -> int:
    return version.number


def _houses_of(standings: Sequence[Standing], by: Actor) -> list[Organisation]:
    """Whose each is; those a unit names and nobody knows yet are registered."""
    named = {one.owner[1]: one for one in standings if one.posting.organisation is None}
    known = {house.code: house for house in Organisation.objects.filter(code__in=named)}
    unknown = [one for code, one in named.items() if code and code not in known]
    stated = [Stated(*one.owner, kind=_kind_of(one.posting)) for one in unknown]
    # Of a single one the other's commit is waited for.
    made = (
        register_all(stated, by=by)
        if len(stated) > 1
        else [register_organisation(one.name, one.code, one.kind, by=by) for one in stated]
    )
    known |= {house.code: house for house in made}
    return [_house_of(one, known) for one in standings]


def _house_of(standing: Standing, known: Mapping[str, Organisation]) -> Organisation:
    """Of what a unit brings and names nobody for, its own department."""
    posting, (_, code) = standing.posting, standing.owner
    if posting.organisation is not None:
        return posting.organisation
    return known[code] if code else posting.custodian.organisation  # type: ignore[union-attr]  # -- of a unit, or it has an organisation


def _kind_of(posting: Posting) -> OrganisationKind:
    is_demand = posting.kind == PostingKind.DEMAND
    return OrganisationKind.ENTERPRISE if is_demand else OrganisationKind.SERVICE


def lock_posting(posting: Posting) -> Posting:
    """The posting first, then what hangs on it."""
    return _locked(Posting.objects.filter(pk=posting.pk)).get()


def _locked(postings: QuerySet[Posting]) -> QuerySet[Posting]:
    rows = postings.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("organisation", "custodian__organisation", "unit")
    return rows.prefetch_related("versions")


def _lock_draft(posting: Posting) -> PostingDraft:
    draft, _ = PostingDraft.objects.select_for_update().get_or_create(posting=posting)
    return draft


def _require_open(posting: Posting, by: Actor) -> None:
    if not is_owner(by, posting):
        problem = Problem(MoveProblem.NOT_YOURS, expected="填写")
        raise Refused([problem], status=HTTPStatus.FORBIDDEN)
    problems = _shut_problems(posting)
    if problems:
        raise Refused(problems)


def _open_problems(posting: Posting, by: Actor) -> list[Problem]:
    if not is_owner(by, posting):
        return [Problem(MoveProblem.NOT_YOURS, expected="提交审核")]
    return _shut_problems(posting)


def _shut_problems(posting: Posting) -> list[Problem]:
    if posting.status not in PostingStatus.editable:
        return [Problem(FilingProblem.NOT_OPEN, found=posting.get_status_display())]
    return [Problem(FilingProblem.WAITING)] if is_waiting(posting) else []


def is_waiting(posting: Posting) -> bool:
    return any(one.status == VersionStatus.SUBMITTED for one in posting.versions.all())
